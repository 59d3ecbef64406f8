"""Delphi answers: dots as large as the share of answers, quartile bar and median below."""

from __future__ import annotations

from weitblick.exports.charts import canvas
from weitblick.exports.charts.canvas import Frame, Row, Spec
from weitblick.exports.charts.palette import Palette
from weitblick.exports.charts.rows import Data
from weitblick.exports.specs import Distribution, Estimates
from weitblick.exports.words import number, people, percent, words

_LEFT, _RIGHT = 176, 62
_DOT = 15.0


def draw(spec: Distribution, palette: Palette, language: str) -> Spec:
    names = [row.label for row in spec.rows]
    left = canvas.wide_left(names, _LEFT)
    labels, row = canvas.rows(names, left - 14, 34)
    frame = Frame(row * len(spec.rows), left, _RIGHT, 6, 32)
    low, high = spec.edges[0], spec.edges[-1]
    ys, middle = canvas.y("y", 0, len(labels)), canvas.y("m", 0, len(labels))
    axis = {"title": spec.value_label, "tickCount": 5, "format": "~%" if spec.percent else "~g"}
    spans = [_span(i, r, palette) for i, r in enumerate(spec.rows)]
    notes = [_note(spec, i, r, palette, language) for i, r in enumerate(spec.rows)]
    return canvas.view(
        frame,
        [
            _dots(spec, palette, canvas.x("x", low, high, axis), ys),
            canvas.layer(
                {"type": "rule", "strokeWidth": 3, "color": palette.accent},
                spans,
                x=canvas.x("x", low, high),
                x2={"field": "x2"},
                y=ys,
            ),
            canvas.layer(
                {"type": "tick", "thickness": 2.5, "height": 11, "color": palette.ink},
                spans,
                x=canvas.x("median", low, high),
                y=ys,
            ),
            canvas.row_names(labels, row, frame, palette),
            canvas.texts(
                notes, {"value": frame.width + 8}, middle, align="left", fontSize=canvas.SMALL
            ),
        ],
        palette,
    )


def _dots(spec: Distribution, palette: Palette, xs: Spec, ys: Spec) -> Spec:
    """Circle areas are proportional to the share of the row's answers."""
    rows: list[Row] = []
    largest = (
        max(max(r.counts) / r.n for r in spec.rows if r.n) if any(r.n for r in spec.rows) else 1.0
    )
    for i, row in enumerate(spec.rows):
        for k, count in enumerate(row.counts):
            area = (count / row.n) / largest * 3.1416 * (_DOT / 2) ** 2 if row.n else 0
            middle = (spec.edges[k] + spec.edges[k + 1]) / 2
            rows.append({"x": middle, "y": i + 0.4, "area": area})
    return canvas.layer(
        {"type": "point", "filled": True, "opacity": 1, "color": palette.dusk[3]},
        [row for row in rows if row["area"]],
        x=xs,
        y=ys,
        size={"field": "area", "type": "quantitative", "scale": None, "legend": None},
    )


def _span(i: int, row: Estimates, palette: Palette) -> Row:
    return {"x": row.lower, "x2": row.upper, "median": row.median, "y": i + 0.8}


def _value(spec: Distribution, value: float, language: str) -> str:
    if spec.percent:
        return percent(value, language)
    return number(value, language, 0 if float(value).is_integer() else 1)


def _note(spec: Distribution, i: int, row: Estimates, palette: Palette, language: str) -> Row:
    median = _value(spec, row.median, language)
    return {"m": i + 0.4, "text": f"{median}\n{people(row.n, language)}", "fill": palette.muted}


def table(spec: Distribution, language: str) -> Data:
    word = words(language)
    bins = tuple(
        f"{_value(spec, a, language)}–{_value(spec, b, language)}"
        for a, b in zip(spec.edges, spec.edges[1:], strict=False)
    )
    rows = tuple(
        (
            row.label,
            *(number(count, language) for count in row.counts),
            _value(spec, row.lower, language),
            _value(spec, row.median, language),
            _value(spec, row.upper, language),
            number(row.n, language),
        )
        for row in spec.rows
    )
    header = (word["item"], *bins, word["lower"], word["median"], word["upper"], "n")
    return Data(header, rows, tuple(range(1, len(header))))
