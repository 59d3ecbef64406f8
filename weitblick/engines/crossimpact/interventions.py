"""Interventions: what happens if states are held or pushed, and what must be held to get there.

Holding a descriptor at a state means that policy keeps it there whatever the others do: it is no
longer asked whether it is in balance. A bias pushes: it adds points to a descriptor's balance.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from .balances import margins
from .matrix import CrossImpactMatrix, Scenario
from .question import Question
from .walk import Walk, full_domains, single_states

NODES_A_STEP = 20_000


@dataclass(frozen=True)
class Guarantee:
    """A smallest set of held states after which every consistent scenario meets the goal.

    `holds` maps descriptors (from 0) to states (from 1); None when no set allowed achieves it.
    `example` is a consistent scenario with them held. `proven` is False when the number of
    rounds ran out before the answer was certain.
    """

    holds: Mapping[int, int] | None
    example: Scenario | None
    proven: bool
    counterexamples: int


def intervene(
    matrix: CrossImpactMatrix,
    *,
    hold: Mapping[int, int] | None = None,
    bias: Mapping[int, Sequence[int]] | None = None,
) -> CrossImpactMatrix:
    """The matrix with descriptors (from 0) held at states (from 1) and balances pushed.

    `bias` gives points for each state of a descriptor. Holding takes a prohibitive number of
    points off the other states, so that scores and total impact of what is chosen stay the same.
    Both are written to the descriptor's judgements on itself.
    """
    values = matrix.values.astype(np.int64)
    for descriptor, points in (bias or {}).items():
        _check_position(matrix, descriptor)
        if len(points) != matrix.counts[descriptor]:
            raise InputError(
                "bias_length",
                f"Descriptor {descriptor + 1} needs {matrix.counts[descriptor]} bias points.",
                descriptor=descriptor,
            )
        columns = matrix.columns(descriptor)
        values[columns, columns] += np.array(points, dtype=np.int64)
    for descriptor, state in (hold or {}).items():
        _check_position(matrix, descriptor, state)
        columns = matrix.columns(descriptor)
        penalty = np.full(matrix.counts[descriptor], -_prohibitive(matrix, values, columns))
        penalty[state - 1] = 0
        values[columns, columns] += penalty
    return matrix.with_values(values)


def needed_holds(
    matrix: CrossImpactMatrix, target: Sequence[int], *, tolerance: int = 0
) -> dict[int, int]:
    """What must be held to make a fully specified scenario consistent: closed form.

    Exactly the descriptors that are out of balance in it; a descriptor that is held no longer
    counts, and holding one that is in balance changes nothing for the others.
    """
    states = matrix.check_scenario(target)
    return {
        descriptor: states[descriptor]
        for descriptor, margin in enumerate(margins(matrix, states))
        if margin < -tolerance
    }


def guarantee(
    matrix: CrossImpactMatrix,
    goal: Mapping[int, Collection[int]],
    *,
    levers: Collection[int] | None = None,
    most: int = 4,
    tolerance: int = 0,
    rounds: int = 400,
    stop: Callable[[], bool] | None = None,
) -> Guarantee:
    """The smallest set of holds after which all consistent scenarios meet a partial goal.

    `goal` maps descriptors (from 0) to the states (from 1) that are welcome; `levers` are the
    descriptors that may be held (by default all that the goal does not name), `most` how many.
    Exact, by hitting sets: each scenario that is consistent and misses the goal is excluded by
    holding something it does not have, or by not holding something it needs held. When `stop`
    says so between two rounds, the answer is given up (not `proven`).
    """
    _check_goal(matrix, goal)
    chosen = sorted(set(range(len(matrix.counts))) - set(goal) if levers is None else set(levers))
    # Importing OR-Tools takes a second, which nobody should pay who does not need it.
    from .covering import Master  # noqa: PLC0415

    master = Master(matrix, chosen, most)
    for round_ in range(rounds):
        if stop is not None and stop():
            return Guarantee(None, None, False, round_)
        holds = master.smallest()
        if holds is None:
            return Guarantee(None, None, True, round_)
        held = intervene(matrix, hold=holds)
        miss = _first_miss(held, goal, tolerance)
        if miss is not None:
            master.exclude(miss, needed_holds(matrix, miss, tolerance=tolerance))
            continue
        example = first_consistent(held, full_domains(matrix.counts), tolerance)
        if example is not None:
            return Guarantee(holds, example, True, round_)
        master.exclude_exactly(holds)
    return Guarantee(None, None, False, rounds)


def first_consistent(
    matrix: CrossImpactMatrix, domains: npt.NDArray[np.int64], tolerance: int = 0
) -> Scenario | None:
    """Some consistent scenario within the given states (bit masks), or None: there is none."""
    walk = Walk(Question(matrix, tolerance).tables(), domains)
    while not walk.finished:
        found = walk.advance(NODES_A_STEP)
        if len(found):
            return tuple((single_states(found[0]) + 1).tolist())
    return None


def _first_miss(
    matrix: CrossImpactMatrix, goal: Mapping[int, Collection[int]], tolerance: int
) -> Scenario | None:
    for descriptor, welcome in goal.items():
        domains = full_domains(matrix.counts)
        for state in welcome:
            domains[descriptor] &= ~(1 << (state - 1))
        if domains[descriptor]:
            found = first_consistent(matrix, domains, tolerance)
            if found is not None:
                return found
    return None


def _prohibitive(matrix: CrossImpactMatrix, values: npt.NDArray[np.int64], columns: slice) -> int:
    """More points than all judgements on a descriptor together can differ by."""
    bounds = [
        int(np.ptp(values[begin:end, columns], axis=None))
        for begin, end in pairwise(matrix.offsets)
    ]
    return sum(bounds) + 1


def _check_position(matrix: CrossImpactMatrix, descriptor: int, state: int = 1) -> None:
    if not 0 <= descriptor < len(matrix.counts) or not 1 <= state <= matrix.counts[descriptor]:
        raise InputError(
            "no_such_state",
            f"There is no state {state} of descriptor {descriptor + 1}.",
            descriptor=descriptor,
            state=state,
        )


def _check_goal(matrix: CrossImpactMatrix, goal: Mapping[int, Collection[int]]) -> None:
    if not goal:
        raise InputError("no_goal", "A goal must name at least one descriptor.")
    for descriptor, welcome in goal.items():
        for state in welcome:
            _check_position(matrix, descriptor, state)
