"""What every figure shares: width, type sizes, wrapped labels, layers of one Vega-Lite view.

Texts enter a specification as data values only, never as part of an expression.
Lengths are pixels of the drawing, which is 480 wide; in the PDF one pixel is one point.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from weitblick.exports.charts.palette import Palette

WIDTH = 480
MOST = 600
"""What the rows of a figure may take in height."""
SIZE = 9.5
SMALL = 8.5
LINE = 11.5

Spec = dict[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True)
class Frame:
    """The plot inside its paddings."""

    height: float
    left: float = 0
    right: float = 0
    top: float = 0
    bottom: float = 0

    @property
    def width(self) -> float:
        return WIDTH - self.left - self.right


def wrap(text: str, width: float, size: float = SIZE, lines: int = 4) -> str:
    """The text in lines that fit ``width``; an overlong rest ends in an ellipsis."""
    chars = max(5, int(width / (size * 0.56)))
    parts = " ".join(hyphenated(word, chars) for word in text.split())
    return "\n".join(textwrap.wrap(parts, chars, max_lines=lines, placeholder=" …"))


_VOWELS = "aeiouyäöü"
_KEPT = (
    "schl", "schr", "schw", "sch", "str", "ch", "ck", "ph", "th", "st", "sp",
    "bl", "br", "dr", "fl", "fr", "gl", "gr", "kl", "kr", "pf", "pl", "pr", "tr",
)  # fmt: skip


def hyphenated(word: str, chars: int) -> str:
    """A word longer than a line, cut before a syllable where one can be seen.

    A syllable starts with the consonant (or the inseparable group) before a vowel.
    """
    if len(word) <= chars:
        return word
    cut = next((i for i in range(chars - 1, 2, -1) if _starts_syllable(word, i)), chars - 1)
    return f"{word[:cut]}- {hyphenated(word[cut:], chars)}"


def _starts_syllable(word: str, at: int) -> bool:
    rest = word[at:].lower()
    head = next((group for group in _KEPT if rest.startswith(group)), rest[:1])
    after = rest[len(head) : len(head) + 1]
    split = any(
        word[at - k :].lower().startswith(group) for group in _KEPT for k in range(1, len(group))
    )
    starts = head not in _VOWELS and after != "" and after in _VOWELS
    return starts and not split and len(rest) > 2


def lines(text: str) -> int:
    return text.count("\n") + 1


def view(frame: Frame, layers: Sequence[Spec], palette: Palette) -> Spec:
    """One layered view of exact size."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": frame.width,
        "height": frame.height,
        "autosize": {"type": "none"},
        "padding": {
            "left": frame.left,
            "right": frame.right,
            "top": frame.top,
            "bottom": frame.bottom,
        },
        "background": None,
        "layer": list(layers),
        "resolve": {"scale": {"x": "independent", "y": "independent"}},
        "config": _config(palette),
    }


def _config(palette: Palette) -> Spec:
    return {
        "view": {"stroke": None},
        "axis": {
            "domain": False,
            "grid": True,
            "gridColor": palette.line,
            "gridWidth": 0.5,
            "ticks": False,
            "labelColor": palette.muted,
            "labelFontSize": SMALL,
            "labelPadding": 4,
            "titleColor": palette.muted,
            "titleFontSize": SMALL,
            "titleFontWeight": "normal",
            "titlePadding": 6,
        },
        "text": {"fontSize": SIZE, "fill": palette.ink, "lineBreak": "\n", "lineHeight": LINE},
    }


def scale(low: float, high: float, *, reverse: bool = False) -> Spec:
    return {"domain": [low, high], "nice": False, "zero": False, "reverse": reverse}


def x(field: str, low: float, high: float, axis: Spec | None = None) -> Spec:
    return {"field": field, "type": "quantitative", "scale": scale(low, high), "axis": axis}


def y(field: str, low: float, high: float, axis: Spec | None = None, *, down: bool = True) -> Spec:
    """A vertical position; ``down``: rows count from the top."""
    limits = scale(low, high, reverse=down)
    return {"field": field, "type": "quantitative", "scale": limits, "axis": axis}


def raw(field: str) -> Spec:
    """A value used as it is (a colour, a width), not scaled."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def layer(mark: Spec, rows: Sequence[Row], **encoding: Spec) -> Spec:
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def rects(rows: Sequence[Row], xs: Spec, ys: Spec, **mark: object) -> Spec:
    """Boxes from x to x2 and y to y2 in their own ``fill``."""
    return layer(
        {"type": "rect", **mark},
        rows,
        x=xs,
        x2={"field": "x2"},
        y=ys,
        y2={"field": "y2"},
        fill=raw("fill"),
    )


def texts(rows: Sequence[Row], xs: Spec, ys: Spec, **mark: object) -> Spec:
    """Labels; ``text`` may hold line ends; each has its own ``fill``."""
    return layer(
        {"type": "text", "baseline": "middle", **mark},
        rows,
        x=xs,
        y=ys,
        text={"field": "text", "type": "nominal"},
        fill=raw("fill"),
    )


def pixels(frame: Frame) -> tuple[Spec, Spec]:
    """Positions counted in pixels from the plot's upper left corner."""
    return x("x", 0, frame.width), y("y", 0, frame.height)


def wide_left(texts_: Sequence[str], usual: float) -> float:
    """The room for row names: more where they are sentences or have but one line each."""
    most = 60 if MOST / len(texts_) >= 2 * LINE + 2 else 34
    return usual if max(map(len, texts_)) <= most else 244


def rows(names: Sequence[str], width: float, least: float) -> tuple[list[str], float]:
    """Wrapped row names and the height of a row.

    Many rows become narrower and their names shorter, so that the figure fits a page.
    """
    budget = MOST / len(names)
    allowed = min(4, max(1, int((budget - 2) / LINE)))
    labels = [wrap(name, width, lines=allowed) for name in names]
    row = max(least, max(map(lines, labels)) * LINE + 8)
    return labels, min(row, max(budget, LINE))


def row_names(labels: Sequence[str], row: float, frame: Frame, palette: Palette) -> Spec:
    """The wrapped names of rows ``row`` pixels high, flush right before the plot."""
    places: list[Row] = [
        {"x": -8, "y": centred((i + 0.5) * row, text), "text": text, "fill": palette.ink}
        for i, text in enumerate(labels)
    ]
    return texts(places, *pixels(frame), align="right")


def centred(y: float, text: str, line: float = LINE) -> float:
    """Where the first line stands when the whole text is centred on ``y``."""
    return y - (lines(text) - 1) * line / 2
