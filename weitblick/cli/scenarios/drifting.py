"""``weitblick scenarios basins``: where developments drift, and from how many starts."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from weitblick.cli.console import print_json, say
from weitblick.cli.refusal import Refused
from weitblick.cli.scenarios.showing import percent, show_scenarios, space_words
from weitblick.cli.scenarios.working import working
from weitblick.engines.crossimpact import Attractor, Basins, CrossImpactMatrix, basins
from weitblick.engines.runners import runner
from weitblick.engines.scenariofiles import read_matrix

RULES = {
    "global": "all descriptors move at once",
    "incremental": "the descriptors move one after the other",
    "local": "only the worst placed descriptor moves",
}


def drift(arguments: Namespace) -> int:
    """Print attractors, largest basin first."""
    _check(arguments)
    matrix = read_matrix(Path(arguments.file))
    with working("following all starts") as work:
        found = basins(
            matrix, rule=arguments.rule, samples=arguments.samples,
            exact=True if arguments.exact else None, seed=arguments.seed,
            run=runner(arguments.runner), progress=work.report, stop=work.stop,
        )
    shown = found.attractors[: arguments.limit]
    if arguments.json:
        print_json(_data(found, shown, work.stopped))
    else:
        _for_people(matrix, found, shown)
        if work.stopped:
            say("INCOMPLETE: the exact count was stopped; a sample was drawn instead")
    return work.exit_code


def _check(arguments: Namespace) -> None:
    if arguments.exact and arguments.samples is not None:
        raise Refused("Take either --exact or --samples, not both.")
    if arguments.limit is not None and arguments.limit < 1:
        raise Refused("The limit must be at least 1.")


def _data(found: Basins, shown: tuple[Attractor, ...], stopped: bool) -> dict[str, Any]:
    return {
        "rule": found.rule, "exact": found.exact, "stopped": stopped, "starts": found.starts,
        "count": len(found.attractors), "cycle_weight": found.cycle_weight,
        "attractors": [
            {"scenarios": [list(one) for one in attractor.scenarios], "weight": attractor.weight,
             "share": attractor.share, "standard_error": attractor.standard_error,
             "cycle": attractor.is_cycle}
            for attractor in shown
        ],
    }


def _for_people(matrix: CrossImpactMatrix, found: Basins, shown: tuple[Attractor, ...]) -> None:
    columns: list[tuple[str, list[str]]] = [
        ("starts", [str(one.weight) for one in shown]),
        ("share", [percent(one.share) for one in shown]),
    ]
    if not found.exact:
        columns.append(("± std. error", [percent(one.standard_error) for one in shown]))
    if any(one.is_cycle for one in shown):
        columns.append(("ends in", [_kind(one) for one in shown]))
    show_scenarios(matrix, [one.scenarios[0] for one in shown], before=columns)
    if len(shown) < len(found.attractors):
        say(f"{len(found.attractors) - len(shown)} smaller ones left out")
    cycles = sum(one.is_cycle for one in found.attractors)
    say(f"attractors: {len(found.attractors) - cycles} consistent, {cycles} cyclic; "
        f"{percent(found.cycle_weight / found.starts)} of the starts end in a cycle")
    say(f"rule {found.rule}: {RULES[found.rule]}; a state among the best is kept")
    how = "all followed" if found.exact else f"{found.starts} drawn"
    say(f"{space_words(matrix)} starts, {how} ({'exact' if found.exact else 'a sample'})")


def _kind(attractor: Attractor) -> str:
    return f"cycle of {len(attractor.scenarios)}" if attractor.is_cycle else "scenario"
