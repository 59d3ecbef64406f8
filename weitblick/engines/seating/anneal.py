"""The heart of the seating: swaps inside a sector until no pair meets twice.

Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983, Science 220, 671-680) on the social
golfer problem with sectors. Plain Python on purpose: a hall of people needs about a second, less
than a compiler takes to start.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from random import Random

# A swap that costs one meeting more is taken with probability 8 % at first, hardly ever at the end.
HOT, COLD = 0.4, 0.1
STEPS = 300_000


@dataclass
class Plan:
    """A seating that is being improved.

    ``tables[r][t]``: people at table t in round r; ``table_of[r][p]``: the table of person p;
    ``meetings[p][q]``: how often two have met, with earlier meetings; nobody meets themself.
    """

    tables: list[list[list[int]]]
    table_of: list[list[int]]
    meetings: list[list[int]]

    @classmethod
    def of(cls, tables: list[list[list[int]]], before: list[list[int]]) -> Plan:
        people = range(len(before))
        places = [{p: t for t, seated in enumerate(one) for p in seated} for one in tables]
        plan = cls(tables, [[at[p] for p in people] for at in places], [row[:] for row in before])
        for one in tables:
            for seated in one:
                plan.count(seated)
        return plan

    def count(self, seated: list[int]) -> None:
        for one in seated:
            for other in seated:
                self.meetings[one][other] += one != other

    def cost(self, before: list[list[int]]) -> int:
        """Every further meeting of a pair costs one more than the last."""
        total = 0
        for row, earlier in zip(self.meetings, before, strict=True):
            total += sum(m * (m - 1) - b * (b - 1) for m, b in zip(row, earlier, strict=True))
        return total // 4

    def swap_cost(self, r: int, p: int, q: int) -> int:
        """What it costs more that p and q, at different tables in round r, change places."""
        at, tables = self.table_of[r], self.tables[r]
        own, other = tables[at[p]], tables[at[q]]
        of_p, of_q = self.meetings[p], self.meetings[q]
        change = len(own) + len(other) - 2 - 2 * of_p[q]
        for x in own:
            change += of_q[x] - of_p[x]
        for y in other:
            change += of_p[y] - of_q[y]
        return change

    def swap(self, r: int, p: int, q: int) -> None:
        at, tables = self.table_of[r], self.tables[r]
        own, other = tables[at[p]], tables[at[q]]
        own.remove(p)
        other.remove(q)
        self._move(p, own, other)
        self._move(q, other, own)
        own.append(q)
        other.append(p)
        at[p], at[q] = at[q], at[p]

    def _move(self, person: int, left: list[int], joined: list[int]) -> None:
        met = self.meetings
        for x in left:
            met[person][x] -= 1
            met[x][person] -= 1
        for y in joined:
            met[person][y] += 1
            met[y][person] += 1


def improve(plan: Plan, sector_of: list[list[int]], before: list[list[int]], chance: Random) -> int:
    """Swap people of the same sector until nobody meets twice, or the steps end; the cost left.

    ``sector_of[p]``: everybody in the sector of person p.
    """
    cost, temperature, draw = plan.cost(before), HOT, chance.random
    rounds, people = len(plan.tables), len(sector_of)
    cooling = (COLD / HOT) ** (1 / STEPS)
    for _ in range(STEPS):
        if not cost:
            break
        temperature *= cooling
        r, p = int(draw() * rounds), int(draw() * people)
        group = sector_of[p]
        q = group[int(draw() * len(group))]
        if plan.table_of[r][p] == plan.table_of[r][q]:
            continue
        change = plan.swap_cost(r, p, q)
        if change <= 0 or draw() < exp(-change / temperature):
            plan.swap(r, p, q)
            cost += change
    return cost
