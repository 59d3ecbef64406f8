"""Impact balances and what follows from them for one scenario or for many at once.

Definitions (Weimer-Jehle 2006): the impact score of state l of descriptor j under scenario z is
the sum over all descriptors i of C[i, z_i -> j, l]; the margin (consistency value) of j is the
score of its chosen state less the best score among its other states; a scenario is consistent
when no margin is negative.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .matrix import CrossImpactMatrix

NO_RIVAL = np.iinfo(np.int32).max
"""Margin of a descriptor with a single state: nothing can beat it."""


def scenario_array(
    matrix: CrossImpactMatrix, scenarios: Sequence[Sequence[int]]
) -> npt.NDArray[np.int64]:
    """1-based scenarios as a checked array of 0-based states, shape (K, N)."""
    checked = [matrix.check_scenario(scenario) for scenario in scenarios]
    return np.array(checked, dtype=np.int64).reshape(len(checked), len(matrix.counts)) - 1


def balance_rows(
    matrix: CrossImpactMatrix, states: npt.NDArray[np.integer]
) -> npt.NDArray[np.int64]:
    """Impact scores of all D states for 0-based scenarios (K, N); shape (K, D)."""
    values = matrix.values.astype(np.int64)
    total = np.zeros((len(states), matrix.state_total), dtype=np.int64)
    for position, offset in enumerate(matrix.offsets[:-1]):
        total += values[offset + states[:, position]]
    return total


def margin_rows(
    matrix: CrossImpactMatrix, states: npt.NDArray[np.integer]
) -> npt.NDArray[np.int64]:
    """Margins of all descriptors for 0-based scenarios (K, N); shape (K, N)."""
    balances = balance_rows(matrix, states)
    margins = np.full(states.shape, NO_RIVAL, dtype=np.int64)
    for position, count in enumerate(matrix.counts):
        if count > 1:
            scores = balances[:, matrix.columns(position)].copy()
            chosen = states[:, position][:, None]
            own = np.take_along_axis(scores, chosen, axis=1)[:, 0]
            np.put_along_axis(scores, chosen, np.iinfo(np.int64).min, axis=1)
            margins[:, position] = own - scores.max(axis=1)
    return margins


def impact_rows(
    matrix: CrossImpactMatrix, states: npt.NDArray[np.integer]
) -> npt.NDArray[np.int64]:
    """Total impact scores for 0-based scenarios (K, N); shape (K,)."""
    balances = balance_rows(matrix, states)
    columns = states + np.array(matrix.offsets[:-1])
    return np.take_along_axis(balances, columns, axis=1).sum(axis=1)


def least_margins(
    matrix: CrossImpactMatrix, states: npt.NDArray[np.integer]
) -> npt.NDArray[np.int64]:
    """Consistency value of 0-based scenarios (K, N): their least margin; shape (K,).

    Where no descriptor has a second state the value is 0 by convention.
    """
    if max(matrix.counts) == 1:
        return np.zeros(len(states), dtype=np.int64)
    return margin_rows(matrix, states).min(axis=1)


def impact_balance(
    matrix: CrossImpactMatrix, scenario: Sequence[int]
) -> tuple[npt.NDArray[np.int64], ...]:
    """The impact balance of each descriptor under a scenario of 1-based states."""
    row = balance_rows(matrix, scenario_array(matrix, [scenario]))[0]
    return tuple(row[matrix.columns(position)] for position in range(len(matrix.counts)))


def margins(matrix: CrossImpactMatrix, scenario: Sequence[int]) -> tuple[int, ...]:
    """Margin of each descriptor; NO_RIVAL for a descriptor with a single state."""
    row = margin_rows(matrix, scenario_array(matrix, [scenario]))[0]
    return tuple(int(margin) for margin in row)


def consistency_value(matrix: CrossImpactMatrix, scenario: Sequence[int]) -> int:
    """The least margin: a scenario is consistent when this is not negative."""
    return int(least_margins(matrix, scenario_array(matrix, [scenario]))[0])


def total_impact(matrix: CrossImpactMatrix, scenario: Sequence[int]) -> int:
    """Total impact score: the sum of the chosen states' impact scores."""
    return int(impact_rows(matrix, scenario_array(matrix, [scenario]))[0])
