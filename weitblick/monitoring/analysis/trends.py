"""What a series says: its trend since the last break, in one sentence."""

import math

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.engines import series as engine
from weitblick.engines.series.trend import FEWEST, Trend
from weitblick.evidence.cells import Cell, Series
from weitblick.evidence.models import Direction, Indicator
from weitblick.faces.numbers import number, signed


def yearly(found: Series) -> list[Cell]:
    """The last cell of each year, oldest first."""
    return [*{cell.year: cell for cell in found.cells}.values()]


def break_years(found: Series) -> list[int]:
    """The first year of each new basis, where there are numbers before it too."""
    years = [next((cell.year for cell in found.numbers if cell.end >= one.at), None)
             for one in found.breaks if found.numbers and found.numbers[0].end < one.at]
    return sorted({year for year in years if year is not None})


def trend_of(found: Series) -> Trend:
    """The trend since the last break; a break is never crossed."""
    cells = yearly(found)
    values = [cell.value if cell.has_number and cell.value is not None else math.nan
              for cell in cells]
    return engine.trend([cell.year for cell in cells], values, breaks=break_years(found))


def sentence(found: Series, one: Indicator) -> str:
    """The trend in words; "zu wenige Jahre" where nothing can be said."""
    if not found.numbers:
        return ""
    told = trend_of(found)
    first, last = int(told.first), int(told.last)
    if told.verdict == "too_few":
        crossed = [year for year in break_years(found) if year == first]
        words = _("seit dem Bruch %s") % first if crossed else _("seit %s") % first
        return ngettext(
            "Zu wenige Jahre für einen Trend: %(n)d Wert %(since)s, nötig sind %(need)d.",
            "Zu wenige Jahre für einen Trend: %(n)d Werte %(since)s, nötig sind %(need)d.",
            told.n) % {"n": told.n, "since": words, "need": FEWEST}
    if told.verdict == "none":
        return _("Von %(first)d bis %(last)d ist kein Trend gesichert (%(n)d Jahre).") % {
            "first": first, "last": last, "n": told.n}
    digits = _digits(told)
    return _("%(verb)s von %(first)d bis %(last)d, im Mittel um %(slope)s %(unit)s je Jahr "
             "(95-%%-Bereich %(low)s bis %(high)s; %(n)d Jahre).%(wish)s") % {
        "verb": _("Gestiegen") if told.verdict == "rising" else _("Gesunken"),
        "first": first, "last": last, "slope": signed(told.slope, digits), "unit": one.unit,
        "low": number(told.low, digits), "high": number(told.high, digits), "n": told.n,
        "wish": _wished(told.verdict == "rising", one)}


def _digits(told: Trend) -> int:
    """Two places that count."""
    size = abs(told.slope or 0)
    return max(0, 1 - math.floor(math.log10(size))) if size else 0


def _wished(is_rising: bool, one: Indicator) -> str:
    if one.direction == Direction.NEUTRAL:
        return ""
    is_good = is_rising == (one.direction == Direction.GOOD)
    return " " + (_("Das ist die erwünschte Richtung.") if is_good
                  else _("Das ist nicht die erwünschte Richtung."))


def breaks_said(found: Series) -> list[str]:
    """Each break within the series, with its reason."""
    if not found.cells:
        return []
    first, last = found.cells[0].end, found.cells[-1].end
    return [f"{one.at:%d.%m.%Y}: {one.reason}" for one in found.breaks if first < one.at <= last]
