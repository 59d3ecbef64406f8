"""Outlines of areas on paper: projected, simplified with shared edges, hatched.

Pixels count from the upper left corner. The projection is equirectangular, true to scale along the
middle latitude; over a Land the distortion stays below one per cent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from weitblick.exports.blocks import DocumentError
from weitblick.exports.specs import Ring

Polygons: TypeAlias = tuple[tuple[Ring, ...], ...]
Hatch = Literal["rising", "crossed", "level", "falling"]

MOST_VERTICES = 16_000
"""What all outlines together may have; more would not be seen and slow every page down."""
FIRST_TOLERANCE = 0.2
METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True)
class Outlines:
    """``shapes`` in pixels, one an area; ``width`` and ``height`` of their common box."""

    shapes: tuple[MultiPolygon, ...]
    width: float
    height: float
    west: float
    north: float
    squeeze: float
    scale: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """A position in pixels."""
        return (lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale

    @property
    def kilometre(self) -> float:
        """Pixels a kilometre."""
        return self.scale / METRES_PER_DEGREE * 1000


def polygons(geometry: Mapping[str, Any]) -> Polygons:
    """The polygons of a GeoJSON geometry (Polygon, MultiPolygon), heights left out."""
    kind, rings = geometry.get("type"), geometry.get("coordinates", ())
    if kind not in ("Polygon", "MultiPolygon"):
        raise DocumentError("figure", "geometry", f"{kind!r} is no Polygon or MultiPolygon")
    many = [rings] if kind == "Polygon" else rings
    return tuple(
        tuple(tuple((float(p[0]), float(p[1])) for p in ring) for ring in polygon)
        for polygon in many
    )


def outlines(areas: Sequence[Polygons], width: float, most_height: float) -> Outlines:
    """All areas in one box of the width, or of the height where that would be passed."""
    raw = [sound(area) for area in areas]
    west, south, east, north = shapely.total_bounds(raw)
    squeeze = math.cos(math.radians((south + north) / 2))
    across, down = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min(width / across, most_height / down)
    factors = np.array([squeeze * scale, -scale])
    moved = [shapely.transform(one, lambda at: (at - [west, north]) * factors) for one in raw]
    shapes = tuple(MultiPolygon(_parts(one)) for one in _simplified(moved))
    return Outlines(shapes, across * scale, down * scale, west, north, squeeze, scale)


def sound(area: Polygons) -> BaseGeometry:
    """An area in degrees: outer rings clockwise on the globe, as Vega wants them, none crossed."""
    found: BaseGeometry = MultiPolygon([Polygon(rings[0], rings[1:]) for rings in area])
    if not found.is_valid:
        found = MultiPolygon(_parts(shapely.make_valid(found)))
    return shapely.orient_polygons(found, exterior_cw=True)


def _parts(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)] or [Polygon()]


def _simplified(shapes: Sequence[BaseGeometry]) -> Sequence[BaseGeometry]:
    """As it is if small enough, else simplified with shared edges, from a fifth of a pixel on."""
    found, tolerance = shapes, FIRST_TOLERANCE
    while sum(shapely.get_num_coordinates(found)) > MOST_VERTICES and tolerance < 20:
        found = shapely.coverage_simplify(shapes, tolerance)
        tolerance *= 1.5
    return [shapely.orient_polygons(one, exterior_cw=False) for one in found]


def hatching(shape: BaseGeometry, kind: Hatch, gap: float) -> list[list[tuple[float, float]]]:
    """Lines inside a shape, in a grid that is the same for all shapes."""
    lines = _strokes(shape.bounds, "rising" if kind == "crossed" else kind, gap)
    if kind == "crossed":
        lines += _strokes(shape.bounds, "falling", gap)
    inside = shapely.get_parts(shapely.intersection(shape, shapely.MultiLineString(lines)))
    return [[(float(x), float(y)) for x, y in line.coords]
            for line in inside if line.geom_type == "LineString"]  # fmt: skip


def _strokes(
    bounds: tuple[float, float, float, float], kind: Hatch, gap: float
) -> list[list[tuple[float, float]]]:
    left, top, right, bottom = bounds
    if kind == "level":
        rows = np.arange(math.floor(top / gap), math.ceil(bottom / gap) + 1) * gap
        return [[(left - 1, y), (right + 1, y)] for y in rows]
    slope, step, high = (-1 if kind == "rising" else 1), gap * math.sqrt(2), bottom - top
    offsets = [top - slope * left, bottom - slope * right, top - slope * right,
               bottom - slope * left]  # fmt: skip
    first, last = math.floor(min(offsets) / step), math.ceil(max(offsets) / step)
    return [[(left - high, slope * (left - high) + n * step),
             (right + high, slope * (right + high) + n * step)]
            for n in range(first, last + 1)]  # fmt: skip


def label_spot(shape: MultiPolygon) -> tuple[float, float]:
    """The middle of the widest room inside an area."""
    largest = max(shape.geoms, key=lambda part: part.area)
    if largest.is_empty:
        return 0.0, 0.0
    circle = shapely.maximum_inscribed_circle(largest)
    return float(circle.coords[0][0]), float(circle.coords[0][1])
