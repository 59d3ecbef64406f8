"""Where there are too many consistent scenarios to list: count, stream or sample them.

The search answers in boxes here: sets of states of which every combination is consistent. So
the number is exact and memory stays bounded, however many there are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from .matrix import CrossImpactMatrix, Scenario
from .question import Question
from .walk import Masks, Walk

NODES_A_STEP = 20_000


@dataclass(frozen=True)
class Count:
    """Exact number of consistent scenarios, and in how many of them each state occurs.

    `marginals` has one tuple a descriptor, one number a state. When not `complete` (stopped),
    the numbers are lower bounds and `explored` is the share of the tree covered.
    """

    count: int
    marginals: tuple[tuple[int, ...], ...]
    complete: bool
    explored: float


def count_consistent(
    matrix: CrossImpactMatrix,
    *,
    tolerance: int = 0,
    progress: Callable[[float, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Count:
    """Count the consistent scenarios and their states without listing them.

    `progress` gets the share of the tree done and the number so far; `stop` ends the count.
    """
    counter, walk = _Counter(matrix.counts), _walk(matrix, tolerance)
    while not walk.finished:
        counter.add(walk.advance(NODES_A_STEP))
        if progress is not None:
            progress(walk.explored, counter.total)
        if stop is not None and stop():
            break
    marginals = tuple(tuple(row) for row in counter.marginals)
    return Count(counter.total, marginals, walk.finished, walk.explored)


def stream(matrix: CrossImpactMatrix, *, tolerance: int = 0) -> Iterator[Scenario]:
    """Yield every consistent scenario (1-based states) as the search comes upon it."""
    walk = _walk(matrix, tolerance)
    while not walk.finished:
        for box in walk.advance(NODES_A_STEP):
            yield from product(*(_states(int(mask)) for mask in box))


def sample(
    matrix: CrossImpactMatrix, size: int, *, seed: int, tolerance: int = 0
) -> tuple[Scenario, ...]:
    """`size` consistent scenarios drawn evenly, with replacement, in one pass over all of them.

    Empty when there is none. Same seed, same sample.
    """
    if size < 1:
        raise InputError("sample_too_small", "A sample needs at least one scenario.", size=size)
    draw, walk = np.random.default_rng(seed), _walk(matrix, tolerance)
    kept: list[Scenario] = []
    total = 0
    while not walk.finished:
        for box in walk.advance(NODES_A_STEP):
            within = math.prod(int(mask).bit_count() for mask in box)
            total += within
            taken = np.flatnonzero(draw.random(size) < within / total)
            if not kept:
                kept = [()] * size
            for place in taken:
                kept[place] = _pick(box, draw)
    return tuple(kept)


def _walk(matrix: CrossImpactMatrix, tolerance: int) -> Walk:
    if tolerance < 0:
        raise InputError(
            "negative_tolerance", "The tolerance cannot be negative.", tolerance=tolerance
        )
    return Walk(Question(matrix, tolerance, boxes=True).tables(), boxes=True)


def _states(mask: int) -> list[int]:
    return [state + 1 for state in range(mask.bit_length()) if mask >> state & 1]


def _pick(box: npt.NDArray[np.int64], draw: np.random.Generator) -> Scenario:
    choices = (_states(int(mask)) for mask in box)
    return tuple(states[int(draw.integers(len(states)))] for states in choices)


class _Counter:
    """Adds up boxes in exact integers of any size."""

    def __init__(self, counts: tuple[int, ...]) -> None:
        self.total = 0
        self.marginals = [[0] * count for count in counts]

    def add(self, boxes: Masks) -> None:
        """Take in boxes, shape (K, N)."""
        for box in boxes:
            self._add_one([int(mask) for mask in box])

    def _add_one(self, box: list[int]) -> None:
        sizes = [mask.bit_count() for mask in box]
        within = math.prod(sizes)
        self.total += within
        for row, mask, size in zip(self.marginals, box, sizes, strict=True):
            for state in range(len(row)):
                if mask >> state & 1:
                    row[state] += within // size
