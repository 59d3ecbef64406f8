"""Scenario profiles: one line a scenario down the factors, from dusk on the left to dawn."""

from __future__ import annotations

from weitblick.exports.charts import canvas
from weitblick.exports.charts.canvas import Frame, Row, Spec
from weitblick.exports.charts.palette import STEPS, Palette
from weitblick.exports.charts.rows import Data
from weitblick.exports.specs import Profile
from weitblick.exports.words import percent, words

_LEFT, _RIGHT = 176, 12
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
_DASHES = ((1, 0), (7, 3), (2, 2), (9, 3, 2, 3), (4, 2), (1, 3))


def draw(spec: Profile, palette: Palette, language: str) -> Spec:
    labels, row = canvas.rows(spec.axes, _LEFT - 14, 24)
    legend_rows = (len(spec.lines) + 1) // 2
    frame = Frame(row * len(labels), _LEFT, _RIGHT, 34 + legend_rows * 14, 6)
    grid: list[Row] = [{"m": i + 0.5} for i in range(len(labels))]
    middle = canvas.y("m", 0, len(labels))
    rule = {"type": "rule", "color": palette.line, "strokeWidth": 0.5}
    return canvas.view(
        frame,
        [
            *_sky(spec, frame, palette),
            canvas.layer(rule, grid, y=middle),
            canvas.row_names(labels, row, frame, palette),
            *[_line(spec, k, palette) for k in range(len(spec.lines))],
            *[_points(spec, k, palette) for k in range(len(spec.lines))],
            *_legend(spec, frame, palette),
        ],
        palette,
    )


def _line(spec: Profile, k: int, palette: Palette) -> Spec:
    mark = {"type": "line", "strokeWidth": 1.8, "strokeDash": list(_DASHES[k % len(_DASHES)]),
            "color": _tone(spec, k, palette)}  # fmt: skip
    return canvas.layer(
        mark,
        _rows(spec, k),
        x=canvas.x("x", -0.04, 1.04),
        y=canvas.y("y", 0, len(spec.axes)),
        order={"field": "y", "type": "quantitative"},
    )


def _points(spec: Profile, k: int, palette: Palette) -> Spec:
    return canvas.layer(
        _symbol(spec, k, palette),
        _rows(spec, k),
        x=canvas.x("x", -0.04, 1.04),
        y=canvas.y("y", 0, len(spec.axes)),
    )


def _symbol(spec: Profile, k: int, palette: Palette) -> Spec:
    return {
        "type": "point",
        "shape": _SHAPES[k % len(_SHAPES)],
        "size": 62,
        "opacity": 1,
        "fill": _tone(spec, k, palette),
        "stroke": palette.ink,
        "strokeWidth": 0.8,
    }


def _tone(spec: Profile, k: int, palette: Palette) -> str:
    return palette.dusk[palette.step(spec.lines[k].tone)]


def _rows(spec: Profile, k: int) -> list[Row]:
    """Lines are shifted a little, so that equal values stay visible side by side."""
    shift = (k - (len(spec.lines) - 1) / 2) * 0.16
    return [{"x": v, "y": i + 0.5 + shift} for i, v in enumerate(spec.lines[k].values)]


def _sky(spec: Profile, frame: Frame, palette: Palette) -> list[Spec]:
    """A strip from dusk to dawn over the plot, with what its ends mean."""
    xs, ys = canvas.pixels(frame)
    step = frame.width / STEPS
    strip: list[Row] = [
        {"x": i * step, "x2": (i + 1) * step, "y": -8, "y2": -3, "fill": palette.dusk[i]}
        for i in range(STEPS)
    ]
    low: Row = {"x": 0, "y": -16, "text": spec.low_label, "fill": palette.muted}
    high: Row = {"x": frame.width, "y": -16, "text": spec.high_label, "fill": palette.muted}
    return [
        canvas.rects(strip, xs, ys),
        canvas.texts([low], xs, ys, align="left", fontSize=canvas.SMALL),
        canvas.texts([high], xs, ys, align="right", fontSize=canvas.SMALL),
    ]


def _legend(spec: Profile, frame: Frame, palette: Palette) -> list[Spec]:
    """Two columns of symbol and name above the strip, over the whole width."""
    xs, ys = canvas.pixels(frame)
    column = canvas.WIDTH / 2
    layers, rows = [], []
    for k, line in enumerate(spec.lines):
        x, y = -_LEFT + 8 + (k % 2) * column, -frame.top + 8 + (k // 2) * 14
        layers.append(canvas.layer(_symbol(spec, k, palette), [{"x": x, "y": y}], x=xs, y=ys))
        text = canvas.wrap(line.name, column - 24, lines=1)
        rows.append({"x": x + 9, "y": y, "text": text, "fill": palette.ink})
    return [*layers, canvas.texts(rows, xs, ys, align="left")]


def table(spec: Profile, language: str) -> Data:
    header = (words(language)["item"], *(line.name for line in spec.lines))
    rows = tuple(
        (axis, *(_cell(spec, k, i, language) for k in range(len(spec.lines))))
        for i, axis in enumerate(spec.axes)
    )
    return Data(header, rows)


def _cell(spec: Profile, k: int, i: int, language: str) -> str:
    value = percent(spec.lines[k].values[i], language)
    return f"{spec.states[k][i]} ({value})" if spec.states else value
