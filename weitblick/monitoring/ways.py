"""What a what-if is laid out of: people with their positions, places, and the ways between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.engines import access
from weitblick.engines.access import roads
from weitblick.evidence import roads as evidence_roads
from weitblick.evidence.models import Area, Boundary, Level, Place, TravelTime

MARGIN = 0.15
STRAIGHT, TABLE, ROADS = "straight", "table", "roads"


@dataclass(frozen=True)
class Points:
    """Where people live: engine columns, names by key, lines of attribution, and remarks."""

    columns: dict[str, Any]
    names: dict[str, str]
    sources: tuple[str, ...] = ()


def municipalities(within: str) -> Points:
    """The municipalities whose keys begin so, with their people and the middle of their outline."""
    today = timezone.localdate()
    rows = [one for one in Area.objects.filter(
        level=Level.GEMEINDE, key__startswith=within, population__isnull=False)
        if not (one.valid_to and one.valid_to <= today)]
    spots, lines = middles([one.key for one in rows])
    known = [one for one in rows if one.key in spots]
    if not known:
        raise ValidationError(_(
            "Zu „%s“ gibt es keine Gemeinden mit Einwohnerzahl und Grenzen. Lesen Sie das "
            "Gemeindeverzeichnis (VG250-EW) und die Gemeindegrenzen ein, oder tragen Sie die "
            "Orte von Hand ein.") % within)
    return Points(
        {"keys": [one.key for one in known], "people": [one.population for one in known],
         "lat": [spots[one.key][0] for one in known],
         "lon": [spots[one.key][1] for one in known]},
        {one.key: one.name for one in known},
        tuple(sorted({one.source for one in known if one.source} | lines)),
    )


def middles(keys: Sequence[str]) -> tuple[dict[str, tuple[float, float]], set[str]]:
    """A point within each outline (latitude, longitude), the newest outline first."""
    found: dict[str, tuple[float, float]] = {}
    lines = set()
    for one in Boundary.objects.filter(area_key__in=keys).order_by("as_of", "pk"):
        spot = shapely.geometry.shape(one.geometry).representative_point()
        found[one.area_key] = (round(spot.y, 5), round(spot.x, 5))
        lines.add(one.attribution)
    return found, lines


def places(kind: str, points: Points) -> list[Place]:
    """The places of a kind in the box around the points, with a margin."""
    lat, lon = points.columns["lat"], points.columns["lon"]
    return list(Place.objects.filter(
        kind=kind, is_planned=False, lat__gte=min(lat) - MARGIN, lat__lte=max(lat) + MARGIN,
        lon__gte=min(lon) - MARGIN, lon__lte=max(lon) + MARGIN))


def site_of(place: Place, number: int) -> dict[str, Any]:
    """A place as the engine takes it; one that is in no register is known by its number."""
    return {"key": f"o{place.pk}" if place.pk else f"b{number}", "kind": place.kind,
            "lat": place.lat, "lon": place.lon,
            "capacity": 1.0 if place.capacity is None else place.capacity,
            "opening": place.opening or None}


def available(mode: str) -> list[str]:
    """Where ways of a mode can come from here, best first."""
    found = [TABLE] if TravelTime.objects.filter(mode=_table_mode(mode)).exists() else []
    found += [ROADS] if mode != "transit" and evidence_roads.graph_file() else []
    return [*found, *([STRAIGHT] if mode in access.SPEEDS else [])]


def ways(
    source: str, mode: str, points: Points, rows: Sequence[Place], sites: list[dict[str, Any]]
) -> dict[str, Any]:
    """``{"straight_line": …}`` or ``{"minutes": …}`` for ``access.plain.state``."""
    if source == STRAIGHT:
        return {"straight_line": {"mode": mode, "detour": access.DETOUR}}
    demand = access.demand(**points.columns)
    there = tuple(access.Site(one["key"], lat=one["lat"], lon=one["lon"]) for one in sites)
    if source == ROADS:
        found = access.Network(roads.load(_graph()), mode).minutes(demand, there)
    else:
        found = access.from_table(_table(mode, demand, rows), demand, there, mode=mode)
    return {"minutes": _frozen(found)}


def _graph() -> Path:
    found = evidence_roads.graph_file()
    if found is None:
        raise ValidationError(_("Hier ist noch kein Straßennetz eingelesen."))
    return found


def _table(
    mode: str, demand: access.Demand, rows: Sequence[Place]
) -> Iterable[tuple[str, str, float]]:
    times = TravelTime.objects.filter(
        mode=_table_mode(mode), origin_key__in=demand.keys, place__in=[one.pk for one in rows])
    least: dict[tuple[str, str], float] = {}
    for origin, place, minutes in times.values_list("origin_key", "place_id", "minutes"):
        way = (origin, f"o{place}")
        least[way] = min(minutes, least.get(way, minutes))
    return [(*way, minutes) for way, minutes in sorted(least.items())]


def _table_mode(mode: str) -> str:
    return "walk" if mode == "foot" else mode


def _frozen(found: access.Minutes) -> dict[str, Any]:
    values = [[None if value == float("inf") else round(float(value), 2) for value in row]
              for row in found.values]
    words = [{"code": one.code, "text": one.text, "params": dict(one.params)}
             for one in found.assumptions]
    return {"values": values, "mode": found.mode, "source": found.source,
            "is_estimate": found.is_estimate, "assumptions": words}


def estimated_column(inputs: dict[str, Any], lat: float, lon: float) -> list[float]:
    """Minutes from all points to a new spot by straight line, for ways that are a table."""
    mode = inputs["minutes"]["mode"]
    line = access.StraightLine(mode if mode in access.SPEEDS else "car")
    column = line.column(access.demand(**inputs["demand"]), lat, lon)
    return [round(float(one), 2) for one in column]
