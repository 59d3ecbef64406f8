"""Set signposts, and take them out."""

import math

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.evidence import queries as evidence
from weitblick.evidence.errors import EvidenceError
from weitblick.monitoring.models import Signpost, Towards
from weitblick.monitoring.snapshots import rounded
from weitblick.trace.actions import Author
from weitblick.trace.models import Item, Kind, State
from weitblick.workshop import channels, clock


@transaction.atomic
def set_signpost(
    item: Item, indicator: str, area: str, threshold: float, direction: str, by_year: int, *,
    dimensions: str = "", by: object = None,
) -> Signpost:
    """What would tell that an assumption comes true: an indicator of an area at least or at most
    at a threshold by the end of a year. The present value is kept as its start."""
    if item.kind != Kind.ASSUMPTION or item.state != State.LIVE:
        raise ValidationError(_("Wegmarken gehören zu Trendannahmen."))
    if direction not in Towards.values or not math.isfinite(threshold):
        raise ValidationError(_("Geben Sie einen Wert an und ob er mindestens oder höchstens "
                                "erreicht sein soll."))
    try:
        latest = evidence.series(indicator, area, dimensions=dimensions).latest
    except EvidenceError:
        raise ValidationError(_("Diesen Indikator gibt es nicht.")) from None
    post = Signpost.objects.create(
        item=item, indicator=indicator, area_key=area, dimensions=dimensions,
        threshold=threshold, direction=direction, by=by_year,
        start=rounded(latest) if latest else None, by_user=Author.of(by).user)
    channels.announce_desk(item.process)
    return post


def retire(post: Signpost) -> None:
    """The signpost does not count any more; it stays."""
    post.retired_at = clock.now()
    post.save(update_fields=["retired_at"])
    channels.announce_desk(post.item.process)
