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

States = npt.NDArray[np.int8]
BLOCK = 6_000


def all_states(counts: tuple[int, ...]) -> npt.NDArray[np.int16]:
    """Every combination of 0-based states in lexicographic order; shape (product, N)."""
    total = math.prod(counts)
    grid = np.indices(counts, dtype=np.int16) if counts else np.zeros((0, 1), dtype=np.int16)
    return grid.reshape(len(counts), total).T


def consistent_blocks(
    matrix: CrossImpactMatrix, tolerance: int = 0
) -> Iterator[tuple[int, npt.NDArray[np.int16]]]:
    """Yield (scenarios looked at so far, consistent ones of the block as 0-based states)."""
    cut = _tail_start(matrix.counts)
    heads, tails = all_states(matrix.counts[:cut]), all_states(matrix.counts[cut:])
    head_scores = _partial_scores(matrix, heads, 0)
    tail_scores = _partial_scores(matrix, tails, cut)
    for number, head in enumerate(heads):
        survivors = _survivors(matrix, head, head_scores[number], tails, tail_scores, tolerance)
        fixed = np.broadcast_to(head, (len(survivors), cut))
        yield (number + 1) * len(tails), np.hstack([fixed, tails[survivors]])


def _tail_start(counts: tuple[int, ...]) -> int:
    """First descriptor of the longest tail whose combinations fit into one block."""
    start, product = len(counts), 1
    while start > 0 and product * counts[start - 1] <= BLOCK:
        start -= 1
        product *= counts[start]
    return min(start, len(counts) - 1) if product == 1 else start


def _partial_scores(
    matrix: CrossImpactMatrix, states: npt.NDArray[np.int16], first: int
) -> npt.NDArray[np.int32]:
    scores = np.zeros((len(states), matrix.state_total), dtype=np.int32)
    for column in range(states.shape[1]):
        scores += matrix.values[matrix.offsets[first + column] + states[:, column]]
    return scores


def _survivors(
    matrix: CrossImpactMatrix,
    head: npt.NDArray[np.int16],
    head_score: npt.NDArray[np.int32],
    tails: npt.NDArray[np.int16],
    tail_scores: npt.NDArray[np.int32],
    tolerance: int,
) -> npt.NDArray[np.intp]:
    """Rows of `tails` which, put behind `head`, make a consistent scenario."""
    alive = np.arange(len(tails))
    for position in range(len(matrix.counts)):
        columns = matrix.columns(position)
        scores = head_score[columns] + tail_scores[alive, columns]
        if position < len(head):
            own = scores[:, head[position]]
        else:
            chosen = tails[alive, position - len(head)].astype(np.intp)
            own = np.take_along_axis(scores, chosen[:, None], axis=1)[:, 0]
        alive = alive[scores.max(axis=1) - own <= tolerance]
    return alive
