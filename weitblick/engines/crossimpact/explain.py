"""The impact-balance sheet of a scenario: why each state holds, and what would tip it.

Plain data only; whoever shows it finds the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .balances import NO_RIVAL, balance_rows, scenario_array
from .matrix import CrossImpactMatrix, Scenario


@dataclass(frozen=True)
class Influence:
    """What one descriptor's present state says about another one's chosen state.

    `value` is the judgement on the chosen state, `lead` the same less the judgement on the
    nearest rival (what counts for the margin). Positions: descriptors from 0, states from 1.
    """

    source: int
    source_name: str
    state: int
    state_name: str
    value: int
    lead: int


@dataclass(frozen=True)
class Tip:
    """A change of one other descriptor that turns this one over: its new margin is negative."""

    source: int
    source_name: str
    state: int
    state_name: str
    new_margin: int


@dataclass(frozen=True)
class BalanceLine:
    """One descriptor: its chosen state, score and margin, and the influences behind them.

    `rival` (1-based) is the best other state, the first among equals; None when there is no
    other state. `needed_change` is the smallest total change of judgements that lets the rival
    win (0 when it already does), None without a rival.
    """

    descriptor: int
    name: str
    state: int
    state_name: str
    score: int
    margin: int
    scores: tuple[int, ...]
    rival: int | None
    rival_name: str
    rival_score: int | None
    supporting: tuple[Influence, ...]
    hindering: tuple[Influence, ...]
    needed_change: int | None
    tips: tuple[Tip, ...]


@dataclass(frozen=True)
class BalanceSheet:
    """All lines of a scenario with its consistency value and total impact score."""

    scenario: Scenario
    consistent: bool
    consistency: int
    total_impact: int
    lines: tuple[BalanceLine, ...]


def explain(matrix: CrossImpactMatrix, scenario: Sequence[int]) -> BalanceSheet:
    """Why a scenario (1-based states) is consistent or not, descriptor by descriptor.

    Influences are sorted by the size of their value, then by source.
    """
    states = scenario_array(matrix, [scenario])[0]
    scores = balance_rows(matrix, states[None, :])[0]
    lines = tuple(_line(matrix, states, scores, j) for j in range(len(states)))
    least = min((line.margin for line in lines), default=0)
    consistency = 0 if least == NO_RIVAL else least
    total = sum(line.score for line in lines)
    chosen = tuple((states + 1).tolist())
    return BalanceSheet(chosen, consistency >= 0, consistency, total, lines)


def _line(matrix: CrossImpactMatrix, states: np.ndarray, scores: np.ndarray, j: int) -> BalanceLine:
    descriptor, own = matrix.descriptors[j], int(states[j])
    balance = [int(score) for score in scores[matrix.columns(j)]]
    others = [state for state in range(len(balance)) if state != own]
    rival = max(others, key=lambda state: (balance[state], -state), default=None)
    margin = NO_RIVAL if rival is None else balance[own] - balance[rival]
    influences = [_influence(matrix, i, int(states[i]), j, own, rival) for i in range(len(states))]
    ranked = sorted(influences, key=lambda influence: (-abs(influence.value), influence.source))
    return BalanceLine(
        descriptor=j,
        name=descriptor.name,
        state=own + 1,
        state_name=descriptor.states[own],
        score=balance[own],
        margin=margin,
        scores=tuple(balance),
        rival=None if rival is None else rival + 1,
        rival_name="" if rival is None else descriptor.states[rival],
        rival_score=None if rival is None else balance[rival],
        supporting=tuple(influence for influence in ranked if influence.value > 0),
        hindering=tuple(influence for influence in ranked if influence.value < 0),
        needed_change=None if rival is None else max(0, margin + 1),
        tips=_tips(matrix, states, scores, j),
    )


def _influence(
    matrix: CrossImpactMatrix, i: int, state: int, j: int, own: int, rival: int | None
) -> Influence:
    source = matrix.descriptors[i]
    judged = matrix.values[matrix.offsets[i] + state, matrix.columns(j)]
    lead = int(judged[own]) - (0 if rival is None else int(judged[rival]))
    return Influence(i, source.name, state + 1, source.states[state], int(judged[own]), lead)


def _tips(
    matrix: CrossImpactMatrix, states: np.ndarray, scores: np.ndarray, j: int
) -> tuple[Tip, ...]:
    """Single changes elsewhere after which the chosen state is beaten, worst first."""
    own, columns, tips = int(states[j]), matrix.columns(j), []
    for i, source in enumerate(matrix.descriptors):
        before = matrix.values[matrix.offsets[i] + states[i], columns].astype(np.int64)
        for state in range(len(source.states)):
            if i != j and state != states[i]:
                after = matrix.values[matrix.offsets[i] + state, columns].astype(np.int64)
                balance = scores[columns] - before + after
                margin = int(balance[own] - np.delete(balance, own).max(initial=-NO_RIVAL))
                if margin < 0:
                    tips.append(Tip(i, source.name, state + 1, source.states[state], margin))
    return tuple(sorted(tips, key=lambda tip: (tip.new_margin, tip.source, tip.state)))
