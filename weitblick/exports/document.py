"""The paper as data: Document, Chapter and their blocks, kept as versioned JSON.

The steps' chapters build it, ``validate`` checks it, the writers (``pdf``, ``docx``, ``html``)
print it. This is the module to import from; it offers every block and figure by name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from weitblick.exports import checks, codec
from weitblick.exports.blocks import (
    Block,
    Box,
    Bullets,
    Chapter,
    DocumentError,
    Figure,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Recommendation,
    Run,
    Story,
    Table,
    Text,
    Trace,
    TraceRef,
    Work,
)
from weitblick.exports.house import House, Logo
from weitblick.exports.text_checks import plain

__all__ = [
    "FORMAT",
    "VERSION",
    "Block",
    "Box",
    "Bullets",
    "Chapter",
    "Document",
    "DocumentError",
    "Figure",
    "Heading",
    "House",
    "Layout",
    "Logo",
    "Paragraph",
    "Picture",
    "Quote",
    "Recommendation",
    "Run",
    "Story",
    "Table",
    "Text",
    "Trace",
    "TraceRef",
    "Work",
    "from_json",
    "plain",
    "to_json",
    "validate",
]

FORMAT = "weitblick-document"
VERSION = 2
READS = (1, 2)
"""Version 2 added pictures, literature, layouts and house styles; all of version 1 still holds."""

Layout = Literal["paper", "report", "brief", "posters"]
"""A ``paper`` has a title page, contents and annexes; a ``report`` begins on its first page; a
``brief`` is a leaflet without annexes; ``posters`` are one page of A3 a chapter."""

OURS = House()


@dataclass(frozen=True)
class Document:
    """A whole paper. ``date`` is ISO (2026-11-22); ``language`` is "de" or "en" (or "de-DE").

    ``example`` prints the label for example data on every page. ``base_url`` makes relative
    trace links absolute ("" leaves them out of PDF and Word). ``sources`` come first in the
    list of sources; whatever a trace names besides is added behind them. ``literature`` are the
    works that can be cited, numbered in this order.
    """

    title: str
    language: str
    date: str
    subtitle: str = ""
    process_title: str = ""
    example: bool = False
    authors: tuple[str, ...] = ()
    imprint: tuple[str, ...] = ()
    base_url: str = ""
    abstract: tuple[Block, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    sources: tuple[TraceRef, ...] = ()
    literature: tuple[Work, ...] = ()
    layout: Layout = "paper"
    house: House = OURS


def validate(document: Document) -> Document:
    """The document itself if it can be written, else a DocumentError naming the block."""
    checks.check(document)
    return document


def to_json(document: Document) -> str:
    """The document as JSON text; equal documents give equal bytes."""
    data = {"format": FORMAT, "version": VERSION, **codec.encode(document)}
    return json.dumps(data, ensure_ascii=False, indent=1)


def from_json(text: str) -> Document:
    """The document a JSON text holds, checked; raises DocumentError."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise DocumentError(
            "not-json", f"line {error.lineno}", f"is no JSON: {error.msg}", line=error.lineno
        ) from error
    return validate(codec.decode(Document, _fields(data), "document"))


def _fields(data: object) -> dict[str, object]:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise DocumentError("not-a-document", "document", f'"format" must be "{FORMAT}"')
    if data.get("version") not in READS:
        raise DocumentError(
            "version",
            "document",
            f"version {data.get('version')!r} is unknown, this release reads {VERSION}",
            version=data.get("version"),
        )
    return {key: value for key, value in data.items() if key not in ("format", "version")}
