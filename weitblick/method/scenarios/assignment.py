"""Who judges which pairs: planned, so that every pair is judged equally often.

A unit is what one assumption means for all assumptions of another factor. The units are shuffled
once for an activity; each participant gets the next ones in turn, so after any number of people
the units differ by one voice at most.
"""

import random
from collections import Counter
from collections.abc import Collection, Sequence

from weitblick.method.scenarios.matrix import Layout
from weitblick.method.trends.models import Assumption

Pair = tuple[Assumption, Assumption]
Unit = tuple[Pair, ...]
Key = tuple[int, int]

PAIRS_A_PERSON = 30


def key_of(pair: Pair) -> Key:
    """A pair by the pks of its items, as judgements are kept."""
    return pair[0].item_id, pair[1].item_id


def units(layout: Layout, seed: int) -> list[Unit]:
    """All units in the order in which they are handed out; the same seed, the same order."""
    found = [
        tuple((source, target) for target in targets)
        for i, (_factor, sources) in enumerate(layout.factors)
        for j, (_other, targets) in enumerate(layout.factors) if i != j
        for source in sources
    ]
    random.Random(seed).shuffle(found)
    return found


def share(plan: Sequence[Unit], seat: int, pairs: int = PAIRS_A_PERSON) -> list[Unit]:
    """The units of the n-th participant (from 0), about ``pairs`` pairs, all of them at most."""
    if not plan:
        return []
    average = sum(len(unit) for unit in plan) / len(plan)
    size = min(len(plan), max(1, round(pairs / average)))
    start = seat * size % len(plan)
    return [plan[(start + n) % len(plan)] for n in range(size)]


def begun(plan: Sequence[Unit], judged: Collection[Key]) -> list[Unit]:
    """Units somebody has begun, so that they are finished first."""
    return [unit for unit in plan if any(key_of(pair) in judged for pair in unit)]


def least_judged(
    plan: Sequence[Unit], counts: Counter[Key], judged: Collection[Key]
) -> Unit | None:
    """The unit with the fewest voices that somebody has not judged yet."""
    free = [unit for unit in plan if not any(key_of(pair) in judged for pair in unit)]
    return min(free, key=lambda unit: sum(counts[key_of(p)] for p in unit) / len(unit),
               default=None)
