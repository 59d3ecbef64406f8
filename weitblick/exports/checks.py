"""What makes a document writable in every format; each finding names its place."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from weitblick.exports import words
from weitblick.exports.block_checks import Keys, check_blocks, check_ref, check_work
from weitblick.exports.blocks import DocumentError
from weitblick.exports.house import House
from weitblick.exports.text_checks import check_line, check_picture, check_text

if TYPE_CHECKING:  # document.py imports this module
    from weitblick.exports.document import Document

_BASE = re.compile(r"https?://[^\s]+\Z")
_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")


def check(document: Document) -> None:
    """Raise DocumentError for the first thing that stands against writing the document."""
    _check_front(document)
    targets = Keys()
    check_blocks(document.abstract, "abstract", 1, targets)
    for i, chapter in enumerate(document.chapters):
        where = f"chapters[{i}]"
        targets.add(chapter.slug, where)
        check_line(chapter.title, f"{where}.title")
        check_blocks(chapter.blocks, f"{where} ({chapter.slug})", 1, targets)
    for i, ref in enumerate(document.sources):
        check_ref(ref, f"sources[{i}]")
    for i, work in enumerate(document.literature):
        check_work(work, f"literature[{i}]", targets)
    targets.check_links()


def _check_front(document: Document) -> None:
    check_line(document.title, "title")
    if words.base(document.language) not in words.WORDS:
        known = ", ".join(sorted(words.WORDS))
        raise DocumentError(
            "language", "language", f"{document.language!r} is unknown, use {known}"
        )
    _check_date(document.date)
    for name in ("subtitle", "process_title"):
        check_text(getattr(document, name), name)
    for i, line in enumerate((*document.authors, *document.imprint)):
        check_text(line, f"authors or imprint [{i}]")
    if document.base_url and not _BASE.match(document.base_url):
        raise DocumentError("base-url", "base_url", "must start with http:// or https://")
    _check_house(document.house)


def _check_house(house: House) -> None:
    for name in ("accent", "ground"):
        if not _COLOUR.match(getattr(house, name)):
            raise DocumentError("colour", f"house.{name}", "is no colour such as #3d3577")
    check_text(house.funding, "house.funding")
    for i, logo in enumerate((house.logo, *house.funders)):
        if logo is not None:
            check_line(logo.description, f"house.logos[{i}].description")
            check_picture(logo.data, "image/png", f"house.logos[{i}]")


def _check_date(date: str) -> None:
    try:
        datetime.date.fromisoformat(date)
    except ValueError as error:
        raise DocumentError(
            "date", "date", f"{date!r} is no ISO date such as 2026-11-22"
        ) from error
