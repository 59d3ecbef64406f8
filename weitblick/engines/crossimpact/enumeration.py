"""Plain enumeration: every scenario is looked at, in vectorised blocks.

The reference for every faster way, and the answer for small matrices, where it is instant and
needs no compiled kernel.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from .matrix import CrossImpactMatrix
from .question import Question

Scores = npt.NDArray[np.int32]
BLOCK = 6_000
LEAST = -(2**30)


def all_states(counts: tuple[int, ...]) -> npt.NDArray[np.int16]:
    """Every combination of 0-based states in lexicographic order; shape (product, N)."""
    total = math.prod(counts)
    grid = np.indices(counts, dtype=np.int16) if counts else np.zeros((0, 1), dtype=np.int16)
    return grid.reshape(len(counts), total).T


def consistent_blocks(question: Question) -> Iterator[tuple[int, npt.NDArray[np.int16]]]:
    """Yield (scenarios looked at so far, consistent ones of the block as 0-based states)."""
    matrix, rivals = question.matrix, question.rivals or question.matrix
    cut = _tail_start(matrix.counts)
    heads, tails = all_states(matrix.counts[:cut]), all_states(matrix.counts[cut:])
    head_scores = [_partial_scores(reading, heads, 0) for reading in (matrix, rivals)]
    tail_scores = [_partial_scores(reading, tails, cut) for reading in (matrix, rivals)]
    for number, head in enumerate(heads):
        survivors = _survivors(
            question, head, [scores[number] for scores in head_scores], tails, tail_scores
        )
        fixed = np.broadcast_to(head, (len(survivors), cut))
        yield (number + 1) * len(tails), np.hstack([fixed, tails[survivors]])


def _tail_start(counts: tuple[int, ...]) -> int:
    """First descriptor of the longest tail whose combinations fit into one block."""
    start, product = len(counts), 1
    while start > 0 and product * counts[start - 1] <= BLOCK:
        start -= 1
        product *= counts[start]
    return min(start, len(counts) - 1)


def _partial_scores(matrix: CrossImpactMatrix, states: npt.NDArray[np.int16], first: int) -> Scores:
    scores = np.zeros((len(states), matrix.state_total), dtype=np.int32)
    for column in range(states.shape[1]):
        scores += matrix.values[matrix.offsets[first + column] + states[:, column]]
    return scores


def _survivors(
    question: Question,
    head: npt.NDArray[np.int16],
    head_scores: list[Scores],
    tails: npt.NDArray[np.int16],
    tail_scores: list[Scores],
) -> npt.NDArray[np.intp]:
    """Rows of `tails` which, put behind `head`, make a consistent scenario."""
    matrix, alive = question.matrix, np.arange(len(tails))
    for position in range(len(matrix.counts)):
        columns = matrix.columns(position)
        if position < len(head):
            chosen = np.full((len(alive), 1), head[position], dtype=np.intp)
        else:
            chosen = tails[alive, position - len(head)].astype(np.intp)[:, None]
        own, others = (
            head[columns] + tail[alive, columns]
            for head, tail in zip(head_scores, tail_scores, strict=True)
        )
        best = np.take_along_axis(own, chosen, axis=1)[:, 0]
        np.put_along_axis(others, chosen, LEAST, axis=1)
        alive = alive[others.max(axis=1) - best <= question.tolerance]
    return alive
