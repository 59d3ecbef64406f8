"""A map to point at without a script: a picture that a form sends back with the place of the click.

The picture has a fixed size, so that the pixels of a click are pixels of the drawing. It shows the
Kreise, or the municipalities of one Kreis; a click tells the area and the position.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import shapely
from django.utils import timezone

from weitblick.evidence import queries as evidence
from weitblick.evidence.models import Area, Boundary, Level
from weitblick.exports.charts import outlines
from weitblick.exports.charts.outlines import Outlines
from weitblick.faces import maps

WIDTHS = (280, 640)
"""Pixels of the picture on a phone and on a desk."""
NAME = "karte"


@dataclass(frozen=True)
class Click:
    """Where somebody clicked: latitude, longitude, and the key of the area there, '' outside."""

    lat: float
    lon: float
    area: str


@dataclass(frozen=True)
class Ground:
    """Areas as they are drawn. ``within``: the key of the Kreis shown, '' for all of them."""

    within: str
    keys: tuple[str, ...]
    drawn: Outlines
    attribution: str

    def click(self, x: float, y: float) -> Click:
        """What lies at a pixel."""
        drawn = self.drawn
        lon = drawn.west + x / (drawn.squeeze * drawn.scale)
        lat = drawn.north - y / drawn.scale
        spot = shapely.Point(x, y)
        hit = next((key for key, shape in zip(self.keys, drawn.shapes, strict=True)
                    if shape.intersects(spot)), "")
        return Click(round(lat, 4), round(lon, 4), hit)


def ground(within: str, width: int) -> Ground | None:
    """The municipalities of a Kreis, the Kreis itself without any, or all Kreise; None without
    outlines."""
    rows, attribution = _municipalities(within) if within else _kreise("")
    if within and not rows:
        rows, attribution = _kreise(within)
    if not rows:
        return None
    return Ground(within, tuple(rows), _drawn(tuple(
        outlines.polygons(one) for one in rows.values()), width), attribution)


@lru_cache(maxsize=32)
def _drawn(areas: tuple[outlines.Polygons, ...], width: int) -> Outlines:
    return outlines.outlines(areas, width, width)


def _kreise(key: str) -> tuple[dict[str, Any], str]:
    found = evidence.outlines(Level.KREIS, timezone.localdate())
    rows = {one["id"]: one["geometry"] for one in (found or {}).get("features", ())
            if one["id"].startswith(key)}
    return rows, (found or {}).get("attribution", "")


def _municipalities(within: str) -> tuple[dict[str, Any], str]:
    """Those of today, each with its newest outline."""
    today = timezone.localdate()
    there = Area.objects.filter(level=Level.GEMEINDE, key__startswith=within)
    keys = [one.key for one in there if not (one.valid_to and one.valid_to <= today)]
    rows = {one.area_key: one for one in Boundary.objects.filter(
        area_key__in=keys, level=Level.GEMEINDE).order_by("as_of", "pk")}
    lines = sorted({one.attribution for one in rows.values()})
    return {key: rows[key].geometry for key in sorted(rows)}, "; ".join(lines)


def picture(
    found: Ground, chosen: Collection[str] = (), mark: tuple[float, float] | None = None
) -> dict[str, Any]:
    """What the drawing shows: areas, which of them are chosen, and a mark at a position."""
    names = evidence.names(found.keys)
    x, y = found.drawn.place(mark[1], mark[0]) if mark else (0.0, 0.0)
    return {
        "w": round(found.drawn.width), "h": round(found.drawn.height),
        "areas": [{"name": names[key], "path": maps.path(shape), "chosen": key in chosen}
                  for key, shape in zip(found.keys, found.drawn.shapes, strict=True)],
        "mark": maps.mark("circle", round(x), round(y), 7) if mark else "",
    }


def clicked(sent: Mapping[str, str], within: str) -> Click | None:
    """The click that a form sent; None if it was sent otherwise, or by key (which is at 0, 0)."""
    for width in WIDTHS:
        x, y = (sent.get(f"{NAME}{width}.{axis}", "") for axis in "xy")
        if x.isdecimal() and y.isdecimal() and (int(x), int(y)) != (0, 0):
            found = ground(within, width)
            return found.click(int(x), int(y)) if found else None
    return None


def was_pressed(sent: Mapping[str, str]) -> bool:
    """Whether the picture sent the form, by a click or by key."""
    return any(f"{NAME}{width}.x" in sent for width in WIDTHS)


def sizes(within: str) -> list[dict[str, int]]:
    """The sizes of both pictures, for the page."""
    found = [(width, ground(within, width)) for width in WIDTHS]
    return [{"width": width, "w": round(one.drawn.width), "h": round(one.drawn.height)}
            for width, one in found if one]


def kreise() -> list[tuple[str, str]]:
    """The Kreise one can look into, by name."""
    keys = list(_kreise("")[0])
    return sorted(evidence.names(keys).items(), key=lambda one: one[1])
