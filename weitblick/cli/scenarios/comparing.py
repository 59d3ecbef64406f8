"""``weitblick scenarios solve --check``: a solution set from elsewhere, held against the search."""

from collections.abc import Sequence
from typing import Any

from weitblick.cli.console import print_table, say
from weitblick.engines.crossimpact import CrossImpactMatrix, SolutionSet
from weitblick.engines.scenariofiles import SolutionRow, verify_solutions

SAID = {
    "no_such_scenario": "the matrix has no such scenario",
    "inconsistent": "not consistent",
    "consistency_differs": "consistency value differs",
    "impact_differs": "total impact differs",
    "repeated": "stands there twice",
}


def compare(
    matrix: CrossImpactMatrix, found: SolutionSet, rows: Sequence[SolutionRow]
) -> dict[str, Any]:
    """Every row computed anew, and the scenarios that the set misses."""
    checked = verify_solutions(matrix, tuple(rows))
    named = {row.scenario for row in rows}
    missing = [list(one) for one in found.scenarios if one not in named]
    wrong = [
        {"line": one.row.line, "scenario": list(one.row.scenario), "problems": list(one.problems),
         "consistency": one.consistency, "total_impact": one.total_impact}
        for one in checked if one.problems
    ]
    return {
        "complete": found.complete, "same": found.complete and not missing and not wrong,
        "rows": len(rows), "right": len(rows) - len(wrong), "wrong": wrong, "missing": missing,
    }


def show_comparison(compared: dict[str, Any], complete: bool) -> None:
    """Say what was compared and what differs."""
    say(f"{compared['right']} of {compared['rows']} rows are right, computed anew")
    if compared["wrong"]:
        rows = [(one["line"], " ".join(map(str, one["scenario"])),
                 ", ".join(SAID[word] for word in one["problems"])) for one in compared["wrong"]]
        print_table(["line", "states", "what is wrong"], rows)
    for scenario in compared["missing"]:
        say(f"missing there: {' '.join(map(str, scenario))}")
    if compared["same"]:
        say("the set is the complete one")
    elif not complete:
        say("INCOMPLETE: the search was ended, so the set may miss more")
