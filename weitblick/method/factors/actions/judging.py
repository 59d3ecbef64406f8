"""What people say about factors: impact and uncertainty, and who drives whom."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.method.factors.criteria import IMPACT, INFLUENCE, UNCERTAINTY
from weitblick.method.factors.models import Factor
from weitblick.trace.models import State
from weitblick.voices import actions as voices
from weitblick.voices.actions import Given, Judged, Speaker, answers
from weitblick.voices.models import Channel
from weitblick.voices.scales import Criterion
from weitblick.workshop.models import Activity, Table


def rate_factors(
    activity: Activity, speaker: Speaker, values: Iterable[tuple[Factor, int, int]], *,
    key: str | None = None,
) -> int:
    """Rate factors: (factor, impact 1-5, uncertainty 1-5). How many ratings were written.

    ``key`` makes a repeated delivery count once.
    """
    given: list[Given] = []
    for factor, impact, uncertainty in values:
        _must_count(activity, factor)
        given += answers(factor.item, ((IMPACT, impact), (UNCERTAINTY, uncertainty)), key=key)
    return voices.rate(activity, given, speaker)


def rate_by_hands(
    activity: Activity, table: Table | None, factor: Factor, criterion: Criterion,
    hands: Mapping[int, int], *, typed_by: object = None, key: str | None = None,
) -> int:
    """Type in how many hands were raised for each value; the last count of each value counts."""
    _must_count(activity, factor)
    if any(count < 0 for count in hands.values()):
        raise ValidationError(_("Eine Zahl von Händen ist nie kleiner als null."))
    given = [
        Given(factor.item, criterion, value, count, key=f"{key}-{value}" if key else None)
        for value, count in sorted(hands.items())
    ]
    speaker = Speaker(table=table, typed_by=typed_by, channel=Channel.PAPER)
    return voices.rate(activity, given, speaker)


@transaction.atomic
def judge_influences(
    activity: Activity, speaker: Speaker, values: Iterable[tuple[Factor, Factor, int | None]], *,
    key: str | None = None,
) -> int:
    """Judge who drives whom: (source, target, 0-3 or None for "don't know"). How many.

    ``key`` makes a repeated delivery count once.
    """
    judged = []
    for source, target, value in values:
        if source.pk == target.pk:
            raise ValidationError(_("Ein Faktor wird nicht mit sich selbst verglichen."))
        _must_count(activity, source)
        _must_count(activity, target)
        once = f"{key}-{source.pk}-{target.pk}" if key else None
        judged.append(Judged(source.item, target.item, value, key=once))
    return voices.judge(activity, INFLUENCE, judged, speaker)


def _must_count(activity: Activity, factor: Factor) -> None:
    if factor.process_id != activity.meeting.process_id:
        raise ValidationError(_("„%s“ gehört nicht zu diesem Prozess.") % factor)
    if factor.item.state != State.LIVE:
        raise ValidationError(_("„%s“ wurde inzwischen abgelöst.") % factor)
