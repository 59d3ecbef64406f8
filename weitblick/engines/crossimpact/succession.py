"""Succession: where a scenario drifts when its states follow the impact balances.

A state that is not among the best of its balance is replaced by the best one. Tie rule: the
present state is kept if it is among the best, otherwise the first best state is taken (this is
what reproduces the weights that ScenarioWizard publishes). Rules:

- "global": all descriptors move at once (Weimer-Jehle 2006);
- "incremental": the descriptors move one after the other, in their order, one pass a step;
- "local": only the descriptor with the worst margin moves (the first among equally bad ones).

The fixed points of all rules are exactly the consistent scenarios. Cycles and basins depend on
the rule.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from .balances import balance_rows
from .matrix import CrossImpactMatrix, Scenario

RULES = ("global", "incremental", "local")

States = npt.NDArray[np.int64]


def successors(matrix: CrossImpactMatrix, states: States, rule: str = "global") -> States:
    """The next scenarios of 0-based scenarios (K, N) under a rule; same shape."""
    check_rule(rule)
    if rule == "incremental":
        return _one_after_the_other(matrix, states)
    best, worst_margin = _best_states(matrix, states, balance_rows(matrix, states))
    if rule == "global":
        return best
    mover = worst_margin.argmin(axis=1)
    following = states.copy()
    rows = np.arange(len(states))
    following[rows, mover] = best[rows, mover]
    return following


def trajectory(
    matrix: CrossImpactMatrix, scenario: Scenario, rule: str = "global"
) -> tuple[tuple[Scenario, ...], tuple[Scenario, ...]]:
    """The scenarios passed from a start and the attractor reached (1-based states)."""
    path: list[Scenario] = []
    present = matrix.check_scenario(scenario)
    while present not in path:
        path.append(present)
        following = successors(matrix, np.array([present]) - 1, rule)[0] + 1
        present = tuple(following.tolist())
    entry = path.index(present)
    return tuple(path[:entry]), tuple(path[entry:])


def check_rule(rule: str) -> None:
    """Raise InputError for a rule that does not exist."""
    if rule not in RULES:
        raise InputError(
            "unknown_rule", f"The succession rule must be one of {RULES}, not {rule!r}.", rule=rule
        )


def _best_states(
    matrix: CrossImpactMatrix, states: States, balances: npt.NDArray[np.int64]
) -> tuple[States, npt.NDArray[np.int64]]:
    """Best state of each descriptor (present one on ties) and own score less best score."""
    best, margins = states.copy(), np.zeros(states.shape, dtype=np.int64)
    rows = np.arange(len(states))
    for position in range(len(matrix.counts)):
        scores = balances[:, matrix.columns(position)]
        own = scores[rows, states[:, position]]
        first_best = scores.argmax(axis=1)
        margins[:, position] = own - scores[rows, first_best]
        best[:, position] = np.where(margins[:, position] < 0, first_best, states[:, position])
    return best, margins


def _one_after_the_other(matrix: CrossImpactMatrix, states: States) -> States:
    following = states.copy()
    values = matrix.values.astype(np.int64)
    balances = balance_rows(matrix, following)
    rows = np.arange(len(states))
    for position, offset in enumerate(matrix.offsets[:-1]):
        scores = balances[:, matrix.columns(position)]
        before = following[:, position].copy()
        beaten = scores[rows, before] < scores.max(axis=1)
        following[:, position] = np.where(beaten, scores.argmax(axis=1), before)
        balances += values[offset + following[:, position]] - values[offset + before]
    return following
