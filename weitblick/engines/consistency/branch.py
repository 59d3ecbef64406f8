"""The compiled branch and bound for the best bundles."""

from __future__ import annotations

import numpy as np
from numba import njit

SUPPORTING = 5
FORBIDDEN = -1_000_000


@njit(cache=True, nogil=True)
def _insert(found, worth, kept, states, value):  # type: ignore[no-untyped-def]
    """Put a bundle behind those of the same or greater worth; the last one may fall out."""
    place = min(kept, len(worth) - 1)
    while place > 0 and worth[place - 1] < value:
        worth[place] = worth[place - 1]
        found[place] = found[place - 1]
        place -= 1
    worth[place] = value
    found[place] = states
    return min(kept + 1, len(worth))


@njit(cache=True, nogil=True)
def branch(ratings, starts, counts, open_bounds, room, node_limit):  # type: ignore[no-untyped-def]
    """Depth-first search for the `room` best bundles by total rating, then by least rating.

    Returns bundles (0-based states in search order), how many, and the nodes visited. Worth is
    ten times the total plus the least rating, so that both are compared at once.
    """
    size = len(counts)
    totals = np.zeros((size + 1, len(ratings)), np.int64)
    value = np.zeros(size + 1, np.int64)
    least = np.full(size + 1, SUPPORTING, np.int64)
    chosen = np.full(size, -1, np.int64)
    found = np.zeros((room, size), np.int64)
    worth = np.zeros(room, np.int64)
    kept, nodes, level = 0, 0, 0
    while level >= 0 and nodes < node_limit:
        chosen[level] += 1
        if chosen[level] == counts[level]:
            chosen[level] = -1
            level -= 1
            continue
        nodes += 1
        row = starts[level] + chosen[level]
        value[level + 1] = value[level] + totals[level, row]
        least[level + 1] = least[level]
        for before in range(level):
            pair = ratings[row, starts[before] + chosen[before]]
            least[level + 1] = min(least[level + 1], pair)
        if least[level + 1] < 0:
            continue
        bound = 2 * value[level + 1]
        for column in range(len(ratings)):
            totals[level + 1, column] = totals[level, column] + ratings[row, column]
        for j in range(level + 1, size):
            best = FORBIDDEN
            for column in range(starts[j], starts[j] + counts[j]):
                best = max(best, 2 * totals[level + 1, column] + open_bounds[level + 1, column])
            bound += best
        bound = 10 * (bound // 2) + least[level + 1]
        if bound < 0 or (kept == room and bound <= worth[room - 1]):
            continue
        if level + 1 < size:
            level += 1
        else:
            kept = _insert(found, worth, kept, chosen, 10 * value[size] + least[size])
    return found, kept, nodes
