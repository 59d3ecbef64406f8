"""An outline as the plain JSON that ``typst/paper.typ`` walks."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Any

from weitblick.exports import figures
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
    Text,
    runs_of,
    words_of,
)
from weitblick.exports.charts.palette import LIGHT
from weitblick.exports.codec import type_name
from weitblick.exports.house import House, Logo, tint
from weitblick.exports.places import Mark, Outline, Placed
from weitblick.exports.words import base, long_date, people, region, words

Json = dict[str, Any]

_VIEW_BOX = re.compile(r'viewBox="([^"]+)"')
LINE, WIDE_LINE = 74, 102
"""Characters of table type that fit the text column, and text column and margin together."""
WIDE_COLUMNS = 4
"""A table with more columns runs into the margin."""
KEPT_TOGETHER = 1600
"""Cards and boxes up to so many characters are never broken over a page."""


def paper(plan: Outline) -> Json:
    """Everything the template prints."""
    document, word = plan.document, words(plan.document.language)
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "process": "" if document.process_title == document.title else document.process_title,
        "running": document.process_title or document.title,
        "lang": base(document.language),
        "region": region(document.language),
        "authors": list(document.authors),
        "imprint": list(document.imprint),
        "date": long_date(document.date, document.language),
        "example": word["example"] if document.example else None,
        "words": word,
        "layout": document.layout,
        "house": _house(document.house),
        "parts": [
            {
                "title": part.title,
                "anchor": part.anchor,
                "blocks": [_block(placed, plan) for placed in part.blocks],
            }
            for part in plan.parts
        ],
        "data": [_data_table(placed, table, plan) for placed, table in _annexed(plan)],
        "literature": [
            {"anchor": one.work.key, "number": str(one.number), "text": one.work.text,
             "url": one.work.url}
            for one in plan.literature
        ],
        "groups": [_group(plan, i) for i in range(len(plan.groups))],
        "lists": [_list(mark, plan) for mark in plan.lists],
    }


def _annexed(plan: Outline) -> tuple[tuple[Placed, Table], ...]:
    return plan.data if plan.is_annexed else ()


def _house(house: House) -> Json:
    return {
        "accent": house.accent,
        "ground": house.ground,
        "band": list(LIGHT.dusk) if house == House() else _shades(house.accent),
        "logo": _logo(house.logo) if house.logo else None,
        "funding": house.funding,
        "funders": [_logo(one) for one in house.funders],
    }


def _shades(accent: str) -> list[str]:
    return [tint(accent, 1 - i / 8) for i in range(7)]


def _logo(logo: Logo) -> Json:
    return {"description": logo.description, "file": _file(logo.data, "image/png")}


def _file(data: str, media_type: str) -> str:
    """The name of a picture, made of what it holds: the same one is stored once."""
    ending = "png" if media_type == "image/png" else "jpg"
    return f"{hashlib.sha256(data.encode()).hexdigest()[:32]}.{ending}"


def pictures(plan: Outline) -> dict[str, bytes]:
    """The files that the template reads, by name."""
    house = plan.document.house
    found = [(one.data, "image/png") for one in (house.logo, *house.funders) if one]
    found += [(p.block.data, p.block.media_type) for p in plan.everywhere()
              if isinstance(p.block, Picture)]
    return {_file(data, kind): base64.b64decode(data) for data, kind in found}


def _group(plan: Outline, i: int) -> Json:
    group = plan.groups[i]
    sources = [
        {"anchor": s.anchor, "label": s.ref.label, "text": s.ref.text, "url": plan.address(s.ref)}
        for s in group.sources
    ]
    return {"title": group.title, "sources": sources}


def _list(mark: Mark, plan: Outline) -> Json:
    return {
        "anchor": f"w-list{mark.list_number}",
        "label": f"B{mark.list_number}",
        "refs": _refs(mark.refs, plan),
        "n": _n(mark, plan),
    }


def _refs(refs: tuple[Any, ...], plan: Outline) -> list[Json]:
    return [
        {"label": ref.label, "anchor": plan.source_anchor(ref.public_id), "url": plan.address(ref)}
        for ref in refs
    ]


def _n(mark: Mark, plan: Outline) -> str:
    return "" if mark.n is None else people(mark.n, plan.document.language)


def _mark(mark: Mark | None, plan: Outline) -> Json | None:
    if mark is None:
        return None
    listed = f" (B{mark.list_number})" if mark.list_number else ""
    more = f"+{mark.more}{listed}" if mark.more else ""
    return {
        "shown": _refs(mark.shown, plan),
        "more": more,
        "list": f"w-list{mark.list_number}" if mark.list_number else "",
        "n": _n(mark, plan),
    }


def _runs(text: Text) -> list[Json]:
    return [
        {"kind": r.kind, "text": r.text, "href": r.href, "lang": r.language} for r in runs_of(text)
    ]


def _block(placed: Placed, plan: Outline) -> Json:
    block = placed.block
    common = {
        "type": type_name(type(block)),
        "anchor": placed.anchor,
        "level": placed.level,
        "mark": _mark(placed.mark, plan),
    }
    make: Callable[..., Json] = _MAKERS[type(block)]
    return {**common, **make(block, placed, plan)}


def _heading(block: Heading, placed: Placed, plan: Outline) -> Json:
    return {"text": block.text}


def _paragraph(block: Paragraph, placed: Placed, plan: Outline) -> Json:
    return {"runs": _runs(block.text)}


def _bullets(block: Bullets, placed: Placed, plan: Outline) -> Json:
    return {"ordered": block.ordered, "items": [_runs(item) for item in block.items]}


def _quote(block: Quote, placed: Placed, plan: Outline) -> Json:
    lang = block.language or plan.document.language
    return {
        "runs": _runs(block.text),
        "attribution": block.attribution,
        "lang": base(lang),
        "breakable": len(words_of(block.text)) > KEPT_TOGETHER,
    }


def _story(block: Story, placed: Placed, plan: Outline) -> Json:
    paragraphs = [_runs(text) for text in block.paragraphs]
    return {"title": block.title, "form": block.form, "paragraphs": paragraphs}


def _box(block: Box, placed: Placed, plan: Outline) -> Json:
    length = sum(len(words_of(b.text)) for b in block.blocks if isinstance(b, Paragraph | Quote))
    simple = not any(isinstance(b, Table | Figure) for b in block.blocks)
    return {
        "title": block.title,
        "kind": block.kind,
        "blocks": [_block(inner, plan) for inner in placed.inside],
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
        "runs": _runs(block.text) if words_of(block.text) else [],
        "basis": block.basis,
        "dimensions": f"{word['dimensions']}: {' · '.join(block.dimensions)}"
        if block.dimensions
        else "",
        "breakable": length > KEPT_TOGETHER,
    }


def _figure(block: Figure, placed: Placed, plan: Outline) -> Json:
    word, language = words(plan.document.language), plan.document.language
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
        "file": _file(block.data, block.media_type),
    }


def _table(block: Table, placed: Placed, plan: Outline) -> Json:
    word = words(plan.document.language)
    return _table_json(block, f"{word['table']} {placed.number}.", "own")


def _data_table(placed: Placed, table: Table, plan: Outline) -> Json:
    """The caption of a data table says it all: "Daten zu Abbildung 3: …"."""
    made = _table_json(table, "", "data")
    return {**made, "anchor": f"{placed.anchor}-data", "mark": None}


def _table_json(table: Table, label: str, series: str) -> Json:
    rows = [[{"runs": _runs(cell)} for cell in row] for row in table.rows]
    lengths = sum(len(words_of(cell)) for row in table.rows for cell in row)
    columns, filled = column_weights(table, LINE)
    wide = series == "data" or len(table.header) > WIDE_COLUMNS or is_cramped(table)
    if wide:
        columns, filled = column_weights(table, WIDE_LINE)
    return {
        "label": label,
        "caption": table.caption,
        "header": list(table.header),
        "rows": rows,
        "numeric": list(table.numeric),
        "note": table.note,
        "columns": columns,
        "filled": filled,
        "wide": wide,
        "series": series,
        "row_header": table.row_header,
        "breakable": len(rows) > 12 or lengths > 1500,
    }


def column_weights(table: Table, capacity: float) -> tuple[list[float], bool]:
    """Widths in characters, and whether they fill the ``capacity`` of the line.

    Every column gets its longest word; what is left goes to columns with longer texts.
    """
    least, natural = [], []
    for column, head in enumerate(table.header):
        cells = [words_of(row[column]) for row in table.rows]
        word = max((float(len(w)) for text in cells for w in text.split()), default=1.0)
        word = max(word, *(1.15 * len(w) for w in head.split()))
        long = max((len(text) for text in cells), default=1)
        least.append(min(word, 24) + 3.0)
        headed = min(len(head), 26) * 1.15 + 3.0
        natural.append(max(least[-1], headed, min(long, 90) * 0.95 + 3.0))
    room, wish = max(0.0, capacity - sum(least)), sum(natural) - sum(least)
    if wish <= room:
        return [round(width, 2) for width in natural], sum(natural) > 0.85 * capacity
    share = room / wish
    widths = [low + (high - low) * share for low, high in zip(least, natural, strict=True)]
    return [round(width, 2) for width in widths], True


def is_cramped(table: Table) -> bool:
    """Whether three or more columns of running text would stand in the text column."""
    long = [max((len(words_of(row[c])) for row in table.rows), default=0)
            for c in range(len(table.header))]  # fmt: skip
    return len(long) > 2 and sum(long) > 1.6 * LINE


def row_headers(data: Json) -> list[bool]:
    """For every table in reading order: whether its first column heads the rows."""
    found: list[bool] = []

    def walk(blocks: list[Json]) -> None:
        for block in blocks:
            if block["type"] == "table":
                found.append(block["row_header"])
            walk(block.get("blocks", []))

    for part in data["parts"]:
        walk(part["blocks"])
    return found + [table["row_header"] for table in data["data"]]


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
