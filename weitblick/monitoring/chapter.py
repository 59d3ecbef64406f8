"""What the monitoring contributes to the paper."""

from weitblick.exports.document import Chapter
from weitblick.workshop.models import Process


def chapter(process: Process) -> Chapter | None:
    """Nothing as long as no figure is pinned to what the process assumes."""
    return None
