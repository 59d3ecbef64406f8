"""How wrong forecasts were: simple continuation on the past, and published ones against reality.

Nothing crosses a break: the past is looked at stretch by stretch.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from django.utils.translation import gettext as _

from weitblick.engines import forecast
from weitblick.engines.forecast import Published
from weitblick.evidence.models import Area, Level
from weitblick.faces.numbers import number
from weitblick.monitoring import lines
from weitblick.monitoring.ages import Floats
from weitblick.monitoring.analysis.forecasts.people import (
    breaks,
    breaks_of,
    published,
    totals,
)
from weitblick.monitoring.queries import forecasts as queries
from weitblick.workshop.models import Process

EARLIER = Path(__file__).parents[2] / "earlier.yaml"
SEEN_BEFORE = 5
"""Years before an earlier forecast that its picture shows too."""


def misses(areas: Sequence[str]) -> list[dict[str, Any]]:
    """How wrong simple continuation was in the past, in all areas of this level.

    Stretches between breaks of the method or the territory are looked at one by one; nothing is
    carried over a break.
    """
    keys, level = _alike(areas[0])
    by_area = published(keys) if level == Level.GEMEINDE else totals(keys)
    stretches: dict[tuple[dt.date, dt.date], list[dict[int, float]]] = {}
    at = breaks_of(list(by_area))
    for area, rows in sorted(by_area.items()):
        for first, last in pairwise([dt.date.min, *at[area], dt.date.max]):
            known = {day.year: value for day, value in rows.items() if first <= day < last}
            if known:
                stretches.setdefault((first, last), []).append(known)
    return [miss for one in stretches.values() for miss in _missed(one)]


def _alike(key: str) -> tuple[list[str], str]:
    """All Kreise for a Kreis, all municipalities for a municipality; else the area alone."""
    area = Area.objects.filter(key=key).first()
    level = area.level if area is not None else ""
    if level not in (Level.KREIS, Level.GEMEINDE):
        return [key], level
    return list(Area.objects.filter(level=level, key__startswith=key[:2], valid_to__isnull=True)
                .values_list("key", flat=True)), level


def _missed(histories: Sequence[Mapping[int, float]]) -> list[dict[str, Any]]:
    years = sorted({year for one in histories for year in one})
    if len(years) < 4 or years != list(range(years[0], years[-1] + 1)):
        return []
    past = np.array([[one.get(year, np.nan) for year in years] for one in histories])
    found = forecast.backtest(past, _continued, horizon=10, least=3)
    return [{"area": one.area, "origin": one.origin, "horizon": one.horizon, "size": one.size,
             "forecast": one.forecast, "observed": one.observed} for one in found]


def _continued(known: Floats, steps: int) -> Floats:
    """The mean change of the last five years goes on."""
    last = known[:, -6:]
    change = (last[:, -1] - last[:, 0]) / max(last.shape[1] - 1, 1)
    return np.asarray(last[:, -1:] + change[:, None] * np.arange(1, steps + 1))


@cache
def _published() -> list[dict[str, Any]]:
    return list(yaml.safe_load(EARLIER.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Compared:
    """A published forecast against what came in a year, in words for a table.

    ``key``: to take off what somebody typed in; 0 for those that come along and for own runs.
    """

    name: str
    source: str
    year: int
    forecast: str
    observed: str
    error: str
    note: str
    key: int = 0


@dataclass(frozen=True)
class Earlier:
    """An earlier forecast: least and greatest people by year."""

    name: str
    source: str
    points: dict[int, tuple[float, float]]
    key: int = 0


def earlier(process: Process, area: str) -> list[Earlier]:
    """What was published for an area, what was typed in, and this process's own runs of before."""
    found = {one["name"]: Earlier(one["name"], one["source"], _points(one["points"]))
             for one in _published() if one["area"] == area}
    for row in queries.earlier(process, area):
        found[row.name] = Earlier(row.name, row.source, _points(row.points), row.pk)
    own = [Earlier(_("Eigene Rechnung vom %s") % f"{one.forecast.created_at:%d.%m.%Y}",
                   _("Weitblick, Variante „%s“") % one.variants[0][0],
                   {year: (float(value), float(value)) for year, value in
                    zip(one.years, one.variants[0][1], strict=True)})
           for one in queries.of_area(process, area)]
    return [*found.values(), *own]


def _points(rows: Sequence[Sequence[float]]) -> dict[int, tuple[float, float]]:
    return {int(year): (float(low), float(high)) for year, low, high in rows}


def how_wrong(process: Process, area: str) -> list[Compared]:
    """Earlier forecasts of an area against the newest year that is known."""
    given, observed = {one.name: one for one in earlier(process, area)}, _observed(area)
    if not observed:
        return []
    newest = max(observed)
    found = forecast.how_wrong([Published(one.name, one.points) for one in given.values()],
                               {newest: observed[newest]})
    return [
        Compared(one.name, given[one.name].source, one.year, _span(*one.forecast),
                 number(one.observed), " / ".join(f"{number(e, 1)} %" for e in _once(one.error)),
                 _note(area, min(given[one.name].points), one), given[one.name].key)
        for one in found
    ]


def _once(pair: tuple[float, float]) -> tuple[float, ...]:
    return pair[:1] if round(pair[0], 1) == round(pair[1], 1) else pair


def _note(area: str, start: int, one: forecast.Wrong) -> str:
    """What to know when reading the error."""
    words = [_("zwischen den Jahren geradlinig")] if one.between_years else []
    between = [at.year for at in breaks(area) if start < at.year <= one.year]
    if between:
        words.append(_("dazwischen wurde neu gezählt (%s): ein Teil des Fehlers ist die neue "
                       "Zählung") % ", ".join(map(str, between)))
    return "; ".join(words)


def picture(process: Process, area: str) -> dict[str, Any] | None:
    """Earlier forecasts as lines, and what came as another that is interrupted at breaks."""
    observed, known = _observed(area), earlier(process, area)
    drawn = [one for one in known if observed and min(one.points) < max(observed)]
    if not drawn:
        return None
    first = min(min(one.points) for one in drawn)
    came = lines.Line(_("gekommen"), tuple(
        lines.Spot(float(year), value, f"{year}: {number(value)}")
        for year, value in sorted(observed.items()) if year >= first - SEEN_BEFORE))
    paths = [lines.Line(one.name, tuple(
        lines.Spot(float(year), sum(ends) / 2, f"{one.name}, {year}: {_span(*ends)}")
        for year, ends in sorted(one.points.items())), is_whole=True) for one in drawn[:3]]
    marks = [(at.year - 0.5, _("neu gezählt ab %d") % at.year) for at in breaks(area)
             if at.year > first - SEEN_BEFORE]
    return lines.picture([came, *paths], None, marks)


def _observed(area: str) -> dict[int, float]:
    found = {day.year: value for day, value in totals([area]).get(area, {}).items()}
    row = Area.objects.filter(key=area, population__isnull=False).first()
    if row is not None and row.population_on is not None:
        found.setdefault(row.population_on.year, float(row.population or 0))
    return found


def _span(low: float, high: float) -> str:
    if round(low) == round(high):
        return number(low, 0)
    return f"{number(low, 0)} – {number(high, 0)}"
