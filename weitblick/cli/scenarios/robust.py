"""``weitblick scenarios robust``: how sure scenarios are when the judgements are not."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy.typing as npt

from weitblick.cli.console import print_json, say
from weitblick.cli.refusal import Refused
from weitblick.cli.scenarios.showing import percent, show_scenarios
from weitblick.cli.scenarios.solving import search
from weitblick.cli.scenarios.working import Work, working
from weitblick.engines.crossimpact import (
    CrossImpactMatrix,
    Robustness,
    ensemble,
    robustness,
)
from weitblick.engines.scenariofiles import read_matrix

MOST_A_COPY = 1_000


@dataclass(frozen=True)
class Tried:
    """Verdicts over `runs` matrices; `listed` says that no scenario was left out."""

    scenarios: Sequence[Robustness]
    runs: int
    listed: bool
    more: dict[str, int] = field(default_factory=dict)


def robust(arguments: Namespace) -> int:
    """Print in which share of perturbed matrices each scenario stays consistent."""
    _check(arguments)
    matrix = read_matrix(Path(arguments.file))
    how: dict[str, Any] = {
        "runs": arguments.runs, "seed": arguments.seed, "noise": arguments.noise,
        "tolerance": arguments.tolerance, "judges": _judges(matrix, arguments.judge),
    }
    with working("perturbing") as work:
        tried = (_all if arguments.all else _known)(matrix, arguments, how, work)
    facts = _facts(arguments, tried)
    if arguments.json:
        print_json({**facts, "scenarios": [_row(verdict) for verdict in tried.scenarios]})
    else:
        _for_people(matrix, tried.scenarios, facts)
    return work.exit_code


def _known(
    matrix: CrossImpactMatrix, arguments: Namespace, how: dict[str, Any], work: Work
) -> Tried:
    """The scenarios of the matrix itself, firmest first."""
    solutions = search(matrix, arguments, work)
    verdicts = robustness(matrix, solutions.scenarios, **how,
                          progress=lambda share: work.report(share, "perturbing"), stop=work.stop)
    ranked = tuple(sorted(verdicts, key=lambda verdict: (-verdict.stayed, verdict.scenario)))
    return Tried(ranked, ranked[0].runs if ranked else 0, solutions.complete)


def _all(
    matrix: CrossImpactMatrix, arguments: Namespace, how: dict[str, Any], work: Work
) -> Tried:
    """The scenarios of all perturbed matrices, most frequent first."""
    found = ensemble(matrix, **how, limit=arguments.limit or MOST_A_COPY,
                     progress=work.report, stop=work.stop)
    return Tried(found.scenarios, found.runs, found.cut == 0,
                 {"without_scenario": found.empty, "cut": found.cut})


def _check(arguments: Namespace) -> None:
    if not 0 <= arguments.noise <= 1:
        raise Refused(f"--noise is a share from 0 to 1, not {arguments.noise}.")
    if arguments.all and arguments.runner != "here":
        raise Refused("--all works here only; leave --runner out.")


def _judges(matrix: CrossImpactMatrix, files: Sequence[str]) -> list[npt.ArrayLike] | None:
    """The judgements of each file, which must be about the same descriptors and states."""
    judges: list[npt.ArrayLike] = []
    for file in files:
        judged = read_matrix(Path(file))
        if judged.descriptors != matrix.descriptors:
            raise Refused(f"{file} has other descriptors or states than the first matrix.")
        judges.append(judged.values)
    return judges or None


def _facts(arguments: Namespace, tried: Tried) -> dict[str, Any]:
    done = tried.runs == arguments.runs or not tried.scenarios
    return {
        "complete": done and tried.listed, "runs": tried.runs, "seed": arguments.seed,
        "noise": None if arguments.judge else arguments.noise, "judges": len(arguments.judge),
        "count": len(tried.scenarios), **tried.more,
    }


def _row(verdict: Robustness) -> dict[str, Any]:
    return {"scenario": list(verdict.scenario), "stayed": verdict.stayed, "runs": verdict.runs,
            "share": verdict.share, "low": verdict.low, "high": verdict.high}


def _for_people(
    matrix: CrossImpactMatrix, verdicts: Sequence[Robustness], facts: dict[str, Any]
) -> None:
    show_scenarios(matrix, [verdict.scenario for verdict in verdicts], before=[
        ("stays", [percent(verdict.share) for verdict in verdicts]),
        ("95 % interval", [f"{100 * v.low:.1f} to {100 * v.high:.1f} %" for v in verdicts]),
    ])
    how = (f"{facts['judges']} judges drawn anew each time" if facts["judges"]
           else f"{percent(facts['noise'])} of the judgements moved by a point each time")
    say(f"{facts['runs']} perturbed matrices, {how}, seed {facts['seed']}")
    if not facts["complete"]:
        say("INCOMPLETE: stopped before all matrices were tried, or ended at the limit")
    if "without_scenario" in facts:
        say(f"{facts['without_scenario']} of them have no consistent scenario at all; "
            f"{facts['cut']} have more than were listed")
