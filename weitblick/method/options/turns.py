"""Whose turn it is: which option, which pair a person is asked about next, so that all are
answered about equally often and a page that is loaded again asks the same."""

import hashlib
from collections import Counter

from django.db.models import Count

from weitblick.method.options.criteria import EFFECT, SUPPORT
from weitblick.method.options.models import Option
from weitblick.method.options.queries import judged_assumptions, options
from weitblick.method.trends.models import Assumption
from weitblick.voices.models import Judgement, Rating
from weitblick.workshop.models import Activity, Participant, Process

QUOTA = 20
Pair = tuple[Option, Assumption]


def quota(activity: Activity) -> int:
    """How many pairs one person is asked about; ``activity.options["questions"]`` decides."""
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


def due_effects(process: Process, participant: Participant, limit: int) -> list[Pair]:
    """The pairs this person is asked about: what was answered already, then the least judged.

    Pairs of one option stand together as long as they were judged equally often, and everybody
    begins with another option.
    """
    rows, columns = options(process), judged_assumptions(process)
    pairs = [(option, assumption) for option in rows for assumption in columns]
    others, own = _judged(process, participant)
    place = {one.pk: n for n, one in enumerate(columns)}

    def turn(pair: Pair) -> tuple[bool, int, str, int]:
        key = (pair[0].item_id, pair[1].item_id)
        return key not in own, others[key], _shuffled(participant, pair[0]), place[pair[1].pk]

    ordered = sorted(pairs, key=turn)
    return ordered[: max(limit, len(own))] if limit < len(ordered) else ordered


def _judged(
    process: Process, participant: Participant
) -> tuple[Counter[tuple[int, int]], set[tuple[int, int]]]:
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
