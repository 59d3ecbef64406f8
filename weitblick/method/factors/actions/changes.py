"""Keeping a decision of the desk, with what it takes to undo it."""

from typing import Any

from weitblick.method.factors.models import Change
from weitblick.trace.actions import Author
from weitblick.workshop import channels
from weitblick.workshop.models import Process


def keep(
    process: Process, kind: str, subject: str, before: dict[str, Any], *, by: object = None,
    reason: str = "",
) -> Change:
    """Keep a decision and tell the desk."""
    change = Change.objects.create(
        process=process, kind=kind, subject=subject[:300], before=before, reason=reason.strip(),
        by_user=Author.of(by).user,
    )
    channels.announce(channels.desk(process))
    return change
