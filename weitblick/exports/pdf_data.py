"""An outline as the plain JSON that ``typst/paper.typ`` walks."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from weitblick.exports.blocks import Picture, Table
from weitblick.exports.charts.palette import LIGHT
from weitblick.exports.house import Face, House, Logo, tint
from weitblick.exports.pdf_blocks import block_json, data_table, picture_file
from weitblick.exports.pdf_text import Json, references, voices
from weitblick.exports.places import Mark, Outline, Placed
from weitblick.exports.words import base, long_date, region, words


@dataclass(frozen=True)
class Prepared:
    """A paper with its figures drawn, as the plain data the template walks."""

    data: dict[str, Any]
    pictures: dict[str, bytes]
    row_headers: list[bool]
    layout: str
    date: str
    face: Face


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
        "scale": 1.0,
        "floats": True,
        "house": _house(document.house),
        "parts": [
            {
                "title": part.title,
                "anchor": part.anchor,
                "blocks": [block_json(placed, plan) for placed in part.blocks],
            }
            for part in plan.parts
        ],
        "data": [data_table(placed, table) for placed, table in _annexed(plan)],
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
    return {"description": logo.description, "file": picture_file(logo.data, "image/png")}


def pictures(plan: Outline) -> dict[str, bytes]:
    """The files that the template reads, by name."""
    house = plan.document.house
    found = [(one.data, "image/png") for one in (house.logo, *house.funders) if one]
    found += [(p.block.data, p.block.media_type) for p in plan.everywhere()
              if isinstance(p.block, Picture)]
    return {picture_file(data, kind): base64.b64decode(data) for data, kind in found}


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
        "refs": references(mark.refs, plan),
        "n": voices(mark, plan),
    }


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
