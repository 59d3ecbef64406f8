"""Who judges which pairs: planned, so that every pair is judged equally often.

A unit is what one assumption means for all assumptions of another factor. How units are dealt out
is said in ``voices.turns``.
"""

from collections import Counter
from collections.abc import Collection, Sequence

from weitblick.method.scenarios.matrix import Layout
from weitblick.method.trends.models import Assumption
from weitblick.voices import turns
from weitblick.workshop.models import Participant

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
    return turns.dealt(found, seed)


def size(plan: Sequence[Unit], pairs: int = PAIRS_A_PERSON) -> int:
    """How many units make about ``pairs`` pairs: one at least, all of them at most."""
    if not plan:
        return 0
    average = sum(len(unit) for unit in plan) / len(plan)
    return min(len(plan), max(1, round(pairs / average)))


def begun(plan: Sequence[Unit], judged: Collection[Key]) -> list[Unit]:
    """Units somebody has begun, so that they are finished first."""
    return [unit for unit in plan if any(key_of(pair) in judged for pair in unit)]


def least_judged(
    plan: Sequence[Unit], counts: Counter[Key], participant: Participant
) -> list[Unit]:
    """The units with the fewest voices first."""
    return turns.least_covered(
        plan, lambda unit: sum(counts[key_of(pair)] for pair in unit) / len(unit), participant
    )
