"""Every consistent scenario: the front door of the exact search."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np

from ..errors import InputError
from ..runners import AnyRunner, Here
from .balances import impact_rows, least_margins
from .matrix import CrossImpactMatrix, Scenario
from .question import Question
from .steps import PLAIN_SPACE, Collected, enumerate_all, steps

ENGINE_VERSION = "1"
"""Raised whenever results could differ; kept with every run."""

MOST_LISTED = 2_000_000
"""No more scenarios than this are listed (about a gigabyte); count.py counts any number."""

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


def solve(
    matrix: CrossImpactMatrix,
    *,
    tolerance: int = 0,
    limit: int | None = None,
    run: AnyRunner | None = None,
    progress: Report | None = None,
    stop: Stop | None = None,
    seed: int = 0,
) -> SolutionSet:
    """All consistent scenarios of `matrix`, proven complete.

    tolerance: a scenario counts when no margin is below -tolerance (judgement points, >= 0).
    limit: end when there are more than so many scenarios (at most, and by default, two million;
    `count` and `sample` know no bound). The result is then incomplete.
    run: where to work (see runners.py), here by default; the scenarios are the same everywhere.
    progress: called with Progress between steps. stop: called between steps; when it returns
    True, the search ends, what was found is kept and the result says that it is incomplete.
    seed: kept for symmetry with the other engines, nothing here is left to chance.

    Raises InputError for a negative tolerance or a limit below 1.
    """
    _check_options(tolerance, limit)
    room = min(limit or MOST_LISTED, MOST_LISTED)
    began = time.perf_counter()
    place = Here() if run is None else run
    collected = collect(Question(matrix, tolerance), room, place, progress, stop)
    return _solution_set(matrix, tolerance, room, collected, time.perf_counter() - began)


def collect(
    question: Question,
    room: int,
    run: AnyRunner,
    progress: Report | None = None,
    stop: Stop | None = None,
) -> Collected:
    """The answers to a question, at least `room` + 1 of them if there are more than `room`."""

    def work(how: Callable[[Collected], Generator[None]]) -> Collected:
        return _collected(how, room, progress, stop)

    collected = work(lambda found: steps(question, run, room, found))
    if collected.count > room:
        # Which scenarios come first may depend on who worked and how; so the rule is: the first
        # ones in order where all can be looked at, else the first ones the search finds here.
        if question.matrix.space <= PLAIN_SPACE:
            return work(lambda found: enumerate_all(question, found))
        if not isinstance(run, Here):
            return work(lambda found: steps(question, Here(), room, found))
    return collected


def _collected(
    how: Callable[[Collected], Generator[None]],
    room: int,
    progress: Report | None,
    stop: Stop | None,
) -> Collected:
    found, began = Collected(), time.perf_counter()
    with closing(how(found)) as work:
        for _ in work:
            if progress is not None:
                seconds = time.perf_counter() - began
                progress(Progress(found.explored, found.count, seconds, found.words))
            if found.count > room or (stop is not None and stop()):
                break
    return found


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


def _solution_set(
    matrix: CrossImpactMatrix,
    tolerance: int,
    limit: int,
    collected: Collected,
    seconds: float,
) -> SolutionSet:
    size = len(matrix.counts)
    empty = np.zeros((0, size), dtype=np.int64)
    states = np.concatenate([empty, *collected.blocks])
    complete = collected.complete and len(states) <= limit
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
