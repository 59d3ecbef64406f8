"""Options x scenarios: tiles from dusk (little) to dawn (much), each with its number."""

from __future__ import annotations

from weitblick.exports.charts import canvas
from weitblick.exports.charts.canvas import Frame, Row, Spec
from weitblick.exports.charts.palette import STEPS, Palette
from weitblick.exports.charts.rows import Data
from weitblick.exports.specs import Heatmap
from weitblick.exports.words import number, words

_LEFT, _BOTTOM = 190, 26


def draw(spec: Heatmap, palette: Palette, language: str) -> Spec:
    left = canvas.wide_left(spec.rows, _LEFT) if len(spec.columns) < 5 else _LEFT
    labels, row = canvas.rows(spec.rows, left - 12, 20)
    column = (canvas.WIDTH - left) / len(spec.columns)
    heads = [canvas.wrap(text, column - 4, canvas.SMALL) for text in spec.columns]
    top = max(map(canvas.lines, heads)) * canvas.LINE + 6
    frame = Frame(row * len(labels), left, 0, top, _BOTTOM)
    xs, ys = canvas.pixels(frame)
    tiles = [
        _tile(spec, r, c, (column, row), palette, language)
        for r in range(len(spec.rows))
        for c in range(len(spec.columns))
    ]
    tops: list[Row] = [
        {
            "x": (i + 0.5) * column,
            "y": -10 - (canvas.lines(text) - 1) * canvas.LINE,
            "text": text,
            "fill": palette.ink,
        }
        for i, text in enumerate(heads)
    ]
    known = [tile for tile in tiles if tile["fill"] is not None]
    return canvas.view(
        frame,
        [
            canvas.rects(known, xs, ys),
            canvas.texts([{**t, "x": t["cx"], "y": t["cy"], "fill": t["ink"]} for t in tiles],
                         xs, ys, fontSize=canvas.SMALL),
            canvas.row_names(labels, row, frame, palette),
            canvas.texts(tops, xs, ys, fontSize=canvas.SMALL),
            *_legend(spec, frame, palette, language),
        ],
        palette,
    )  # fmt: skip


def _tile(
    spec: Heatmap, r: int, c: int, size: tuple[float, float], palette: Palette, language: str
) -> Row:
    value, (width, height) = spec.values[r][c], size
    place = {
        "x": c * width + 1,
        "x2": (c + 1) * width - 1,
        "y": r * height + 1,
        "y2": (r + 1) * height - 1,
        "cx": (c + 0.5) * width,
        "cy": (r + 0.5) * height,
    }
    if value is None:
        return {**place, "fill": None, "ink": palette.muted, "text": "–"}
    step = palette.step((value - spec.low) / (spec.high - spec.low))
    text = number(value, language, spec.digits)
    return {**place, "fill": palette.dusk[step], "ink": palette.dusk_ink[step], "text": text}


def _legend(spec: Heatmap, frame: Frame, palette: Palette, language: str) -> list[Spec]:
    xs, ys = canvas.pixels(frame)
    y = frame.height + 10
    swatches: list[Row] = [
        {"x": 24 + i * 18, "x2": 24 + (i + 1) * 18, "y": y, "y2": y + 9, "fill": palette.dusk[i]}
        for i in range(STEPS)
    ]
    low, high = (number(v, language, 0) for v in (spec.low, spec.high))
    ends: list[Row] = [
        {"x": 20, "y": y + 5, "text": low, "fill": palette.muted},
        {"x": 28 + STEPS * 18, "y": y + 5, "text": f"{high}   {spec.value_label}",
         "fill": palette.muted},
    ]  # fmt: skip
    return [
        canvas.rects(swatches, xs, ys),
        canvas.texts(ends[:1], xs, ys, align="right", fontSize=canvas.SMALL),
        canvas.texts(ends[1:], xs, ys, align="left", fontSize=canvas.SMALL),
    ]


def table(spec: Heatmap, language: str) -> Data:
    head = spec.row_label or words(language)["item"]
    rows = tuple(
        (label, *("–" if v is None else number(v, language, spec.digits) for v in values))
        for label, values in zip(spec.rows, spec.values, strict=True)
    )
    return Data((head, *spec.columns), rows, tuple(range(1, len(spec.columns) + 1)))
