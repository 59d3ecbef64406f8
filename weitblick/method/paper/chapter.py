"""The chapter of this step: the recommendations. The whole paper is composed around it."""

from weitblick.exports.document import Chapter
from weitblick.method.paper.composing import advice
from weitblick.workshop.models import Process


def chapter(process: Process) -> Chapter | None:
    """The recommendations by action field; None without any."""
    return advice.chapter(process)
