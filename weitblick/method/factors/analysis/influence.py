"""The influence matrix: what was judged, its structure, and the next pair to ask."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from weitblick.engines.structure import Structure, aggregate, analyse
from weitblick.method.factors.criteria import INFLUENCE
from weitblick.method.factors.models import Factor
from weitblick.method.factors.queries import pair_counts, shortlisted
from weitblick.voices import turns
from weitblick.voices.queries import opinions, own_judgements
from weitblick.workshop.models import Activity, Participant, Process

Pair = tuple[Factor, Factor]
Cells = tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True)
class Influence:
    """The matrix of the shortlist: N factors, N x N medians, dissent 0 to 1, counts of voices.

    A cell nobody judged is None; the diagonal is None. ``structure`` takes such cells as 0 and is
    None as long as there is nothing to analyse.
    """

    factors: tuple[Factor, ...]
    values: Cells
    dissent: Cells
    counts: tuple[tuple[int, ...], ...]
    voices: int
    structure: Structure | None

    @property
    def pairs(self) -> int:
        """How many ordered pairs there are."""
        return len(self.factors) * (len(self.factors) - 1)

    @property
    def covered(self) -> int:
        """How many pairs somebody gave a value for."""
        return sum(count > 0 for row in self.counts for count in row)

    @property
    def often(self) -> int:
        """How many pairs at least three gave a value for."""
        return sum(count >= turns.GOAL for row in self.counts for count in row)

    @property
    def is_complete(self) -> bool:
        """Whether every pair was judged."""
        return self.pairs > 0 and self.covered == self.pairs


@dataclass(frozen=True)
class Progress:
    """How far the matrix is: of one person and their planned share, and of all together.

    ``covered``: pairs somebody gave a value for; ``often``: pairs that at least three did.
    """

    own: int
    share: int
    pairs: int
    covered: int
    often: int

    @property
    def is_done(self) -> bool:
        """Whether the share is done."""
        return 0 < self.share <= self.own


def influence(process: Process) -> Influence:
    """The influence matrix as it stands."""
    chosen = shortlisted(process)
    stack, counts = _stack(process, chosen)
    voices, size = len(stack), len(chosen)
    if not voices:
        nothing: Cells = ((None,) * size,) * size
        return Influence(tuple(chosen), nothing, nothing, _whole(counts), 0, None)
    centre, dissent = aggregate(stack)
    structure = analyse([f.item.text for f in chosen], np.nan_to_num(centre)) if size > 1 else None
    return Influence(
        tuple(chosen), _cells(centre), _cells(dissent), _whole(counts), voices, structure
    )


def next_pair(
    activity: Activity, participant: Participant, chosen: Sequence[Factor]
) -> Pair | None:
    """The pair to ask next: of one's planned share, then the one that the fewest have judged.

    Late people have no planned share; they are asked the pairs with the fewest voices.
    """
    pairs, own = _pairs(chosen), own_judgements(participant, INFLUENCE.slug)
    plan = turns.dealt(pairs, activity.pk)
    mine = turns.planned(activity, participant, plan, share_size(activity, len(pairs))) or []
    counts = pair_counts(activity.meeting.process)
    rest = turns.least_covered(plan, lambda pair: counts.get(_key(pair), 0), participant)
    return next((pair for pair in [*mine, *rest] if _key(pair) not in own), None)


def share_size(activity: Activity, pairs: int) -> int:
    """How many pairs a person is asked: ``options["pairs"]``, else so that all are covered."""
    wanted = activity.options.get("pairs")
    if wanted:
        return min(pairs, max(1, int(wanted)))
    return turns.fair_share(pairs, len(turns.present(activity)))


def progress(
    activity: Activity, participant: Participant, chosen: Sequence[Factor]
) -> Progress:
    """How many pairs this person judged, and how many somebody judged."""
    pairs = {_key(pair) for pair in _pairs(chosen)}
    own = own_judgements(participant, INFLUENCE.slug)
    counts = [count for pair, count in pair_counts(activity.meeting.process).items()
              if pair in pairs and count]
    return Progress(
        len(pairs & own.keys()), share_size(activity, len(pairs)), len(pairs), len(counts),
        sum(count >= turns.GOAL for count in counts),
    )


def _pairs(chosen: Sequence[Factor]) -> list[Pair]:
    return [(s, t) for s in chosen for t in chosen if s.pk != t.pk]


def _key(pair: Pair) -> tuple[int, int]:
    return pair[0].item_id, pair[1].item_id


def _stack(process: Process, chosen: Sequence[Factor]) -> tuple[np.ndarray, np.ndarray]:
    """One matrix a voice (NaN where it gave no value), and how many gave one."""
    place = {factor.item_id: at for at, factor in enumerate(chosen)}
    size = len(chosen)
    given: dict[str, np.ndarray] = {}
    for one in opinions(process, INFLUENCE.slug):
        if one.value is None or one.source_id not in place or one.target_id not in place:
            continue
        matrix = given.setdefault(one.voice, np.full((size, size), np.nan))
        matrix[place[one.source_id], place[one.target_id]] = one.value
    stack = np.array(list(given.values())).reshape(len(given), size, size)
    return stack, (~np.isnan(stack)).sum(axis=0)


def _whole(counts: np.ndarray) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(count) for count in row) for row in counts)


def _cells(matrix: np.ndarray) -> Cells:
    return tuple(
        tuple(None if np.isnan(value) else float(value) for value in row) for row in matrix
    )
