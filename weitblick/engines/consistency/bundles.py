"""Ratings, bundles, the best of them, and raw scenarios."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy

from ..errors import InputError

INDIFFERENT, SUPPORTING = 3, 5
FORBIDDEN = -1_000_000
NODES_DEFAULT = 200_000_000

Ratings = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ConsistencyMatrix:
    """Factors with their states, and ratings (D, D) of all pairs of states, symmetric.

    Ratings within a factor are ignored. Only one half needs to be filled: 0 means "see the
    other half"; where both are 0 the pair is indifferent (3).
    """

    factors: tuple[tuple[str, tuple[str, ...]], ...]
    ratings: Ratings

    @classmethod
    def from_array(
        cls, factors: Iterable[tuple[str, Sequence[str]]], ratings: npt.ArrayLike
    ) -> ConsistencyMatrix:
        """Build and check a matrix; InputError names row and column (from 1) of what is wrong."""
        named = tuple((name, tuple(states)) for name, states in factors)
        total = sum(len(states) for _, states in named)
        given = np.asarray(ratings, dtype=np.float64)
        if given.shape != (total, total) or total == 0:
            raise InputError(
                "shape", f"The ratings must be {total} x {total} numbers.", expected=total
            )
        _check_ratings(given)
        filled = np.where(given == 0, given.T, given)
        return cls(named, np.where(filled == 0, INDIFFERENT, filled).astype(np.int64))

    @property
    def counts(self) -> tuple[int, ...]:
        """Number of states of each factor."""
        return tuple(len(states) for _, states in self.factors)

    @property
    def offsets(self) -> npt.NDArray[np.int64]:
        """Row of each factor's first state."""
        return np.concatenate([[0], np.cumsum(self.counts)[:-1]]).astype(np.int64)


@dataclass(frozen=True)
class Bundle:
    """One state (from 1) of each factor; `total` is the sum of its pairs' ratings."""

    states: tuple[int, ...]
    mean: float
    least: int
    total: int


@dataclass(frozen=True)
class BestBundles:
    """The best bundles, best first; `complete` says that this is proven."""

    bundles: tuple[Bundle, ...]
    complete: bool
    nodes: int


@dataclass(frozen=True)
class RawScenario:
    """A group of alike bundles (positions in the list), and the one nearest to all of them."""

    members: tuple[int, ...]
    medoid: int


def rate(matrix: ConsistencyMatrix, states: Sequence[int]) -> Bundle:
    """Mean and least rating of a bundle of 1-based states, also of an excluded one."""
    if len(states) != len(matrix.counts):
        raise InputError("bundle_length", "A bundle needs one state of each factor.")
    if any(not 1 <= state <= count for state, count in zip(states, matrix.counts, strict=True)):
        raise InputError("bundle_state", f"There is no such bundle: {tuple(states)}.")
    rows = matrix.offsets + np.array(states, dtype=np.int64) - 1
    pairs = matrix.ratings[np.ix_(rows, rows)][np.triu_indices(len(rows), 1)]
    total, least = int(pairs.sum()), int(pairs.min(initial=SUPPORTING))
    mean = total / len(pairs) if len(pairs) else float(SUPPORTING)
    return Bundle(tuple(int(state) for state in states), mean, least, total)


def best_bundles(
    matrix: ConsistencyMatrix, k: int, *, least: int = 2, nodes: int = NODES_DEFAULT
) -> BestBundles:
    """The k best bundles without any pair rated below `least`.

    Ranked by mean rating, then by least rating (among equals, those found first are kept, in the
    order of their states). Exact by depth-first branch and
    bound: what the open factors can still add is bounded by their best ratings with the chosen
    states and half of their best ones among each other. After `nodes` nodes the best found so far
    are returned as not proven.
    """
    if k < 1:
        raise InputError("too_few_bundles", "Ask for at least one bundle.", k=k)
    # Importing Numba takes a second, which nobody should pay who does not need it.
    from .branch import branch  # noqa: PLC0415

    order = _order(matrix)
    rows = [matrix.offsets[j] + state for j in order for state in range(matrix.counts[j])]
    ratings = matrix.ratings[np.ix_(rows, rows)]
    ratings = np.where(ratings < least, FORBIDDEN, ratings)
    counts = np.array([matrix.counts[j] for j in order], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    room = min(k, math.prod(matrix.counts))
    found, size, visited = branch(ratings, starts, counts, _open_bounds(ratings, starts, counts),
                                   room, nodes)  # fmt: skip
    bundles = [rate(matrix, _unordered(states, order)) for states in found[:size].tolist()]
    bundles.sort(key=lambda bundle: (-bundle.total, -bundle.least, bundle.states))
    return BestBundles(tuple(bundles[:k]), visited < nodes, int(visited))


def raw_scenarios(bundles: Sequence[Bundle], count: int) -> tuple[RawScenario, ...]:
    """Join bundles to at most `count` raw scenarios, by average linkage on Hamming distance.

    The medoid has the least summed distance to its group (the first among equals).
    """
    if count < 1:
        raise InputError("too_few_groups", "Ask for at least one raw scenario.", count=count)
    if len(bundles) < 2:
        return tuple(RawScenario((place,), place) for place in range(len(bundles)))
    states = np.array([bundle.states for bundle in bundles])
    apart = scipy.spatial.distance.pdist(states, "hamming")
    tree = scipy.cluster.hierarchy.linkage(apart, "average")
    labels = scipy.cluster.hierarchy.fcluster(tree, count, "maxclust")
    groups = []
    for label in dict.fromkeys(labels.tolist()):
        members = np.flatnonzero(labels == label)
        apart = (states[members][:, None] != states[members][None]).sum(axis=(1, 2))
        groups.append(RawScenario(tuple(members.tolist()), int(members[apart.argmin()])))
    return tuple(groups)


def _check_ratings(given: npt.NDArray[np.float64]) -> None:
    wrong = ~np.isin(given, [0, 1, 2, 3, 4, 5])
    wrong |= (given != given.T) & (given != 0) & (given.T != 0)
    np.fill_diagonal(wrong, False)
    if wrong.any():
        row, column = (int(place) + 1 for place in np.argwhere(wrong)[0])
        raise InputError(
            "rating",
            f"Row {row}, column {column}: ratings are whole numbers from 1 to 5 and the same "
            "in both halves.",
            row=row,
            column=column,
        )


def _order(matrix: ConsistencyMatrix) -> list[int]:
    """Factors whose ratings vary most come first."""
    spread = []
    for j, count in enumerate(matrix.counts):
        rows = matrix.ratings[matrix.offsets[j] : matrix.offsets[j] + count]
        spread.append(float(np.abs(rows - INDIFFERENT).mean()))
    return sorted(range(len(spread)), key=lambda j: (-spread[j], j))


def _unordered(states: list[int], order: list[int]) -> list[int]:
    bundle = [0] * len(order)
    for place, state in zip(order, states, strict=True):
        bundle[place] = state + 1
    return bundle


def _open_bounds(ratings: Ratings, starts: Ratings, counts: Ratings) -> Ratings:
    """For each level: the best ratings of each open state with the other open factors, added up."""
    best = np.maximum.reduceat(ratings, starts, axis=1)
    for j in range(len(counts)):
        best[starts[j] : starts[j] + counts[j], j] = 0
    suffix = np.cumsum(best[:, ::-1], axis=1)[:, ::-1].T
    return np.vstack([suffix, np.zeros((1, len(ratings)), dtype=np.int64)])
