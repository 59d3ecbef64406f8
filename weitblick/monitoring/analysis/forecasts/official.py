"""Official forecasts that were taken over, and results brought to them."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.engines import forecast
from weitblick.engines.errors import InputError
from weitblick.evidence import queries as evidence
from weitblick.evidence.cells import Cell
from weitblick.evidence.models import Indicator, Level
from weitblick.faces.numbers import number
from weitblick.monitoring.analysis import places
from weitblick.monitoring.analysis.forecasts.people import POPULATION

WORDS = ("bevölkerungsvorausberechnung", "bevölkerungsprognose", "rbv", "gembv")
STATISTICS = "1242"
"""How the statistics of official population forecasts begin: 12421, 12422."""
LAND, FAR = "16", 2200
LEAST, MOST = 0.7, 1.4
"""Factors beyond these are no control: what is controlled to counts something else."""
Totals = list[float | None]


def codes(areas: Sequence[str], year: int) -> list[tuple[str, str]]:
    """Code and words of indicators that count people in coming years: official forecasts that were
    taken over. Care cases and mean ages reach beyond today as well, and are none."""
    today, found = timezone.localdate().year, []
    for one in evidence.indicators(with_values=True):
        if not _counts_people(one):
            continue
        # The population itself is counted up to today.
        since = max(year, today) if one.code == POPULATION else year
        if any(cell.year > since and cell.has_number
               for cell in evidence.cells(one.code, [*areas, LAND], years=(since + 1, FAR))):
            found.append((one.code, _worded(one)))
    return found


def preset(offered: Iterable[tuple[str, str]]) -> str:
    """The first of the offered codes that is declared to be the population; '' without one."""
    return next((code for code, _words in offered if _is_declared(evidence.indicator(code))), "")


def _counts_people(one: Indicator) -> bool:
    """Declared as population, or a count whose source names a population forecast."""
    words = f"{one.code} {one.name_de} {one.source} {one.attribution}".lower()
    return _is_declared(one) or (one.is_count and any(each in words for each in WORDS))


def _is_declared(one: Indicator) -> bool:
    statistics = [one.source_table, *(str(each.get("statistic", "")) for each in one.variables)]
    return one.code == POPULATION or (
        one.is_count and any(each.startswith(STATISTICS) for each in statistics))


def _worded(one: Indicator) -> str:
    origin = one.attribution or one.source
    return f"{one.name_de} ({origin})" if origin else one.name_de


def bring(
    inputs: dict[str, Any], areas: Sequence[str], year: int, code: str,
    grounds: list[dict[str, Any]],
) -> None:
    """Write the official totals into the engine's input, and what was done into the grounds.

    Each area is brought to its own totals; all Kreise together to those of the Land where there
    are none by Kreis. Raises ValidationError where the totals are far from the own result.
    """
    if not code:
        return
    steps = int(inputs["steps"])
    cells = _newest(evidence.cells(code, [*areas, LAND], years=(year + 1, year + steps)))
    own = {key: _path(cells, key, year, steps) for key in areas}
    with_totals = [key for key in areas if any(own[key])]
    used = [cell for (area, _year), cell in cells.items() if area in with_totals]
    if with_totals:
        for at, key in enumerate(areas):
            if key in with_totals:
                inputs["areas"][at]["official"] = own[key]
    elif any(land := _path(cells, LAND, year, steps)) and _are_all_kreise(areas, year):
        inputs["official"] = land
        used = [cell for (area, _year), cell in cells.items() if area == LAND]
    one = evidence.indicator(code)
    if used:
        _refuse_far(inputs, one)
    grounds.append(_told(one, used, len(with_totals), len(areas), steps))


def _refuse_far(inputs: Mapping[str, Any], one: Indicator) -> None:
    """What is not near the own result counts something else than people."""
    first = [{**area, "variants": area["variants"][:1]} for area in inputs["areas"]]
    try:
        found = forecast.plain.forecast({**inputs, "areas": first, "paths": 0, "misses": []}, 0)
    except InputError as problem:
        raise ValidationError(_("An „%s“ lässt sich nicht anpassen: Prüfen Sie, ob dort Menschen "
                                "gezählt sind.") % one.name_de) from problem
    for area in found["areas"]:
        at, factor = max(enumerate(area["factor"]), key=lambda pair: abs(math.log(pair[1])))
        if not LEAST <= factor <= MOST:
            total = area["variants"][0]["totals"][at]
            raise ValidationError(_(
                "„%(what)s“ passt nicht zu %(area)s: %(official)s für %(year)d, die eigene "
                "Rechnung ergibt %(own)s Menschen. Rechnen Sie ohne Anpassung oder wählen Sie "
                "andere Summen.") % {
                "what": one.name_de, "area": area["name"], "year": found["years"][at],
                "official": number(round(total)), "own": number(round(total / factor))})


def _newest(cells: Sequence[Cell]) -> dict[tuple[str, int], Cell]:
    return {(cell.area, cell.year): cell for cell in sorted(cells, key=lambda one: one.end)
            if cell.has_number}


def _path(cells: dict[tuple[str, int], Cell], key: str, year: int, steps: int) -> Totals:
    """Official totals of an area, step by step; None in years without one."""
    found = (cells.get((key, year + step)) for step in range(1, steps + 1))
    return [None if cell is None else cell.value for cell in found]


def _are_all_kreise(areas: Sequence[str], year: int) -> bool:
    units = places.units(Level.KREIS, dt.date(year, 12, 31))
    return len(areas) > 1 and set(areas) == {one.key for one in units}


def _told(
    one: Indicator, used: Sequence[Cell], n: int, of: int, steps: int
) -> dict[str, Any]:
    if not used:
        return {"what": _("Nicht an amtliche Summen angepasst: „%s“ hat für diese Gebiete und "
                          "Jahre keinen Wert.") % one.name_de, "source": "", "is_assumed": True}
    years = sorted({cell.year for cell in used})
    words = _("An die amtlichen Summen von „%s“ angepasst.") % one.name_de
    if 0 < n < of:
        words += " " + _("Für %(n)s von %(of)s Gebieten.") % {"n": number(n), "of": number(of)}
    if len(years) < steps:
        words += " " + _("Veröffentlichte Jahre: %(n)s von %(of)s; dazwischen verläuft die "
                         "Anpassung geradlinig, nach %(last)d bleibt sie.") % {
            "n": number(len(years)), "of": number(steps), "last": years[-1]}
    return {"what": words, "source": "; ".join(evidence.attributions(one, used)),
            "is_assumed": False}
