"""Protecting a large table: how long, how much memory, and against asking about every cell.

``python -m benchmarks.suppression [--areas 22] [--periods 30] [--categories 20] [--mean 30]
[--json]``

The counts are made up, with areas and categories of different sizes. The reference is `audit`,
which solves two linear programs for every hidden cell, in the same process: that is what a proof
costs without reusing what one answer says about other cells.
"""

from __future__ import annotations

import argparse
import json
import resource
import time

import numpy as np

from weitblick.engines.suppression import Cell, Relation, along, audit, protect


def made_up_table(
    areas: int, periods: int, categories: int, mean: float
) -> tuple[list[Cell], tuple[Relation, ...]]:
    """Counts by area, period and category, with totals of areas and of categories."""
    chance = np.random.default_rng(0)
    sizes = chance.lognormal(0, 0.5, (areas, 1, 1)) * chance.lognormal(0, 1, (1, 1, categories))
    inner = chance.poisson(mean * np.broadcast_to(sizes, (areas, periods, categories)))
    whole = np.pad(inner, ((0, 1), (0, 0), (0, 1)))
    whole[-1], whole[:, :, -1] = whole.sum(0), whole.sum(2)
    whole[-1, :, -1] = inner.sum((0, 2))
    cells = [Cell(key, int(count)) for key, count in np.ndenumerate(whole)]
    keys = [cell.key for cell in cells]
    return cells, (
        *along(keys, 0, [(areas, range(areas))]), *along(keys, 2, [(categories, range(categories))])
    )  # fmt: skip


def measure(areas: int, periods: int, categories: int, mean: float) -> dict[str, object]:
    """Seconds to protect and to attack; fails where the attack succeeds."""
    cells, relations = made_up_table(areas, periods, categories, mean)
    start = time.perf_counter()
    found = protect(cells, relations)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    attack = audit(cells, relations, found.hidden)
    attacked = time.perf_counter() - start
    if not attack.is_safe:
        raise SystemExit(f"not safe: {attack.exposed[:5]}")
    primary = sum(hiding.reason == "primary" for hiding in found.hidden.values())
    return {"cells": len(cells), "relations": len(relations), "primary": primary,
            "hidden": len(found.hidden), "seconds": round(seconds, 3),
            "audit_seconds": round(attacked, 3), "ratio": round(attacked / seconds, 1),
            "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}  # fmt: skip


def main() -> None:
    """Measure once and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, usual in (("areas", 22), ("periods", 30), ("categories", 20)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--mean", type=float, default=30)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measure(given.areas, given.periods, given.categories, given.mean)
    print(json.dumps(found) if given.json else
          "\n".join(f"{name:20} {value}" for name, value in found.items()))  # fmt: skip


if __name__ == "__main__":
    main()
