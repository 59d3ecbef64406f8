"""Stops one by one: how well each is served in a usual week, as rows and on a map."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.evidence.models import Level, Place
from weitblick.evidence.placing import STOP
from weitblick.faces import maps
from weitblick.faces.numbers import number
from weitblick.monitoring.analysis import places
from weitblick.monitoring.analysis.service import LIMITS

MOST_DRAWN = 1500
WORKDAYS = 5


def of(kreis: str) -> list[Place]:
    """The stops of a Kreis, or all of them, those with most departures first."""
    found = Place.objects.filter(kind=STOP, capacity__isnull=False, area_key__startswith=kreis)
    return sorted(found, key=lambda one: (-(one.capacity or 0), one.name, one.pk))


def is_called(stop: Place) -> bool:
    """Whether a Rufbus comes there when it is called."""
    return bool(stop.details.get("on_demand"))


def class_of(stop: Place) -> str:
    """In words how well a stop is served on a mean day from Monday to Friday."""
    for limit in LIMITS:
        if (stop.capacity or 0) >= limit:
            return _("%d und mehr Abfahrten") % limit
    return _("nur Rufbus") if is_called(stop) else _("weniger als eine Abfahrt")


def row(stop: Place) -> dict[str, Any]:
    """A stop as the table shows it: departures, first and last one, Rufbus with its hours."""
    days = stop.details.get("days", [])
    weekend = [day["departures"] for day in days[WORKDAYS:]]
    usual = days[:WORKDAYS]
    firsts = [day["first"] for day in usual if day["first"] is not None]
    lasts = [day["last"] for day in usual if day["last"] is not None]
    return {
        "name": stop.name, "area": stop.area_key, "class": class_of(stop),
        "weekday": number(stop.capacity or 0, 0 if (stop.capacity or 0) >= 1 else 1),
        "saturday": number(weekend[0]) if weekend else "", "sunday": number(weekend[-1])
        if weekend else "", "first": _clock(min(firsts)) if firsts else "",
        "last": _clock(max(lasts)) if lasts else "",
        "called": [_called(one) for one in stop.details.get("on_demand", [])],
    }


def _clock(seconds: int) -> str:
    """Beyond midnight hours go on: 24:09 is nine minutes past."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02}"


def _called(one: dict[str, Any]) -> str:
    usual, weekend = one["hours"][:WORKDAYS], one["hours"][WORKDAYS:]
    return _("%(route)s (werktags %(usual)s, am Wochenende %(weekend)s Stunden)") % {
        "route": one["route"], "usual": _span(usual), "weekend": _span(weekend)}


def _span(hours: Sequence[float]) -> str:
    least, most = min(hours), max(hours)
    return number(most) or "0" if least == most else f"{number(least) or 0}–{number(most)}"


def drawing(kreis: str, stops: Sequence[Place]) -> dict[str, Any] | None:
    """The stops within the outlines of a Kreis or of all of them; None where nothing fits.

    ``outside``: how many lie within no outline; ``too_many``: choose a Kreis to see them.
    """
    level = Level.GEMEINDE if kreis else Level.KREIS
    shapes, line = places.outlined(level, timezone.localdate())
    if not shapes and kreis:
        shapes, line = places.outlined(Level.KREIS, timezone.localdate())
    shapes = {key: one for key, one in shapes.items() if key.startswith(kreis)}
    inside = [one for one in stops if one.area_key]
    if not shapes or not inside:
        return None
    if len(inside) > MOST_DRAWN:
        return {"too_many": True, "n": len(inside)}
    names = {one.key: one.name for one in places.units(level)}
    areas = [maps.Area(names.get(key, key), shape) for key, shape in sorted(shapes.items())]
    spots = [maps.Place(one.name, one.lat, one.lon, group=_group(one), note=class_of(one))
             for one in sorted(inside, key=lambda one: -(one.capacity or 0))]
    return {"map": maps.map_context(areas, maps.Scale(()), spots, "haltestellen"),
            "attribution": line, "outside": len(stops) - len(inside), "too_many": False}


def _group(stop: Place) -> str:
    """Four groups, as many as there are marks."""
    departures = stop.capacity or 0
    if departures >= LIMITS[0]:
        return _("20 und mehr Abfahrten am Werktag")
    if departures >= LIMITS[2]:
        return _("4 bis unter 20")
    if departures >= LIMITS[3]:
        return _("1 bis unter 4")
    return _("nur Rufbus oder keine")
