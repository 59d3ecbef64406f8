"""Scenarios for people: tables with names where they fit, with numbers and a key where not."""

import math
from collections.abc import Sequence
from typing import Any

from weitblick.cli.console import console, print_table, say
from weitblick.cli.scenarios.naming import descriptor_names, scenario_names, state_names
from weitblick.engines.crossimpact import CrossImpactMatrix, Scenario

SHOWN = 40
BORDER = 3


Column = tuple[str, Sequence[Any]]


def show_scenarios(
    matrix: CrossImpactMatrix,
    scenarios: Sequence[Scenario],
    before: Sequence[Column] = (),
    after: Sequence[Column] = (),
) -> None:
    """A row for each scenario, numbered, with further named columns before and after its states."""
    if not scenarios:
        return
    shown = scenarios[:SHOWN]
    named = [scenario_names(matrix, scenario) for scenario in shown]
    table = _table(descriptor_names(matrix), named, before, after)
    if not _fits(table):
        _key(matrix)
        numbers = [[" ".join(map(str, scenario))] for scenario in shown]
        table = _table(["states"], numbers, before, after)
    print_table(table[0], table[1:])
    if len(scenarios) > SHOWN:
        say(f"… and {len(scenarios) - SHOWN} more (--json prints all)")


def _table(
    heads: list[str], states: list[list[str]], before: Sequence[Column], after: Sequence[Column]
) -> list[list[str]]:
    """Head row and rows as texts."""
    rows = [["", *(name for name, _ in before), *heads, *(name for name, _ in after)]]
    for number, cells in enumerate(states):
        ahead = [str(column[number]) for _, column in before]
        rows.append([str(number + 1), *ahead, *cells, *(str(col[number]) for _, col in after)])
    return rows


def _fits(rows: list[list[str]]) -> bool:
    """Does a table stay readable: no word cut, and two lines at most for most entries?"""
    return sum(_width(column) + BORDER for column in zip(*rows, strict=True)) < console.width


def _width(column: Sequence[str]) -> int:
    words = max((len(word) for cell in column for word in cell.split()), default=0)
    return max(words, max(map(len, column)) // 2)


def _key(matrix: CrossImpactMatrix) -> None:
    """What the numbers stand for."""
    for number, name in enumerate(descriptor_names(matrix)):
        states = ", ".join(f"{n} {state}" for n, state in enumerate(state_names(matrix, number), 1))
        say(f"{number + 1:>3}. {name}: {states}")


def space_words(matrix: CrossImpactMatrix) -> str:
    """The number of scenarios, as a power of ten where it is long."""
    return f"10^{math.log10(matrix.space):.1f}" if matrix.space > 10**6 else str(matrix.space)


def percent(share: float) -> str:
    """A share with one decimal."""
    return f"{100 * share:.1f} %"
