"""Whether a figure's numbers fit together; findings name the field."""

from __future__ import annotations

import math
from collections.abc import Iterable

from weitblick.exports.blocks import DocumentError
from weitblick.exports.specs import (
    Bars,
    Coverage,
    Distribution,
    DivergingVotes,
    FigureSpec,
    Heatmap,
    Map,
    Network,
    Profile,
    SystemGrid,
)


def check(spec: FigureSpec, where: str) -> None:
    """Raise DocumentError if the chart cannot be drawn from this spec."""
    match spec:
        case Bars():
            _some(spec.bars, f"{where}.bars")
            _finite((bar.value for bar in spec.bars), f"{where}.bars")
        case Distribution():
            _check_distribution(spec, where)
        case DivergingVotes():
            _some(spec.rows, f"{where}.rows")
            _not_negative((v for r in spec.rows for v in (r.agree, r.passed, r.disagree)), where)
        case Heatmap():
            _check_heatmap(spec, where)
        case SystemGrid():
            _some(spec.points, f"{where}.points")
            _finite((v for p in spec.points for v in (p.x, p.y)), f"{where}.points")
        case Profile():
            _check_profile(spec, where)
        case Coverage():
            _some(spec.fields, f"{where}.fields")
            _not_negative((n for f in spec.fields for _, n in f.dimensions), f"{where}.fields")
        case Network():
            _check_network(spec, where)
        case Map():
            _check_map(spec, where)


def _check_distribution(spec: Distribution, where: str) -> None:
    _some(spec.rows, f"{where}.rows")
    if list(spec.edges) != sorted(set(spec.edges)) or len(spec.edges) < 2:
        raise DocumentError("figure", f"{where}.edges", "must rise")
    for i, row in enumerate(spec.rows):
        here = f"{where}.rows[{i}]"
        if len(row.counts) != len(spec.edges) - 1:
            raise DocumentError("figure", here, f"needs {len(spec.edges) - 1} counts")
        _not_negative(row.counts, here)
        if not spec.edges[0] <= row.lower <= row.median <= row.upper <= spec.edges[-1]:
            raise DocumentError("figure", here, "quartiles must rise within the scale")


def _check_heatmap(spec: Heatmap, where: str) -> None:
    _some(spec.rows, f"{where}.rows")
    _some(spec.columns, f"{where}.columns")
    if not spec.low < spec.high:
        raise DocumentError("figure", where, "low must be below high")
    if len(spec.values) != len(spec.rows):
        raise DocumentError("figure", f"{where}.values", f"needs {len(spec.rows)} rows")
    for i, row in enumerate(spec.values):
        if len(row) != len(spec.columns):
            raise DocumentError("figure", f"{where}.values[{i}]", f"needs {len(spec.columns)}")
        _finite((v for v in row if v is not None), f"{where}.values[{i}]")


def _check_profile(spec: Profile, where: str) -> None:
    _some(spec.axes, f"{where}.axes")
    _some(spec.lines, f"{where}.lines")
    for i, line in enumerate(spec.lines):
        here = f"{where}.lines[{i}]"
        if len(line.values) != len(spec.axes):
            raise DocumentError("figure", here, f"needs {len(spec.axes)} values")
        if not all(0 <= v <= 1 for v in (*line.values, line.tone)):
            raise DocumentError("figure", here, "values and tone run from 0 to 1")
    if spec.states and any(len(s) != len(spec.axes) for s in spec.states):
        raise DocumentError("figure", f"{where}.states", "needs one state an axis")
    if spec.states and len(spec.states) != len(spec.lines):
        raise DocumentError("figure", f"{where}.states", "needs one row a line")


def _check_network(spec: Network, where: str) -> None:
    _some(spec.nodes, f"{where}.nodes")
    labels = [node.label for node in spec.nodes]
    if len(set(labels)) != len(labels):
        raise DocumentError("figure", f"{where}.nodes", "labels must be unique")
    for i, edge in enumerate(spec.edges):
        if edge.source not in labels or edge.target not in labels:
            raise DocumentError("figure", f"{where}.edges[{i}]", "joins a node that is not there")
    _not_negative((edge.weight for edge in spec.edges), f"{where}.edges")


def _check_map(spec: Map, where: str) -> None:
    _some(spec.areas, f"{where}.areas")
    if list(spec.breaks) != sorted(set(spec.breaks)) or len(spec.breaks) > 4:
        raise DocumentError("figure", f"{where}.breaks", "must rise, four at most")
    _finite(spec.breaks, f"{where}.breaks")
    for i, area in enumerate(spec.areas):
        here = f"{where}.areas[{i}]"
        if area.value is None and not area.reason and spec.breaks:
            raise DocumentError("figure", here, "needs a reason where it has no value")
        _finite(() if area.value is None else (area.value,), here)
        rings = [ring for polygon in area.polygons for ring in polygon]
        if not rings or any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
            raise DocumentError("figure", here, "needs closed rings of four points or more")
        _on_earth([(lat, lon) for ring in rings for lon, lat in ring], here)
    for i, place in enumerate(spec.places):
        _on_earth([(place.lat, place.lon)], f"{where}.places[{i}]")
        _not_negative((place.size,), f"{where}.places[{i}]")


def _on_earth(spots: Iterable[tuple[float, float]], where: str) -> None:
    if not all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in spots):
        raise DocumentError("figure", where, "holds a point that is not on earth (longitude first)")


def _some(values: Iterable[object], where: str) -> None:
    if not list(values):
        raise DocumentError("figure", where, "must not be empty")


def _finite(values: Iterable[float], where: str) -> None:
    if not all(math.isfinite(value) for value in values):
        raise DocumentError("figure", where, "holds a value that is no finite number")


def _not_negative(values: Iterable[float], where: str) -> None:
    if not all(math.isfinite(value) and value >= 0 for value in values):
        raise DocumentError("figure", where, "holds a negative value")
