"""Keeping a decision of the desk, with what it takes to undo it."""

from typing import Any

from weitblick.method.factors.models import Change
from weitblick.trace import decisions
from weitblick.workshop.models import Process


def keep(
    process: Process, kind: str, subject: str, before: dict[str, Any], *, by: object = None,
    reason: str = "",
) -> None:
    """Keep a decision and tell the desk."""
    decisions.keep(Change, process, kind, subject, before, by=by, reason=reason.strip())
