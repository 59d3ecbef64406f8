"""Tables mixed by sector, over rounds in which nobody meets the same person twice if possible.

Every table has as many people as every other, or one more; and of every sector as many as every
other table, or one more. These are exact: the first seating of a round keeps them (dealing.py),
and only people of the same sector are swapped afterwards (anneal.py). Where tables differ in size
or places are fixed by hand, the mix is the most even one that is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random

import numpy as np

from weitblick.engines.errors import InputError
from weitblick.engines.seating.anneal import Plan, improve
from weitblick.engines.seating.dealing import dealt, even_sizes, flow

# As if they had met so often: no repetition elsewhere is worth a meeting of such a pair.
APART = 1000
ATTEMPTS, WISHING_ATTEMPTS = 8, 2
# What a place costs that meets no wish, and one that meets a later wish than the first.
UNMET, LATER = 1.0, 0.1


@dataclass(frozen=True)
class Conditions:
    """What a seating has to keep.

    ``sizes``: the most people for each table, None for any number. ``topics``: the topic of each
    table; ``wishes``: for each person topics in order of preference. ``fixed``: for each round
    person to table. All may be left out.
    """

    sizes: Sequence[int | None] = ()
    topics: Sequence[Hashable] = ()
    wishes: Sequence[Sequence[Hashable]] = ()
    fixed: Sequence[Mapping[int, int]] = ()

    def __bool__(self) -> bool:
        return any(size is not None for size in self.sizes) or any(self.wishes) or any(self.fixed)


@dataclass(frozen=True)
class Seating:
    """``rounds[r][t]``: the people (numbers from 0) at table t in round r.

    ``pairs``: pairs that sit together, counted in every round; ``distinct``: different ones among
    them; ``most_meetings``: how often the same two meet at most, earlier meetings included.
    ``repeated``: pairs that meet again. ``broken``: pairs that meet although they should not.
    ``wishing``: places of people with a wish, counted in every round; ``wishes_met``: how many of
    them are at a table of the first, the second, … wish.
    """

    rounds: tuple[tuple[tuple[int, ...], ...], ...]
    pairs: int
    distinct: int
    most_meetings: int
    repeated: tuple[tuple[int, int], ...]
    broken: tuple[tuple[int, int], ...]
    wishing: int = 0
    wishes_met: tuple[int, ...] = field(default=())


def seat(
    sectors: Sequence[Hashable],
    tables: int,
    rounds: int = 1,
    *,
    apart: Iterable[tuple[int, int]] = (),
    met: Iterable[tuple[int, int]] = (),
    conditions: Conditions = Conditions(),
    seed: int = 0,
) -> Seating:
    """Seat people (one sector for each) at ``tables`` tables for some rounds.

    ``apart``: pairs that must not share a table. ``met``: pairs that met before, counted as a first
    meeting. New faces go before wishes, the mix goes before both. The same arguments give the same
    seating.
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
    _refuse_misfit(conditions, people, tables, rounds)
    met_before, kept_apart = _pairs(met, people), _pairs(apart, people)
    before = _before(met_before, kept_apart, people)
    chance = Random(seed)
    prices = _prices(conditions, people, tables)
    partners = _partners(sectors, conditions, rounds)
    bound = _unavoidable(conditions, before)
    best: list[list[list[int]]] = []
    least: int | None = None
    for _ in range(WISHING_ATTEMPTS if prices.any() else ATTEMPTS):
        first = [_first(sectors, tables, prices, conditions, r, chance) for r in range(rounds)]
        plan = Plan.of(first, before, [prices.tolist()] * rounds)
        repeats = improve(plan, partners, before, bound, chance)
        if least is None or repeats < least:
            best, least = plan.tables, repeats
        if least <= bound:
            break
    return _seating(best, met_before, kept_apart, conditions)


def make_ready() -> None:
    """Load the compiled steps (the first time ever: compile them), so that nobody waits later."""
    seat("aabbcc", 2, 3)  # these few cannot but meet again, so steps are taken


def _first(
    sectors: Sequence[Hashable], tables: int, prices: np.ndarray, conditions: Conditions,
    r: int, chance: Random,
) -> list[list[int]]:
    """One round before anybody is swapped."""
    if not conditions:
        return dealt(sectors, tables, chance)
    fixed = conditions.fixed[r] if conditions.fixed else {}
    there = [list(fixed.values()).count(t) for t in range(tables)]
    sizes = even_sizes(len(sectors), conditions.sizes or [None] * tables, there)
    return flow(sectors, sizes, prices, fixed, chance)


def _unavoidable(conditions: Conditions, before: list[list[int]]) -> int:
    """What repeated meetings of people cost whose places are fixed."""
    tables = [
        [[p for p, at in kept.items() if at == t] for t in sorted(set(kept.values()))]
        for kept in conditions.fixed
    ]
    plan = Plan(tables, [], [row[:] for row in before], [])
    for one in tables:
        for seated in one:
            plan.count(seated)
    return plan.repeats(before)


def _prices(conditions: Conditions, people: int, tables: int) -> np.ndarray:
    """What a place costs by wish; nothing for people without one."""
    prices = np.zeros((people, tables))
    for p, wished in enumerate(conditions.wishes):
        for t, topic in enumerate(conditions.topics):
            if wished:
                prices[p, t] = LATER * bool(wished.index(topic)) if topic in wished else UNMET
    return prices


def _partners(
    sectors: Sequence[Hashable], conditions: Conditions, rounds: int
) -> list[list[list[int]]]:
    """With whom everybody may change places in each round: the same sector, no place fixed."""
    fixed = conditions.fixed or [{}] * rounds
    everybody: list[list[list[int]]] = []
    for kept in fixed:
        members: dict[Hashable, list[int]] = {}
        for person, sector in enumerate(sectors):
            if person not in kept:
                members.setdefault(sector, []).append(person)
        everybody.append([[] if p in kept else members[s] for p, s in enumerate(sectors)])
    return everybody


def _refuse_misfit(conditions: Conditions, people: int, tables: int, rounds: int) -> None:
    """Lists that do not fit the people, tables and rounds are a mistake of the caller."""
    wanted = (("sizes", tables), ("topics", tables), ("wishes", people), ("fixed", rounds))
    for name, length in wanted:
        given = len(getattr(conditions, name))
        if given not in (0, length) or (name == "topics" and any(conditions.wishes) and not given):
            raise InputError(
                "conditions", f"{name} has {given} entries, expected {length}.",
                name=name, given=given, expected=length,
            )
    for kept in conditions.fixed:
        for person, table in kept.items():
            if not (0 <= person < people and 0 <= table < tables):
                raise InputError(
                    "fixed_unknown",
                    f"Person {person} at table {table} is not among {people} people and "
                    f"{tables} tables (numbered from 0).",
                    person=person, table=table,
                )


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
    tables: list[list[list[int]]], met: set[tuple[int, int]], apart: set[tuple[int, int]],
    conditions: Conditions,
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
        wishing=len(rounds) * sum(bool(wished) for wished in conditions.wishes),
        wishes_met=_wishes_met(rounds, conditions),
    )


def _wishes_met(
    rounds: tuple[tuple[tuple[int, ...], ...], ...], conditions: Conditions
) -> tuple[int, ...]:
    """How many places are at a table of the first, the second, … wish."""
    if not any(conditions.wishes):
        return ()
    places = [(p, conditions.topics[t]) for one in rounds for t, at in enumerate(one) for p in at]
    ranks = [conditions.wishes[p].index(topic) for p, topic in places
             if topic in conditions.wishes[p]]
    most = max(len(wished) for wished in conditions.wishes)
    return tuple(ranks.count(rank) for rank in range(most))
