"""Every consistent scenario: the front door of the exact search."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from .balances import impact_rows, least_margins
from .enumeration import consistent_blocks
from .matrix import CrossImpactMatrix, Scenario
from .tables import build_tables
from .walk import Walk

ENGINE_VERSION = "1"
"""Raised whenever results could differ; kept with every run."""

PLAIN_SPACE = 600_000
"""Up to this many scenarios plain enumeration is instant (12 descriptors with 3 states)."""

NODES_A_STEP = 20_000

Stop = Callable[[], bool]


@dataclass(frozen=True)
class Progress:
    """What a search has done so far: share of the tree (0 to 1), scenarios found, seconds."""

    explored: float
    found: int
    seconds: float
    words: str = ""


Report = Callable[[Progress], None]


@dataclass(frozen=True)
class SolutionSet:
    """The consistent scenarios of a matrix, sorted, with their values.

    `scenarios` holds 1-based states; `consistency` the least margins and `total_impact` the total
    impact scores in the same order. `complete` says that there are no others; if not, `explored`
    is the share of the search tree that was covered. `digest` names matrix and tolerance.
    Figures of the run (seconds, nodes, method) take no part in comparisons.
    """

    complete: bool
    count: int
    scenarios: tuple[Scenario, ...]
    consistency: tuple[int, ...]
    total_impact: tuple[int, ...]
    tolerance: int
    digest: str
    explored: float
    engine_version: str = ENGINE_VERSION
    seconds: float = field(default=0.0, compare=False)
    nodes: int = field(default=0, compare=False)
    method: str = field(default="", compare=False)


@dataclass
class Collected:
    """Scenarios (0-based) while they come in."""

    blocks: list[npt.NDArray[np.integer]]
    explored: float = 0.0
    nodes: int = 0
    complete: bool = False
    method: str = ""

    @property
    def count(self) -> int:
        """How many have come in."""
        return sum(len(block) for block in self.blocks)


def solve(
    matrix: CrossImpactMatrix,
    *,
    tolerance: int = 0,
    limit: int | None = None,
    run: object | None = None,
    progress: Report | None = None,
    stop: Stop | None = None,
    seed: int = 0,
) -> SolutionSet:
    """All consistent scenarios of `matrix`, proven complete.

    tolerance: a scenario counts when no margin is below -tolerance (judgement points, >= 0).
    limit: end after so many scenarios (the result is then incomplete unless there were no more).
    run: where to work (see runners.py), here by default. progress: called with Progress.
    stop: called between steps; when it returns True the search ends, what was found is kept and
    the result says that it is incomplete. seed: kept for symmetry, the search is deterministic.

    Raises InputError for a negative tolerance or a limit below 1.
    """
    _check_options(tolerance, limit)
    began = time.perf_counter()
    collected = Collected([])
    for _ in _steps(matrix, tolerance, collected):
        if progress is not None:
            seconds = time.perf_counter() - began
            progress(Progress(collected.explored, collected.count, seconds))
        if limit is not None and collected.count >= limit:
            break
        if stop is not None and stop():
            break
    return _solution_set(matrix, tolerance, limit, collected, time.perf_counter() - began)


def solution_digest(matrix: CrossImpactMatrix, tolerance: int) -> str:
    """SHA-256 (hex) of the matrix and the tolerance."""
    return hashlib.sha256(f"{matrix.digest()} {tolerance}".encode("ascii")).hexdigest()


def _check_options(tolerance: int, limit: int | None) -> None:
    if tolerance < 0:
        raise InputError(
            "negative_tolerance", "The tolerance cannot be negative.", tolerance=tolerance
        )
    if limit is not None and limit < 1:
        raise InputError("limit_too_small", "The limit must be at least 1.", limit=limit)


def _steps(matrix: CrossImpactMatrix, tolerance: int, collected: Collected) -> Iterator[None]:
    """Work in steps, putting what is found into `collected`."""
    if matrix.space <= PLAIN_SPACE:
        yield from _enumerate(matrix, tolerance, collected)
    else:
        yield from _search(matrix, tolerance, collected)


def _enumerate(matrix: CrossImpactMatrix, tolerance: int, collected: Collected) -> Iterator[None]:
    collected.method = "enumeration"
    for done, block in consistent_blocks(matrix, tolerance):
        collected.blocks.append(block)
        collected.nodes, collected.explored = done, done / matrix.space
        collected.complete = done == matrix.space
        yield


def _search(matrix: CrossImpactMatrix, tolerance: int, collected: Collected) -> Iterator[None]:
    collected.method = "search"
    walk = Walk(build_tables(matrix, tolerance))
    while not walk.finished:
        found, _ = walk.advance(NODES_A_STEP)
        collected.blocks.append(found)
        collected.nodes, collected.explored = walk.nodes, walk.explored
        collected.complete = walk.finished
        yield


def _solution_set(
    matrix: CrossImpactMatrix,
    tolerance: int,
    limit: int | None,
    collected: Collected,
    seconds: float,
) -> SolutionSet:
    size = len(matrix.counts)
    empty = np.zeros((0, size), dtype=np.int64)
    states = np.concatenate([empty, *collected.blocks])
    complete = collected.complete and (limit is None or len(states) <= limit)
    states = states[:limit]
    states = states[np.lexsort(states.T[::-1])]
    return SolutionSet(
        complete=complete,
        count=len(states),
        scenarios=tuple(map(tuple, (states + 1).tolist())),
        consistency=tuple(least_margins(matrix, states).tolist()),
        total_impact=tuple(impact_rows(matrix, states).tolist()),
        tolerance=tolerance,
        digest=solution_digest(matrix, tolerance),
        explored=1.0 if complete else min(collected.explored, 1.0),
        seconds=seconds,
        nodes=collected.nodes,
        method=collected.method,
    )
