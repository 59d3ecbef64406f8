"""``weitblick scenarios solve``: every consistent scenario of a matrix file. No database."""

import math
from argparse import Namespace
from pathlib import Path

from weitblick.cli.console import console, print_json, print_table, progress_bar
from weitblick.engines.crossimpact import CrossImpactMatrix, SolutionSet
from weitblick.engines.crossimpact import solve as solve_matrix
from weitblick.engines.scenariofiles import read_matrix

SHOWN = 40


def solve(arguments: Namespace) -> int:
    """Print every consistent scenario; exit code 0 also where the limit ended the search."""
    matrix = read_matrix(Path(arguments.file))
    with progress_bar("searching") as report:
        found = solve_matrix(
            matrix, tolerance=arguments.tolerance, limit=arguments.limit,
            progress=lambda seen: report(seen.explored, f"searching, {seen.found} found"),
        )
    if arguments.json:
        print_json({
            "complete": found.complete, "count": found.count,
            "scenarios": [list(scenario) for scenario in found.scenarios],
            "consistency": list(found.consistency), "digest": found.digest,
            "seconds": round(found.seconds, 6),
        })
    else:
        _for_people(matrix, found)
    return 0


def _for_people(matrix: CrossImpactMatrix, found: SolutionSet) -> None:
    names = [descriptor.name for descriptor in matrix.descriptors]
    rows = [
        (number, *(d.states[s - 1] or s for d, s in zip(matrix.descriptors, scenario, strict=True)),
         least, total)
        for number, (scenario, least, total) in enumerate(
            zip(found.scenarios, found.consistency, found.total_impact, strict=True), start=1)
    ]
    print_table(["", *names, "least margin", "total impact"], rows[:SHOWN])
    if found.count > SHOWN:
        console.print(f"… and {found.count - SHOWN} more (--json prints all)")
    proof = "complete: there are no others" if found.complete else "INCOMPLETE: there may be more"
    size = f"10^{math.log10(matrix.space):.1f}" if matrix.space > 10**6 else str(matrix.space)
    console.print(f"{found.count} consistent of {size} scenarios ({proof}), {found.seconds:.3f} s")
    console.print(f"digest {found.digest}")
