"""The influence matrix: what was judged, its structure, and the next pair to ask."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from weitblick.engines.structure import Structure, aggregate, analyse
from weitblick.method.factors.criteria import INFLUENCE
from weitblick.method.factors.models import Factor
from weitblick.method.factors.queries import pair_counts, shortlisted
from weitblick.voices.queries import opinions, own_judgements
from weitblick.workshop.models import Participant, Process

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
    def is_complete(self) -> bool:
        """Whether every pair was judged."""
        return self.pairs > 0 and self.covered == self.pairs


@dataclass(frozen=True)
class Progress:
    """How far the matrix is: of one person, and of all together."""

    own: int
    pairs: int
    covered: int


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
    process: Process, participant: Participant, chosen: Sequence[Factor]
) -> tuple[Factor, Factor] | None:
    """The pair to ask next: not yet judged by this person, and judged least by all.

    Among equals the order is each person's own, so that people asked at the same moment are not
    all asked the same.
    """
    counts = pair_counts(process)
    own = own_judgements(participant, INFLUENCE.slug)
    open_pairs = [
        (source, target) for source in chosen for target in chosen
        if source.pk != target.pk and (source.item_id, target.item_id) not in own
    ]
    return min(
        open_pairs, default=None,
        key=lambda pair: (
            counts.get((pair[0].item_id, pair[1].item_id), 0), _own_order(participant, *pair)
        ),
    )


def progress(process: Process, participant: Participant, chosen: Sequence[Factor]) -> Progress:
    """How many pairs this person judged, and how many somebody judged."""
    pairs = {(s.item_id, t.item_id) for s in chosen for t in chosen if s.pk != t.pk}
    own = own_judgements(participant, INFLUENCE.slug)
    covered = sum(count > 0 for pair, count in pair_counts(process).items() if pair in pairs)
    return Progress(len(pairs & own.keys()), len(pairs), covered)


def _own_order(participant: Participant, source: Factor, target: Factor) -> str:
    words = f"{participant.pk} {source.pk} {target.pk}"
    return hashlib.sha256(words.encode()).hexdigest()


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
