"""Deeds on the pinboard of options: kept with what it takes to undo them, and undone one by one."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from weitblick.method.options.models import (
    ChangeKind,
    GroupedOptionCard,
    Option,
    OptionGroup,
    SortingChange,
)
from weitblick.trace import actions as trace
from weitblick.trace.actions import Author
from weitblick.trace.models import State
from weitblick.voices.models import Judgement, Rating
from weitblick.workshop import channels, clock
from weitblick.workshop.models import Process


def keep(
    process: Process, kind: str, subject: str, before: dict[str, Any], *, by: object = None
) -> SortingChange:
    """Keep a deed and tell the desk."""
    change = SortingChange.objects.create(
        process=process, kind=kind, subject=subject[:300], before=before, by_user=Author.of(by).user
    )
    channels.announce(channels.desk(process))
    return change


def changes(process: Process, *, limit: int = 10) -> list[SortingChange]:
    """The latest deeds on the pinboard, newest first."""
    return list(process.option_changes.select_related("by_user")[:limit])


@transaction.atomic
def undo(change: SortingChange, by: object = None) -> None:
    """Take a deed back; refused when later work rests on it. Twice is once."""
    locked = SortingChange.objects.select_for_update().get(pk=change.pk)
    if locked.undone_at is not None:
        return
    if not locked.before:
        raise ValidationError(
            _("Dieser Schritt geschah in einer anderen Installation und bleibt, wie er ist.")
        )
    _UNDO[locked.kind](locked.before, by)
    locked.undone_at = clock.now()
    locked.save(update_fields=["undone_at"])
    channels.announce(channels.desk(locked.process))


def _grouped(before: dict[str, Any], by: object) -> None:
    """Cards go back to where they lay, unless they were moved on since."""
    for pk, group in before["lay"].items():
        GroupedOptionCard.objects.filter(item=int(pk), group=before["group"]).update(
            group=group, version=F("version") + 1, by_user=Author.of(by).user, at=clock.now())
    emptied = not GroupedOptionCard.objects.filter(group=before["group"]).exists()
    if before["made"] and emptied:
        OptionGroup.objects.filter(pk=before["group"]).update(dissolved_at=clock.now())


def _renamed(before: dict[str, Any], by: object) -> None:
    OptionGroup.objects.filter(pk=before["group"]).update(title=before["title"])


def _dissolved(before: dict[str, Any], by: object) -> None:
    OptionGroup.objects.filter(pk=before["group"]).update(dissolved_at=None)


def _made(before: dict[str, Any], by: object) -> None:
    """The option counts no longer; its group can become one again."""
    option = Option.objects.select_related("item").get(pk=before["option"])
    item = option.item
    said = Rating.objects.filter(item=item).exists() or Judgement.objects.filter(
        source=item).exists()
    rests = item.up_links.exclude(newer__state=State.SUPERSEDED).exists()
    if item.state != State.LIVE or said or rests or option.partners.exists():
        raise ValidationError(
            _("Mit „%s“ wurde schon weitergearbeitet. Das lässt sich nicht mehr rückgängig machen; "
              "Sie können die Option neu fassen oder zur Seite legen.") % item
        )
    trace.supersede([item])
    OptionGroup.objects.filter(option=option).update(option=None)


_UNDO: dict[str, Callable[[dict[str, Any], object], None]] = {
    ChangeKind.GROUPED: _grouped,
    ChangeKind.RENAMED: _renamed,
    ChangeKind.DISSOLVED: _dissolved,
    ChangeKind.MADE: _made,
}
