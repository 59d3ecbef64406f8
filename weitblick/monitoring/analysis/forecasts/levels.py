"""Rates of an area from what is counted there, in its Kreis or in the Land; else from a model.

Every level and every schedule by age says where it comes from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from django.utils.translation import gettext as _

from weitblick.engines import forecast
from weitblick.engines.forecast import Rates
from weitblick.evidence import queries as evidence
from weitblick.evidence.models import Level
from weitblick.monitoring import ages, schedules
from weitblick.monitoring.ages import Floats
from weitblick.monitoring.analysis import places
from weitblick.monitoring.analysis.forecasts import events, people
from weitblick.monitoring.analysis.forecasts.events import Count, Counted
from weitblick.monitoring.analysis.forecasts.people import Start

LAND = "16"
PEOPLE = 1000
NAMES = ("births", "deaths", "migration")
ENOUGH = 10
"""So many Kreise speak for the Land where it has no table of its own."""


@dataclass(frozen=True)
class Origin:
    """Where a level or a schedule comes from, in words, and the lines to print beside it."""

    words: str
    sources: tuple[str, ...] = ()
    is_assumed: bool = False


@dataclass(frozen=True)
class Lender:
    """A larger area whose schedules are borrowed, with its people (2, 96)."""

    name: str
    people: Floats
    counted: Counted


@dataclass(frozen=True)
class Typed:
    """What holds where nothing is counted: TFR, life expectancies, net moves per 1,000."""

    tfr: float
    women: float
    men: float
    migration: float


@dataclass(frozen=True)
class Ground:
    """The rates an area starts with. ``levels`` and ``shapes``: origin of births, deaths and
    migration, how many and at which ages; ``people``: how many there are."""

    rates: Rates
    people: float
    levels: Mapping[str, Origin] = field(default_factory=dict)
    shapes: Mapping[str, Origin] = field(default_factory=dict)

    @property
    def typed(self) -> Typed:
        """Its levels as they are typed."""
        women, men = forecast.life_expectancy(self.rates)
        moves = float(self.rates.migration.sum())
        return Typed(self.rates.tfr, women, men, moves * PEOPLE / self.people)


def ground(
    start: Start, counted: Counted, lenders: Mapping[str, Lender], typed: Typed, *,
    borrows: bool = False,
) -> Ground:
    """The rates of an area. ``lenders``: by births, deaths and migration; ``borrows``: the ages
    of events are the lender's, only levels are the area's own."""
    model = schedules.base(typed.tfr, (typed.women, typed.men))
    own = None if borrows else counted
    fertility, birth_shape, birth_level = _fertility(start, counted, own, lenders, model)
    mortal, death_shape, death_level = _mortality(start, counted, own, lenders, model)
    moves, move_shape, move_level = _migration(start, counted, own, lenders, typed)
    rates = replace(mortal, fertility=fertility, migration=moves)
    return Ground(
        rates, start.total,
        {"births": birth_level, "deaths": death_level, "migration": move_level},
        {"births": birth_shape, "deaths": death_shape, "migration": move_shape})


Found = tuple[Floats, Origin, Origin]


def _fertility(
    start: Start, counted: Counted, own: Counted | None, lenders: Mapping[str, Lender],
    model: Rates,
) -> Found:
    women, table, lender = start.people[0], counted.of("births"), lenders.get("births")
    groups = own.kinds[events.BIRTHS].by_age(None) if own and events.BIRTHS in own.kinds else None
    if groups and table:
        rates = schedules.fertility_from(groups, women)
        return rates, counted_in(table), counted_in(table)
    found, shape = model.fertility, modelled()
    if lender is not None and (lent := lender.counted.kinds[events.BIRTHS].by_age(None)):
        found = schedules.fertility_from(lent, lender.people[0])
        shape = counted_in(lender.counted.kinds[events.BIRTHS], lender.name)
    if counted.births is None or table is None:
        return found, shape, shape
    expected = float(found @ women)
    ratio = forecast.shrunk_ratio(counted.births * table.years, expected * table.years)
    return found * ratio, shape, counted_in(table)


def _mortality(
    start: Start, counted: Counted, own: Counted | None, lenders: Mapping[str, Lender],
    model: Rates,
) -> tuple[Rates, Origin, Origin]:
    table, lender = counted.of("deaths"), lenders.get("deaths")
    groups = own.kinds[events.DEATHS].of_sexes() if own and events.DEATHS in own.kinds else None
    if groups and table:
        rates = schedules.mortality_from(groups, start.people, table.years)
        return rates, counted_in(table), counted_in(table)
    found, shape = model, modelled()
    if lender is not None and (lent := lender.counted.kinds[events.DEATHS].of_sexes()):
        count = lender.counted.kinds[events.DEATHS]
        found = schedules.mortality_from(lent, lender.people, count.years)
        shape = counted_in(count, lender.name)
    if counted.deaths is None or table is None:
        return found, shape, shape
    expected = schedules.expected_deaths(found, start.people)
    ratio = forecast.shrunk_ratio(counted.deaths * table.years, expected * table.years)
    return forecast.with_mortality(found, (ratio, ratio)), shape, counted_in(table)


def _migration(
    start: Start, counted: Counted, own: Counted | None, lenders: Mapping[str, Lender],
    typed: Typed,
) -> Found:
    table, lender = counted.of("migration"), lenders.get("migration")
    if own is not None and own.moves and table:
        return schedules.migration_from(own.moves), counted_in(table), counted_in(table)
    spread = np.tile(forecast.rogers_castro(ages.GROUPS) / 2, (2, 1))
    if counted.migration is not None and table:
        return spread * counted.migration, modelled(), counted_in(table)
    if lender is not None and (lent := lender.counted.moves):
        origin = counted_in(lender.counted.kinds[events.ARRIVALS], lender.name)
        rate = schedules.migration_from(lent) / np.maximum(lender.people, 1.0)
        return rate * start.people, origin, origin
    return spread * typed.migration * start.total / PEOPLE, modelled(), modelled()


def modelled() -> Origin:
    """Nothing is counted."""
    return Origin(_("Modellannahme"), is_assumed=True)


def counted_in(one: Count, where: str = "") -> Origin:
    """A table, with its years, and of which area if not of this one."""
    years = _("Mittel %(first)d–%(last)d") % {"first": one.first, "last": one.last}
    if one.first == one.last:
        years = _("Stand %d") % one.last
    words = _("aus Tabelle %(table)s, %(years)s") % {"table": one.table, "years": years}
    return Origin(f"{words}, {where}" if where else words, one.sources)


def lenders_for(area: str, year: int) -> dict[str, Lender]:
    """By kind of event: the Kreis of a smaller area, else the Land, else its Kreise together."""
    near = [area[:5]] if len(area) > 5 and area[:5].isdecimal() else []
    found: dict[str, Lender] = {}
    kreise = [one.key for one in places.units(Level.KREIS) if one.key != area]
    for keys, fewest in ((near, 1), ([LAND], 1), (kreise, ENOUGH)):
        missing = [name for name in NAMES if name not in found]
        if keys and missing:
            found |= _lenders(keys, year, missing, fewest)
    return found


def _lenders(
    keys: Sequence[str], year: int, names: Sequence[str], fewest: int
) -> dict[str, Lender]:
    """Areas together as one lender for each kind of event that enough of them count by age."""
    counted = events.count(keys, year)
    able = {name: [key for key in keys if _has_ages(counted[key], name)] for name in names}
    known = people.starts(sorted({key for each in able.values() for key in each}))
    found = {}
    for name, each in able.items():
        there = [key for key in each if key in known]
        if len(there) >= fewest:
            kinds = (events.ARRIVALS, events.DEPARTURES) if name == "migration" else (name,)
            found[name] = Lender(
                _named(there), np.sum([known[key].people for key in there], axis=0),
                Counted({kind: events.pooled([counted[key].kinds[kind] for key in there])
                         for kind in kinds}))
    return found


def _has_ages(one: Counted, name: str) -> bool:
    if name == "migration":
        return one.moves is not None
    if name not in one.kinds:
        return False
    count = one.kinds[name]
    return bool(count.by_age(None) if name == events.BIRTHS else count.of_sexes())


def _named(keys: Sequence[str]) -> str:
    if len(keys) == 1:
        return evidence.names(keys)[keys[0]]
    return _("%d Kreise zusammen") % len(keys)
