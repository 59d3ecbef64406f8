"""One value beside others: the Land, the middle of the areas, similar areas, the own past."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from weitblick.evidence.cells import Cell, Series
from weitblick.evidence.models import Direction, Indicator
from weitblick.faces.numbers import number
from weitblick.monitoring.analysis.printing import changed, dated, is_amount, middle_places, printed

FEWEST = 5
SPAN = 5


@dataclass(frozen=True)
class Standing:
    """Where a value stands; ``tone``: good, bad or none; ``sign``: a mark beside the words."""

    words: str
    tone: str = "none"
    sign: str = ""


def standing(cell: Cell, peers: Sequence[float], one: Indicator, of_whom: str) -> Standing | None:
    """In which quarter of the peers a value lies, and whether that is wished for.

    None for amounts (large areas have large values) and for fewer than five peers.
    """
    if is_amount(one) or len(peers) < FEWEST or cell.value is None or not cell.has_number:
        return None
    low, high = np.quantile(peers, [0.25, 0.75])
    if cell.value > high:
        return _judged(one, True, _("höher als bei drei Vierteln %s") % of_whom)
    if cell.value < low:
        return _judged(one, False, _("niedriger als bei drei Vierteln %s") % of_whom)
    return Standing(_("im Mittelfeld %s") % of_whom, "none", "●")


def _judged(one: Indicator, is_high: bool, words: str) -> Standing:
    sign = "▲" if is_high else "▼"
    if one.direction == Direction.NEUTRAL:
        return Standing(words, "none", sign)
    is_good = is_high == (one.direction == Direction.GOOD)
    ends = _("günstig") if is_good else _("ungünstig")
    return Standing(f"{words} – {ends}", "good" if is_good else "bad", sign)


def beside(cell: Cell, other: float, name: str, one: Indicator) -> str:
    """A value beside another one, in words with the difference."""
    places = middle_places(other, cell.step)
    gap = round((cell.value or 0) - other, places)
    shown = f"{number(other, places)} {one.unit}".strip()
    if gap == 0:
        return _("%(name)s: %(value)s, gleich viel") % {"name": name, "value": shown}
    words = _("%(name)s: %(value)s, hier %(gap)s mehr") if gap > 0 else _(
        "%(name)s: %(value)s, hier %(gap)s weniger")
    return words % {"name": name, "value": shown, "gap": number(abs(gap), places)}


def own_past(found: Series, one: Indicator) -> str:
    """Against an earlier value since the last break, five years back if there is one."""
    cells = found.since_last_break()
    if len(cells) < 2:
        return _("Kein früherer Wert, der vergleichbar wäre.") if cells else ""
    new = cells[-1]
    old = next((cell for cell in reversed(cells[:-1]) if new.year - cell.year >= SPAN), cells[0])
    return _("Gegenüber %(at)s (%(was)s): %(change)s") % {
        "at": dated(old), "was": printed(old, one), "change": changed(old, new, one)}
