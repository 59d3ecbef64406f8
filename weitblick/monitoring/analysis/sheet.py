"""One indicator on a page: all areas of a level for one year, and one area over the years."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from weitblick.engines.series import Estimate, class_breaks
from weitblick.evidence import queries as evidence
from weitblick.evidence.cells import Cell, Series
from weitblick.evidence.models import Area, Indicator, Level, Status
from weitblick.faces.maps import Area as MapArea
from weitblick.monitoring.analysis import intervals, places
from weitblick.monitoring.analysis.credits import credited
from weitblick.monitoring.analysis.printing import dated, is_amount, printed, reason
from weitblick.monitoring.lines import Band, Line, Spot, picture

PEOPLE = 3


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see of an indicator."""

    code: str
    level: str = Level.KREIS
    year: int | None = None
    dimensions: str = ""
    area: str = ""
    for_statistics_office: bool = False


class Sheet:
    """An indicator at a level and breakdown; everything is read once and kept."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.one = evidence.indicator(asked.code)

    @cached_property
    def years(self) -> list[int]:
        """Years for which there is anything at this level and breakdown."""
        return sorted({cell.year for cell in self.cells})

    @cached_property
    def breakdowns(self) -> dict[str, str]:
        """Breakdowns to choose from, with their words; derived indicators have none."""
        return {} if self.one.formula else evidence.breakdowns(self.one.code)

    @cached_property
    def units(self) -> list[Area]:
        """The areas of the level as they were in the year that is shown, by name."""
        ends = [cell.end for cell in self.cells if cell.year == self.year]
        return places.units(self.asked.level, max(ends, default=None))

    @cached_property
    def cells(self) -> list[Cell]:
        """All values of the level, all years; without units that did not exist."""
        found = evidence.cells(
            self.one.code, places.ever(self.asked.level), dimensions=self.asked.dimensions,
            for_statistics_office=self.asked.for_statistics_office)
        return [cell for cell in found if cell.status != Status.NOT_EXISTING]

    @cached_property
    def year(self) -> int | None:
        """The year that is shown: the one that was asked for, else the newest with a number."""
        with_numbers = {cell.year for cell in self.cells if cell.has_number}
        known = {cell.year for cell in self.cells}
        if self.asked.year in known:
            return self.asked.year
        return max(with_numbers or known, default=None)

    @cached_property
    def shown(self) -> dict[str, Cell]:
        """The last value of each area in that year."""
        of_year = sorted((cell for cell in self.cells if cell.year == self.year),
                         key=lambda cell: cell.end)
        end = max((cell.end for cell in of_year if cell.has_number), default=None)
        return {cell.area: cell for cell in of_year if end is None or cell.end == end}

    @cached_property
    def breaks(self) -> tuple[float, ...]:
        """Limits of the classes, the same for all years."""
        return class_breaks([cell.value for cell in self.cells
                             if cell.has_number and cell.value is not None])

    @cached_property
    def intervals(self) -> dict[tuple[str, int], Estimate]:
        """95 % intervals of the year that is shown."""
        return intervals.intervals(self.one, self.shown.values())

    @cached_property
    def median(self) -> float | None:
        """The middle of the areas with a value; None where areas cannot be compared."""
        values = [cell.value for cell in self.shown.values() if cell.has_number]
        if is_amount(self.one) or len(values) < PEOPLE:
            return None
        return float(np.median(values))  # type: ignore[arg-type]

    @property
    def attributions(self) -> tuple[str, ...]:
        """The lines that stand beside every picture and in every download."""
        return credited(self.one, sorted({cell.area for cell in self.cells}))

    def rows(self, url: Callable[[str], str]) -> list[dict[str, Any]]:
        """The areas with value, interval and page, by name."""
        return [self._row(one, url) for one in self.units]

    def _row(self, one: Area, url: Callable[[str], str]) -> dict[str, Any]:
        cell = self.shown.get(one.key)
        return {
            "area": one, "cell": cell, "value": printed(cell, self.one, unit=False),
            "interval": self.intervals.get((one.key, cell.year)) if cell else None,
            "url": url(one.key), "is_uncertain": bool(cell and cell.status == Status.UNCERTAIN),
        }

    def map_areas(self, url: Callable[[str], str]) -> tuple[list[MapArea], str]:
        """The areas for the map, and the attribution of its outlines; none without outlines."""
        end = max((cell.end for cell in self.shown.values()), default=None)
        if end is None:
            return [], ""
        drawn, attribution = places.outlined(self.asked.level, end)
        found = []
        for one in self.units:
            if one.key not in drawn:
                continue
            cell = self.shown.get(one.key)
            why = "" if cell and cell.has_number else (
                reason(cell) if cell else printed(None, self.one))
            found.append(MapArea(
                one.name, drawn[one.key], cell.value if cell and cell.has_number else None, why,
                bool(cell and cell.status == Status.UNCERTAIN), url(one.key)))
        return found, attribution

    @cached_property
    def series(self) -> Series | None:
        """The chosen area over the years."""
        if not self.asked.area:
            return None
        return evidence.series(
            self.one.code, self.asked.area, dimensions=self.asked.dimensions,
            for_statistics_office=self.asked.for_statistics_office)


def drawn(
    found: Series, one: Indicator, others: Sequence[tuple[str, Series]] = (), name: str = "",
) -> dict[str, Any] | None:
    """The picture of a series with its intervals and breaks; None for fewer than two values."""
    if len(found.numbers) < 2:
        return None
    lines = [_line(name, found, one)]
    lines += [_line(title, other, one) for title, other in others if other.numbers]
    marks = [(one_break.at.year + (one_break.at.month - 1) / 12 - 0.5, one_break.reason)
             for one_break in found.breaks]
    return picture(lines, _band(found, one), marks)


def _line(name: str, found: Series, one: Indicator) -> Line:
    return Line(name, tuple(
        Spot(cell.year + (cell.end.month - 12) / 12, cell.value if cell.has_number else None,
             f"{dated(cell)}: {printed(cell, one)}")
        for cell in found.cells))


def _band(found: Series, one: Indicator) -> Band | None:
    known = intervals.intervals(one, found.numbers)
    rows = [(cell.year, known[cell.area, cell.year]) for cell in found.numbers
            if (cell.area, cell.year) in known]
    if len(rows) < 2:
        return None
    return Band(tuple(float(year) for year, _estimate in rows),
                tuple(estimate.low for _year, estimate in rows),
                tuple(estimate.high for _year, estimate in rows))
