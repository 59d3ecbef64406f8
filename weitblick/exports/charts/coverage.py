"""The coverage map: a row an action field, a tile a dimension, darker with more; gaps blank."""

from __future__ import annotations

from weitblick.exports.charts import canvas
from weitblick.exports.charts.canvas import Frame, Row, Spec
from weitblick.exports.charts.palette import Palette
from weitblick.exports.charts.rows import Data
from weitblick.exports.specs import Coverage, CoverageField
from weitblick.exports.words import number, words

_LEFT, _TILE, _FIELD = 104, 51, 100


def draw(spec: Coverage, palette: Palette, language: str) -> Spec:
    columns = max(len(field.dimensions) for field in spec.fields)
    frame = Frame(_TILE * len(spec.fields), _LEFT, 0, 2, 20)
    width = frame.width / columns
    most = max((n for field in spec.fields for _, n in field.dimensions), default=0)
    tiles = [
        _tile(name, n, r, c, width, most, palette, language)
        for r, field in enumerate(spec.fields)
        for c, (name, n) in enumerate(field.dimensions)
    ]
    xs, ys = canvas.pixels(frame)
    full = [tile for tile in tiles if tile["n"]]
    gaps = [tile for tile in tiles if not tile["n"]]
    return canvas.view(
        frame,
        [
            canvas.rects(full, xs, ys, cornerRadius=3),
            canvas.rects(
                gaps, xs, ys, cornerRadius=3, stroke=palette.muted, strokeDash=[3, 2],
                strokeWidth=0.7,
            ),
            canvas.texts(_texts(tiles, "count"), xs, ys, align="left", fontSize=11,
                         fontWeight="bold"),
            canvas.texts(_texts(tiles, "name"), xs, ys, align="left", fontSize=7.6, lineHeight=9),
            *_fields(spec, palette, frame),
        ],
        palette,
    )  # fmt: skip


def _tile(
    name: str, n: int, r: int, c: int, width: float, most: int, palette: Palette, language: str
) -> Row:
    """Many items are dark (dusk), few light: a dark tile is well covered."""
    step = palette.step(1 - n / most) if n else 0
    return {
        "n": n,
        "x": c * width + 1.5,
        "x2": (c + 1) * width - 1.5,
        "y": r * _TILE + 1.5,
        "y2": (r + 1) * _TILE - 1.5,
        "fill": palette.dusk[step] if n else palette.ground,
        "ink": palette.dusk_ink[step] if n else palette.ink,
        "count": number(n, language),
        "name": canvas.wrap(name, width - 7, 7.6, lines=3),
    }


def _texts(tiles: list[Row], key: str) -> list[Row]:
    """The number in the tile's upper left corner, the dimension's name under it."""
    down = 11 if key == "count" else 25
    return [{"x": t["x"] + 4, "y": t["y"] + down, "text": t[key], "fill": t["ink"]} for t in tiles]


def _fields(spec: Coverage, palette: Palette, frame: Frame) -> list[Spec]:
    xs, ys = canvas.pixels(frame)
    signs: list[Row] = []
    names: list[Row] = []
    for r, field in enumerate(spec.fields):
        fill = palette.field(field.numeral)
        signs.append({"x": -_LEFT, "y": r * _TILE + 11, "text": field.numeral, "fill": fill})
        text = canvas.wrap(field.name, _FIELD, 7.8, lines=3)
        names.append({"x": -_LEFT, "y": r * _TILE + 23, "text": text, "fill": palette.ink})
    note = [{"x": 0, "y": frame.height + 11, "text": spec.value_label, "fill": palette.muted}]
    return [
        canvas.texts(signs, xs, ys, align="left", fontWeight="bold", fontSize=11),
        canvas.texts(names, xs, ys, align="left", fontSize=7.8, lineHeight=9),
        canvas.texts(note, xs, ys, align="left", fontSize=canvas.SMALL),
    ]


def table(spec: Coverage, language: str) -> Data:
    word = words(language)
    header = (word["dimension"], word["field"], spec.value_label)
    rows = tuple(
        (name, _field(field), number(n, language))
        for field in spec.fields
        for name, n in field.dimensions
    )
    return Data(header, rows, (2,))


def _field(field: CoverageField) -> str:
    return f"{field.numeral} {field.name}".strip()
