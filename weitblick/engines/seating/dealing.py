"""A first seating for one round: who sits at which table before anybody meets.

Two ways to deal. Without conditions people are dealt out like cards. With wishes, tables of
different sizes or fixed places it is a flow of least cost from people over sectors to tables; the
polytope of a flow has whole corners, so a linear program solves it exactly (Ford and Fulkerson
1962, Flows in Networks, chapter 3).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from random import Random

import numpy as np
import scipy

from weitblick.engines.errors import InputError

# A table of the right mix is worth more than all wishes of a hall together.
MIX = 1000.0
# Ties are broken by chance, so that rounds differ; far less than the least wish.
NOISE = 1e-4


def dealt(sectors: Sequence[Hashable], tables: int, chance: Random) -> list[list[int]]:
    """Deal people out in turn: sectors in any order, in each of them people in any order.

    A sector follows the other without a gap, so that both the tables and the shares of each sector
    differ by one person at most.
    """
    names = list(dict.fromkeys(sectors))
    chance.shuffle(names)
    order: list[int] = []
    for name in names:
        members = [p for p, sector in enumerate(sectors) if sector == name]
        order += chance.sample(members, len(members))
    return [order[table::tables] for table in range(tables)]


def even_sizes(people: int, most: Sequence[int | None], fixed: Sequence[int]) -> list[int]:
    """How many sit at each table: as evenly as places (``most``, None: any) and the fixed allow."""
    sizes = list(fixed)
    for _ in range(people - sum(fixed)):
        free = [t for t, limit in enumerate(most) if limit is None or sizes[t] < limit]
        if not free:
            places = sum(limit or 0 for limit in most)
            raise InputError(
                "too_few_places",
                f"{people} people, but only {places} places: add a table or places.",
                people=people, places=places,
            )
        sizes[min(free, key=lambda t: (sizes[t], t))] += 1
    return sizes


def flow(
    sectors: Sequence[Hashable],
    sizes: Sequence[int],
    prices: np.ndarray,
    fixed: Mapping[int, int],
    chance: Random,
) -> list[list[int]]:
    """Tables of these sizes, mixed first, cheap second.

    ``prices[p, t]``: what it costs that person p sits at table t, at most 1; ``fixed``: person to
    table. Each further person of a sector at a table costs more than the last, counted from the
    table's fair share, so that the least cost is the most even mix.
    """
    free = [p for p in range(len(sectors)) if p not in fixed]
    tables = [[p for p, table in fixed.items() if table == t] for t in range(len(sizes))]
    if free:
        rows, bounds, costs = _program(sectors, sizes, prices, tables, free, chance)
        found = scipy.optimize.linprog(
            costs, A_eq=rows, b_eq=bounds, bounds=(0, 1), method="highs-ds"
        )
        chosen = found.x[: len(free) * len(sizes)].reshape(len(free), len(sizes)).argmax(axis=1)
        for person, table in zip(free, chosen, strict=True):
            tables[int(table)].append(person)
    return tables


def _program(
    sectors: Sequence[Hashable], sizes: Sequence[int], prices: np.ndarray,
    seated: Sequence[Sequence[int]], free: Sequence[int], chance: Random,
) -> tuple[scipy.sparse.coo_array, np.ndarray, np.ndarray]:
    """Rows: everybody sits once; tables are full; at each table sectors count their people.

    Columns: person at table (person by person), then the k-th person of a sector at a table.
    """
    names = list(dict.fromkeys(sectors))
    number = {name: n for n, name in enumerate(names)}
    people, tables, kinds = len(free), len(sizes), len(names)
    of = np.array([number[sectors[p]] for p in free])
    person, table = np.divmod(np.arange(people * tables), tables)
    mix = people + tables + of[person] * tables + table
    steps, marginal = _steps(sectors, sizes, names, seated)
    last = people * tables + np.arange(len(steps))
    column = np.arange(people * tables)
    rows = scipy.sparse.coo_array(
        (
            np.concatenate([np.ones(3 * column.size), -np.ones(len(steps))]),
            (np.concatenate([person, people + table, mix, people + tables + steps]),
             np.concatenate([column, column, column, last])),
        ),
        shape=(people + tables + kinds * tables, people * tables + len(steps)),
    )
    left = [size - len(there) for size, there in zip(sizes, seated, strict=True)]
    bounds = np.concatenate([np.ones(people), left, np.zeros(kinds * tables)])
    noise = np.array([chance.random() for _ in column]) * NOISE
    return rows, bounds, np.concatenate([prices[free].ravel() + noise, marginal])


def _steps(
    sectors: Sequence[Hashable], sizes: Sequence[int], names: Sequence[Hashable],
    seated: Sequence[Sequence[int]],
) -> tuple[np.ndarray, np.ndarray]:
    """For each further person of a sector at a table: the row that counts them, and the price."""
    where, price = [], []
    for s, name in enumerate(names):
        members = sum(sector == name for sector in sectors)
        for t, size in enumerate(sizes):
            there = sum(sectors[p] == name for p in seated[t])
            share = members * size / len(sectors)
            for k in range(there + 1, there + 1 + min(members, size - len(seated[t]))):
                where.append(s * len(sizes) + t)
                price.append(MIX * (2 * (k - share) - 1))
    return np.array(where, dtype=int), np.array(price)
