"""The scenario engine against others, all in one run, as a table.

``python -m benchmarks.scenarios [--matrices DIR] [--limit 60] [--quick] [--only WORDS]
[--peers] [--json F] [--svg F]``

Every matrix is solved by each contestant up to the time limit; the sets of scenarios must be the
same or the run fails. Everything runs on one core in this process, with kernels warmed before.
The static search is left out where the engine itself does not finish.
Seconds and limits are processor time, so that other work on the machine disturbs them little.
``--matrices`` names a folder with published .scw files. At the end the public tool is measured on
matrices that grow until it does not finish; ``--peers`` measures nothing else.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import scenario_peers, scenario_plot, scenario_rivals
from benchmarks.scenario_instances import Instance, generated, published
from weitblick.engines.crossimpact import CrossImpactMatrix, Scenario, solve, warm_up

Contestant = Callable[[CrossImpactMatrix, float], scenario_rivals.Answer | None]
HARD = 0.1


@dataclass(frozen=True)
class Run:
    """One contestant on one matrix; processor seconds, None where it did not take part."""

    seconds: float | None
    complete: bool
    count: int
    nodes: int


@dataclass(frozen=True)
class Line:
    """All contestants on one matrix."""

    name: str
    kind: str
    size: int
    density: float
    space: float
    runs: dict[str, Run]

    def ratio(self, rival: str) -> float | None:
        """How many times longer the rival took; a lower bound where it did not finish."""
        own, other = self.runs["weitblick"], self.runs[rival]
        if other.seconds is None or own.seconds is None or not own.complete:
            return None
        return other.seconds / own.seconds


def weitblick(matrix: CrossImpactMatrix, seconds: float) -> scenario_rivals.Answer:
    """The engine as everybody calls it."""
    began = time.process_time()
    found = solve(matrix, stop=lambda: time.process_time() - began > seconds)
    return list(found.scenarios), found.complete, found.nodes


CONTESTANTS: dict[str, Contestant] = {
    "weitblick": weitblick,
    "CP-SAT": scenario_rivals.cp_sat,
    "static": scenario_rivals.static,
    "brute force": scenario_rivals.brute_force,
}


def measure(instance: Instance, limit: float) -> Line:
    """Let all contestants solve one matrix and compare what they found."""
    runs: dict[str, Run] = {}
    truth: list[Scenario] | None = None
    for name, contestant in CONTESTANTS.items():
        hopeless = name == "static" and not runs["weitblick"].complete
        began = time.process_time()
        answer = None if hopeless else contestant(instance.matrix, limit)
        seconds = time.process_time() - began
        if answer is None:
            runs[name] = Run(None, False, 0, 0)
            continue
        scenarios, complete, nodes = answer
        if complete and truth is not None and scenarios != truth:
            raise SystemExit(f"{instance.name}: {name} found other scenarios than the first one")
        truth = scenarios if complete else truth
        runs[name] = Run(max(seconds, 1e-4), complete, len(scenarios), nodes)
    return Line(instance.name, instance.kind, instance.size, instance.density,
                float(instance.matrix.space), runs)  # fmt: skip


def instances(arguments: argparse.Namespace) -> Iterable[Instance]:
    """What is measured."""
    if arguments.matrices:
        yield from published(Path(arguments.matrices))
    else:
        print("published matrices: not measured (name their folder with --matrices)")
    sizes = (10, 20, 30) if arguments.quick else (10, 20, 30, 40, 50, 60)
    densities = (0.15, 0.3) if arguments.quick else (0.1, 0.15, 0.3, 0.5, 1.0)
    for instance in generated(sizes, densities):
        if arguments.only in instance.name:
            yield instance


def show(line: Line) -> str:
    """One row of the table."""
    cells = [f"{line.name:<42}", f"10^{math.log10(line.space):4.1f}"]
    own = line.runs["weitblick"]
    cells += [f"{own.count if own.complete else '?':>7}", f"{own.nodes:>10}"]
    for name, run in line.runs.items():
        if run.seconds is None:
            cells.append(f"{'':>9}")
        else:
            cells.append(f"{run.seconds:>9.3f}" if run.complete else f">{run.seconds:>8.0f}")
        if name != "weitblick":
            ratio = line.ratio(name)
            sign = "" if run.complete else ">"
            cells.append(f"{'' if ratio is None else f'{sign}{ratio:.1f}':>8}")
    return " ".join(cells)


def summary(lines: list[Line], rival: str) -> str:
    """Median and least ratio over the matrices that the engine finished and the rival tried."""
    ratios = [ratio for line in lines if (ratio := line.ratio(rival)) is not None]
    hard = [
        ratio
        for line in lines
        if (ratio := line.ratio(rival)) is not None and (line.runs[rival].seconds or 0) > HARD
    ]
    unsolved = sum(
        line.runs[rival].complete and not line.runs["weitblick"].complete for line in lines
    )
    if not ratios:
        return f"{rival}: nothing to compare"
    return (
        f"{rival}: median ratio {statistics.median(ratios):.1f}, least {min(ratios):.2f}, "
        f"over {len(ratios)} matrices; median {statistics.median(hard or [math.nan]):.1f} over the "
        f"{len(hard)} on which it needs more than {HARD} s; solved by it alone: {unsolved}"
    )


def main() -> int:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--matrices", help="folder with published .scw files")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each contestant")
    parser.add_argument("--only", default="", help="generated matrices with this in their name")
    parser.add_argument("--quick", action="store_true", help="up to 30 descriptors, sparse only")
    parser.add_argument("--peers", action="store_true", help="the public tool alone")
    parser.add_argument("--json", help="write all figures to this file")
    parser.add_argument("--svg", help="write the picture of the cost to this file")
    arguments = parser.parse_args()
    began = time.perf_counter()
    for slots in range(2, 6):
        warm_up(slots)
    scenario_rivals.static(next(iter(generated((5,), (1.0,)))).matrix, 1.0)
    print(f"warming the kernels took {time.perf_counter() - began:.1f} s")
    lines = [] if arguments.peers else _contest(arguments)
    met = scenario_peers.meet(arguments.matrices or "", arguments.limit)
    if arguments.json:
        figures = {"contest": [asdict(line) for line in lines],
                   "prophesy-cib": [asdict(line) for line in met]}  # fmt: skip
        Path(arguments.json).write_text(json.dumps(figures, indent=1))
    if arguments.svg and lines:
        Path(arguments.svg).write_bytes(scenario_plot.draw(lines))
    return int(not all(line.agree for line in met))


def _contest(arguments: argparse.Namespace) -> list[Line]:
    """Measure and print all contestants that work in this process."""
    heads = ["matrix".ljust(42), "  space", "  found", "     nodes", "weitblick"]
    for rival in list(CONTESTANTS)[1:]:
        heads += [f"{rival[:9]:>9}", "   ratio"]
    print(*heads)
    lines = []
    for instance in instances(arguments):
        lines.append(measure(instance, arguments.limit))
        print(show(lines[-1]), flush=True)
    for rival in list(CONTESTANTS)[1:]:
        print(summary(lines, rival))
    return lines


if __name__ == "__main__":
    sys.exit(main())
