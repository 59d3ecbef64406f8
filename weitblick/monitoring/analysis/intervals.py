"""How far chance alone moves a share or a rate of counted cases."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from weitblick.engines.series import Estimate, byar, wilson
from weitblick.evidence import queries as evidence
from weitblick.evidence.cells import Cell
from weitblick.evidence.models import Indicator

RATIO = re.compile(
    r"""(?P<top>\w+(?:\["[^"]*"\])?)\s*/\s*(?P<bottom>\w+(?:\["[^"]*"\])?)\s*\*\s*"""
    r"""per\((?P<per>\d+)\)""")
OPERAND = re.compile(r"""(?P<code>\w+)(?:\["(?P<dimensions>[^"]*)"\])?""")


@dataclass(frozen=True)
class Ratio:
    """Cases by people, times ``per``; ``is_share``: the cases are some of the people."""

    top: tuple[str, str]
    bottom: tuple[str, str]
    per: int
    is_share: bool


def ratio_of(one: Indicator) -> Ratio | None:
    """The ratio of two counts that an indicator is, if it is one."""
    found = RATIO.fullmatch(one.formula.strip())
    if not found:
        return None
    top, bottom = (_operand(found[name]) for name in ("top", "bottom"))
    if not all(evidence.indicator(code).is_count for code, _dimensions in (top, bottom)):
        return None
    per = int(found["per"])
    return Ratio(top, bottom, per, per == 100)


def _operand(text: str) -> tuple[str, str]:
    found = OPERAND.fullmatch(text)
    assert found is not None  # the pattern of the ratio contains it
    return found["code"], found["dimensions"] or ""


def intervals(one: Indicator, cells: Iterable[Cell]) -> dict[tuple[str, int], Estimate]:
    """95 % intervals by area and year: Wilson for shares, Byar for rates; none for other figures.

    Only of counts that may be shown, so an interval gives nothing away.
    """
    ratio = ratio_of(one)
    shown = {(cell.area, cell.year) for cell in cells if cell.has_number}
    if ratio is None or not shown:
        return {}
    areas = sorted({area for area, _year in shown})
    span = (min(year for _area, year in shown), max(year for _area, year in shown))
    top, bottom = (
        {(cell.area, cell.year): cell.value for cell in evidence.cells(
            code, areas, dimensions=dimensions, years=span) if cell.has_number}
        for code, dimensions in (ratio.top, ratio.bottom))
    return {place: _estimate(ratio, top[place] or 0, bottom[place] or 0)
            for place in sorted(shown) if place in top and bottom.get(place)
            and 0 <= (top[place] or 0) <= (bottom[place] or 0)}


def _estimate(ratio: Ratio, cases: float, people: float) -> Estimate:
    if not ratio.is_share:
        return byar(round(cases), people, ratio.per)
    found = wilson(round(cases), round(people))
    return Estimate(found.value * 100, found.low * 100, found.high * 100, found.level)
