"""Who cooperates with whom: nodes on a circle, group by group, lines as wide as their weight."""

from __future__ import annotations

import math

from weitblick.exports.charts import canvas
from weitblick.exports.charts.canvas import Frame, Row, Spec
from weitblick.exports.charts.palette import NUMERALS, Palette
from weitblick.exports.charts.rows import Data
from weitblick.exports.specs import Network, Node
from weitblick.exports.words import number, words

_RADIUS = 102.0
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
_FRAME = Frame(2 * _RADIUS + 60, 0, 0, 8, 8)


def draw(spec: Network, palette: Palette, language: str) -> Spec:
    groups = list(dict.fromkeys(node.group for node in spec.nodes))
    places = _places(spec, groups)
    xs, ys = canvas.pixels(_FRAME)
    return canvas.view(
        _FRAME,
        [
            _edges(spec, places, palette),
            *[_group(spec, groups, g, places, palette) for g in groups],
            *_labels(spec, places, palette),
            *_legend(groups, palette, xs, ys),
        ],
        palette,
    )


def _places(spec: Network, groups: list[str]) -> dict[str, tuple[float, float, float]]:
    """label -> (x, y, angle); members of a group are neighbours on the circle."""
    order = sorted(spec.nodes, key=lambda node: (groups.index(node.group), node.label))
    places = {}
    for i, node in enumerate(order):
        angle = 2 * math.pi * i / len(order) - math.pi / 2
        x = canvas.WIDTH / 2 + _RADIUS * math.cos(angle)
        y = _FRAME.height / 2 + _RADIUS * math.sin(angle)
        places[node.label] = (round(x, 2), round(y, 2), angle)
    return places


def _edges(spec: Network, places: dict[str, tuple[float, float, float]], palette: Palette) -> Spec:
    most = max((edge.weight for edge in spec.edges), default=1.0) or 1.0
    rows: list[Row] = []
    for edge in spec.edges:
        (x, y, _), (x2, y2, _) = places[edge.source], places[edge.target]
        width = 0.5 + 3.5 * edge.weight / most
        rows.append({"x": x, "y": y, "x2": x2, "y2": y2, "width": width})
    xs, ys = canvas.pixels(_FRAME)
    return canvas.layer(
        {"type": "rule", "color": palette.muted, "opacity": 0.55},
        rows,
        x=xs,
        y=ys,
        x2={"field": "x2"},
        y2={"field": "y2"},
        strokeWidth={"field": "width", "type": "quantitative", "scale": None, "legend": None},
    )


def _group(
    spec: Network,
    groups: list[str],
    group: str,
    places: dict[str, tuple[float, float, float]],
    palette: Palette,
) -> Spec:
    most = max(node.size for node in spec.nodes) or 1.0
    rows: list[Row] = [
        {"x": places[n.label][0], "y": places[n.label][1], "size": 60 + 140 * n.size / most}
        for n in spec.nodes
        if n.group == group
    ]
    xs, ys = canvas.pixels(_FRAME)
    size: Spec = {"field": "size", "type": "quantitative", "scale": None, "legend": None}
    return canvas.layer(_symbol(groups.index(group), palette), rows, x=xs, y=ys, size=size)


def _symbol(index: int, palette: Palette) -> Spec:
    return {
        "type": "point",
        "shape": _SHAPES[index % len(_SHAPES)],
        "opacity": 1,
        "fill": palette.field(NUMERALS[index % len(NUMERALS)]),
        "stroke": palette.ground,
        "strokeWidth": 1,
    }


def _labels(
    spec: Network, places: dict[str, tuple[float, float, float]], palette: Palette
) -> list[Spec]:
    xs, ys = canvas.pixels(_FRAME)
    sides: dict[str, list[Row]] = {"left": [], "right": [], "center": []}
    for node in spec.nodes:
        x, y, angle = places[node.label]
        side = _side(angle)
        shift = {"left": 12, "right": -12, "center": 0}[side]
        down = 0 if side != "center" else math.copysign(17, math.sin(angle))
        sides[side].append(_label(node, x + shift, y + down, palette))
    return [
        canvas.texts(rows, xs, ys, align=side, fontSize=canvas.SMALL)
        for side, rows in sides.items()
        if rows
    ]


def _side(angle: float) -> str:
    if abs(math.cos(angle)) < 0.08:
        return "center"
    return "left" if math.cos(angle) > 0 else "right"


def _label(node: Node, x: float, y: float, palette: Palette) -> Row:
    text = canvas.wrap(node.label, 105, canvas.SMALL, lines=2)
    return {"x": x, "y": canvas.centred(y, text), "text": text, "fill": palette.ink}


def _legend(groups: list[str], palette: Palette, xs: Spec, ys: Spec) -> list[Spec]:
    """Groups top left, one under the other."""
    layers: list[Spec] = []
    for i, group in enumerate(groups):
        y = 6 + 12 * i
        mark = {**_symbol(i, palette), "size": 50}
        text = canvas.wrap(group, 90, 8, lines=1)
        layers.append(canvas.layer(mark, [{"x": 5, "y": y}], x=xs, y=ys))
        row: Row = {"x": 13, "y": y, "text": text, "fill": palette.ink}
        layers.append(canvas.texts([row], xs, ys, align="left", fontSize=8))
    return layers


def table(spec: Network, language: str) -> Data:
    word = words(language)
    group = {node.label: node.group for node in spec.nodes}
    rows = tuple(
        (
            f"{edge.source} ({group[edge.source]})",
            f"{edge.target} ({group[edge.target]})",
            number(edge.weight, language, 0 if float(edge.weight).is_integer() else 1),
        )
        for edge in spec.edges
    )
    alone = tuple(
        (f"{node.label} ({node.group})", "–", "0")
        for node in spec.nodes
        if not any(node.label in (edge.source, edge.target) for edge in spec.edges)
    )
    return Data((word["from"], word["to"], spec.weight_label), rows + alone, (2,))
