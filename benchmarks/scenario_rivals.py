"""What the engine is measured against, each returning (scenarios, complete, nodes).

- brute force: the vectorised enumeration of the engine itself, at most 3^16 scenarios;
- static: depth-first branch and bound as public tools do it (most coupled descriptors first, a
  fixed order, only decided descriptors are tested against a suffix bound), compiled here, so
  faster than any of them;
- CP-SAT: OR-Tools enumerating all solutions of the textbook model.
"""

from __future__ import annotations

import time

import numpy as np
from numba import njit

from weitblick.engines.crossimpact import CrossImpactMatrix, Scenario
from weitblick.engines.crossimpact.cpsat import CpSatRun
from weitblick.engines.crossimpact.enumeration import consistent_blocks
from weitblick.engines.crossimpact.question import Question

Answer = tuple[list[Scenario], bool, int]
LARGEST_SWEEP = 3**16
STATIC_SLICE = 2_000_000


def brute_force(matrix: CrossImpactMatrix, seconds: float) -> Answer | None:
    """Look at every scenario; None where there are too many."""
    if matrix.space > LARGEST_SWEEP:
        return None
    found, began, done = [], time.process_time(), 0
    for looked_at, block in consistent_blocks(Question(matrix)):
        found += map(tuple, (block + 1).tolist())
        done = looked_at
        if time.process_time() - began > seconds:
            break
    return sorted(found), done == matrix.space, done


def cp_sat(matrix: CrossImpactMatrix, seconds: float) -> Answer:
    """Enumerate all solutions with one worker (enumeration knows no more)."""
    run, began = CpSatRun(Question(matrix)), time.process_time()
    run.start()
    for _ in run.wait():
        if time.process_time() - began > seconds:
            run.stop()
    return sorted(map(tuple, (run.states() + 1).tolist())), run.complete, 0


def static(matrix: CrossImpactMatrix, seconds: float) -> Answer:
    """Static-order branch and bound on the decided descriptors' margins."""
    order = _most_coupled_first(matrix)
    counts = np.array([matrix.counts[j] for j in order])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    rows = [matrix.offsets[j] + state for j in order for state in range(matrix.counts[j])]
    values = matrix.values[np.ix_(rows, rows)].astype(np.int64)
    state = np.full(len(counts) + 1, -1, dtype=np.int64)
    level, nodes, began, found = 0, 0, time.process_time(), []
    suffix = _suffix_bounds(values, starts, counts)
    while level >= 0 and time.process_time() - began < seconds:
        block, level, visited = _static_walk(
            values, starts, counts, suffix, state, level, STATIC_SLICE
        )
        nodes += visited
        found.append(block)
    scenarios = np.concatenate(found)[:, np.argsort(order)] + 1
    return sorted(map(tuple, scenarios.tolist())), level < 0, nodes


def _most_coupled_first(matrix: CrossImpactMatrix) -> list[int]:
    size = len(matrix.counts)
    coupling = [
        sum(
            int(np.abs(matrix.values[matrix.columns(a), matrix.columns(b)]).sum())
            for i in range(size)
            for a, b in ((i, j), (j, i))
            if i != j
        )
        for j in range(size)
    ]
    return sorted(range(size), key=lambda j: (-coupling[j], j))


def _suffix_bounds(values, starts, counts):  # type: ignore[no-untyped-def]
    """most[level, chosen, rival]: what descriptors from `level` on can add to the lead."""
    total = len(values)
    most = np.zeros((len(counts) + 1, total, total), dtype=np.int64)
    for level in range(len(counts) - 1, -1, -1):
        rows = values[starts[level] : starts[level] + counts[level]]
        most[level] = most[level + 1] + (rows[:, :, None] - rows[:, None, :]).max(axis=0)
    return most


@njit(cache=True)
def _static_walk(values, starts, counts, suffix, state, level, limit):  # type: ignore[no-untyped-def]
    size, nodes, kept = len(counts), 0, 0
    found = np.zeros((4096, size), np.int64)
    balance = np.zeros((size + 1, len(values)), np.int64)
    for before in range(level):
        balance[before + 1] = balance[before] + values[starts[before] + state[before]]
    while level >= 0 and nodes < limit and kept < len(found):
        state[level] += 1
        if state[level] == counts[level]:
            state[level] = -1
            level -= 1
            continue
        nodes += 1
        row = starts[level] + state[level]
        for column in range(len(values)):
            balance[level + 1, column] = balance[level, column] + values[row, column]
        alive = True
        for j in range(level + 1):
            own = starts[j] + state[j]
            for rival in range(starts[j], starts[j] + counts[j]):
                lead = balance[level + 1, own] - balance[level + 1, rival]
                if lead + suffix[level + 1, own, rival] < 0:
                    alive = False
                    break
            if not alive:
                break
        if not alive:
            continue
        if level + 1 == size:
            found[kept] = state[:size]
            kept += 1
        else:
            level += 1
    return found[:kept], level, nodes
