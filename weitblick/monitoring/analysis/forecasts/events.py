"""Births, deaths and moves as tables count them: yearly means, by age where a table says it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from weitblick.evidence import queries as evidence
from weitblick.evidence.cells import Cell
from weitblick.evidence.models import Indicator
from weitblick.monitoring import ages
from weitblick.monitoring.ages import Group, Groups
from weitblick.monitoring.analysis.forecasts.people import MEN, WOMEN

YEARS_OF_FLOWS = 5
BIRTHS, DEATHS, ARRIVALS, DEPARTURES, BALANCE = (
    "births", "deaths", "arrivals", "departures", "balance")
TABLES = {"births": "12612-93-01-4", "deaths": "12613-93-01-4", "migration": "12711-04-02-4"}
Key = tuple[str | None, Group | None]
"""Sex (None: both) and age group (None: all)."""


@dataclass(frozen=True)
class Count:
    """One table of events of an area: yearly means by sex and age group, and where they stood."""

    means: Mapping[Key, float]
    table: str
    first: int
    last: int
    sources: tuple[str, ...]

    @property
    def years(self) -> int:
        """Over how many years the means go."""
        return self.last - self.first + 1

    @property
    def total(self) -> float | None:
        """All events a year; None where not even their parts are known."""
        for keys in ([(None, None)], [(WOMEN, None), (MEN, None)]):
            if all(key in self.means for key in keys):
                return sum(self.means[key] for key in keys)
        whole = self.by_age(None)
        return None if whole is None else sum(whole.values())

    def by_age(self, sex: str | None) -> Groups | None:
        """Age groups of a sex, or (None) of both together; None without them."""
        own = {age: value for (one, age), value in self.means.items()
               if one == sex and age is not None}
        if own or sex is not None:
            return own or None
        women, men = (self.by_age(one) for one in (WOMEN, MEN))
        if not women or not men or set(women) != set(men):
            return None
        return {age: value + men[age] for age, value in women.items()}

    def of_sexes(self) -> tuple[Groups, Groups] | None:
        """Age groups of women and of men, if they are whole in old age; a young group may be
        missing, because few deaths there are kept secret."""
        women, men = (self.by_age(one) for one in (WOMEN, MEN))
        if not women or not men or not all(map(_is_whole_in_old_age, (women, men))):
            return None
        return women, men


OLD = 65


def _is_whole_in_old_age(groups: Groups) -> bool:
    """Whether the groups follow each other from 65 or less to an open end."""
    first = min((low for low, high in groups if high is None or high > OLD), default=None)
    if first is None or first > OLD:
        return False
    older = {(low - first, None if high is None else high - first): value
             for (low, high), value in groups.items() if low >= first}
    return ages.covers(older)


@dataclass
class Counted:
    """What is counted of an area, by kind of event."""

    kinds: dict[str, Count] = field(default_factory=dict)

    @property
    def births(self) -> float | None:
        """Births a year."""
        return self.kinds[BIRTHS].total if BIRTHS in self.kinds else None

    @property
    def deaths(self) -> float | None:
        """Deaths a year."""
        return self.kinds[DEATHS].total if DEATHS in self.kinds else None

    @property
    def migration(self) -> float | None:
        """Net moves a year; half of the moves says nothing about the balance."""
        if BALANCE in self.kinds:
            return self.kinds[BALANCE].total
        if ARRIVALS not in self.kinds or DEPARTURES not in self.kinds:
            return None
        came, went = self.kinds[ARRIVALS].total, self.kinds[DEPARTURES].total
        return None if came is None or went is None else came - went

    @property
    def moves(self) -> tuple[Groups, Groups] | None:
        """Net moves of women and men by age group; without sexes both alike."""
        if ARRIVALS not in self.kinds or DEPARTURES not in self.kinds:
            return None
        came, went = self.kinds[ARRIVALS], self.kinds[DEPARTURES]
        arriving, leaving = came.of_sexes(), went.of_sexes()
        if arriving and leaving and set(arriving[0]) == set(leaving[0]) \
                and all(map(ages.covers, arriving)):
            women, men = ({age: there[age] - here.get(age, 0.0) for age in there}
                          for there, here in zip(arriving, leaving, strict=True))
            return women, men
        both, gone = came.by_age(None), went.by_age(None)
        if not both or not gone or set(both) != set(gone) or not ages.covers(both):
            return None
        half = {age: (value - gone[age]) / 2 for age, value in both.items()}
        return half, half

    def of(self, name: str) -> Count | None:
        """The table behind births, deaths or migration."""
        kinds = (BALANCE, ARRIVALS) if name == "migration" else (name,)
        return next((self.kinds[kind] for kind in kinds if kind in self.kinds), None)


def count(areas: Sequence[str], year: int) -> dict[str, Counted]:
    """Events of each area in the five years up to ``year``, as far as tables were taken over.

    Of several tables for one kind of event the one with most age groups counts.
    """
    found = {area: Counted() for area in areas}
    for sheet in evidence.indicators(with_values=True):
        kind = kind_of(sheet.code, sheet.name_de)
        if kind is None:
            continue
        keys = _keys(sheet.code)
        cells = evidence.cells(sheet.code, areas, dimensions=None,
                               years=(year - YEARS_OF_FLOWS + 1, year))
        for area, rows in _by_area(cells, keys).items():
            one = _count(sheet, rows, keys)
            there = found[area].kinds.get(kind)
            if there is None or len(one.means) > len(there.means):
                found[area].kinds[kind] = one
    return found


def kind_of(code: str, name: str) -> str | None:
    """Which events an indicator counts, by its statistic and words."""
    words = name.lower()
    if "12612" in code and ("lebendgeb" in words or "geburt" in words):
        return BIRTHS
    if "12613" in code and ("gestorben" in words or "sterbef" in words):
        return DEATHS
    if "12711" not in code:
        return None
    if "saldo" in words:
        return BALANCE
    if "zuz" in words or "zugezogen" in words:
        return ARRIVALS
    return DEPARTURES if "fortz" in words or "fortgezogen" in words else None


def _keys(code: str) -> dict[str, Key]:
    """Breakdowns by sex and age alone; those by citizenship and the like are left out."""
    found: dict[str, Key] = {}
    for key, words in evidence.breakdowns(code).items():
        parts, told = [one for one in key.split(";") if one], words.split(", ")
        if not parts:
            found[key] = (None, None)
            continue
        sexes = [sex for sex in (WOMEN, MEN) if any(one.endswith(f"={sex}") for one in parts)]
        groups = [group for part, word in zip(parts, told, strict=False)
                  if not part.endswith((f"={WOMEN}", f"={MEN}"))
                  and (group := ages.interval(word)) is not None]
        if len(sexes) + len(groups) == len(parts) and len(groups) < 2:
            found[key] = (sexes[0] if sexes else None, groups[0] if groups else None)
    return found


def _by_area(cells: Iterable[Cell], keys: Mapping[str, Key]) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.has_number and cell.dimensions in keys:
            found[cell.area].append(cell)
    return dict(found)


def _count(sheet: Indicator, rows: Sequence[Cell], keys: Mapping[str, Key]) -> Count:
    values: dict[Key, list[float]] = defaultdict(list)
    for cell in rows:
        values[keys[cell.dimensions]].append(cell.value or 0.0)
    # A number kept secret in some years would leave the mean of the larger ones.
    whole = max(len(each) for each in values.values())
    means = {key: sum(each) / whole for key, each in values.items() if len(each) == whole}
    years = [cell.year for cell in rows]
    return Count(means, _table(sheet), min(years), max(years), evidence.attributions(sheet, rows))


def _table(sheet: Indicator) -> str:
    """The code of the table, else of the statistic that the raw indicator is named after."""
    statistic = next((part for part in sheet.code.split("_") if part.isdecimal()), sheet.code)
    return sheet.source_table or statistic


def pooled(counts: Sequence[Count]) -> Count:
    """Counts of several areas together: what all of them have."""
    shared = set.intersection(*(set(one.means) for one in counts))
    return Count({key: sum(one.means[key] for one in counts) for key in shared},
                 counts[0].table, min(one.first for one in counts),
                 max(one.last for one in counts),
                 tuple(sorted({line for one in counts for line in one.sources})))
