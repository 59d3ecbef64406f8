"""Stops by their service of a usual week, and who lives near one."""

from typing import Any

from django.utils.translation import gettext as _

from weitblick.engines import access
from weitblick.engines.access import stops
from weitblick.evidence.models import Area, Level, Place
from weitblick.evidence.placing import STOP
from weitblick.faces.numbers import number, percent
from weitblick.monitoring.ways import middles

LIMITS = (20, 10, 4, 1)
METRES = (300.0, 600.0)


def spots() -> dict[str, tuple[str, float, float]]:
    """Name, latitude and longitude of the municipalities with an outline, by key."""
    rows = dict(Area.objects.filter(level=Level.GEMEINDE).values_list("key", "name"))
    found, _lines = middles(list(rows))
    return {key: (rows[key], *spot) for key, spot in sorted(found.items())}


def quality(within: str = "") -> dict[str, Any] | None:
    """How many stops have how many departures on a weekday; people near one with ten or more.

    People are where the middle of their municipality is: a rough estimate, and said so.
    ``within``: the beginning of the keys of the areas asked for.
    """
    everywhere = list(Place.objects.filter(kind=STOP, capacity__isnull=False))
    rows = [one for one in everywhere if one.area_key.startswith(within)]
    if not everywhere:
        return None
    return {"classes": _classes(rows), "near": _near(everywhere, within), "n": len(rows),
            "attributions": sorted({one.attribution or one.source for one in rows})}


def _classes(rows: list[Place]) -> list[list[str]]:
    left, told = list(rows), []
    for limit in LIMITS:
        here = [one for one in left if (one.capacity or 0) >= limit]
        left = [one for one in left if (one.capacity or 0) < limit]
        told.append([_("%d und mehr Abfahrten am Werktag") % limit, number(len(here))])
    called = [one for one in left if one.details.get("on_demand")]
    if called:
        told.append([_("nur Rufbus"), number(len(called))])
    told.append([_("weniger als eine Abfahrt am Werktag"), number(len(left) - len(called))])
    return told


def _near(rows: list[Place], within: str) -> list[list[str]]:
    good = [one for one in rows if (one.capacity or 0) >= LIMITS[1]]
    areas = list(Area.objects.filter(
        level=Level.GEMEINDE, population__isnull=False, key__startswith=within))
    found, _lines = middles([one.key for one in areas])
    known = [one for one in areas if one.key in found]
    if not known or not good:
        return []
    demand = access.demand(
        [one.key for one in known], [one.population or 0 for one in known],
        lat=[found[one.key][0] for one in known], lon=[found[one.key][1] for one in known])
    near = stops.share_near(demand, [one.lat for one in good], [one.lon for one in good], METRES)
    return [[_("bis %s m") % number(one.metres), number(one.people, 0), percent(one.share, 0)]
            for one in near]
