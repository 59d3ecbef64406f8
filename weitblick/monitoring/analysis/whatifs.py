"""A what-if as maps and tables: areas in classes of minutes, before and after."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.translation import gettext as _

from weitblick.engines.access import Outcome
from weitblick.evidence.models import Boundary
from weitblick.exports.charts import outlines
from weitblick.faces import maps
from weitblick.faces.numbers import number, percent, signed
from weitblick.monitoring.queries.whatifs import Tried

NEAR_X, NEAR_Y, BELOW = 90, 34, 40
REACH = 0.06
"""How far (degrees of latitude) the cell of a point reaches where nothing else limits it."""


@dataclass(frozen=True)
class Ground:
    """The areas of a map. ``is_schematic``: cells around points, no borders of any office."""

    shapes: Mapping[str, Any]
    is_schematic: bool
    attribution: str = ""


def ground(tried: Tried) -> Ground:
    """The newest outlines if there is one for each point, else cells around the points."""
    demand = tried.found.before.demand
    rows = Boundary.objects.filter(area_key__in=demand.keys).order_by("as_of", "pk")
    known = {one.area_key: one for one in rows}
    if known and known.keys() == set(demand.keys):
        lines = sorted({one.attribution for one in known.values()})
        return Ground({key: one.geometry for key, one in known.items()}, False, "; ".join(lines))
    return Ground(cells(dict(zip(demand.keys, zip(demand.lat, demand.lon, strict=True),
                                 strict=True))), True)


def cells(spots: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    """A polygon for each point with a position: what lies nearer to it than to any other one.

    ``spots``: latitude and longitude by key; two on the same spot share the first one's cell.
    """
    known = {key: spot for key, spot in spots.items() if not math.isnan(spot[0] + spot[1])}
    places = list(dict.fromkeys(known.values()))
    if not places:
        return {}
    narrow = math.cos(math.radians(sum(lat for lat, _lon in places) / len(places)))
    flat = shapely.MultiPoint([(lon * narrow, lat) for lat, lon in places])
    reach = flat.buffer(REACH).convex_hull
    parts = shapely.voronoi_polygons(flat, extend_to=reach, ordered=True).geoms \
        if len(places) > 1 else [reach]
    found = {}
    for place, part in zip(places, parts, strict=True):
        shape = shapely.transform(part.intersection(reach), lambda xy: xy / [narrow, 1.0])
        found[place] = shapely.geometry.mapping(shape)
    first = {place: key for key, place in reversed(known.items())}
    return {key: found[place] for place, key in first.items()}


def pictures(tried: Tried) -> dict[str, Any]:
    """Contexts for the two maps, with one legend and one projection."""
    base = ground(tried)
    before, after = tried.found.before, tried.found.after
    limits = tuple(before.question.thresholds)
    scale = maps.Scale(tuple(dict.fromkeys((limits[0] / 2, *limits)))[:4], 0)
    names = tried.whatif.names.get("words", {})
    drawn = [
        maps.map_context(_areas(base, one, names), scale, _places(tried, one, is_after), anchor)
        for one, is_after, anchor in ((before, False, "vorher"), (after, True, "nachher"))
    ]
    pick = _projection(base)
    for one, found in zip(drawn, (before, after), strict=True):
        _make_way(one, found, pick)
    return {"before": drawn[0], "after": drawn[1], "is_schematic": base.is_schematic,
            "attribution": base.attribution, "pick": pick}


def _make_way(drawn: dict[str, Any], found: Outcome, pick: Mapping[str, float] | None) -> None:
    """Names move down a little where a place would lie on them."""
    if pick is None:
        return
    spots = [((site.lon - pick["lon"]) / pick["dlon"], (site.lat - pick["lat"]) / pick["dlat"])
             for site in found.sites if math.isfinite(site.lat + site.lon)]
    for area in drawn.get("areas", ()):
        lines = area["name"]
        if any(abs(x - line["x"]) < NEAR_X and abs(y - line["y"]) < NEAR_Y
               for line in lines for x, y in spots):
            for line in lines:
                line["y"] += BELOW


def _areas(base: Ground, found: Outcome, names: Mapping[str, str]) -> list[maps.Area]:
    minutes = dict(zip(found.demand.keys, found.minutes, strict=True))
    return [
        maps.Area(names.get(key, key), base.shapes[key],
                  float(minutes[key]) if math.isfinite(minutes[key]) else None, _("kein Weg"))
        for key in found.demand.keys if key in base.shapes
    ]


def _places(tried: Tried, found: Outcome, is_after: bool) -> list[maps.Place]:
    names = tried.whatif.names.get("words", {})
    old = {site.key: site for site in tried.found.before.sites}
    placed = [site for site in found.sites if math.isfinite(site.lat + site.lon)]
    rows = [maps.Place(names.get(site.key, site.key), site.lat, site.lon,
                       group=_group(site, old)) for site in placed]
    if is_after:
        there = {site.key for site in found.sites}
        rows += [maps.Place(names.get(key, key), site.lat, site.lon, group=_("geschlossen"))
                 for key, site in old.items()
                 if key not in there and math.isfinite(site.lat + site.lon)]
    return rows



def _group(site: Any, old: Mapping[str, Any]) -> str:
    former = old.get(site.key)
    if former is None:
        return _("neu")
    return _("verlegt") if (former.lat, former.lon) != (site.lat, site.lon) else _("vorhanden")


def _projection(base: Ground) -> dict[str, float] | None:
    """Longitude and latitude of two corners of the picture, for clicks on it."""
    if not base.shapes:
        return None
    drawn = outlines.outlines(tuple(outlines.polygons(one) for one in base.shapes.values()),
                              maps.WIDE, maps.HIGH)
    (x0, y0), (x1, y1) = drawn.place(10.0, 50.0), drawn.place(12.0, 51.0)
    return {"lon": 10.0 - x0 * 2.0 / (x1 - x0), "dlon": 2.0 / (x1 - x0),
            "lat": 50.0 - y0 * 1.0 / (y1 - y0), "dlat": 1.0 / (y1 - y0)}


def share_rows(tried: Tried) -> list[list[str]]:
    """The table of thresholds: share and people within, before and after."""
    return [
        [_("höchstens %s Minuten") % number(row["threshold"]),
         f"{percent(row['before'], 1) or '–'} ({number(row['people_before'], 0)})",
         f"{percent(row['after'], 1) or '–'} ({number(row['people_after'], 0)})",
         signed(row["people_after"] - row["people_before"], 0) or "0"]
        for row in tried.shares
    ]


def area_rows(tried: Tried) -> list[dict[str, Any]]:
    """Every area with its way before and after; where most changes for most people, first."""
    names = tried.whatif.names.get("words", {})
    before, after = tried.found.before, tried.found.after
    difference = tried.found.minutes
    rows = []
    for at, key in enumerate(before.demand.keys):
        old, new = float(before.minutes[at]), float(after.minutes[at])
        supply = 1000 * float(after.supply[at]), 1000 * float(before.supply[at])
        rows.append({
            "key": key, "name": names.get(key, key), "people": float(before.demand.people[at]),
            "before": minutes_words(old), "after": minutes_words(new), "changed": old != new,
            "difference": "" if math.isinf(difference[at]) else signed(float(difference[at]), 0),
            "nearest": _nearest(after, at, names), "supply": number(supply[0], 2),
            "supply_before": number(supply[1], 2),
            "weight": abs(float(difference[at])) * float(before.demand.people[at])
            if math.isfinite(difference[at]) else math.inf if old != new else 0.0,
        })
    return rows


def most_changed(rows: Sequence[dict[str, Any]], most: int = 5) -> list[dict[str, Any]]:
    """The areas at which most changes for most people."""
    changed = [row for row in rows if row["changed"]]
    return sorted(changed, key=lambda row: -row["weight"])[:most]


def minutes_words(minutes: float) -> str:
    """Minutes as people say them."""
    return _("kein Weg") if math.isinf(minutes) else _("%s min") % number(minutes, 0)


def _nearest(found: Outcome, at: int, names: Mapping[str, str]) -> str:
    place = int(found.nearest[at])
    return names.get(found.sites[place].key, found.sites[place].key) if place >= 0 else ""


def change_words(tried: Tried) -> list[str]:
    """What is tried, one sentence a change."""
    names = tried.whatif.names.get("words", {})
    told = []
    for one in tried.whatif.changes:
        name = names.get(one["site"]["key"], one["site"]["key"])
        told.append({
            "close": _("%s schließt."), "open": _("%s kommt hinzu."), "move": _("%s zieht um."),
            "capacity": _("%s bekommt eine andere Kapazität."),
            "hours": _("%s öffnet zu anderen Zeiten."),
        }[one["kind"]] % name)
    return told
