"""Horizontal bars with their values; a field's bar carries its numeral."""

from __future__ import annotations

from weitblick.exports.charts import canvas
from weitblick.exports.charts.canvas import Frame, Row, Spec
from weitblick.exports.charts.palette import Palette
from weitblick.exports.charts.rows import Data
from weitblick.exports.specs import Bar, Bars
from weitblick.exports.words import number, percent, words

_LEFT = 190


def draw(spec: Bars, palette: Palette, language: str) -> Spec:
    names = [_label(bar) for bar in spec.bars]
    left = canvas.wide_left(names, _LEFT)
    labels, row = canvas.rows(names, left - 14, 22)
    longest = max((len(_value(spec, bar, language)) for bar in spec.bars), default=0)
    frame = Frame(row * len(spec.bars), left, max(40, 10 + 7 * longest), 4, 30)
    low, high = _domain(spec)
    ys = canvas.y("y", 0, len(spec.bars))
    middle = canvas.y("m", 0, len(spec.bars))
    axis = {"title": spec.value_label, "tickCount": 5, "format": "~%" if spec.percent else ",~f"}
    rows = [_row(spec, i, bar, palette, language) for i, bar in enumerate(spec.bars)]
    return canvas.view(
        frame,
        [
            canvas.rects(rows, canvas.x("x", low, high, axis), ys),
            canvas.texts(
                [{**r, "fill": palette.ink} for r in rows if r["x2"] >= 0],
                canvas.x("x2", low, high),
                middle,
                align="left",
                dx=4,
            ),
            canvas.texts(
                [{**r, "fill": palette.ink} for r in rows if r["x2"] < 0],
                canvas.x("x2", low, high),
                middle,
                align="right",
                dx=-4,
            ),
            canvas.row_names(labels, row, frame, palette),
        ],
        palette,
    )


def _label(bar: Bar) -> str:
    return f"{bar.numeral} {bar.label}" if bar.numeral else bar.label


def _row(spec: Bars, i: int, bar: Bar, palette: Palette, language: str) -> Row:
    return {
        "x": 0,
        "x2": bar.value,
        "y": i + 0.18,
        "y2": i + 0.82,
        "m": i + 0.5,
        "fill": palette.field(bar.numeral),
        "text": _value(spec, bar, language),
    }


def _domain(spec: Bars) -> tuple[float, float]:
    values = [bar.value for bar in spec.bars]
    low, high = min(0.0, *values), max(1.0 if spec.percent else 0.0, *values)
    return (low * 1.15, high or 1.0) if low < 0 else (0.0, high or 1.0)


def _value(spec: Bars, bar: Bar, language: str) -> str:
    if spec.percent:
        return percent(bar.value, language)
    return number(bar.value, language, 0 if float(bar.value).is_integer() else 1)


def table(spec: Bars, language: str) -> Data:
    word = words(language)
    rows = [(_label(bar), _value(spec, bar, language)) for bar in spec.bars]
    return Data((word["item"], spec.value_label), tuple(rows), (1,))
