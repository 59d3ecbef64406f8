"""The heart of the seating: swaps inside a sector until no pair meets twice.

Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983, Science 220, 671-680) on the social
golfer problem with sectors. Plain Python on purpose: a hall of people needs about a second, less
than a compiler takes to start.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from random import Random
from typing import NamedTuple


class Stage(NamedTuple):
    """A part of the annealing: how many steps, from which temperature to which, and how much of
    the prices counts. A swap that costs one meeting more is taken with probability 8 % at 0.4."""

    steps: int
    hot: float
    cold: float
    weight: float


# Without prices one stage does. With prices they count fully first and ever less, so that the later
# stages have the freedom to part the few pairs that still meet twice; they end when none is left.
PLAIN = (Stage(300_000, 0.4, 0.1, 0.0),)
PRICED = (
    Stage(500_000, 0.4, 0.1, 1.0), Stage(250_000, 0.2, 0.1, 0.4), Stage(500_000, 0.15, 0.08, 0.1),
    Stage(400_000, 0.22, 0.1, 0.15), Stage(400_000, 0.22, 0.1, 0.08),
)
FREE = 2
# A small hall needs fewer steps than these: so many for each place in each round.
STEPS_A_PLACE = 2_000


@dataclass
class Plan:
    """A seating that is being improved.

    ``tables[r][t]``: people at table t in round r; ``table_of[r][p]``: the table of person p;
    ``meetings[p][q]``: how often two have met, with earlier meetings; nobody meets themself.
    ``prices[r][p][t]``: what it costs that p sits at table t in round r, in repeated meetings.
    """

    tables: list[list[list[int]]]
    table_of: list[list[int]]
    meetings: list[list[int]]
    prices: list[list[list[float]]]

    @classmethod
    def of(
        cls, tables: list[list[list[int]]], before: list[list[int]],
        prices: list[list[list[float]]],
    ) -> Plan:
        people = range(len(before))
        places = [{p: t for t, seated in enumerate(one) for p in seated} for one in tables]
        table_of = [[at[p] for p in people] for at in places]
        plan = cls(tables, table_of, [row[:] for row in before], prices)
        for one in tables:
            for seated in one:
                plan.count(seated)
        return plan

    def count(self, seated: list[int]) -> None:
        for one in seated:
            for other in seated:
                self.meetings[one][other] += one != other

    def repeats(self, before: list[list[int]]) -> int:
        """What meetings cost: every further one of a pair costs one more than the last."""
        total = 0
        for row, earlier in zip(self.meetings, before, strict=True):
            total += sum(m * (m - 1) - b * (b - 1) for m, b in zip(row, earlier, strict=True))
        return total // 4

    def paid(self) -> float:
        """What the places cost."""
        return sum(
            price[p][t]
            for price, at in zip(self.prices, self.table_of, strict=True)
            for p, t in enumerate(at)
        )

    def swap_repeats(self, r: int, p: int, q: int) -> int:
        """What meetings cost more when p and q, at different tables in round r, change places."""
        at, tables = self.table_of[r], self.tables[r]
        own, other = tables[at[p]], tables[at[q]]
        of_p, of_q = self.meetings[p], self.meetings[q]
        change = len(own) + len(other) - 2 - 2 * of_p[q]
        for x in own:
            change += of_q[x] - of_p[x]
        for y in other:
            change += of_p[y] - of_q[y]
        return change

    def swap_paid(self, r: int, p: int, q: int) -> float:
        """What the places cost more when p and q change theirs in round r."""
        at, of_p, of_q = self.table_of[r], self.prices[r][p], self.prices[r][q]
        return of_p[at[q]] - of_p[at[p]] + of_q[at[p]] - of_q[at[q]]

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


def improve(
    plan: Plan, partners: list[list[list[int]]], before: list[list[int]], least: int,
    chance: Random,
) -> int:
    """Swap people of the same sector, stage by stage; what repeated meetings still cost.

    ``partners[r][p]``: with whom person p may change places in round r, with p (nobody: the place
    is fixed). The later stages end when repeated meetings cost no more than ``least``.
    """
    priced = any(any(row) for one in plan.prices for row in one)
    stages = PRICED if priced else PLAIN
    most = STEPS_A_PLACE * len(before) * len(plan.tables)
    for number, stage in enumerate(stages):
        stop = least if number >= FREE or not priced else -1
        _anneal(plan, partners, before, stage._replace(steps=min(stage.steps, most)), stop, chance)
    return plan.repeats(before)


def _anneal(
    plan: Plan, partners: list[list[list[int]]], before: list[list[int]], stage: Stage,
    least: int, chance: Random,
) -> None:
    """One stage; ends early when repeated meetings cost no more than ``least``."""
    repeats, temperature, draw = plan.repeats(before), stage.hot, chance.random
    rounds, people, weight = len(plan.tables), len(before), stage.weight
    cooling = (stage.cold / stage.hot) ** (1 / max(1, stage.steps))
    for _ in range(stage.steps):
        if repeats <= least:
            break
        temperature *= cooling
        r, p = int(draw() * rounds), int(draw() * people)
        group = partners[r][p]
        if not group:
            continue
        q = group[int(draw() * len(group))]
        if plan.table_of[r][p] == plan.table_of[r][q]:
            continue
        change = plan.swap_repeats(r, p, q)
        cost = change + weight * plan.swap_paid(r, p, q)
        if cost <= 0 or draw() < exp(-cost / temperature):
            plan.swap(r, p, q)
            repeats += change
