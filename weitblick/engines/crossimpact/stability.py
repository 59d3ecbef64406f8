"""Certificates of stability: how much must be judged otherwise before a scenario breaks.

Without any sampling: changing judgements by a total of no more than the least margin can never
break a consistent scenario, and the least margin plus one point, in the right place, does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .balances import NO_RIVAL, balance_rows, least_margins, scenario_array
from .matrix import CrossImpactMatrix, Scenario


@dataclass(frozen=True)
class CriticalCell:
    """A judgement whose change alone breaks the scenario.

    `change` is the smallest such change in points: negative where a chosen state must lose,
    positive where a rival must gain. Descriptors count from 0, states from 1.
    """

    source: int
    source_state: int
    target: int
    target_state: int
    value: int
    change: int


@dataclass(frozen=True)
class Certificate:
    """`safe`: total change of judgements, in points, that cannot break the scenario.

    `breaking` = safe + 1 is the smallest total change that can (0 when it is inconsistent
    already); `cells` are the critical ones within the range asked for, smallest change first.
    """

    scenario: Scenario
    consistent: bool
    safe: int
    breaking: int
    cells: tuple[CriticalCell, ...]


def certificate(
    matrix: CrossImpactMatrix, scenario: Sequence[int], *, within: int = 3
) -> Certificate:
    """The stability certificate of a scenario, with single changes of up to `within` points.

    Only judgements that somebody made count as critical: sections of zeros are left out.
    """
    states = scenario_array(matrix, [scenario])
    least = int(least_margins(matrix, states)[0])
    if max(matrix.counts) == 1:
        least = NO_RIVAL - 1
    consistent = least >= 0
    cells = _critical(matrix, states[0].tolist(), within) if consistent else []
    chosen = tuple((states[0] + 1).tolist())
    safe = least if consistent else 0
    return Certificate(chosen, consistent, safe, least + 1 if consistent else 0, tuple(cells))


def _critical(matrix: CrossImpactMatrix, states: list[int], within: int) -> list[CriticalCell]:
    scores = balance_rows(matrix, scenario_array(matrix, [[state + 1 for state in states]]))[0]
    found = []
    for target, own in enumerate(states):
        balance = scores[matrix.columns(target)].tolist()
        rivals = [score for state, score in enumerate(balance) if state != own]
        for state, score in enumerate(balance):
            lead = balance[own] - score if state != own else balance[own] - max(rivals, default=0)
            needed = lead + 1
            if rivals and needed <= within:
                change = -needed if state == own else needed
                found += _cells(matrix, states, target, state, change)
    return sorted(found, key=lambda cell: (abs(cell.change), cell.target, cell.source))


def _cells(
    matrix: CrossImpactMatrix, states: list[int], target: int, state: int, change: int
) -> list[CriticalCell]:
    """That change on the judgement of each source that judges the target at all."""
    cells = []
    for source, source_state in enumerate(states):
        section = matrix.values[matrix.columns(source), matrix.columns(target)]
        if section.any():
            cells.append(
                CriticalCell(
                    source, source_state + 1, target, state + 1,
                    int(section[source_state, state]), change,
                )
            )  # fmt: skip
    return cells
