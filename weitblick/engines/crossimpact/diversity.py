"""A shortlist of scenarios that differ as much as possible, proven best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from .balances import least_margins, scenario_array
from .matrix import CrossImpactMatrix
from .solving import SolutionSet

Distances = npt.NDArray[np.int16]

MOST_SCENARIOS = 5_000
"""A choice of five among so many takes some seconds and 200 megabytes."""


def shortlist(
    matrix: CrossImpactMatrix, solutions: SolutionSet | Sequence[Sequence[int]], k: int
) -> tuple[int, ...]:
    """Indices of the k most diverse scenarios, in ascending order.

    Maximises the least number of descriptors in which any two chosen scenarios differ (Hamming
    maximin); among all such choices the one with the greatest sum of consistency values, then the
    first one. Exact: the choice is proven best. With k or fewer scenarios all are returned.
    Raises InputError for more than MOST_SCENARIOS scenarios.
    """
    if k < 1:
        raise InputError("shortlist_too_small", "A shortlist needs at least one scenario.", k=k)
    scenarios = solutions.scenarios if isinstance(solutions, SolutionSet) else solutions
    if len(scenarios) > MOST_SCENARIOS:
        raise InputError(
            "too_many_for_shortlist",
            f"A shortlist is chosen from up to {MOST_SCENARIOS} scenarios, not {len(scenarios)}: "
            "give the most consistent ones.",
            found=len(scenarios),
        )
    states = scenario_array(matrix, scenarios)
    if len(states) <= k:
        return tuple(range(len(states)))
    return _best_clique(hamming_distances(states), least_margins(matrix, states), k)


def hamming_distances(states: npt.NDArray[np.integer]) -> Distances:
    """In how many descriptors each two scenarios differ; shape (K, K)."""
    distances = np.zeros((len(states), len(states)), dtype=np.int16)
    for column in states.T:
        distances += column[:, None] != column[None, :]
    return distances


def _best_clique(distances: Distances, values: npt.NDArray[np.int64], k: int) -> tuple[int, ...]:
    """Largest distance at which k scenarios exist, then the best of them there."""
    order = np.lexsort((np.arange(len(values)), -values))
    ranked = distances[np.ix_(order, order)]
    worth = [int(value) for value in values[order]]
    low, high, best = 0, int(distances.max()), tuple(range(k))
    while low < high:
        middle = (low + high + 1) // 2
        clique = _Cliques(ranked, worth, middle, k).any()
        if clique:
            low, best = middle, clique
        else:
            high = middle - 1
    best = _Cliques(ranked, worth, low, k).heaviest() or best
    return tuple(sorted(int(order[place]) for place in best))


class _Cliques:
    """k scenarios that are pairwise at least `distance` apart, by branch and bound on bit sets.

    Candidates stand in order of descending worth, so the next ones bound what can still come.
    """

    def __init__(self, distances: Distances, worth: list[int], distance: int, k: int) -> None:
        apart = distances >= distance
        np.fill_diagonal(apart, False)
        packed = np.packbits(apart, axis=1, bitorder="little")
        self._apart = [int.from_bytes(row.tobytes(), "little") for row in packed]
        self._worth, self._k = worth, k
        self._best: tuple[int, ...] = ()
        self._best_worth = 0
        self._first_only = False

    def any(self) -> tuple[int, ...]:
        """One such choice, or nothing."""
        self._first_only = True
        self._extend((), (1 << len(self._worth)) - 1, 0)
        return self._best

    def heaviest(self) -> tuple[int, ...]:
        """The choice of greatest worth, the first one among equals."""
        self._first_only = False
        self._extend((), (1 << len(self._worth)) - 1, 0)
        return self._best

    def _extend(self, chosen: tuple[int, ...], candidates: int, worth: int) -> bool:
        """Try all ways to go on; True when a first choice was all that was asked for."""
        missing = self._k - len(chosen)
        if missing == 0:
            self._best, self._best_worth = chosen, worth
            return self._first_only
        while candidates.bit_count() >= missing:
            place = (candidates & -candidates).bit_length() - 1
            if self._best and worth + missing * self._worth[place] <= self._best_worth:
                return False
            candidates &= candidates - 1
            following = candidates & self._apart[place]
            if self._extend((*chosen, place), following, worth + self._worth[place]):
                return True
        return False
