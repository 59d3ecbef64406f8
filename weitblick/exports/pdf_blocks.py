"""Blocks as JSON for the template."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from weitblick.exports import figures, render
from weitblick.exports.blocks import (
    Block,
    Box,
    Bullets,
    Figure,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Recommendation,
    Story,
    Table,
    words_of,
)
from weitblick.exports.charts.palette import LIGHT
from weitblick.exports.codec import type_name
from weitblick.exports.pdf_columns import table_json
from weitblick.exports.pdf_text import Json, mark_json, runs
from weitblick.exports.places import Outline, Placed
from weitblick.exports.words import base, words

_VIEW_BOX = re.compile(r'viewBox="([^"]+)"')
KEPT_TOGETHER = 1600
"""Cards and boxes up to so many characters are never broken over a page."""


def block_json(placed: Placed, plan: Outline) -> Json:
    """A block in its place, with what stands beside it."""
    block = placed.block
    common = {
        "type": type_name(type(block)),
        "anchor": placed.anchor,
        "level": placed.level,
        "mark": mark_json(placed.mark, plan),
    }
    make: Callable[..., Json] = _MAKERS[type(block)]
    return {**common, **make(block, placed, plan)}


def _heading(block: Heading, placed: Placed, plan: Outline) -> Json:
    return {"text": block.text}


def _paragraph(block: Paragraph, placed: Placed, plan: Outline) -> Json:
    return {"runs": runs(block.text)}


def _bullets(block: Bullets, placed: Placed, plan: Outline) -> Json:
    return {"ordered": block.ordered, "items": [runs(item) for item in block.items]}


def _quote(block: Quote, placed: Placed, plan: Outline) -> Json:
    lang = block.language or plan.document.language
    return {
        "runs": runs(block.text),
        "attribution": block.attribution,
        "lang": base(lang),
        "breakable": len(words_of(block.text)) > KEPT_TOGETHER,
    }


def _story(block: Story, placed: Placed, plan: Outline) -> Json:
    paragraphs = [runs(text) for text in block.paragraphs]
    return {"title": block.title, "form": block.form, "paragraphs": paragraphs}


def _box(block: Box, placed: Placed, plan: Outline) -> Json:
    length = sum(len(words_of(b.text)) for b in block.blocks if isinstance(b, Paragraph | Quote))
    simple = not any(isinstance(b, Table | Figure) for b in block.blocks)
    return {
        "title": block.title,
        "kind": block.kind,
        "blocks": [block_json(inner, plan) for inner in placed.inside],
        "breakable": not (simple and length < KEPT_TOGETHER),
    }


def _recommendation(block: Recommendation, placed: Placed, plan: Outline) -> Json:
    word = words(plan.document.language)
    field = f"{block.numeral} {block.field}".strip()
    eyebrow = f"{word['recommendation']} {block.number}"
    length = len(words_of(block.text)) + 8 * len(block.sources.refs)
    return {
        "title": block.title,
        "eyebrow": f"{eyebrow} · {field}" if field else eyebrow,
        "colour": LIGHT.field(block.numeral),
        "runs": runs(block.text) if words_of(block.text) else [],
        "basis": block.basis,
        "dimensions": f"{word['dimensions']}: {' · '.join(block.dimensions)}"
        if block.dimensions
        else "",
        "breakable": length > KEPT_TOGETHER,
    }


def _figure(block: Figure, placed: Placed, plan: Outline) -> Json:
    word, language = words(plan.document.language), plan.document.language
    render.tell(*plan.drawn_before(placed))
    svg = figures.svg(block.spec, "print", language=language)
    return {
        "label": f"{word['figure']} {placed.number}.",
        "caption": block.caption,
        "description": block.description,
        "svg": svg,
        "ratio": _ratio(svg),
        "data-anchor": f"{placed.anchor}-data",
        "data-label": f"{word['data_of']} {placed.number}",
    }


def _ratio(svg: str) -> float:
    """Height by width of a drawing, so that the page need not draw it to measure it."""
    found = _VIEW_BOX.search(svg)
    assert found is not None  # the chart engine always says it
    width, height = (float(part) for part in found[1].split()[2:])
    return round(height / width, 4)


def _picture(block: Picture, placed: Placed, plan: Outline) -> Json:
    word = words(plan.document.language)
    return {
        "label": f"{word['figure']} {placed.number}.",
        "caption": block.caption,
        "description": block.description,
        "file": picture_file(block.data, block.media_type),
    }


def _table(block: Table, placed: Placed, plan: Outline) -> Json:
    word = words(plan.document.language)
    return table_json(block, f"{word['table']} {placed.number}.", "own")


def data_table(placed: Placed, table: Table) -> Json:
    """The caption of a data table says it all: "Daten zu Abbildung 3: …"."""
    made = table_json(table, "", "data")
    return {**made, "anchor": f"{placed.anchor}-data", "mark": None}


def picture_file(data: str, media_type: str) -> str:
    """The name of a picture, made of what it holds: the same one is stored once."""
    ending = "png" if media_type == "image/png" else "jpg"
    return f"{hashlib.sha256(data.encode()).hexdigest()[:32]}.{ending}"


_MAKERS: dict[type[Block], Callable[..., Json]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Quote: _quote,
    Story: _story,
    Box: _box,
    Recommendation: _recommendation,
    Figure: _figure,
    Picture: _picture,
    Table: _table,
}
