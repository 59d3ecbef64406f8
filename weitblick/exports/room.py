"""Sheets for the room: table signs, place lists, table sheets, posters, hand counts, name tags.

Everything that is read is given by the caller, in the language of the sheet. Like ``pdf.write``
these start Typst, so a server calls them through ``render.in_worker``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from weitblick.exports import qr
from weitblick.exports.blocks import DocumentError
from weitblick.exports.printed import printed
from weitblick.exports.text_checks import check_line, printable
from weitblick.exports.words import WORDS, base, region, words

_TEMPLATE = Path(__file__).parent / "typst" / "room.typ"
MOST_SHEETS = 400
MOST_ROWS = 60


@dataclass(frozen=True)
class Head:
    """What every sheet says of itself: title, date (ISO), language, whose process.

    With ``picture`` the first page is drawn as a small PNG, to show what will be printed.
    """

    title: str
    date: str
    language: str = "de"
    process_title: str = ""
    example: bool = False
    picture: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: a heading, what stands below it, and where its QR code leads.

    ``lines`` are numbered rules or steps; ``note`` stands small beside the code.
    """

    heading: str
    text: str = ""
    lines: Sequence[str] = field(default=())
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Tag:
    """A name tag: number, pseudonym, the sector and its sign; a code only where one is wanted."""

    number: str
    name: str
    sector: str
    sign: str
    url: str = ""


def signs(head: Head, sheets: Sequence[Sheet]) -> bytes:
    """Table signs, A4 landscape to fold or to lay down: large number, topic, QR code."""
    return _made("signs", head, {"sheets": _sheets(sheets)})


def table_sheets(head: Head, sheets: Sequence[Sheet]) -> bytes:
    """For each table a sheet of A4: task, time, rules, QR code."""
    return _made("tables", head, {"sheets": _sheets(sheets)})


def posters(
    head: Head, sheets: Sequence[Sheet], *, size: Literal["a3", "a2", "a1", "a0"] = "a3"
) -> bytes:
    """Posters for the wall: one question each, room for cards below, QR code in the corner."""
    return _made("poster", head, {"sheets": _sheets(sheets), "size": size})


def hand_counts(
    head: Head, questions: Sequence[Sheet], values: Sequence[str], *, count: str, sheet_no: str
) -> bytes:
    """Sheets to count raised hands: a line for each question's ``lines``, a box for each value.

    ``count`` heads the boxes for screen readers; ``sheet_no`` labels the line for the table.
    """
    if not 1 <= len(values) <= 12:
        raise DocumentError("values", "values", f"must be 1 to 12, not {len(values)}")
    data = {"sheets": _sheets(questions), "values": [printable(v, "values") for v in values],
            "count": printable(count, "count"), "table_label": printable(sheet_no, "sheet_no")}
    return _made("hands", head, data)


def place_list(head: Head, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Who sits where: a table with a column for each round."""
    for place, row in enumerate(rows):
        if len(row) != len(columns):
            raise DocumentError("row", f"rows[{place}]",
                                f"has {len(row)} cells, {len(columns)} are needed")
    return _made("places", head, {
        "columns": [printable(one, "columns") for one in columns],
        "rows": [[printable(cell, f"rows[{n}]") for cell in row] for n, row in enumerate(rows)],
    })


def name_tags(head: Head, tags: Sequence[Tag]) -> bytes:
    """Name tags of 105 x 74 mm, eight on a sheet of A4 with cut marks."""
    return _made("tags", head, {"tags": [
        {"number": printable(tag.number, "number"), "name": printable(tag.name, "name"),
         "sector": printable(tag.sector, "sector"), "sign": printable(tag.sign, "sign"),
         "url": tag.url, "qr": qr.printable(tag.url) if tag.url else ""}
        for tag in tags
    ]})


def _made(kind: str, head: Head, data: Mapping[str, Any]) -> bytes:
    if base(head.language) not in WORDS:
        raise DocumentError("language", "language", f"{head.language!r} is unknown")
    pages = data.get("sheets") or data.get("tags") or data.get("rows") or ()
    if not 1 <= len(pages) <= (MOST_SHEETS if kind != "places" else 20 * MOST_SHEETS):
        raise DocumentError("sheets", "sheets", f"must be 1 to {MOST_SHEETS}, not {len(pages)}")
    word = words(head.language)
    document = {
        "kind": kind, "title": printable(head.title, "title"), "process": head.process_title,
        "lang": base(head.language), "region": region(head.language),
        "example": word["example"] if head.example else "", "qr_alt": word["qr_alt"],
        "size": "a4", **data,
    }
    return printed(_TEMPLATE, document, head.date, head.picture)


def _sheets(sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    return [
        {"heading": _line(one.heading, f"sheets[{n}].heading"), "text": printable(one.text, "text"),
         "lines": [printable(line, f"sheets[{n}].lines") for line in one.lines],
         "url": printable(one.url, "url"), "qr": qr.printable(one.url) if one.url else "",
         "note": printable(one.note, "note")}
        for n, one in enumerate(sheets)
    ]


def _line(text: str, where: str) -> str:
    check_line(text, where)
    return printable(text, where)
