"""Whose turn it is: which option, which pairs a person is asked about, so that all are answered
about equally often and a page that is loaded again asks the same."""

import hashlib
from collections import Counter

from django.db.models import Count

from weitblick.method.options.criteria import EFFECT, SUPPORT
from weitblick.method.options.models import Option
from weitblick.method.options.queries import judged_assumptions, options
from weitblick.method.trends.models import Assumption
from weitblick.voices import turns
from weitblick.voices.models import Judgement, Rating
from weitblick.workshop.models import Activity, Participant, Process

QUOTA = 20
Pair = tuple[Option, Assumption]
Bundle = tuple[Pair, ...]
Key = tuple[int, int]


def quota(activity: Activity) -> int:
    """About how many pairs one person is asked; ``activity.options["questions"]`` decides."""
    return max(1, int(activity.options.get("questions", QUOTA)))


def due_options(
    process: Process, participant: Participant, rows: list[Option], rated: set[int]
) -> list[Option]:
    """The options this person has not rated (item pks), those rated least by others first."""
    counted = Counter(
        Rating.objects.filter(item__process=process, criterion=SUPPORT.slug)
        .exclude(participant=participant).values_list("item_id", flat=True)
    )
    due = [one for one in rows if one.item_id not in rated]
    return sorted(due, key=lambda one: (counted[one.item_id], _shuffled(participant, one)))


def due_effects(activity: Activity, participant: Participant) -> list[Pair]:
    """The pairs this person is asked about: a planned share, then what was answered besides.

    Who came late has no planned share, but what is begun and then what the fewest have judged.
    Pairs of one option stand together.
    """
    plan = turns.dealt(_bundles(activity.meeting.process), activity.pk)
    others, own = _judged(activity.meeting.process, participant)
    mine = turns.planned(activity, participant, plan, _size(activity, plan))
    if mine is None:
        mine = _least_judged(activity, participant, plan, others, own)
    first: dict[int, int] = {}
    for at, bundle in enumerate(mine):
        first.setdefault(bundle[0][0].pk, at)
    asked = [pair for one in sorted(mine, key=lambda b: first[b[0][0].pk]) for pair in one]
    besides = [pair for one in plan if one not in mine for pair in one if _key(pair) in own]
    return [*asked, *besides]


def _bundles(process: Process) -> list[Bundle]:
    """What one option does to all assumptions of one factor, asked in one go."""
    by_factor: dict[int, list[Assumption]] = {}
    for one in judged_assumptions(process):
        by_factor.setdefault(one.factor_id, []).append(one)
    return [tuple((option, one) for one in group)
            for option in options(process) for group in by_factor.values()]


def _size(activity: Activity, plan: list[Bundle]) -> int:
    """How many bundles make about as many pairs as one person is asked; one at least."""
    if not plan:
        return 0
    average = sum(map(len, plan)) / len(plan)
    return min(len(plan), max(1, round(quota(activity) / average)))


def _least_judged(
    activity: Activity, participant: Participant, plan: list[Bundle], others: Counter[Key],
    own: set[Key],
) -> list[Bundle]:
    begun = [one for one in plan if any(_key(pair) in own for pair in one)]
    rest = turns.least_covered(
        [one for one in plan if one not in begun],
        lambda one: sum(others[_key(pair)] for pair in one) / len(one), participant,
    )
    return [*begun, *rest[: max(0, _size(activity, plan) - len(begun))]]


def _key(pair: Pair) -> Key:
    return pair[0].item_id, pair[1].item_id


def _judged(process: Process, participant: Participant) -> tuple[Counter[Key], set[Key]]:
    """How often others judged each pair, and which pairs this person judged."""
    given = Judgement.objects.filter(source__process=process, criterion=EFFECT.slug)
    rows = given.exclude(participant=participant).values("source_id", "target_id")
    counted = rows.order_by().annotate(n=Count("pk"))
    others = Counter({(row["source_id"], row["target_id"]): row["n"] for row in counted})
    own = given.filter(participant=participant).values_list("source_id", "target_id")
    return others, set(own)


def _shuffled(participant: Participant, option: Option) -> str:
    """A fixed order of the options of each person's own."""
    return hashlib.sha256(f"{participant.pk}-{option.pk}".encode()).hexdigest()
