"""The legend of a map, and the marks it shares with the map: hatchings and places."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from weitblick.exports.charts import canvas, outlines
from weitblick.exports.charts.canvas import Frame, Row, Spec
from weitblick.exports.charts.outlines import Hatch
from weitblick.exports.charts.palette import Palette

_SWATCH, _ROW = 11.0, 15.0


def hatch_row(lines: list[list[tuple[float, float]]], stroke: str) -> Row:
    """The hatching of one area as data."""
    shape = {"type": "MultiLineString", "coordinates": lines}
    return {"type": "Feature", "geometry": shape, "properties": {}, "stroke": stroke}


def strokes(rows: Sequence[Row]) -> Spec:
    """Hatchings as lines."""
    mark = {"type": "geoshape", "filled": False, "clip": False, "strokeWidth": 0.7}
    return canvas.layer(mark, rows, stroke=canvas.raw("stroke"))


def marks(rows: Sequence[Row], palette: Palette, frame: Frame) -> Spec:
    """Places by shape and size, light with a dark edge, readable on every class."""
    xs, ys = canvas.pixels(frame)
    mark = {"type": "point", "filled": True, "stroke": palette.ink, "strokeWidth": 1.4,
            "opacity": 1}  # fmt: skip
    return canvas.layer(mark, rows, x=xs, y=ys, fill=canvas.raw("fill"), size=canvas.raw("size"),
                        shape=canvas.raw("shape"))  # fmt: skip


class Legend:
    """Swatches and words that flow from left to right and wrap; positions are pixels."""

    def __init__(self, palette: Palette, top: float) -> None:
        self.palette, self.x, self.y = palette, 0.0, top
        self.boxes: list[Row] = []
        self.lines: list[Row] = []
        self.marks: list[Row] = []
        self.words: list[Row] = []

    def text(self, words_: str, *, muted: bool = False) -> None:
        """Words on a line of their own."""
        self._new_line()
        wrapped = canvas.wrap(words_, canvas.WIDTH, canvas.SMALL, lines=3)
        fill = self.palette.muted if muted else self.palette.ink
        self.words.append({"x": 0, "y": self.y + 5, "text": wrapped, "fill": fill})
        self.y += _ROW + (canvas.lines(wrapped) - 1) * canvas.LINE

    def swatch(self, words_: str, fill: str, hatch: Hatch | None = None, ink: str = "") -> None:
        """A box, hatched or not, with its words."""
        x, y = self._room(words_)
        self.boxes.append({"x": x, "x2": x + _SWATCH, "y": y, "y2": y + _SWATCH, "fill": fill})
        if hatch:
            box = shapely.box(x, y, x + _SWATCH, y + _SWATCH)
            self.lines.append(hatch_row(outlines.hatching(box, hatch, 3.5), ink))
        self._say(words_)

    def mark(self, words_: str, shape: str) -> None:
        """The shape of a kind of places with its words."""
        x, y = self._room(words_)
        self.marks.append({"x": x + 5.5, "y": y + 5.5, "size": 60, "shape": shape,
                           "fill": self.palette.ground})  # fmt: skip
        self._say(words_)

    def _room(self, words_: str) -> tuple[float, float]:
        if self.x and self.x + _SWATCH + 5 + _long(words_) > canvas.WIDTH:
            self._new_line()
        return self.x, self.y

    def _say(self, words_: str) -> None:
        at = self.x + _SWATCH + 5
        self.words.append({"x": at, "y": self.y + 6, "text": words_, "fill": self.palette.ink})
        self.x = at + _long(words_) + 12

    def _new_line(self) -> None:
        self.x, self.y = 0.0, self.y + (_ROW if self.x else 0.0)

    def end(self) -> float:
        """The lower edge."""
        self._new_line()
        return self.y

    def layers(self, frame: Frame) -> list[Spec]:
        """All of it, to be drawn in the frame."""
        xs, ys = canvas.pixels(frame)
        found = [
            canvas.rects(self.boxes, xs, ys, stroke=self.palette.ink, strokeWidth=0.6),
            canvas.texts(self.words, xs, ys, align="left", fontSize=canvas.SMALL),
        ]
        if self.lines:
            found.insert(1, strokes(self.lines))
        return [*found, marks(self.marks, self.palette, frame)] if self.marks else found


def _long(words_: str) -> float:
    return len(words_) * canvas.SMALL * 0.58
