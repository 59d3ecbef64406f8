"""The inner loop of the seating, compiled: one try at a swap after the other.

The functions are long and plain on purpose. They hold no lock of the interpreter, so that a server
goes on answering while a hall is seated.
"""

from __future__ import annotations

from math import exp

from numba import njit

DRAWS_A_STEP = 4
"""How many random numbers a step uses at most."""


@njit(cache=True, nogil=True)
def run(  # type: ignore[no-untyped-def]
    tables, sizes, table_of, met, prices, partners, first, count, draws, steps, temperature,
    cooling, weight, repeats, least,
):
    """Steps of annealing until they, the draws or the repeated meetings come to an end.

    ``tables[r, t, k]``: who sits at table t in round r, ``sizes[r, t]`` of them;
    ``table_of[r, p]``; ``met[p, q]``: how often two have met; ``prices[r, p, t]``; ``partners``:
    with whom people may change places, those of p in round r from ``first[r, p]`` on,
    ``count[r, p]`` of them. Returns the steps done, the draws used, the temperature and what
    repeated meetings still cost.
    """
    rounds, people = table_of.shape
    done, used = 0, 0
    while done < steps and repeats > least and used + DRAWS_A_STEP <= len(draws):
        done += 1
        temperature *= cooling
        r, p = int(draws[used] * rounds), int(draws[used + 1] * people)
        used += 2
        if count[r, p] == 0:
            continue
        q = partners[first[r, p] + int(draws[used] * count[r, p])]
        used += 1
        own, other = table_of[r, p], table_of[r, q]
        if own == other:
            continue
        change = sizes[r, own] + sizes[r, other] - 2 - 2 * met[p, q]
        for k in range(sizes[r, own]):
            x = tables[r, own, k]
            change += met[q, x] - met[p, x]
        for k in range(sizes[r, other]):
            y = tables[r, other, k]
            change += met[p, y] - met[q, y]
        paid = prices[r, p, other] - prices[r, p, own] + prices[r, q, own] - prices[r, q, other]
        cost = change + weight * paid
        if cost > 0:
            used += 1
            if draws[used - 1] >= exp(-cost / temperature):
                continue
        _leave(tables[r, own], sizes[r, own], met, p)
        _leave(tables[r, other], sizes[r, other], met, q)
        _join(tables[r, own], sizes[r, own], met, q)
        _join(tables[r, other], sizes[r, other], met, p)
        table_of[r, p], table_of[r, q] = other, own
        repeats += change
    return done, used, temperature, repeats


@njit(cache=True, nogil=True)
def _leave(table, size, met, person):  # type: ignore[no-untyped-def]
    """Take somebody from a table; the others move up, the last place is free."""
    at = 0
    for k in range(size):
        one = table[k]
        if one != person:
            met[person, one] -= 1
            met[one, person] -= 1
            table[at] = one
            at += 1


@njit(cache=True, nogil=True)
def _join(table, size, met, person):  # type: ignore[no-untyped-def]
    """Seat somebody at the last place of a table."""
    for k in range(size - 1):
        met[person, table[k]] += 1
        met[table[k], person] += 1
    table[size - 1] = person
