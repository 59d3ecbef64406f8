"""What the public thread does not show: the place of an item stays, its words do not.

Veiled are items of a round that is still open (who has not answered yet must not read the reasons
of others), what its author took back, and what moderators took out. The team reads everything.
"""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weitblick.method.validation.models import Statement
from weitblick.trace.models import Item, Kind, State
from weitblick.voices.models import Card
from weitblick.workshop.models import ActivityState

SAID = (Kind.CARD, Kind.STORY, Kind.ARGUMENT, Kind.AMENDMENT)
RUNNING = _("Noch nicht zu lesen: Die Runde ist offen.")
TAKEN_BACK = _("Zurückgenommen")
MODERATED_OUT = _("Von der Moderation herausgenommen")


def veiled(items: Iterable[Item]) -> Mapping[int, Promise]:
    """Why an item is not shown, by item pk; what may be shown is missing."""
    rows = {item.pk: item for item in items}
    running = Card.objects.filter(item__in=rows, activity__state=ActivityState.OPEN)
    out = Statement.objects.filter(item__in=rows, moderated_out=True)
    said = dict.fromkeys(running.values_list("item_id", flat=True), RUNNING)
    said |= {pk: TAKEN_BACK for pk, item in rows.items()
             if item.state == State.SUPERSEDED and item.kind in SAID}
    return said | dict.fromkeys(out.values_list("item_id", flat=True), MODERATED_OUT)
