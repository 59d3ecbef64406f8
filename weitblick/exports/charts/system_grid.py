"""The system grid: active over passive sums, quadrants named, key factors drawn full."""

from __future__ import annotations

from weitblick.exports.charts import canvas
from weitblick.exports.charts.canvas import Frame, Row, Spec
from weitblick.exports.charts.palette import Palette
from weitblick.exports.charts.placing import Area, placed_labels
from weitblick.exports.charts.rows import Data
from weitblick.exports.specs import Point, SystemGrid
from weitblick.exports.words import number, words

_DOT = 15.0
_FRAME = Frame(290, 46, 8, 8, 40)


def draw(spec: SystemGrid, palette: Palette, language: str) -> Spec:
    x_low, x_high = _limits([p.x for p in spec.points] + [spec.x_split])
    y_low, y_high = _limits([p.y for p in spec.points] + [spec.y_split])
    xs = canvas.x("x", x_low, x_high, {"title": spec.x_label, "tickCount": 6, "format": "~g"})
    ys = canvas.y(
        "y",
        y_low,
        y_high,
        {"title": spec.y_label, "tickCount": 6, "format": "~g", "titleX": -32},
        down=False,
    )
    bare_x, bare_y = {**xs, "axis": None}, {**ys, "axis": None}
    split = {"type": "rule", "strokeWidth": 1, "strokeDash": [4, 3], "color": palette.muted}
    return canvas.view(
        _FRAME,
        [
            canvas.layer({"type": "point", "opacity": 0}, [{"x": x_low, "y": y_low}], x=xs, y=ys),
            canvas.layer(split, [{"x": spec.x_split}], x=bare_x),
            canvas.layer(split, [{"y": spec.y_split}], y=bare_y),
            *_corners(spec, palette),
            _dots(spec, palette, bare_x, bare_y),
            canvas.texts(_signs(spec, palette), bare_x, bare_y, fontSize=7.5, fontWeight="bold"),
            *_names(spec, palette, (x_low, x_high), (y_low, y_high)),
        ],
        palette,
    )


def _limits(values: list[float]) -> tuple[float, float]:
    """The values with a twelfth of room on either side."""
    low, high = min(values), max(values)
    room = (high - low or 2.0) / 12
    return low - room, high + room


def _dots(spec: SystemGrid, palette: Palette, xs: Spec, ys: Spec) -> Spec:
    rows = [
        {"x": p.x, "y": p.y, "fill": palette.accent if p.key else palette.ground}
        for p in _key_last(spec)
    ]
    mark = {"type": "point", "size": _DOT * _DOT, "stroke": palette.accent, "strokeWidth": 1.2,
            "opacity": 1}  # fmt: skip
    return canvas.layer(mark, rows, x=xs, y=ys, fill=canvas.raw("fill"))


def _signs(spec: SystemGrid, palette: Palette) -> list[Row]:
    return [
        {"x": p.x, "y": p.y, "text": p.sign, "fill": palette.ground if p.key else palette.ink}
        for p in _key_last(spec)
    ]


def _key_last(spec: SystemGrid) -> list[Point]:
    return sorted(spec.points, key=lambda point: point.key)


def _corners(spec: SystemGrid, palette: Palette) -> list[Spec]:
    xs, ys = canvas.pixels(_FRAME)
    width, height = _FRAME.width, _FRAME.height
    places = ((4, 8, "left"), (width - 4, 8, "right"), (4, height - 8, "left"),
              (width - 4, height - 8, "right"))  # fmt: skip
    return [
        canvas.texts(
            [{"x": x, "y": y, "text": name, "fill": palette.muted}],
            xs,
            ys,
            align=align,
            fontStyle="italic",
        )
        for (x, y, align), name in zip(places, spec.quadrants, strict=True)
    ]


def _names(
    spec: SystemGrid, palette: Palette, x_limits: tuple[float, float], y_limits: tuple[float, float]
) -> list[Spec]:
    """Key factors' names beside their dots, where there is room."""
    frame, xs, ys = _FRAME, *canvas.pixels(_FRAME)

    def place(point: Point) -> tuple[float, float]:
        across = (point.x - x_limits[0]) / (x_limits[1] - x_limits[0]) * frame.width
        down = (y_limits[1] - point.y) / (y_limits[1] - y_limits[0]) * frame.height
        return across, down

    dots = [Area.around(*place(p), _DOT, _DOT) for p in spec.points]
    keys = [(point.label, *place(point)) for point in spec.points if point.key]
    bounds = Area(0, 16, frame.width, frame.height - 16)
    rows = [
        {"x": label.x, "y": label.y, "text": label.text, "fill": palette.ink}
        for label in placed_labels(keys, dots, bounds, _DOT / 2 + 3)
    ]
    halo = {"stroke": palette.ground, "strokeWidth": 3, "strokeJoin": "round"}
    return [
        canvas.texts(rows, xs, ys, align="left", fontSize=canvas.SMALL, **halo),
        canvas.texts(rows, xs, ys, align="left", fontSize=canvas.SMALL),
    ]


def table(spec: SystemGrid, language: str) -> Data:
    word = words(language)
    header = (word["number"], word["item"], spec.y_label, spec.x_label, word["quadrant"],
              word["key_factor"])  # fmt: skip
    rows = tuple(
        (
            p.sign,
            p.label,
            _sum(p.y, language),
            _sum(p.x, language),
            spec.quadrants[(0 if p.y >= spec.y_split else 2) + (p.x >= spec.x_split)],
            word["yes"] if p.key else word["no"],
        )
        for p in spec.points
    )
    return Data(header, rows, (2, 3))


def _sum(value: float, language: str) -> str:
    return number(value, language, 0 if float(value).is_integer() else 1)
