"""How good a seating is that stands, however it came about; and the best place that is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

Person = TypeVar("Person", bound=Hashable)
Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True)
class Quality:
    """What can be said of rounds of tables.

    ``pairs``: pairs that sit together, counted in every round; ``distinct``: different ones among
    them. ``off``: tables of a round that have more or fewer of a sector than an even mix gives
    them (rounded down or up). ``wishing``: people with a wish who sit somewhere; ``met_first``
    and ``met``: how many of them sit at a table of their first, of one of their wishes, in at least
    half of their rounds.
    """

    people: int
    pairs: int
    distinct: int
    off: int
    wishing: int
    met_first: int
    met: int


def measure(
    rounds: Sequence[Mapping[Place, Sequence[Person]]],
    sector_of: Mapping[Person, Hashable],
    wishes: Mapping[Person, Sequence[Hashable]],
    topic_of: Mapping[Place, Hashable],
) -> Quality:
    """Measure rounds (table to people); ``topic_of``: table to topic."""
    together = Counter(
        frozenset(pair) for one in rounds for at in one.values() for pair in combinations(at, 2)
    )
    sat: Counter[Person] = Counter(p for one in rounds for at in one.values() for p in at)
    got: Counter[Person] = Counter()
    first: Counter[Person] = Counter()
    for one in rounds:
        for table, at in one.items():
            topic = topic_of.get(table)
            got.update(p for p in at if topic in wishes.get(p, ()))
            first.update(p for p in at if wishes.get(p) and wishes[p][0] == topic)
    wishing = [p for p in sat if wishes.get(p)]
    return Quality(
        people=len(sat), pairs=together.total(), distinct=len(together),
        off=sum(_off(one, sector_of) for one in rounds), wishing=len(wishing),
        met_first=sum(2 * first[p] >= sat[p] for p in wishing),
        met=sum(2 * got[p] >= sat[p] for p in wishing),
    )


def _off(
    one: Mapping[Place, Sequence[Person]], sector_of: Mapping[Person, Hashable]
) -> int:
    """Tables of a round with an uneven share of some sector."""
    tables = [at for at in one.values() if at]
    people = sum(map(len, tables))
    of_sector = Counter(sector_of[p] for at in tables for p in at)
    uneven = 0
    for at in tables:
        there = Counter(sector_of[p] for p in at)
        shares = [(there[s], n * len(at) / people) for s, n in of_sector.items()]
        uneven += any(abs(count - share) >= 1 for count, share in shares)
    return uneven


def best_table(
    at: Mapping[Place, Sequence[Person]], person: Person, sector_of: Mapping[Person, Hashable],
    *, met: Counter[frozenset[Person]], places: Mapping[Place, int | None],
    topic_of: Mapping[Place, Hashable], wishes: Sequence[Hashable] = (),
) -> Place | None:
    """The best free place for somebody who comes late, nobody else being moved.

    First the tables with the fewest people that have room, then few of the person's sector, a
    wish, few who met the person before (``met``). None: no table has room.
    """
    free = [t for t in at if places.get(t) is None or len(at[t]) < (places[t] or 0)]

    def price(table: Place) -> tuple[int, ...]:
        topic, there = topic_of.get(table), at[table]
        return (
            len(there), sum(sector_of[p] == sector_of[person] for p in there),
            wishes.index(topic) if topic in wishes else len(wishes),
            sum(met[frozenset((person, p))] for p in there),
        )

    return min(free, key=price, default=None)
