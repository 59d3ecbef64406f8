"""Decisions at a desk: kept with what it takes to undo them, and undone one by one.

A step that keeps some has a table of its own (a child of ``Decision`` with ``process`` and
``kind``) and a verb of undoing for each kind.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from weitblick.trace.actions import Author
from weitblick.workshop import channels, clock
from weitblick.workshop.models import Process

Undo = Callable[[Any, object], None]
"""Takes the decision (its ``before``) and who undoes it; raises ValidationError where it cannot."""


class Decision(models.Model):
    """What was decided, by whom, and what it takes to undo it; ``before`` is empty when moved."""

    subject = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"  # type: ignore[attr-defined]


def keep(
    table: type[Any], process: Process, kind: str, subject: str, before: dict[str, Any], *,
    by: object = None, **more: str,
) -> Any:
    """Keep a decision in the step's ``table`` and tell the desk."""
    made = table._default_manager.create(
        process=process, kind=kind, subject=subject[:300], before=before,
        by_user=Author.of(by).user, **more,
    )
    channels.announce_desk(process)
    return made


@transaction.atomic
def undo(decision: Any, verbs: Mapping[str, Undo], by: object = None) -> None:
    """Take a decision back; refused when later work rests on it. Twice is once."""
    locked = type(decision)._default_manager.select_for_update().get(pk=decision.pk)
    if locked.undone_at is not None:
        return
    if not locked.before:
        raise ValidationError(
            _("Dieser Schritt geschah in einer anderen Installation und bleibt, wie er ist.")
        )
    verbs[locked.kind](locked, by)
    locked.undone_at = clock.now()
    locked.save(update_fields=["undone_at"])
    channels.announce_desk(locked.process)
