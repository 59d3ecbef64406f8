"""The compiled succession: exact basins of spaces far beyond what a table could hold.

Every start is followed until it meets a scenario whose attractor is remembered, or returns to
itself. The memory of attractors has a fixed size and forgets, which costs time, never exactness.
All counts are 64-bit integers.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .matrix import CrossImpactMatrix

CACHE_BITS = 22
MOST_ATTRACTORS = 1_000_000
RULE_NUMBERS = {"global": 0, "incremental": 1, "local": 2}


@njit(cache=True, nogil=True)
def _balance(values, offsets, states, balance):  # type: ignore[no-untyped-def]
    balance[:] = 0
    for i in range(len(states)):
        row = values[offsets[i] + states[i]]
        for column in range(len(balance)):
            balance[column] += row[column]


@njit(cache=True, nogil=True)
def _all_at_once(offsets, states, balance):  # type: ignore[no-untyped-def]
    """Global succession: every descriptor takes its best state, the present one on a tie."""
    for j in range(len(states)):
        begin = offsets[j]
        best = states[j]
        most = balance[begin + best]
        for state in range(offsets[j + 1] - begin):
            score = balance[begin + state]
            better = score > most
            best = state if better else best
            most = score if better else most
        states[j] = best


@njit(cache=True, nogil=True)
def _move_on(values, offsets, states, balance, rule):  # type: ignore[no-untyped-def]
    """Replace `states` by the next scenario; `balance` must be theirs (it is used up)."""
    if rule == 0:
        _all_at_once(offsets, states, balance)
        return
    worst, mover, moved = 0, -1, 0
    for j in range(len(states)):
        begin, own = offsets[j], offsets[j] + states[j]
        best = own
        for column in range(begin, offsets[j + 1]):
            if balance[column] > balance[best]:
                best = column
        if best == own:
            continue
        if rule == 2:
            if balance[own] - balance[best] < worst:
                worst, mover, moved = balance[own] - balance[best], j, best - begin
            continue
        if rule == 1:
            for column in range(len(balance)):
                balance[column] += values[best, column] - values[own, column]
        states[j] = best - begin
    if mover >= 0:
        states[mover] = moved


@njit(cache=True, nogil=True)
def _code(states, places):  # type: ignore[no-untyped-def]
    code = 0
    for j in range(len(states)):
        code += states[j] * places[j]
    return code


@njit(cache=True, nogil=True)
def _decode(code, counts, states):  # type: ignore[no-untyped-def]
    for j in range(len(counts) - 1, -1, -1):
        states[j] = code % counts[j]
        code //= counts[j]


@njit(cache=True, nogil=True)
def _place(code, bits):  # type: ignore[no-untyped-def]
    """Where the memory keeps a scenario (multiplicative hashing, Knuth)."""
    return np.int64((np.uint64(code) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits))


@njit(cache=True, nogil=True)
def _least_on_cycle(code, values, offsets, counts, places, states, balance, rule):  # type: ignore[no-untyped-def]
    """The least scenario of the cycle that `code` lies on."""
    least, present = code, code
    while True:
        _decode(present, counts, states)
        _balance(values, offsets, states, balance)
        _move_on(values, offsets, states, balance, rule)
        present = _code(states, places)
        if present == code:
            return least
        least = min(least, present)


@njit(cache=True, nogil=True)
def _next_start(states, counts, values, offsets, balance):  # type: ignore[no-untyped-def]
    """Count one up, the last descriptor fastest, and carry the balance along."""
    j = len(states) - 1
    while j >= 0:
        old = values[offsets[j] + states[j]]
        states[j] = states[j] + 1 if states[j] + 1 < counts[j] else 0
        new = values[offsets[j] + states[j]]
        for column in range(len(balance)):
            balance[column] += new[column] - old[column]
        if states[j] > 0:
            break
        j -= 1


@njit(cache=True, nogil=True)
def drift(  # type: ignore[no-untyped-def]
    values, offsets, counts, places, rule, begin, end, cache_code, cache_label, labels, weights,
    known,
):  # fmt: skip
    """Follow the starts from code `begin` to before `end`; returns the number of attractors.

    `labels` (codes of least scenarios) and `weights` (starts) grow with the attractors; -1 when
    there are more than they can hold. Cycles are found by Brent's method (1980).
    """
    size, bits = len(counts), 0
    while (1 << bits) < len(cache_code):
        bits += 1
    start_states = np.empty(size, np.int64)
    start_balance = np.empty(values.shape[1], values.dtype)
    states = np.empty(size, np.int64)
    balance = np.empty(values.shape[1], values.dtype)
    path = np.empty(64, np.int64)
    last, last_label = np.int64(-1), np.int64(-1)
    _decode(begin, counts, start_states)
    _balance(values, offsets, start_states, start_balance)
    for start in range(begin, end):
        states[:] = start_states
        balance[:] = start_balance
        _next_start(start_states, counts, values, offsets, start_balance)
        present, steps, power, marker, label = start, 0, 1, start, -1
        while True:
            _move_on(values, offsets, states, balance, rule)
            present = _code(states, places)
            if present == last:
                label = last_label
                break
            slot = _place(present, bits)
            if cache_code[slot] == present:
                label = cache_label[slot]
                break
            if present == marker:
                least = _least_on_cycle(
                    present, values, offsets, counts, places, states, balance, rule
                )
                for k in range(known):
                    if labels[k] == least:
                        label = k
                if label < 0:
                    if known == len(labels):
                        return -1
                    labels[known], label = least, known
                    known += 1
                break
            if steps < len(path):
                path[steps] = present
            steps += 1
            if steps == power:
                marker, power = present, power * 2
            _balance(values, offsets, states, balance)
        weights[label] += 1
        last, last_label = present, label
        # The start is not worth a place in the memory: most starts have no predecessor.
        for k in range(1, min(steps, len(path))):
            slot = _place(path[k], bits)
            cache_code[slot], cache_label[slot] = path[k], label
        cache_code[_place(present, bits)], cache_label[_place(present, bits)] = present, label
    return known


def follow(matrix: CrossImpactMatrix, rule: str, begin: int, end: int) -> dict[int, int]:
    """Follow all starts with codes from `begin` to before `end` (codes must fit 63 bits).

    Returns the number of starts that end on each attractor, by the code of its least scenario.
    """
    counts = np.array(matrix.counts, dtype=np.int64)
    places = np.concatenate([np.cumprod(counts[:0:-1])[::-1], [1]]).astype(np.int64)
    bits = min(CACHE_BITS, max(4, int(matrix.space).bit_length()))
    labels = np.zeros(MOST_ATTRACTORS, dtype=np.int64)
    weights = np.zeros(MOST_ATTRACTORS, dtype=np.int64)
    known = drift(
        matrix.values, np.array(matrix.offsets), counts, places,
        RULE_NUMBERS[rule], begin, end,
        np.full(2**bits, -1, dtype=np.int64), np.zeros(2**bits, dtype=np.int64),
        labels, weights, 0,
    )  # fmt: skip
    if known < 0:
        raise OverflowError(f"more than {MOST_ATTRACTORS} attractors")
    return dict(zip(labels[:known].tolist(), weights[:known].tolist(), strict=True))
