"""Readings of many people: each judgement is an interval from the least to the greatest judge.

A reading picks a number from each interval. A scenario is consistent for every reading exactly
when the chosen states, read at their lowest, keep up with the rivals, read at their highest; it is
consistent for some reading exactly when the chosen states at their highest keep up with the rivals
at their lowest. Each is attained by one matrix, so the same exact search answers both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..runners import AnyRunner, Here
from .balances import balance_rows
from .judges import aggregate, bounds_of_readings
from .matrix import CrossImpactMatrix, Scenario
from .question import Question
from .solving import MOST_LISTED, collect
from .steps import Collected

Cells = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Readings:
    """`certain`: consistent however the judgements are read; `possible`: for some reading.

    Both sorted, 1-based; every certain scenario is also possible. `complete` says of each that
    there are no others (more than `limit` were found, or the search was stopped, if not).
    """

    certain: tuple[Scenario, ...]
    possible: tuple[Scenario, ...]
    certain_complete: bool
    possible_complete: bool


@dataclass(frozen=True)
class Disagreement:
    """A contested judgement and the scenarios whose verdict depends on it.

    Positions: descriptors from 0, states from 1. `low` and `high` are the extreme judgements.
    `gained` are consistent with `high` and not with `low`, `lost` the other way round, all other
    judgements at the aggregate.
    """

    source: int
    source_state: int
    target: int
    target_state: int
    low: int
    high: int
    gained: tuple[Scenario, ...]
    lost: tuple[Scenario, ...]


def readings(
    matrix: CrossImpactMatrix,
    judges: Sequence[npt.ArrayLike],
    *,
    tolerance: int = 0,
    limit: int = 100_000,
    run: AnyRunner | None = None,
) -> Readings:
    """Scenarios that are consistent for every, and for some, reading of the judges' intervals.

    `matrix` gives the descriptors; `judges` are arrays like those of `aggregate`.
    """
    low, high = (matrix.with_values(bound) for bound in bounds_of_readings(judges))
    room, place = min(limit, MOST_LISTED), Here() if run is None else run
    certain = collect(Question(low, tolerance, rivals=high), room, place)
    possible = collect(Question(high, tolerance, rivals=low), room, place)
    return Readings(
        _listed(certain, room),
        _listed(possible, room),
        certain.complete and certain.count <= room,
        possible.complete and possible.count <= room,
    )


def _listed(collected: Collected, room: int) -> tuple[Scenario, ...]:
    found = [tuple(row) for block in collected.blocks for row in (block + 1).tolist()]
    return tuple(sorted(found[:room]))


def disagreements(
    matrix: CrossImpactMatrix,
    judges: Sequence[npt.ArrayLike],
    scenarios: Sequence[Sequence[int]],
    *,
    tolerance: int = 0,
) -> tuple[Disagreement, ...]:
    """Contested judgements that decide about some of `scenarios` (the possible ones, say).

    Ranked by the number of scenarios they decide about, then by how far the judges are apart.
    """
    low, high = (bound.astype(np.int64) for bound in bounds_of_readings(judges))
    agreed = matrix.with_values(aggregate(judges)[0])
    states = np.array([matrix.check_scenario(s) for s in scenarios], dtype=np.int64) - 1
    states = states.reshape(len(states), len(matrix.counts))
    found = []
    for target in range(len(matrix.counts)):
        with_low = _verdicts(agreed, states, target, low - agreed.values, tolerance)
        with_high = _verdicts(agreed, states, target, high - agreed.values, tolerance)
        found += _contested(agreed, states, target, (low, high), with_low, with_high)
    found.sort(key=_rank)
    return tuple(found)


def _rank(entry: Disagreement) -> tuple[int, ...]:
    decided = len(entry.gained) + len(entry.lost)
    position = (entry.source, entry.source_state, entry.target, entry.target_state)
    return (-decided, -(entry.high - entry.low), *position)


def _verdicts(
    matrix: CrossImpactMatrix, states: Cells, target: int, change: Cells, tolerance: int
) -> npt.NDArray[np.bool_]:
    """Would each scenario be consistent if one judgement on `target` changed?

    Shape (K, N, s): scenario, source descriptor (whose present state's judgement changes) and
    state of the target.
    """
    balances = balance_rows(matrix, states)
    others = np.ones(len(states), dtype=bool)
    for j in range(len(matrix.counts)):
        scores = balances[:, matrix.columns(j)]
        if j != target:
            own = np.take_along_axis(scores, states[:, [j]], axis=1)[:, 0]
            others &= own >= scores.max(axis=1) - tolerance
    columns = matrix.columns(target)
    rows = states + np.array(matrix.offsets[:-1])
    delta = change[rows][:, :, columns]
    count = matrix.counts[target]
    changed = balances[:, None, None, columns] + delta[:, :, :, None] * np.eye(count, dtype=int)
    chosen = np.broadcast_to(states[:, target][:, None, None, None], (*delta.shape, 1))
    own = np.take_along_axis(changed, chosen, axis=3)[..., 0]
    return (own >= changed.max(axis=3) - tolerance) & others[:, None, None]


def _contested(
    matrix: CrossImpactMatrix,
    states: Cells,
    target: int,
    bounds: tuple[Cells, Cells],
    with_low: npt.NDArray[np.bool_],
    with_high: npt.NDArray[np.bool_],
) -> list[Disagreement]:
    """Collect the scenarios that each contested judgement on `target` decides about."""
    decided: dict[tuple[int, int, int], tuple[list[Scenario], list[Scenario]]] = {}
    for k, source, state in np.argwhere(with_low != with_high):
        key = (int(source), int(states[k, source]), int(state))
        gained, lost = decided.setdefault(key, ([], []))
        side = gained if with_high[k, source, state] else lost
        side.append(tuple((states[k] + 1).tolist()))
    found = []
    for (source, source_state, state), (gained, lost) in decided.items():
        cell = (matrix.offsets[source] + source_state, matrix.offsets[target] + state)
        low, high = int(bounds[0][cell]), int(bounds[1][cell])
        found.append(
            Disagreement(
                source, source_state + 1, target, state + 1, low, high, tuple(gained), tuple(lost)
            )
        )
    return found
