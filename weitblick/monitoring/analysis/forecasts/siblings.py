"""A small area among the others of its Kreis: their people now and earlier, at the same days."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from weitblick.evidence.models import Area, AreaMember, Level
from weitblick.monitoring.analysis import places
from weitblick.monitoring.analysis.forecasts import people

LONGEST = 10
"""Years back from the newest count within which the earlier one is looked for."""
CITY = "000"
"""How the keys of cities end that are a Kreis by themselves."""


@dataclass(frozen=True)
class Siblings:
    """People of all places of a Kreis, this one at ``at``; ``earlier`` is None without a count
    that can be compared. ``rest``: the others are known as one sum only."""

    at: int
    year: int
    now: tuple[float, ...]
    earlier_year: int | None = None
    earlier: tuple[float, ...] | None = None
    rest: bool = False


def siblings(area: Area, kreis: str) -> Siblings | None:
    """The newest day on which all places of the Kreis are counted; else the place and the rest."""
    keys = [area.key, *_others(area, kreis)]
    known = people.published(keys)
    if len(known) == len(keys) and (len(keys) > 1 or area.key == f"{kreis}{CITY}"):
        found = _among(keys, known)
        if found is not None:
            return found
    whole = people.totals([kreis]).get(kreis, {})
    own = known.get(area.key, {})
    rest = {day: whole[day] - own[day] for day in own if day in whole and whole[day] > own[day]}
    found = _among([area.key, kreis], {area.key: own, kreis: rest})
    return None if found is None else Siblings(
        found.at, found.year, found.now, found.earlier_year, found.earlier, rest=True)


def municipalities(kreis: str) -> tuple[list[str], Siblings | None]:
    """Keys of all municipalities of a Kreis, and their people at the newest day common to all."""
    keys = [one.key for one in places.units(Level.GEMEINDE) if one.key.startswith(kreis)]
    known = people.published(keys)
    return keys, _among(keys, known) if keys and len(known) == len(keys) else None


def _others(area: Area, kreis: str) -> list[str]:
    """Municipalities of the Kreis besides this area and, for a planning area, its members."""
    inside = {area.key}
    if area.level == Level.PLANNING:
        inside |= set(AreaMember.objects.filter(set__area=area, set__valid_to=None)
                      .values_list("member__key", flat=True))
    return [one.key for one in places.units(Level.GEMEINDE)
            if one.key.startswith(kreis) and one.key not in inside]


def _among(
    keys: Sequence[str], known: Mapping[str, Mapping[dt.date, float]]
) -> Siblings | None:
    days = sorted(set.intersection(*(set(known[key]) for key in keys)))
    if not days:
        return None
    last = days[-1]
    breaks = {at for each in people.breaks_of(keys).values() for at in each}
    before = [day for day in days[:-1] if last.year - day.year <= LONGEST
              and not any(day < at <= last for at in breaks)]
    now = tuple(known[key][last] for key in keys)
    if not before:
        return Siblings(0, last.year, now)
    return Siblings(0, last.year, now, before[0].year,
                    tuple(known[key][before[0]] for key in keys))


def carrier_of(area: Area) -> str | None:
    """The key of the Kreis an area lies in; None for Kreise, Länder, and areas over several."""
    if area.level == Level.GEMEINDE:
        return area.key[:5]
    if area.level != Level.PLANNING:
        return None
    members = AreaMember.objects.filter(set__area=area, set__valid_to=None)
    kreise = {key[:5] for key in members.values_list("member__key", flat=True)}
    return kreise.pop() if len(kreise) == 1 else None
