"""The reachability engine against PySAL `access`, speed and values in one run.

``python -m benchmarks.access [--points 631] [--sites 1500] [--repeats 5] [--json]``

The library lives in ``.venv-bench-access`` (``make .venv-bench-access/done``), runs as a program;
where it is missing, that is said and the engine is measured alone. Seconds are least processor
seconds on one core. A different value is a failure. The library knows no changes: its cost of a
what-if is that of working everything out again.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from weitblick.engines import access
from weitblick.engines.access import Question, Site, State

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / ".venv-bench-access" / "bin" / "python"
SCRIPT = Path(__file__).with_name("peer_access.py")
TWO_STEP, ZONES = access.two_step(20), access.Zones()
TOLERANCE = 1e-12
"""Relative; sums in another order differ in the last digits."""


class PeerFailed(Exception):
    """The library ended without an answer."""


def instance(points: int, sites: int) -> State:
    """A land of about 200 by 130 km, people and sites anywhere in it."""
    rng = np.random.default_rng(2035)
    places = [rng.uniform(low, high, n) for n in (points, sites)
              for low, high in ((50.2, 51.4), (9.9, 12.6))]  # fmt: skip
    people = access.demand([str(i) for i in range(points)], rng.integers(200, 9000, points),
                           lat=places[0], lon=places[1])  # fmt: skip
    there = tuple(Site(f"s{j}", float(1 + j % 3), lat=places[2][j], lon=places[3][j])
                  for j in range(sites))  # fmt: skip
    line = access.StraightLine("car")
    return State(people, there, line.minutes(people, there), Question(), line)


def least(task: Callable[[], object], repeats: int) -> float:
    """Least processor seconds of some calls."""
    found = float("inf")
    for _ in range(repeats):
        began = time.process_time()
        task()
        found = min(found, time.process_time() - began)
    return found


def measure(state: State, repeats: int) -> dict[str, Any]:
    """Both catchments, the whole outcome, and a row of five changes."""
    capacity = np.array([site.capacity for site in state.sites])
    values, people = state.minutes.values, state.demand.people
    model = access.prepare(state)
    row = [access.close("s1"), access.move("s2", 50.9, 11.0), access.set_capacity("s3", 4),
           access.set_hours("s4", access.parse_hours("Mo-Fr 8-12")),
           access.open_site(Site("new", 2.0, lat=50.5, lon=10.9))]  # fmt: skip
    quick, whole = access.after(model, row), access.outcome(access.changed(state, row))
    return {
        "points": len(people), "sites": len(state.sites),
        "2sfca_seconds": least(lambda: access.catchment(values, people, capacity, TWO_STEP),
                               repeats),
        "e2sfca_seconds": least(lambda: access.catchment(values, people, capacity, ZONES), repeats),
        "outcome_seconds": least(lambda: access.outcome(state), repeats),
        "whatif_seconds": least(lambda: access.compare(model, row).areas(), repeats),
        "whatif_is_exact": bool((quick.supply == whole.supply).all()
                                and (quick.minutes == whole.minutes).all()),
    }  # fmt: skip


def meet(state: State, repeats: int) -> dict[str, Any] | None:
    """The library's seconds and greatest relative difference; None where it is not installed."""
    if not PYTHON.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder) / "given.npz", Path(folder) / "answer.npz"
        capacity = np.array([site.capacity for site in state.sites])
        np.savez(given, people=state.demand.people, capacity=capacity,
                 minutes=state.minutes.values, two_step=TWO_STEP.limits, zones=ZONES.limits,
                 weights=ZONES.weights)  # fmt: skip
        done = subprocess.run(
            # -P: this folder has an access.py of its own, which must not stand in for the library.
            [str(PYTHON), "-P", str(SCRIPT), str(given), str(answer), str(repeats)],
            capture_output=True, text=True, check=False,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
        if done.returncode:
            raise PeerFailed(done.stderr[-2000:])
        with np.load(answer) as file:
            told = {name: file[name] for name in file.files}
    found: dict[str, Any] = {}
    for name, decay in (("2sfca", TWO_STEP), ("e2sfca", ZONES)):
        own = access.catchment(state.minutes.values, state.demand.people, capacity, decay).supply
        found[f"{name}_seconds"] = float(told[f"{name}_seconds"])
        scale = np.maximum(np.abs(own), 1e-300)
        found[f"{name}_difference"] = float((np.abs(told[name] - own) / scale).max())
    return found


def main() -> int:
    """Measure, print, and fail where the values differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=631)
    parser.add_argument("--sites", type=int, default=1500)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="all figures as JSON")
    arguments = parser.parse_args()
    state = instance(arguments.points, arguments.sites)
    own, peer = measure(state, arguments.repeats), meet(state, arguments.repeats)
    agree = peer is None or max(peer["2sfca_difference"], peer["e2sfca_difference"]) < TOLERANCE
    reason = "" if peer else "not installed (make .venv-bench-access/done)"
    same = None if peer is None else agree
    figures = {"engine": own, "pysal_access": peer, "same_values": same, "reason": reason}
    print(json.dumps(figures, indent=1) if arguments.json else shown(own, peer, agree))
    return int(not (agree and own["whatif_is_exact"]))


def shown(own: dict[str, Any], peer: dict[str, Any] | None, agree: bool) -> str:
    """The figures as lines."""
    lines = [f"{own['points']} demand points, {own['sites']} sites"]
    for name in ("2sfca", "e2sfca"):
        seconds = own[f"{name}_seconds"]
        line = f"{name:<8} engine {seconds:.4f} s"
        if peer:
            other = peer[f"{name}_seconds"]
            line += f", PySAL access {other:.4f} s, ratio {other / seconds:.1f}"
        lines.append(line)
    lines.append(f"outcome  engine {own['outcome_seconds']:.4f} s")
    exact = "exactly the same numbers" if own["whatif_is_exact"] else "OTHER NUMBERS"
    lines.append(f"what-if  engine {own['whatif_seconds']:.4f} s, {exact}")
    if peer is None:
        lines.append("PySAL access: NOT INSTALLED, not measured "
                     "(make .venv-bench-access/done installs it)")  # fmt: skip
    else:
        lines.append("values: " + ("the same" if agree else "DIFFERENT"))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
