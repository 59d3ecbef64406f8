"""What the compiled search needs to know about a matrix, laid out for it (see kernel.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from .matrix import CrossImpactMatrix

LANES = 16
DEPTH, NODES, FOUND, FINISHED = 0, 1, 2, 3
"""Places in the control array with which the search pauses and resumes."""

SLOT_SIZES = (3, 4, 6, 9, 12)
LARGEST_TABLE = 256 * 2**20
"""Bytes. Descriptors with so many states that their sets do not fit are searched otherwise."""

Signed = npt.NDArray[Any]


@dataclass(frozen=True)
class SearchTables:
    """Bounds while every state is possible, and contributions for every set of states.

    `start` has shape (slots * (slots - 1), width): state b and its r-th rival, then descriptor.
    `best` has one such plane for each descriptor i and set of states: first[i] + bit mask.
    `lost` holds the largest losses likewise (one empty plane if not asked for).
    `drop` (rows, width): the most that a descriptor's bounds can lose when one of the states in
    the set is chosen.
    `influence` (N, N): how much the state of i can change the balance of j, in judgement points.
    """

    start: Signed
    best: Signed
    first: npt.NDArray[np.int64]
    counts: tuple[int, ...]
    lost: Signed
    drop: Signed
    influence: npt.NDArray[np.float64]

    @property
    def slots(self) -> int:
        """States the layout has room for."""
        return slot_count(max(self.counts), self.start.dtype == np.int32)

    @property
    def gone(self) -> Signed:
        """Marks of states that no descriptor of this matrix has; shape (slots, width)."""
        marks = np.zeros((self.slots, self.start.shape[1]), dtype=self.start.dtype)
        for position, count in enumerate(self.counts):
            marks[count:, position] = -1
        return marks


def slot_count(states: int, wide: bool = False) -> int:
    """Room for at least that many states: the search is compiled for a few sizes only."""
    return next((size for size in SLOT_SIZES if size >= max(states, 4 * wide)), states)


def table_bytes(counts: tuple[int, ...]) -> int:
    """How much room the tables of a matrix with these state counts take."""
    slots = slot_count(max(counts))
    return sum(2**count for count in counts) * slots * (slots - 1) * _width(len(counts)) * 2


def build_tables(
    matrix: CrossImpactMatrix,
    tolerance: int = 0,
    rivals: CrossImpactMatrix | None = None,
    losses: bool = False,
) -> SearchTables:
    """Tables for `matrix`; with `rivals` the rival states' judgements are read from there.

    (Two readings at once are what searching with intervals needs; `losses` what counting needs.)
    Raises InputError where the tables would be larger than LARGEST_TABLE.
    """
    _check_size(matrix.counts)
    other = matrix if rivals is None else rivals
    wide = _needs_wide_numbers(matrix, other, tolerance)
    slots = slot_count(max(matrix.counts), wide)
    dtype = np.int32 if wide else np.int16
    gains = _gains(matrix, other, slots).astype(dtype)
    best, first = _best(matrix.counts, gains)
    lost = _best(matrix.counts, np.negative(gains))[0] if losses else best[:1]
    full = np.array([2**count - 1 for count in matrix.counts])
    start = best[first + full].sum(axis=0, dtype=np.int64) + tolerance
    start[~_meant(matrix.counts, slots)] = np.iinfo(dtype).max // 2
    influence = _influence(matrix.counts, gains)
    drop = _drops(matrix.counts, gains, best, first)
    return SearchTables(start.astype(dtype), best, first, matrix.counts, lost, drop, influence)


def _check_size(counts: tuple[int, ...]) -> None:
    if table_bytes(counts) > LARGEST_TABLE:
        raise InputError(
            "too_many_states",
            f"A descriptor with {max(counts)} states has too many sets of states for the tables "
            "of this search; solve() finds the scenarios all the same.",
            states=max(counts),
        )


def _needs_wide_numbers(own: CrossImpactMatrix, other: CrossImpactMatrix, tolerance: int) -> bool:
    """Could a bound, or what it can still lose, leave the range of 16-bit numbers?"""
    largest = np.maximum(np.abs(own.values), np.abs(other.values)).max(axis=1).astype(np.int64)
    reach = int(2 * np.maximum.reduceat(largest, own.offsets[:-1]).sum())
    return 2 * reach + tolerance >= 32_000


def _width(descriptors: int) -> int:
    return -(-descriptors // LANES) * LANES


def _slot_pairs(slots: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The state and the rival of each slot."""
    pairs = [(b, rival) for b in range(slots) for rival in range(slots) if rival != b]
    return np.array([b for b, _ in pairs]), np.array([rival for _, rival in pairs])


def _meant(counts: tuple[int, ...], slots: int) -> npt.NDArray[np.bool_]:
    """Which places of a plane stand for an existing state and an existing rival."""
    chosen, rival = _slot_pairs(slots)
    meant = np.zeros((len(chosen), _width(len(counts))), dtype=bool)
    limit = np.array(counts)
    meant[:, : len(counts)] = (chosen[:, None] < limit) & (rival[:, None] < limit)
    return meant


def _gains(own: CrossImpactMatrix, other: CrossImpactMatrix, slots: int) -> npt.NDArray[np.int64]:
    """C[i,a->j,b] - C[i,a->j,l], shape (D, slots * rivals, width); own sections made constant.

    A descriptor's judgement on itself is read for the state the bound is about, whatever states
    are still possible, so that every bound stays exact with a filled diagonal.
    """
    meant, offsets = _meant(own.counts, slots), np.array(own.offsets[:-1])
    chosen, rival = _slot_pairs(slots)
    places, targets = np.nonzero(meant)
    to_chosen, to_rival = offsets[targets] + chosen[places], offsets[targets] + rival[places]
    gains = np.zeros((own.state_total, *meant.shape), dtype=np.int64)
    gains[:, places, targets] = own.values[:, to_chosen].astype(np.int64)
    gains[:, places, targets] -= other.values[:, to_rival]
    itself = own.values[to_chosen, to_chosen].astype(np.int64) - other.values[to_chosen, to_rival]
    for position in range(len(own.counts)):
        here = targets == position
        gains[own.columns(position), places[here], position] = itself[here]
    return gains


def _influence(counts: tuple[int, ...], gains: Signed) -> npt.NDArray[np.float64]:
    """Sum over states and rivals of the range of a source's contributions."""
    offsets = np.concatenate([[0], np.cumsum(counts)[:-1]])
    high = np.maximum.reduceat(gains, offsets, axis=0)
    low = np.minimum.reduceat(gains, offsets, axis=0)
    return (high - low).sum(axis=1)[:, : len(counts)].astype(np.float64)


def _drops(
    counts: tuple[int, ...], gains: Signed, best: Signed, first: npt.NDArray[np.int64]
) -> Signed:
    """For each set of states: the most that choosing one of them takes off any bound."""
    offsets = np.concatenate([[0], np.cumsum(counts)[:-1]])
    drop = np.zeros((len(best), best.shape[2]), dtype=best.dtype)
    for count in sorted(set(counts)):
        alike = np.flatnonzero(np.array(counts) == count)
        for mask in range(1, 2**count):
            rows = first[alike] + mask
            for state in range(count):
                if mask >> state & 1:
                    lost = (best[rows] - gains[offsets[alike] + state]).max(axis=1)
                    drop[rows] = np.maximum(drop[rows], lost)
    return drop


def _best(counts: tuple[int, ...], gains: Signed) -> tuple[Signed, npt.NDArray[np.int64]]:
    """Largest contribution of each descriptor for each set of its states."""
    sizes = np.array([2**count for count in counts])
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    offsets = np.concatenate([[0], np.cumsum(counts)[:-1]])
    best = np.zeros((int(sizes.sum()), *gains.shape[1:]), dtype=gains.dtype)
    for count in sorted(set(counts)):
        alike = np.flatnonzero(np.array(counts) == count)
        for mask in range(1, 2**count):
            state = mask.bit_length() - 1
            rest = mask & ~(1 << state)
            row = gains[offsets[alike] + state]
            best[first[alike] + mask] = np.maximum(row, best[first[alike] + rest]) if rest else row
    return best, first
