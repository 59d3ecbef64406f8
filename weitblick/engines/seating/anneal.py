"""The heart of the seating: swaps inside a sector until no pair meets twice.

Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983, Science 220, 671-680) on the social
golfer problem with sectors. What it takes is bounded by the number of steps, not by a clock, so the
same people get the same seating on every machine. The steps themselves are compiled (swaps.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

import numpy as np


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
# Random numbers are drawn for so many steps at once.
STEPS_AT_ONCE = 100_000


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
    from weitblick.engines.seating import swaps  # noqa: PLC0415  the compiler, for who needs it

    hall, free = _Arrays.of(plan), _free(partners)
    cooling = (stage.cold / stage.hot) ** (1 / max(1, stage.steps))
    left, temperature, repeats = stage.steps, stage.hot, plan.repeats(before)
    while left and repeats > least:
        draws = _draws(chance, swaps.DRAWS_A_STEP * min(left, STEPS_AT_ONCE))
        done, used, temperature, repeats = swaps.run(
            hall.tables, hall.sizes, hall.table_of, hall.met, hall.prices, *free, draws, left,
            temperature, cooling, stage.weight, repeats, least,
        )
        _skip(chance, used)
        left -= done
    hall.write(plan)


class _Arrays(NamedTuple):
    """A plan as the compiled steps take it; tables are padded to the largest."""

    tables: np.ndarray
    sizes: np.ndarray
    table_of: np.ndarray
    met: np.ndarray
    prices: np.ndarray

    @classmethod
    def of(cls, plan: Plan) -> _Arrays:
        sizes = np.array([[len(seated) for seated in one] for one in plan.tables])
        tables = np.zeros((*sizes.shape, sizes.max()), dtype=np.int64)
        for r, one in enumerate(plan.tables):
            for t, seated in enumerate(one):
                tables[r, t, :len(seated)] = seated
        return cls(tables, sizes, np.array(plan.table_of), np.array(plan.meetings),
                   np.array(plan.prices, dtype=float))

    def write(self, plan: Plan) -> None:
        plan.tables = [
            [row[:size].tolist() for row, size in zip(one, at, strict=True)]
            for one, at in zip(self.tables, self.sizes, strict=True)
        ]
        plan.table_of, plan.meetings = self.table_of.tolist(), self.met.tolist()


def _free(partners: list[list[list[int]]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Partners one after the other, where those of everybody in each round begin, how many."""
    count = np.array([[len(group) for group in one] for one in partners])
    first = (np.cumsum(count) - count.ravel()).reshape(count.shape)
    return np.array([q for one in partners for group in one for q in group], int), first, count


def _draws(chance: Random, count: int) -> np.ndarray:
    """The next numbers of ``chance``, which stays where it is: both are the same generator."""
    return _same(chance).random_sample(count)


def _skip(chance: Random, used: int) -> None:
    """Go on in ``chance`` by so many numbers."""
    same = _same(chance)
    same.random_sample(used)
    state = same.get_state(legacy=False)["state"]
    chance.setstate((3, (*map(int, state["key"]), int(state["pos"])), None))


def _same(chance: Random) -> np.random.RandomState:
    """NumPy's Mersenne Twister in the state of Python's."""
    *keys, at = chance.getstate()[1]
    same = np.random.RandomState()
    same.set_state({"bit_generator": "MT19937", "has_gauss": 0, "gauss": 0.0,
                    "state": {"key": np.array(keys, dtype=np.uint32), "pos": at}})
    return same
