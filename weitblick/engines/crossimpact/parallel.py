"""The search split over processes or a cluster, with balanced work.

A task searches parts of the space for a fixed number of nodes; what it did not get to comes back
as open parts, which become new tasks. So no worker is left with a huge part, and what is found
in the end does not depend on how many workers there were.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..runners import Cores, Dask
from .question import Question
from .walk import Masks, Walk

FIRST_NODES = 4_000
TASK_NODES = 60_000
POLL_SECONDS = 0.1

Part = tuple[Masks, float]


@dataclass(frozen=True)
class Slice:
    """What a task did: sets of states found, open parts, nodes visited, share of the tree done."""

    found: npt.NDArray[np.int64]
    rest: list[Part]
    nodes: int
    done: float


def search_parts(question: Question, parts: list[Part], nodes: int) -> Slice:
    """Search parts one after the other for about `nodes` nodes (the task of a worker)."""
    tables, found, rest = question.tables(), [], []
    visited, done = 0, 0.0
    for masks, share in parts:
        if visited >= nodes:
            rest.append((masks, share))
            continue
        walk = Walk(tables, masks, question.boxes)
        while not walk.finished and walk.nodes < nodes - visited:
            found.append(walk.advance(nodes - visited - walk.nodes))
        visited += walk.nodes
        done += share * walk.explored
        rest += [(left, share * inner) for left, inner in walk.rest()]
    empty = np.zeros((0, len(question.matrix.counts)), dtype=np.int64)
    return Slice(np.concatenate([empty, *found]), rest, visited, done)


def split(parts: list[Part]) -> list[list[Part]]:
    """Tasks from open parts: the larger ones alone, the small ones together."""
    ranked = sorted(parts, key=lambda part: -part[1])
    large, small = ranked[:6], ranked[6:]
    return [[part] for part in large] + ([small] if small else [])


def search_with(run: Cores | Dask, question: Question, whole: Masks) -> Iterator[Slice]:
    """Yield slices until the whole is searched; closing the iterator ends the work."""
    first = search_parts(question, [(whole, 1.0)], FIRST_NODES)
    yield first
    if first.rest:
        with run.executor() as executor:
            yield from _keep_busy(executor, run.workers, question, split(first.rest))


def _keep_busy(
    executor: Executor, workers: int, question: Question, waiting: list[list[Part]]
) -> Iterator[Slice]:
    running: set[Future[Slice]] = set()
    while waiting or running:
        waiting.sort(key=lambda parts: sum(share for _, share in parts))
        while waiting and len(running) < workers + 2:
            running.add(executor.submit(search_parts, question, waiting.pop(), TASK_NODES))
        finished, running = wait(running, POLL_SECONDS, FIRST_COMPLETED)
        if not finished:
            yield Slice(np.zeros((0, len(question.matrix.counts)), dtype=np.int64), [], 0, 0.0)
        for future in finished:
            slice_ = future.result()
            waiting += split(slice_.rest)
            yield slice_
