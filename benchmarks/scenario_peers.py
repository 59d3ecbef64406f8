"""The engine against `prophesy-cib`, the one public Python tool for this that installs from PyPI.

It follows the succession from every scenario, so the largest matrix it finishes is small. It is
GPL and has requirements of its own, so it lives in ``.venv-bench`` (``make .venv-bench/done``) and
runs as a program with a limit of processor time. Its answer is the attractors that it rates as
consistent itself; further ones it lists are counted, and a different set is reported.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scenario_instances import Instance, generated, published
from weitblick.engines.crossimpact import CrossImpactMatrix, Scenario, solve

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / ".venv-bench" / "bin" / "python"
SCRIPT = Path(__file__).with_name("peer_prophesy.py")
SMALLEST, LARGEST = 5, 16
REPEATS = 5
PATIENCE = 4
"""The clock may show so many times the limit before the tool is ended: others work here too."""


class PeerFailed(Exception):
    """The tool ended without an answer for another reason than time."""


@dataclass(frozen=True)
class Met:
    """The tool and the engine on one matrix; `peer` is None where the tool did not finish."""

    name: str
    space: int
    engine: float
    peer: float | None
    agree: bool
    extra: int

    def row(self, limit: float) -> str:
        """One row of the table."""
        cells = f"{self.name:<42} {self.space:>10} {self.engine:>9.4f}"
        if self.peer is None:
            return f"{cells} >{limit:>8.0f} {'>' + format(limit / self.engine, '.0f'):>8}"
        verdict = "same set" if self.agree else "OTHER SET"
        extra = f", {self.extra} inconsistent ones listed besides" if self.extra else ""
        return f"{cells} {self.peer:>9.2f} {self.peer / self.engine:>8.0f}  {verdict}{extra}"


def meet(folder: str, limit: float) -> list[Met]:
    """Print the table; generated matrices grow until the tool does not finish any more."""
    if not PYTHON.exists():
        print("prophesy-cib: NOT INSTALLED, not measured (make .venv-bench/done installs it)")
        return []
    print(f"{'prophesy-cib, a limit of ' + format(limit, '.0f') + ' s':<42} {'scenarios':>10} "
          f"{'engine s':>9} {'tool s':>9} {'ratio':>8}")
    lines = []
    for instance in published(Path(folder)) if folder else ():
        lines.append(_met(instance, limit))
        print(lines[-1].row(limit), flush=True)
    for kind in ("random", "structured"):
        lines += _ladder(kind, limit)
    return lines


def _ladder(kind: str, limit: float) -> list[Met]:
    lines: list[Met] = []
    for size in range(SMALLEST, LARGEST):
        instance = next(i for i in generated((size,), (0.3,)) if i.kind == kind)
        lines.append(_met(instance, limit))
        print(lines[-1].row(limit), flush=True)
        if lines[-1].peer is None:
            break
    finished = [line for line in lines if line.peer is not None]
    if finished:
        print(f"largest {kind} matrix finished: {finished[-1].name}")
    return lines


def _met(instance: Instance, limit: float) -> Met:
    engine, truth = _engine(instance.matrix)
    space = instance.matrix.space
    if space > 3**LARGEST:
        return Met(instance.name, space, engine, None, True, 0)
    answer = prophesy(instance.matrix, limit)
    if answer is None:
        return Met(instance.name, space, engine, None, True, 0)
    seconds, consistent, extra = answer
    return Met(instance.name, space, engine, seconds, consistent == truth, extra)


def _engine(matrix: CrossImpactMatrix) -> tuple[float, list[Scenario]]:
    """Least processor seconds of some calls (a single one is too short to measure)."""
    least, scenarios = float("inf"), []
    for _ in range(REPEATS):
        began = time.process_time()
        scenarios = list(solve(matrix).scenarios)
        least = min(least, time.process_time() - began)
    return max(least, 1e-4), scenarios


def prophesy(
    matrix: CrossImpactMatrix, limit: float
) -> tuple[float, list[Scenario], int] | None:
    """Processor seconds, consistent scenarios, number of others; None: no time or memory left."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "matrix.csv"
        _write(matrix, path)
        try:
            done = subprocess.run(
                [str(PYTHON), str(SCRIPT), str(path), str(int(limit))], capture_output=True,
                text=True, check=False, timeout=PATIENCE * limit + 10,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return None
    if done.returncode < 0 or "MemoryError" in done.stderr:
        return None
    if done.returncode > 0:
        raise PeerFailed(done.stderr[-2000:])
    told = json.loads(done.stdout)
    if told["seconds"] > limit:
        return None
    return (told["seconds"], *_consistent(told["listed"]))


def _consistent(listed: list[tuple[str, float]]) -> tuple[list[Scenario], int]:
    """Single scenarios that the tool rates as consistent, and how many it lists that are not."""
    points = [
        (tuple(map(int, label.split(","))), consistency)
        for label, consistency in listed
        if label.replace(",", "").isdecimal()
    ]
    kept = sorted(point for point, consistency in points if consistency >= 0)
    return kept, len(points) - len(kept)


def _write(matrix: CrossImpactMatrix, path: Path) -> None:
    """The tool's CSV format, with names that cannot be mistaken."""
    labels = [(f"d{j + 1}", f"s{state + 1}")
              for j, count in enumerate(matrix.counts) for state in range(count)]
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["", "", *(name for name, _ in labels)])
        rows.writerow(["", "", *(state for _, state in labels)])
        rows.writerows([*label, *row]
                       for label, row in zip(labels, matrix.values.tolist(), strict=True))
