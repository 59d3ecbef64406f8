"""Areas in classes, light (little) to dark (much), with places; missing values say why.

The classes rise in lightness, so the map reads in greyscale; areas without a value are hatched on
white, uncertain values on their colour.
"""

from __future__ import annotations

import textwrap
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import shapely
from shapely import MultiPolygon, Polygon
from shapely.affinity import translate

from weitblick.exports.charts import canvas, outlines
from weitblick.exports.charts.canvas import Frame, Row, Spec
from weitblick.exports.charts.map_legend import Legend, hatch_row, marks, strokes
from weitblick.exports.charts.outlines import Hatch, Outlines
from weitblick.exports.charts.palette import Palette
from weitblick.exports.charts.rows import Data
from weitblick.exports.specs import Map, MapArea
from weitblick.exports.words import number, percent, words

_MOST = 460.0
_STEPS = {1: (5,), 2: (6, 2), 3: (6, 3, 1), 4: (6, 4, 2, 0), 5: (6, 5, 3, 2, 0)}
"""Steps of the dusk scale for so many classes, from the light end."""
_HATCHES: tuple[Hatch, ...] = ("rising", "crossed", "level")
_GAP = 5.0
_SHAPES = ("circle", "square", "triangle-up", "diamond")
_LEAST, _GREATEST = 40.0, 420.0
_KILOMETRES = (1, 2, 5, 10, 20, 50, 100, 200)


def draw(spec: Map, palette: Palette, language: str) -> Spec:
    drawn = outlines.outlines([area.polygons for area in spec.areas], canvas.WIDTH, _MOST)
    shift = (canvas.WIDTH - drawn.width) / 2
    shapes = [translate(shape, shift) for shape in drawn.shapes]
    legend, below = _legend(spec, palette, language, drawn.height + 26)
    frame = Frame(below, 0, 0, 4, 4)
    layers = [
        _filled(spec, shapes, palette),
        *_hatched(spec, shapes, palette),
        *_names(spec, shapes, palette, frame),
        *_places(spec, drawn, shift, palette, frame),
        *_scale_bar(drawn, palette, frame, language),
        *legend.layers(frame),
    ]
    made = canvas.view(frame, layers, palette)
    # Everything is in pixels already: Vega shall neither project nor fit.
    return made | {"projection": {"type": "identity", "scale": 1, "translate": [0, 0]}}


def _class(spec: Map, area: MapArea) -> int:
    return bisect_right(spec.breaks, area.value or 0.0)


def _fill(spec: Map, area: MapArea, palette: Palette) -> tuple[str, str]:
    """The colour of an area and of what is written on it."""
    if area.value is None:
        return palette.ground, palette.ink
    step = _STEPS[len(spec.breaks) + 1][_class(spec, area)]
    return palette.dusk[step], palette.dusk_ink[step]


def _filled(spec: Map, shapes: Sequence[MultiPolygon], palette: Palette) -> Spec:
    rows = [
        {"type": "Feature", "geometry": shapely.geometry.mapping(shape), "properties": {},
         "fill": _fill(spec, area, palette)[0], "edge": _fill(spec, area, palette)[1]}
        for area, shape in zip(spec.areas, shapes, strict=True)
    ]  # fmt: skip
    mark = {"type": "geoshape", "strokeWidth": 0.6, "strokeJoin": "round", "clip": False}
    return canvas.layer(mark, rows, fill=canvas.raw("fill"), stroke=canvas.raw("edge"))


def _reasons(spec: Map) -> list[str]:
    """Why values are missing, in the order of the areas."""
    return list(dict.fromkeys(a.reason for a in spec.areas if a.value is None and a.reason))


def _hatched(spec: Map, shapes: Sequence[MultiPolygon], palette: Palette) -> list[Spec]:
    rows = []
    for area, shape in zip(spec.areas, shapes, strict=True):
        if area.value is None and area.reason:
            kind = _HATCHES[min(_reasons(spec).index(area.reason), len(_HATCHES) - 1)]
            rows.append(hatch_row(outlines.hatching(shape, kind, _GAP), palette.muted))
        elif area.value is not None and area.uncertain:
            ink = _fill(spec, area, palette)[1]
            rows.append(hatch_row(outlines.hatching(shape, "falling", _GAP + 2), ink))
    return [strokes(rows)] if rows else []


def _names(
    spec: Map, shapes: Sequence[MultiPolygon], palette: Palette, frame: Frame
) -> list[Spec]:
    """The names of areas that have room for them, freed from hatching; the table has all."""
    rows: list[Row] = []
    for area, shape in zip(spec.areas, shapes, strict=True):
        x, y = outlines.label_spot(shape)
        ground, ink = _fill(spec, area, palette)
        for text in _broken(area.label):
            if shape.covers(_box(x, y, text)):
                rows.append({"x": x, "y": canvas.centred(y, text), "text": text, "fill": ink,
                             "halo": ground})  # fmt: skip
                break
    xs, ys = canvas.pixels(frame)
    words_ = canvas.texts(rows, xs, ys, fontSize=canvas.SMALL)
    halo = canvas.texts(rows, xs, ys, fontSize=canvas.SMALL, strokeWidth=4, strokeJoin="round")
    halo["encoding"] |= {"stroke": canvas.raw("halo"), "fill": canvas.raw("halo")}
    return [halo, words_]


def _broken(label: str) -> list[str]:
    """A name in lines: at its own hyphens and spaces, else before a syllable."""
    found = ["\n".join(textwrap.wrap(label, most, break_long_words=False)) for most in (18, 12, 8)]
    if "-" not in label:
        found += [canvas.wrap(label, room, canvas.SMALL, lines=3) for room in (62, 48)]
    return found


def _box(x: float, y: float, text: str) -> Polygon:
    half = max(map(len, text.split("\n"))) * canvas.SMALL * 0.27
    high = canvas.lines(text) * canvas.LINE / 2
    return shapely.box(x - half, y - high, x + half, y + high)


def _places(
    spec: Map, drawn: Outlines, shift: float, palette: Palette, frame: Frame
) -> list[Spec]:
    if not spec.places:
        return []
    groups, most = _groups(spec), max(place.size for place in spec.places)
    rows = []
    # Great ones first, so that they hide no small one.
    for place in sorted(spec.places, key=lambda one: -one.size):
        x, y = drawn.place(place.lon, place.lat)
        size = _LEAST + (_GREATEST - _LEAST) * place.size / most if most else _LEAST
        rows.append({"x": x + shift, "y": y, "size": size, "fill": palette.ground,
                     "shape": _SHAPES[groups.index(place.group) % len(_SHAPES)]})  # fmt: skip
    return [marks(rows, palette, frame)]


def _groups(spec: Map) -> list[str]:
    return list(dict.fromkeys(place.group for place in spec.places))


def _scale_bar(drawn: Outlines, palette: Palette, frame: Frame, language: str) -> list[Spec]:
    """A bar of at most a quarter of the width, under the map on the right."""
    fits = [k for k in _KILOMETRES if k * drawn.kilometre <= canvas.WIDTH / 4] or [1]
    long, y = fits[-1] * drawn.kilometre, drawn.height + 12
    bar = {"x": canvas.WIDTH - long, "x2": canvas.WIDTH, "y": y, "y2": y + 1.5,
           "fill": palette.muted}  # fmt: skip
    text = {"x": canvas.WIDTH - long - 5, "y": y + 1, "text": f"{number(fits[-1], language)} km",
            "fill": palette.muted}  # fmt: skip
    xs, ys = canvas.pixels(frame)
    return [canvas.rects([bar], xs, ys),
            canvas.texts([text], xs, ys, align="right", fontSize=canvas.SMALL)]  # fmt: skip


def _legend(spec: Map, palette: Palette, language: str, top: float) -> tuple[Legend, float]:
    legend, word = Legend(palette, top), words(language)
    if any(area.value is not None for area in spec.areas):
        legend.text(spec.value_label)
        steps = _STEPS[len(spec.breaks) + 1]
        for step, text in zip(steps, classes(spec, language), strict=True):
            if text:
                legend.swatch(text, palette.dusk[step])
    if any(area.uncertain and area.value is not None for area in spec.areas):
        legend.swatch(word["uncertain"], palette.dusk[5], "falling", palette.dusk_ink[5])
    for i, reason in enumerate(_reasons(spec)):
        hatch = _HATCHES[min(i, len(_HATCHES) - 1)]
        legend.swatch(canvas.wrap(reason, 400, canvas.SMALL, lines=1), palette.ground, hatch,
                      palette.muted)  # fmt: skip
    if spec.places:
        legend.end()
        for i, group in enumerate(_groups(spec)):
            legend.mark(group or word["places"], _SHAPES[i % len(_SHAPES)])
        if spec.size_label:
            legend.text(spec.size_label, muted=True)
    if spec.attribution:
        legend.text(spec.attribution, muted=True)
    return legend, legend.end()


def classes(spec: Map, language: str) -> tuple[str, ...]:
    """The classes in words, from the lowest; one without limits has none."""
    word, limits = words(language), [_printed(spec, limit, language) for limit in spec.breaks]
    if not limits:
        return ("",)
    between = (word["class_between"].format(low=low, high=high)
               for low, high in pairwise(limits))  # fmt: skip
    return (word["class_below"].format(high=limits[0]), *between,
            word["class_above"].format(low=limits[-1]))  # fmt: skip


def _printed(spec: Map, value: float, language: str) -> str:
    digits = spec.digits
    return percent(value, language, digits) if spec.percent else number(value, language, digits)


def table(spec: Map, language: str) -> Data:
    word = words(language)
    header = [word["area"], spec.value_label, word["note"]]
    rows = [
        [area.label, "–" if area.value is None else _printed(spec, area.value, language),
         area.reason if area.value is None else word["uncertain"] if area.uncertain else ""]
        for area in spec.areas
    ]  # fmt: skip
    if spec.places:
        inside, outside = _sorted_in(spec, language)
        header.append(word["places"])
        rows = [[*row, ", ".join(named)] for row, named in zip(rows, inside, strict=True)]
        if outside:
            rows.append([word["outside_map"], "–", "", ", ".join(outside)])
    return Data(tuple(header), tuple(tuple(row) for row in rows), (1,))


def _sorted_in(spec: Map, language: str) -> tuple[list[list[str]], list[str]]:
    """The places of each area with their sizes, and those that lie in none."""
    shapes = [outlines.sound(area.polygons) for area in spec.areas]
    tree = shapely.STRtree(shapes)
    inside: list[list[str]] = [[] for _ in shapes]
    outside: list[str] = []
    for place in spec.places:
        size = f" ({number(place.size, language, 0 if float(place.size).is_integer() else 1)})"
        name = place.label + (size if place.size else "")
        hits = sorted(tree.query(shapely.Point(place.lon, place.lat), predicate="intersects"))
        (inside[hits[0]] if hits else outside).append(name)
    return inside, outside
