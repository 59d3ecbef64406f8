"""Where nothing is consistent: the least that must be judged otherwise so that something is.

Raising the chosen state's score by a point helps it against all rivals at once, so the least
total change that makes a scenario consistent is the sum of how far its descriptors are out of
balance. The scenarios of least cost are found by CP-SAT, proven optimal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from ..errors import InputError
from .balances import margins
from .cpsat import constraint_model
from .matrix import CrossImpactMatrix, Scenario
from .question import Question

SCALE = 3


@dataclass(frozen=True)
class Change:
    """A judgement to be raised: descriptors from 0, states from 1, from its value by points."""

    source: int
    source_state: int
    target: int
    target_state: int
    value: int
    points: int


@dataclass(frozen=True)
class Repair:
    """`cost`: total points that must be judged otherwise so that `scenario` is consistent.

    `changes` is one way to do it (others cost the same): it raises judgements that were made
    before empty ones, and stays on the scale where there is room. `proven`: no scenario beyond
    those listed before costs less.
    """

    scenario: Scenario
    cost: int
    changes: tuple[Change, ...]
    proven: bool


def repair_cost(matrix: CrossImpactMatrix, scenario: Scenario) -> int:
    """Least total change of judgements, in points, that makes a scenario consistent."""
    return sum(max(0, -margin) for margin in margins(matrix, scenario))


def least_repairs(
    matrix: CrossImpactMatrix, count: int = 3, *, seconds: float = 60.0
) -> tuple[Repair, ...]:
    """The `count` scenarios that need the least change to become consistent, cheapest first.

    A cost of 0 means that the scenario is consistent already. `seconds` limits each proof.
    """
    if count < 1:
        raise InputError("too_few_repairs", "Ask for at least one repair.", count=count)
    model, states, slacks = _slack_model(matrix)
    model.minimize(sum(slacks))
    repairs: list[Repair] = []
    while len(repairs) < min(count, matrix.space):
        solver = _solver(seconds)
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        chosen = [next(b for b, x in enumerate(row) if solver.boolean_value(x)) for row in states]
        scenario = tuple(state + 1 for state in chosen)
        cost, changes = repair_cost(matrix, scenario), _changes(matrix, chosen)
        repairs.append(Repair(scenario, cost, changes, status == cp_model.OPTIMAL))
        model.add_bool_or([~row[b] for row, b in zip(states, chosen, strict=True)])
    return tuple(repairs)


def least_tolerance(matrix: CrossImpactMatrix, *, seconds: float = 60.0) -> int | None:
    """The smallest tolerance with which some scenario is consistent; None if time ran out."""
    model, _, slacks = _slack_model(matrix)
    worst = model.new_int_var(0, _reach(matrix), "worst")
    model.add_max_equality(worst, slacks)
    model.minimize(worst)
    solver = _solver(seconds)
    return int(solver.value(worst)) if solver.solve(model) == cp_model.OPTIMAL else None


def _solver(seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.random_seed = 0
    # OR-Tools would leave SIGINT fatal behind; Ctrl+C belongs to whoever runs this.
    solver.parameters.catch_sigint_signal = False
    return solver


def _reach(matrix: CrossImpactMatrix) -> int:
    """No descriptor can be further out of balance than this."""
    return 2 * int(np.abs(matrix.values.astype(np.int64)).max(axis=0).max()) * len(matrix.counts)


def _slack_model(
    matrix: CrossImpactMatrix,
) -> tuple[cp_model.CpModel, list[list[cp_model.IntVar]], list[cp_model.IntVar]]:
    """The consistency model in which each descriptor may fall behind, at a price."""
    slacks: list[cp_model.IntVar] = []

    def slack(model: cp_model.CpModel, descriptor: int) -> cp_model.IntVar:
        slacks.append(model.new_int_var(0, _reach(matrix), f"slack_{descriptor}"))
        return slacks[-1]

    built = constraint_model(Question(matrix), slack)
    return built.model, built.states, slacks


def _changes(matrix: CrossImpactMatrix, states: list[int]) -> tuple[Change, ...]:
    """Spread each descriptor's deficit over judgements on its chosen state."""
    scale = max(SCALE, int(np.abs(matrix.values).max()))
    out_of_balance = margins(matrix, [state + 1 for state in states])
    changes: list[Change] = []
    for target, margin in enumerate(out_of_balance):
        missing = max(0, -margin)
        for source in _by_room(matrix, states, target, scale):
            cell = (
                matrix.offsets[source] + states[source],
                matrix.offsets[target] + states[target],
            )
            value = int(matrix.values[cell])
            points = min(missing, scale - value)
            if points > 0:
                changes.append(
                    Change(source, states[source] + 1, target, states[target] + 1, value, points)
                )
                missing -= points
    return tuple(changes)


def _by_room(matrix: CrossImpactMatrix, states: list[int], target: int, scale: int) -> list[int]:
    """Other descriptors, those that judge the target first, then by room up to the scale's end."""

    def rank(source: int) -> tuple[bool, int, int]:
        section = matrix.values[matrix.columns(source), matrix.columns(target)]
        return (not section.any(), int(section[states[source], states[target]]) - scale, source)

    return sorted((i for i in range(len(states)) if i != target), key=rank)
