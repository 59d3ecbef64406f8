"""Tables mixed by sector, over rounds in which nobody meets the same person twice if possible.

Every table has as many people as every other, or one more; and of every sector as many as every
other table, or one more. These are exact: the first seating deals the sectors out in turn, and only
people of the same sector are swapped afterwards (see anneal.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from weitblick.engines.errors import InputError
from weitblick.engines.seating.anneal import Plan, improve

# As if they had met so often: no repetition elsewhere is worth a meeting of such a pair.
APART = 1000
ATTEMPTS = 8


@dataclass(frozen=True)
class Seating:
    """``rounds[r][t]``: the people (numbers from 0) at table t in round r.

    ``pairs``: pairs that sit together, counted in every round; ``distinct``: different ones among
    them; ``most_meetings``: how often the same two meet at most, earlier meetings included.
    ``repeated``: pairs that meet again. ``broken``: pairs that meet although they should not.
    """

    rounds: tuple[tuple[tuple[int, ...], ...], ...]
    pairs: int
    distinct: int
    most_meetings: int
    repeated: tuple[tuple[int, int], ...]
    broken: tuple[tuple[int, int], ...]


def seat(
    sectors: Sequence[Hashable],
    tables: int,
    rounds: int = 1,
    *,
    apart: Iterable[tuple[int, int]] = (),
    met: Iterable[tuple[int, int]] = (),
    seed: int = 0,
) -> Seating:
    """Seat people (one sector for each) at ``tables`` tables for some rounds.

    ``apart``: pairs that must not share a table. ``met``: pairs that met before, counted as a first
    meeting. The same arguments give the same seating.
    """
    people = len(sectors)
    if tables < 1 or rounds < 1 or people < tables:
        raise InputError(
            "too_few_people",
            f"{people} people, {tables} tables, {rounds} rounds: give at least one table and round "
            "and a person for each table.",
            people=people,
            tables=tables,
            rounds=rounds,
        )
    met_before, kept_apart = _pairs(met, people), _pairs(apart, people)
    before = _before(met_before, kept_apart, people)
    chance = Random(seed)
    best, least = _dealt(sectors, tables, rounds, chance), None
    for attempt in range(ATTEMPTS):
        plan = Plan.of(best if not attempt else _dealt(sectors, tables, rounds, chance), before)
        cost = improve(plan, _sector_of(sectors), before, chance)
        if least is None or cost < least:
            best, least = plan.tables, cost
        if not least:
            break
    return _seating(best, met_before, kept_apart)


def _dealt(
    sectors: Sequence[Hashable], tables: int, rounds: int, chance: Random
) -> list[list[list[int]]]:
    """Every round deals the people out in turn: sectors in any order, in each people in any order.

    A sector follows the other without a gap, so that both the tables and the shares of each sector
    differ by one person at most.
    """
    dealt = []
    names = list(dict.fromkeys(sectors))
    for _ in range(rounds):
        chance.shuffle(names)
        order: list[int] = []
        for name in names:
            members = [p for p, sector in enumerate(sectors) if sector == name]
            order += chance.sample(members, len(members))
        dealt.append([order[table::tables] for table in range(tables)])
    return dealt


def _sector_of(sectors: Sequence[Hashable]) -> list[list[int]]:
    members: dict[Hashable, list[int]] = {}
    for person, sector in enumerate(sectors):
        members.setdefault(sector, []).append(person)
    return [members[sector] for sector in sectors]


def _before(met: set[tuple[int, int]], apart: set[tuple[int, int]], people: int) -> list[list[int]]:
    """Earlier meetings of all pairs, both ways."""
    before = [[0] * people for _ in range(people)]
    for pairs, times in ((met, 1), (apart, APART)):
        for one, other in pairs:
            before[one][other] = before[other][one] = times
    return before


def _pairs(pairs: Iterable[tuple[int, int]], people: int) -> set[tuple[int, int]]:
    found = set()
    for one, other in pairs:
        if one == other or not (0 <= one < people and 0 <= other < people):
            raise InputError(
                "pair_unknown",
                f"The pair {one}, {other} does not name two of {people} people (numbered from 0).",
                one=one,
                other=other,
                people=people,
            )
        found.add((min(one, other), max(one, other)))
    return found


def _seating(
    tables: list[list[list[int]]], met: set[tuple[int, int]], apart: set[tuple[int, int]]
) -> Seating:
    rounds = tuple(tuple(tuple(sorted(seated)) for seated in one) for one in tables)
    together = Counter(pair for one in rounds for seated in one for pair in combinations(seated, 2))
    meetings = together + Counter(met)
    return Seating(
        rounds=rounds,
        pairs=together.total(),
        distinct=len(together),
        most_meetings=max(meetings.values(), default=0),
        repeated=tuple(sorted(pair for pair in together if meetings[pair] > 1)),
        broken=tuple(sorted(pair for pair in together if pair in apart)),
    )
