"""What the monitoring gives the paper: pinned figures, where the signs point, forecasts."""

from weitblick.exports.document import Chapter
from weitblick.monitoring.quoting import blocks as beside
from weitblick.workshop.models import Process

__all__ = ["beside", "chapter"]


def chapter(process: Process) -> Chapter | None:
    """Nothing as long as no figure is pinned to what the process assumes."""
    return None
