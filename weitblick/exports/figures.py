"""Figures: one specification, drawn by Vega-Lite as SVG (web, PDF) or PNG (Word), and its data.

``svg`` and ``png`` start the engine of vl-convert, which hangs in a forked child: a server
calls them through ``render.in_worker``.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

from weitblick.exports import words
from weitblick.exports.blocks import Figure, Table
from weitblick.exports.charts import (
    bars,
    coverage,
    distribution,
    heatmap,
    map,
    network,
    profile,
    system_grid,
    votes,
)
from weitblick.exports.charts.outlines import polygons
from weitblick.exports.charts.palette import PALETTES, Theme
from weitblick.exports.charts.rows import Data
from weitblick.exports.specs import (
    Bar,
    Bars,
    Coverage,
    CoverageField,
    Distribution,
    DivergingVotes,
    Edge,
    Estimates,
    FigureSpec,
    Heatmap,
    Map,
    MapArea,
    MapPlace,
    Network,
    Node,
    Point,
    Profile,
    ProfileLine,
    SystemGrid,
    Votes,
)

__all__ = [
    "Bar",
    "Bars",
    "Coverage",
    "CoverageField",
    "Distribution",
    "DivergingVotes",
    "Edge",
    "Estimates",
    "FigureSpec",
    "Heatmap",
    "Map",
    "MapArea",
    "MapPlace",
    "Network",
    "Node",
    "Point",
    "Profile",
    "ProfileLine",
    "SystemGrid",
    "Votes",
    "data",
    "data_table",
    "png",
    "polygons",
    "svg",
    "vega",
]

_CHARTS: dict[str, Any] = {
    "bars": bars,
    "coverage": coverage,
    "distribution": distribution,
    "heatmap": heatmap,
    "map": map,
    "network": network,
    "profile": profile,
    "system_grid": system_grid,
    "votes": votes,
}

_NUMBERS: dict[str, dict[str, Any]] = {
    "de": {
        "decimal": ",",
        "thousands": "\u202f",
        "grouping": [3],
        "currency": ["", "\u202f€"],
        "percent": "\u202f%",
        "minus": "−",
    },
    "en": {
        "decimal": ".",
        "thousands": ",",
        "grouping": [3],
        "currency": ["€", ""],
        "percent": "%",
        "minus": "−",
    },
}

_SVG = "{http://www.w3.org/2000/svg}"
_FONTS = {"print": "Libertinus Serif", "png": "Noto Sans"}
_FACES = Path(__file__).parent / "fonts"
_DROPPED = ("role", "class", "pointer-events", "aria-", "version")


def vega(spec: FigureSpec, theme: Theme = "light", language: str = "de") -> dict[str, Any]:
    """The Vega-Lite specification; all data inline, all labels data."""
    draw: Callable[..., dict[str, Any]] = _CHARTS[spec.kind].draw
    return draw(spec, PALETTES[theme], language)


def data(spec: FigureSpec, language: str = "de") -> Data:
    """Heads and printed cells of the data table."""
    table: Callable[..., Data] = _CHARTS[spec.kind].table
    return table(spec, language)


def data_table(figure: Figure, number: int, language: str) -> Table:
    """The table of a figure: the one it brings, else the one of its specification."""
    word = words.words(language)["data_of"]
    caption = f"{word} {number}: {figure.caption}"
    if figure.table is not None:
        own = figure.table
        return Table(caption, own.header, own.rows, own.row_header, own.note, own.numeric)
    made = data(figure.spec, language)
    return Table(caption, made.header, made.rows, True, "", made.numeric)


def svg(
    spec: FigureSpec,
    theme: Theme = "light",
    *,
    language: str = "de",
    title: str = "",
    description: str = "",
    anchor: str = "",
) -> str:
    """The figure as SVG text without styles, scripts or roles of parts.

    Theme "web" writes colours as CSS custom properties with the light colour as fallback, so
    one drawing follows the page's theme. ``anchor`` makes the ids of title and description.
    """
    return _drawn(spec, theme, language, _FONTS.get(theme, ""), (title, description, anchor))


def png(spec: FigureSpec, *, language: str = "de", scale: float = 3) -> bytes:
    """The figure as PNG on white, ``scale`` pixels a point."""
    text = _drawn(spec, "light", language, _FONTS["png"], ("", "", ""))
    engine = _engine()
    engine.register_font_directory(str(_FACES))
    return bytes(engine.svg_to_png(_on_white(text), scale=scale))


def _on_white(svg: str) -> str:
    """A sheet below the drawing: on a dark page a transparent picture could not be read."""
    root = ElementTree.fromstring(svg)
    sheet = {"width": "100%", "height": "100%", "fill": "#ffffff"}
    root.insert(0, ElementTree.Element(f"{_SVG}rect", sheet))
    return _serialised(root)


def _drawn(
    spec: FigureSpec, theme: Theme, language: str, font: str, names: tuple[str, str, str]
) -> str:
    text = _engine().vegalite_to_svg(
        vega(spec, theme, language),
        format_locale=_NUMBERS[words.base(language)],
        allowed_base_urls=[],
    )
    root = ElementTree.parse(io.BytesIO(text.encode())).getroot()
    tokens = PALETTES[theme].tokens() if theme == "web" else {}
    _clean(root, tokens)
    _name(root, *names)
    if font:
        root.set("font-family", font)
    return _serialised(root)


def _engine() -> ModuleType:
    """The chart engine, loaded where something is drawn: in a worker, not in the server."""
    import vl_convert  # noqa: PLC0415

    return vl_convert  # type: ignore[no-any-return]


def _clean(root: ElementTree.Element, tokens: dict[str, str]) -> None:
    """Drop English auto-descriptions, hooks and fonts; put colours as custom properties."""
    for element in root.iter():
        for name in list(element.attrib):
            if name.startswith(_DROPPED) or name == "font-family":
                del element.attrib[name]
        for name in ("fill", "stroke"):
            if (colour := element.get(name, "")) in tokens:
                element.set(name, f"var({tokens[colour]}, {colour})")
    _prune(root)


def _prune(parent: ElementTree.Element) -> None:
    """Remove paths without a shape and groups without content."""
    for child in list(parent):
        _prune(child)
        shape = child.get("d")
        empty = shape is not None and ("h0v0h0" in shape or not shape)
        if empty or (child.tag == f"{_SVG}g" and not len(child)):
            parent.remove(child)


def _name(root: ElementTree.Element, title: str, description: str, anchor: str) -> None:
    """Role, title and description, so that the picture has one name and one reading."""
    if not title:
        return
    root.set("role", "img")
    heading = ElementTree.Element(f"{_SVG}title")
    heading.text = title
    reading = ElementTree.Element(f"{_SVG}desc")
    reading.text = description
    if anchor:
        heading.set("id", f"{anchor}-title")
        reading.set("id", f"{anchor}-desc")
        root.set("aria-labelledby", f"{anchor}-title")
        root.set("aria-describedby", f"{anchor}-desc")
    root.insert(0, heading)
    root.insert(1, reading)


def _serialised(root: ElementTree.Element) -> str:
    ElementTree.register_namespace("", _SVG[1:-1])
    return ElementTree.tostring(root, encoding="unicode")
