"""``weitblick scenarios solve``: every consistent scenario of a matrix file."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from weitblick.cli.console import print_json, say
from weitblick.cli.refusal import Refused
from weitblick.cli.scenarios.comparing import compare, show_comparison
from weitblick.cli.scenarios.counting import count
from weitblick.cli.scenarios.explaining import show_sheet
from weitblick.cli.scenarios.showing import percent, show_scenarios, space_words
from weitblick.cli.scenarios.working import Work, working
from weitblick.engines.crossimpact import CrossImpactMatrix, SolutionSet, explain
from weitblick.engines.crossimpact import solve as solve_matrix
from weitblick.engines.crossimpact.solving import MOST_LISTED
from weitblick.engines.runners import runner
from weitblick.engines.scenariofiles import read_matrix, read_solutions


def solve(arguments: Namespace) -> int:
    """Print every consistent scenario; exit code 0 also where the limit ended the search."""
    matrix = read_matrix(Path(arguments.file))
    if arguments.count:
        return count(matrix, arguments)
    rows = None if arguments.check is None else read_solutions(Path(arguments.check))
    with working("searching") as work:
        found = search(matrix, arguments, work)
    number = arguments.explain
    if number is not None and not 1 <= number <= found.count:
        raise Refused(f"There is no scenario {number} to explain: {found.count} were found.")
    if rows is not None:
        compared = compare(matrix, found, rows)
        print_json(compared) if arguments.json else show_comparison(compared, found.complete)
    elif arguments.json:
        print_json(_data(matrix, found, number))
    elif number is not None:
        show_sheet(f"Scenario {number} of {found.count}",
                   explain(matrix, found.scenarios[number - 1]))
        say(_proof(found))
    else:
        _for_people(matrix, found)
    return work.exit_code


def search(matrix: CrossImpactMatrix, arguments: Namespace, work: Work) -> SolutionSet:
    """Solve with the options of the command line."""
    return solve_matrix(
        matrix, tolerance=arguments.tolerance, limit=arguments.limit,
        run=runner(arguments.runner), stop=work.stop,
        progress=lambda seen: work.report(
            seen.explored, f"{seen.words or 'searching'}, {seen.found} found"),
    )


def _data(matrix: CrossImpactMatrix, found: SolutionSet, number: int | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "complete": found.complete, "explored": found.explored, "count": found.count,
        "scenarios": [list(scenario) for scenario in found.scenarios],
        "consistency": list(found.consistency), "total_impact": list(found.total_impact),
        "digest": found.digest, "seconds": round(found.seconds, 6),
    }
    if number is not None:
        data["explanation"] = asdict(explain(matrix, found.scenarios[number - 1]))
    return data


def _for_people(matrix: CrossImpactMatrix, found: SolutionSet) -> None:
    show_scenarios(matrix, found.scenarios, after=[
        ("least margin", found.consistency), ("total impact", found.total_impact)])
    say(f"{found.count} consistent of {space_words(matrix)} scenarios ({_proof(found)}), "
        f"{found.seconds:.3f} s")
    say(f"digest {found.digest}")
    if found.count >= MOST_LISTED:
        say("no more are listed; --count counts them all")
    if found.count:
        say("why one of them holds, and what would tip it: --explain K")
    elif found.complete:
        say("--tolerance K accepts scenarios that fall short by up to K points")


def _proof(found: SolutionSet) -> str:
    if found.complete:
        return "complete: there are no others"
    part = "less than 0.1 %" if found.explored < 0.001 else percent(found.explored)
    return f"INCOMPLETE: there may be more; {part} of the tree was searched"
