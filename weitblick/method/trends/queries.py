"""What pages and later steps ask about assumptions and how they were estimated."""

from collections import defaultdict
from statistics import median

from weitblick.method.factors.models import Factor
from weitblick.method.factors.queries import key_factors
from weitblick.method.trends.criteria import DESIRABILITY, PROBABILITY
from weitblick.method.trends.models import Assumption
from weitblick.trace.models import Item, Kind, State
from weitblick.voices import queries as voices
from weitblick.voices.models import Card
from weitblick.workshop.models import Activity, ActivityState, Process

STEP = "trends"
SUGGEST, DELPHI = "suggest", "delphi"


def assumptions(process: Process) -> list[Assumption]:
    """The live assumptions of the live key factors, by factor and letter: the matrix order."""
    rows = Assumption.objects.filter(
        factor__process=process, factor__is_key=True, factor__item__state=State.LIVE,
        item__state=State.LIVE,
    )
    return list(rows.select_related("item", "factor__item"))


def by_factor(process: Process) -> list[tuple[Factor, list[Assumption]]]:
    """Every live key factor with its live assumptions (perhaps none), both in their order."""
    grouped: dict[int, list[Assumption]] = defaultdict(list)
    for one in assumptions(process):
        grouped[one.factor_id].append(one)
    return [(factor, grouped[factor.pk]) for factor in key_factors(process)]


def find_assumption(process: Process, public_id: str) -> Assumption | None:
    """A live assumption by its public id."""
    return next((one for one in assumptions(process) if one.item.public_id == public_id), None)


def retired(process: Process) -> list[Assumption]:
    """Assumptions that were taken out and can be brought back."""
    rows = Assumption.objects.filter(factor__process=process, item__state=State.SUPERSEDED)
    return list(rows.select_related("item", "factor__item"))


def suggestions(process: Process, *, activity: Activity | None = None) -> list[Card]:
    """Live cards that suggest a development; ``card.about`` is the factor's item."""
    rows = Card.objects.filter(
        activity__meeting__process=process, activity__step=STEP, activity__kind=SUGGEST,
        item__state=State.LIVE, item__kind=Kind.CARD,
    )
    if activity is not None:
        rows = rows.filter(activity=activity)
    return list(rows.select_related("item", "about", "participant", "table").order_by("pk"))


def rounds(process: Process) -> list[Activity]:
    """The Delphi activities that were ever opened, first round first."""
    rows = Activity.objects.filter(meeting__process=process, step=STEP, kind=DELPHI)
    opened = rows.exclude(state=ActivityState.PLANNED).exclude(opened_at=None)
    return sorted(opened, key=lambda one: (int(one.options.get("round", 0)), one.opened_at, one.pk))


def previous_round(activity: Activity) -> Activity | None:
    """The Delphi round before this one: the latest other one that is closed already."""
    process = activity.meeting.process
    earlier = [one for one in rounds(process) if one.state == ActivityState.CLOSED]
    own = int(activity.options.get("round", 0))
    before = [one for one in earlier if one.pk != activity.pk and _is_before(one, activity, own)]
    return before[-1] if before else None


def round_number(activity: Activity) -> int:
    """1 for a first round. ``activity.options["round"]`` decides, else what came before."""
    if given := int(activity.options.get("round", 0)):
        return given
    before = previous_round(activity)
    return 1 if before is None else round_number(before) + 1


def standing(
    process: Process, criterion: str, *, settled: bool = False
) -> dict[int, list[voices.Value]]:
    """The values that count over all rounds, by item pk; ``settled``: without a running round.

    Of a person the last answer counts. Raised hands belong to nobody, so only those of the
    latest round with any for the item count.
    """
    people: dict[int, dict[int, voices.Value]] = defaultdict(dict)
    crowd: dict[int, list[voices.Value]] = {}
    for activity in rounds(process):
        found = voices.values(process, criterion, activity=activity, settled=settled)
        for item_id, values in found.items():
            people[item_id] |= {v.participant_id: v for v in values if v.participant_id}
            if nameless := [v for v in values if not v.participant_id]:
                crowd[item_id] = nameless
    return {
        item_id: [*people[item_id].values(), *crowd.get(item_id, [])]
        for item_id in people.keys() | crowd.keys()
    }


def probabilities(process: Process) -> dict[int, float]:
    """Median estimated probability (0 to 100 per cent) by the pk of the assumption's item."""
    return _medians(process, PROBABILITY.slug)


def desirabilities(process: Process) -> dict[int, float]:
    """Median desirability (1 to 5) by the pk of the assumption's item."""
    return _medians(process, DESIRABILITY.slug)


def reasons(
    process: Process, *, without: Activity | None = None
) -> dict[int, list[Item]]:
    """Live arguments of the Delphi rounds by the pk of the item they speak of.

    ``without`` one round: that which is just being answered.
    """
    found: dict[int, list[Item]] = defaultdict(list)
    rows = Card.objects.filter(
        activity__meeting__process=process, activity__step=STEP, item__kind=Kind.ARGUMENT,
        item__state=State.LIVE,
    )
    if without is not None:
        rows = rows.exclude(activity=without)
    for card in rows.select_related("item").order_by("pk"):
        if card.about_id:
            found[card.about_id].append(card.item)
    return found


def _is_before(one: Activity, activity: Activity, number: int) -> bool:
    given = int(one.options.get("round", 0))
    if given and number:
        return given < number
    return activity.opened_at is None or (one.opened_at or activity.opened_at) < activity.opened_at


def _medians(process: Process, criterion: str) -> dict[int, float]:
    found = {pk: voices.numbers(values) for pk, values in standing(process, criterion).items()}
    return {pk: float(median(numbers)) for pk, numbers in found.items() if numbers}
