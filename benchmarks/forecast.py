"""Simulated futures of 22 areas: how long, how much memory, and against a plain loop.

``python -m benchmarks.forecast [--areas 22] [--steps 30] [--paths 1000] [--run here] [--json]``

The population is made up: single ages to 100, two sexes, about 2.1 million people. The reference
is `project`, one path after the other, as a notebook would do it; a sample of its paths is timed
in the same process and scaled up. One core: start with ``OPENBLAS_NUM_THREADS=1``.
"""

from __future__ import annotations

import argparse
import json
import resource
import time

import numpy as np

from weitblick.engines.forecast import (
    Area,
    Fluctuation,
    Fluctuations,
    Rates,
    project,
    rogers_castro,
    simulate,
)
from weitblick.engines.runners import runner

AGES = 101
SAMPLE = 40
WAYS = Fluctuations(Fluctuation(0.9, 0.03), Fluctuation(0.8, 0.02), Fluctuation(0.7, 0.003))


def made_up_area(people: float) -> Area:
    """An area with plausible ages, Gompertz mortality and births around the age of 30."""
    age = np.arange(AGES)
    hazard = np.array([[2.0e-5], [4.0e-5]]) * np.exp(0.098 * age)
    survival = np.exp(-np.maximum(hazard, 1e-4))
    shape = np.cumprod(survival, axis=1) * (1 + 0.3 * np.exp(-(((age - 58) / 12) ** 2)))
    fertility = np.exp(-(((age - 30.5) / 7) ** 2)) * ((age >= 15) & (age < 50))
    rates = Rates(
        survival, np.array([0.997, 0.996]), 1.4 * fertility / fertility.sum(),
        np.tile(rogers_castro(AGES), (2, 1)) * people * 0.001,
    )  # fmt: skip
    return Area(people * shape / shape.sum(), rates, WAYS)


def measure(areas: int, steps: int, paths: int, run: str) -> dict[str, object]:
    """Seconds of the simulation and of the reference, and the greatest memory so far."""
    chosen = [made_up_area(40_000 + 5_000 * (at % 22)) for at in range(areas)]
    start = time.perf_counter()
    found = simulate(chosen, steps, paths=paths, boundaries=(0, 6, 18, 65, 80), run=runner(run))
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    for at in range(SAMPLE):
        project(chosen[at % areas].population, chosen[at % areas].rates, steps)
    plain = (time.perf_counter() - start) / SAMPLE * areas * len(found.groups)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"areas": areas, "steps": steps, "paths": len(found.groups), "run": run,
            "seconds": round(seconds, 2), "plain_loop_seconds": round(plain, 2),
            "ratio": round(plain / seconds, 1), "rss_mb": round(memory)}  # fmt: skip


def main() -> None:
    """Measure once and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--areas", type=int, default=22)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--paths", type=int, default=1000)
    parser.add_argument("--run", default="here")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measure(given.areas, given.steps, given.paths, given.run)
    print(json.dumps(found) if given.json else
          "\n".join(f"{name:20} {value}" for name, value in found.items()))  # fmt: skip


if __name__ == "__main__":
    main()
