"""Maps for pages: areas in classes and places, drawn on the server, beside the same as a table.

Every area is one link in the order in which the areas are given (to its own page, else to its row
in the table), so that the map is reached and read by keyboard and screen reader. Classes are tokens
of the style sheet, never colours of the page.
"""

import textwrap
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import shapely
from django.utils.translation import gettext as _

from weitblick.exports.charts import outlines
from weitblick.exports.charts.outlines import Outlines, Polygons

from .figures import Context
from .numbers import number, percent

WIDE, HIGH = 1000, 1000
CLASSES = {1: (2,), 2: (1, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
"""The tokens --map-1 (little) … --map-5 (much) for so many classes."""
LETTER, LINE = 12, 26
MARKS = ("circle", "square", "triangle", "diamond")
LEAST, GREATEST = 11, 34


@dataclass(frozen=True)
class Area:
    """An area. ``outline``: a GeoJSON geometry, or polygons as ``outlines.polygons`` gives them.

    ``reason``: why there is no value; ``uncertain`` values are hatched; ``url``: its page.
    """

    label: str
    outline: Mapping[str, Any] | Polygons
    value: float | None = None
    reason: str = ""
    uncertain: bool = False
    url: str = ""


@dataclass(frozen=True)
class Place:
    """A place; ``size`` is drawn as area, a shape for each ``group``; ``note`` is said with it."""

    label: str
    lat: float
    lon: float
    size: float = 0
    group: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Scale:
    """How values are printed and put into classes; limits rise, four at most."""

    breaks: tuple[float, ...]
    places: int | None = None
    is_share: bool = False

    def printed(self, value: float | None) -> str:
        """The value as people read it, a dash for none."""
        if value is None:
            return "–"
        return percent(value, self.places) if self.is_share else number(value, self.places)

    def css(self, value: float | None) -> str:
        """The class of the style sheet; a value on a limit belongs above it."""
        if value is None:
            return "map-none"
        return f"map-{CLASSES[len(self.breaks) + 1][bisect_right(self.breaks, value)]}"

    def words(self) -> list[tuple[str, str]]:
        """Style class and words of each class."""
        limits = [self.printed(limit) for limit in self.breaks]
        if not limits:
            return []
        middle = [_("{low} bis unter {high}").format(low=a, high=b) for a, b in pairwise(limits)]
        below = _("unter {high}").format(high=limits[0])
        above = _("{low} und mehr").format(low=limits[-1])
        tokens = CLASSES[len(self.breaks) + 1]
        return [(f"map-{t}", w) for t, w in zip(tokens, (below, *middle, above), strict=True)]


def map_context(
    areas: Iterable[Area | Mapping[str, Any]],
    scale: Scale,
    places: Iterable[Place | Mapping[str, Any]] = (),
    anchor: str = "map",
) -> Context:
    """The geometry and the words of the component ``map.html``; ``anchor`` begins its ids."""
    rows = [one if isinstance(one, Area) else Area(**one) for one in areas]
    spots = [one if isinstance(one, Place) else Place(**one) for one in places]
    if not rows:
        return {"areas": []}
    picture = _picture(tuple(_polygons(row.outline) for row in rows))
    drawn = picture.drawn
    reasons = list(dict.fromkeys(r.reason for r in rows if r.value is None and r.reason))
    return {
        "areas": [
            _area(row, position, picture, scale, reasons, anchor)
            for position, row in enumerate(rows)
        ],
        "places": _placed(spots, drawn),
        "anchor": anchor,
        "w": round(drawn.width),
        "h": round(drawn.height),
        "classes": scale.words() if any(row.value is not None for row in rows) else [],
        "reasons": [{"hatch": _hatch(reasons, one), "words": one} for one in reasons],
        "uncertain": any(row.uncertain and row.value is not None for row in rows),
        "groups": _groups(spots),
    }


def _polygons(outline: Mapping[str, Any] | Polygons) -> Polygons:
    return outlines.polygons(outline) if isinstance(outline, Mapping) else outline


@dataclass(frozen=True)
class _Picture:
    """What depends on the outlines alone: their paths, and where a name has most room."""

    drawn: Outlines
    paths: tuple[str, ...]
    spots: tuple[tuple[float, float], ...]


@lru_cache(maxsize=32)
def _picture(areas: tuple[Polygons, ...]) -> _Picture:
    """Kept, because boundaries change rarely and pages are asked for often."""
    drawn = outlines.outlines(areas, WIDE, HIGH)
    return _Picture(drawn, tuple(map(path, drawn.shapes)),
                    tuple(map(outlines.label_spot, drawn.shapes)))  # fmt: skip


def _area(
    row: Area, at: int, picture: _Picture, scale: Scale, reasons: list[str], anchor: str
) -> Context:
    value = scale.printed(row.value)
    note = row.reason if row.value is None else _("unsicherer Wert") if row.uncertain else ""
    said = ", ".join(part for part in (value if row.value is not None else "", note) if part)
    hatch = _hatch(reasons, row.reason) if row.value is None and row.reason else (
        "uncertain" if row.uncertain and row.value is not None else "")  # fmt: skip
    return {
        "label": row.label, "value": value, "note": note, "url": row.url,
        "anchor": f"{anchor}-{at + 1}",
        "title": f"{row.label}: {said}" if said else row.label,
        "css": scale.css(row.value), "hatch": hatch, "path": picture.paths[at],
        "name": _name(row.label, picture.drawn.shapes[at], picture.spots[at]),
    }  # fmt: skip


def _hatch(reasons: Sequence[str], reason: str) -> str:
    return ("none-1", "none-2", "none-3")[min(reasons.index(reason), 2)]


def path(shape: shapely.MultiPolygon) -> str:
    """The outline as whole numbers for the attribute ``d``."""
    parts = []
    for polygon in shape.geoms:
        for ring in (polygon.exterior, *polygon.interiors):
            spots = list(dict.fromkeys((round(x), round(y)) for x, y in ring.coords))
            parts.append("M" + "L".join(f"{x} {y}" for x, y in spots) + "Z")
    return "".join(parts)


def _name(
    label: str, shape: shapely.MultiPolygon, spot: tuple[float, float]
) -> list[Context]:
    """The lines of the name where they fit into the area, else none."""
    x, y = spot
    for most in (20, 12, 8):
        lines = textwrap.wrap(label, most, break_long_words=False)
        half, high = max(map(len, lines), default=0) * LETTER / 2, len(lines) * LINE / 2
        if shape.covers(shapely.box(x - half, y - high, x + half, y + high)):
            return [{"text": line, "x": round(x), "y": round(y - high + (i + 0.75) * LINE)}
                    for i, line in enumerate(lines)]  # fmt: skip
    return []


def _placed(spots: Sequence[Place], drawn: Outlines) -> list[Context]:
    """Places in their order; ``draw`` sorts great ones below small ones."""
    most = max((spot.size for spot in spots), default=0)
    groups = list(dict.fromkeys(spot.group for spot in spots))
    found = []
    for spot in spots:
        x, y = (round(at) for at in drawn.place(spot.lon, spot.lat))
        share = (spot.size / most) ** 0.5 if most else 0
        radius = round(LEAST + (GREATEST - LEAST) * share)
        shape = MARKS[groups.index(spot.group) % len(MARKS)]
        told = (spot.group, number(spot.size or None), spot.note)
        found.append({
            "label": spot.label, "url": spot.url, "said": ", ".join(filter(None, told)),
            "path": mark(shape, x, y, radius), "radius": radius,
        })  # fmt: skip
    return sorted(found, key=lambda one: -one["radius"])


def _groups(spots: Sequence[Place]) -> list[Context]:
    groups = list(dict.fromkeys(spot.group for spot in spots))
    return [{"words": group or _("Orte"), "path": mark(MARKS[i % len(MARKS)], 12, 12, 9)}
            for i, group in enumerate(groups)]  # fmt: skip


def mark(shape: str, x: int, y: int, r: int) -> str:
    """The outline of a mark around a spot."""
    if shape == "circle":
        return f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z"
    if shape == "square":
        return f"M{x - r} {y - r}h{2 * r}v{2 * r}h{-2 * r}Z"
    if shape == "triangle":
        return f"M{x} {y - r}L{x + r} {y + r}H{x - r}Z"
    return f"M{x} {y - r}L{x + r} {y}L{x} {y + r}L{x - r} {y}Z"
