"""Areas as pages need them: names, lists to choose from, outlines, areas that are similar."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.evidence import queries as evidence
from weitblick.evidence.models import Area, Level
from weitblick.evidence.register import complete_list

THUERINGEN = "16"
SIMILAR = 5
SIZES = (1000, 2000, 5000, 10000, 20000, 50000)
AGE = "altenquotient"


@dataclass(frozen=True)
class Similar:
    """Areas that are like one, and in words how that was found."""

    keys: tuple[str, ...]
    how: str


def units(level: str, on: dt.date | None = None) -> list[Area]:
    """The units of a level that exist (existed) on a day, today unless told, by name."""
    day = on or timezone.localdate()
    found = Area.objects.filter(level=level)
    if level != Level.PLANNING:
        listed = complete_list(level, THUERINGEN, day)
        found = listed.areas.all() if listed else found.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day),
            key__startswith=THUERINGEN)
    return sorted(found, key=lambda one: _sortable(one.name))


def ever(level: str) -> list[str]:
    """The keys of all units of a level that are or were there."""
    found = Area.objects.filter(level=level)
    if level != Level.PLANNING:
        found = found.filter(key__startswith=THUERINGEN)
    return list(found.values_list("key", flat=True))


def _sortable(name: str) -> str:
    return name.lower().translate(str.maketrans("äöüß", "aous"))


def outlined(level: str, on: dt.date) -> tuple[dict[str, Any], str]:
    """Outlines by key that fit the units of a day, and the line of attribution; empty if none."""
    found = evidence.outlines(level, on)
    if not found:
        return {}, ""
    return {one["id"]: one["geometry"] for one in found["features"]}, found["attribution"]


def similar_to(area: Area, peers: Sequence[Area]) -> Similar:
    """Municipalities: nearest in size; others: nearest by density and age, as far as known."""
    others = [one for one in peers if one.key != area.key]
    if area.level == Level.GEMEINDE:
        return _of_size(area, others)
    return _by_structure(area, others)


def _of_size(area: Area, others: Sequence[Area]) -> Similar:
    if not area.population:
        return Similar((), "")
    low, high = _class(area.population)
    same = [one for one in others if low <= (one.population or -1) < high]
    near = sorted(same, key=lambda one: abs(math.log((one.population or 1) /
                                                     (area.population or 1))))
    words = _("Gemeinden mit %(low)d bis unter %(high)d Personen") if high < math.inf else _(
        "Gemeinden ab %(low)d Personen")
    return Similar(tuple(one.key for one in near[: 2 * SIMILAR]), _(
        "Ähnlich heißt hier: %(words)s, die nächsten nach Einwohnerzahl.") % {
        "words": words % {"low": low, "high": high if high < math.inf else 0}})


def _class(people: int) -> tuple[int, float]:
    limits = [0, *SIZES, math.inf]
    at = next(at for at in range(len(limits) - 1) if limits[at] <= people < limits[at + 1])
    return int(limits[at]), limits[at + 1]


def _by_structure(area: Area, others: Sequence[Area]) -> Similar:
    """Distance over standardised logarithm of density and ratio of the old, those that are known
    for all."""
    everyone = [area, *others]
    features = [_densities(everyone), _ages(everyone)]
    known = [one for one in features if one and all(each.key in one for each in everyone)]
    if not known or len(others) < 2:
        return Similar((), "")
    scaled = [_scaled(one, everyone) for one in known]
    near = sorted(others, key=lambda other: sum(
        (one[other.key] - one[area.key]) ** 2 for one in scaled))
    by = _("Einwohnerdichte und Altenquotient") if len(known) == 2 else (
        _("Einwohnerdichte") if features[0] in known else _("Altenquotient"))
    return Similar(tuple(one.key for one in near[:SIMILAR]), _(
        "Ähnlich heißt hier: die %(n)d nächsten nach %(by)s (standardisiert).") % {
        "n": min(SIMILAR, len(others)), "by": by})


def _densities(areas: Iterable[Area]) -> dict[str, float]:
    km2 = _areas_km2(areas)
    return {one.key: math.log(one.population / km2[one.key]) for one in areas
            if one.population and km2.get(one.key)}


def _areas_km2(areas: Iterable[Area]) -> dict[str, float]:
    levels = {one.level for one in areas}
    found: dict[str, float] = {}
    for level in levels:
        drawn = evidence.outlines(level, timezone.localdate())
        found |= {one["id"]: one["properties"]["km2"] for one in (drawn or {}).get("features", ())}
    return found | {one.key: one.area_km2 for one in areas if one.area_km2}


def _ages(areas: Iterable[Area]) -> dict[str, float]:
    keys = [one.key for one in areas]
    codes = {one.code for one in evidence.indicators(with_values=True)}
    if AGE not in codes:
        return {}
    cells = sorted(evidence.cells(AGE, keys), key=lambda one: one.end)
    return {cell.area: cell.value for cell in cells if cell.value is not None}


def _scaled(values: dict[str, float], areas: Sequence[Area]) -> dict[str, float]:
    of_all = [values[one.key] for one in areas]
    mean = sum(of_all) / len(of_all)
    spread = math.sqrt(sum((one - mean) ** 2 for one in of_all) / len(of_all)) or 1.0
    return {one.key: (values[one.key] - mean) / spread for one in areas}
