"""People by age and sex of an area: all complete tables, the newest one, and totals over time."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from weitblick.evidence import queries as evidence
from weitblick.evidence.cells import Cell
from weitblick.evidence.models import Area, AreaChange, Level
from weitblick.monitoring import ages, schedules
from weitblick.monitoring.ages import Floats, Groups

POPULATION = "bevoelkerung"
WOMEN, MEN = "GESW", "GESM"
SINGLE_YEARS = 2 * 80
Keys = Mapping[str, Mapping[str, Mapping[str, ages.Group]]]


@dataclass(frozen=True)
class Start:
    """The people (2, 96) of an area at the end of a year, with the lines of attribution.

    ``widths``: age groups had to be spread over single years. ``last``: first age of the open
    group.
    """

    key: str
    year: int
    people: Floats
    sources: tuple[str, ...]
    widths: bool
    last: int

    @property
    def total(self) -> float:
        """Everybody."""
        return float(self.people.sum())


def age_keys() -> dict[str, dict[str, dict[str, ages.Group]]]:
    """By age variable and sex: breakdown key to age group."""
    found: dict[str, dict[str, dict[str, ages.Group]]] = defaultdict(lambda: defaultdict(dict))
    for key, words in evidence.breakdowns(POPULATION).items():
        parts, told = key.split(";"), words.split(", ")
        sexes = [sex for sex in (WOMEN, MEN) if any(one.endswith(f"={sex}") for one in parts)]
        if len(parts) != 2 or len(told) != 2 or len(sexes) != 1:
            continue
        for part, word in zip(parts, told, strict=True):
            group = None if part.endswith(f"={sexes[0]}") else ages.interval(word)
            if group is not None:
                found[part.split("=")[0]][sexes[0]][key] = group
    return {variable: dict(by_sex) for variable, by_sex in found.items()}


def areas_with_ages() -> list[tuple[str, str]]:
    """Key and name of the areas of which people by age and sex are known, Kreise first."""
    found: list[str] = []
    samples = [min(by_sex[WOMEN]) for by_sex in age_keys().values() if WOMEN in by_sex]
    levels = ((Level.KREIS, "16"), (Level.LAND, "DG"), (Level.PLANNING, "16"),
              (Level.GEMEINDE, "16"))
    for level, within in levels:
        keys: set[str] = set()
        for sample in samples:
            table = evidence.table(POPULATION, level=level, within=within, dimensions=sample)
            keys |= {cell.area for cell in table.cells if cell.has_number} if table else set()
        found += sorted(key for key in keys if level != Level.LAND or key == "16")
    names = evidence.names(found)
    return [(key, names[key]) for key in found]


def tables(areas: Sequence[str]) -> dict[str, list[Start]]:
    """Every complete table of each area, newest first."""
    keys, sheet = age_keys(), evidence.indicator(POPULATION)
    found: dict[str, list[Start]] = {}
    for area, by_day in _cells(areas).items():
        for day in sorted(by_day, reverse=True):
            start = _start(by_day[day], keys)
            if start is not None:
                used, people, last = start
                found.setdefault(area, []).append(Start(
                    area, day.year, people, evidence.attributions(sheet, used),
                    len(used) < SINGLE_YEARS, last))
    return found


def starts(areas: Sequence[str]) -> dict[str, Start]:
    """The newest complete table of each area."""
    return {area: rows[0] for area, rows in tables(areas).items()}


def before(rows: Sequence[Start], years: int) -> Start | None:
    """The table so many years before the newest, if no break lies between them."""
    now = rows[0]
    for one in rows:
        if one.year == now.year - years and not any(
            one.year < at.year <= now.year for at in breaks(now.key)
        ):
            return one
    return None


def breaks(area: str) -> list[dt.date]:
    """From which days on people of an area are counted otherwise or on another territory."""
    return breaks_of([area])[area]


def breaks_of(areas: Sequence[str]) -> dict[str, list[dt.date]]:
    """The same for many areas, with two questions to the database."""
    method = {dt.date.fromisoformat(one["at"]) for one in evidence.indicator(POPULATION).breaks}
    found = {area: set(method) for area in areas}
    # A unit that was taken in whole does not break its own series, but that of who took it in.
    for on, new, old, share in AreaChange.objects.values_list(
        "on", "new__key", "old__key", "share"
    ):
        for key in (new, old if share < 1 else ""):
            if key in found:
                found[key].add(on)
    return {area: sorted(days) for area, days in found.items()}


def _cells(areas: Sequence[str]) -> dict[str, dict[dt.date, dict[str, Cell]]]:
    """All breakdowns by area and day."""
    found: dict[str, dict[dt.date, dict[str, Cell]]] = defaultdict(lambda: defaultdict(dict))
    for cell in evidence.cells(POPULATION, areas, dimensions=None):
        found[cell.area][cell.end][cell.dimensions] = cell
    return found


def totals(areas: Sequence[str]) -> dict[str, dict[dt.date, float]]:
    """People by area and day: the published total, else the sum of a whole table by age."""
    keys, found = age_keys(), {}
    for area, by_day in _cells(areas).items():
        found[area] = {day: value for day, cells in sorted(by_day.items())
                       if (value := _total(cells, keys)) is not None}
    return found


def published(areas: Sequence[str]) -> dict[str, dict[dt.date, float]]:
    """Published totals alone, by area and day; of municipalities the register's count too."""
    found: dict[str, dict[dt.date, float]] = defaultdict(dict)
    for row in Area.objects.filter(key__in=areas, population__isnull=False,
                                   population_on__isnull=False):
        if row.population_on is not None:
            found[row.key][row.population_on] = float(row.population or 0)
    for cell in evidence.cells(POPULATION, areas):
        if cell.has_number:
            found[cell.area][cell.end] = cell.value or 0.0
    return dict(found)


def size(area: str) -> tuple[int, float] | None:
    """Year and number of people of the newest count of an area."""
    known = totals([area]).get(area) or published([area]).get(area)
    if not known:
        return None
    day = max(known)
    return day.year, known[day]


def _total(cells: Mapping[str, Cell], keys: Keys) -> float | None:
    whole = cells.get("")
    if whole is not None and whole.has_number:
        return whole.value
    start = _start(cells, keys)
    return None if start is None else float(start[1].sum())


def _start(cells: Mapping[str, Cell], keys: Keys) -> tuple[list[Cell], Floats, int] | None:
    """Cells, people and the open group; the finest complete age variable counts."""
    options = []
    for by_sex in keys.values():
        rows, used, last = [], [], 0
        for at, sex in enumerate((WOMEN, MEN)):
            groups: Groups = {}
            for key, group in by_sex.get(sex, {}).items():
                cell = cells.get(key)
                if cell is not None and cell.has_number:
                    groups[group] = cell.value or 0.0
                    used.append(cell)
            if not ages.covers(groups):
                break
            last = max(low for low, _high in groups)
            rows.append(ages.single_years(groups, schedules.stationary(at)))
        if len(rows) == 2:
            options.append((used, np.array(rows), last))
    return max(options, key=lambda one: len(one[0]), default=None)
