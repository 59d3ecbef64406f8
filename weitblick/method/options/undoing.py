"""Decisions on the pinboard of options, and how they are undone one by one."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from weitblick.method.options.grouping import BOARD
from weitblick.method.options.models import ChangeKind, Option, OptionGroup, SortingChange
from weitblick.trace import actions as trace
from weitblick.trace import decisions
from weitblick.trace.decisions import Undo
from weitblick.trace.models import State
from weitblick.voices.models import Judgement, Rating
from weitblick.workshop.models import Process


def changes(process: Process, *, limit: int = 10) -> list[SortingChange]:
    """The latest decisions on the pinboard, newest first."""
    return list(process.option_changes.select_related("by_user")[:limit])


def undo(change: SortingChange, by: object = None) -> None:
    """Take a decision back; refused when later work rests on it. Twice is once."""
    decisions.undo(change, _UNDO, by)


def _made(change: SortingChange, by: object) -> None:
    """The option counts no longer; its group can become one again."""
    option = Option.objects.select_related("item").get(pk=change.before["option"])
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


_UNDO: dict[str, Undo] = {**BOARD.undoing, ChangeKind.MADE: _made}
