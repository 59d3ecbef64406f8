"""Whether the blocks of a chapter fit together; each finding names its block."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from weitblick.exports import spec_checks
from weitblick.exports.blocks import (
    Block,
    Box,
    Bullets,
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
    runs_of,
)
from weitblick.exports.text_checks import check_line, check_picture, check_text

_KEY = re.compile(r"(?!w-)[A-Za-z][A-Za-z0-9_.-]*\Z")
_HREF = re.compile(r"(https?://[^\s]+|mailto:[^\s]+|#[A-Za-z][A-Za-z0-9_.-]*|/[^\s]*)\Z")


class Keys:
    """Keys are unique; every inner link has its target."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.works: set[str] = set()
        self.wanted: list[tuple[str, str]] = []
        self.cited: list[tuple[str, str]] = []

    def add(self, key: str, where: str) -> None:
        if not _KEY.match(key):
            raise DocumentError(
                "key",
                where,
                f"{key!r} is no key: a letter, then letters, digits, . _ - (w- is reserved)",
            )
        if key in self.known:
            raise DocumentError("key-twice", where, f"key {key!r} is used by {self.known[key]}")
        self.known[key] = where

    def check_links(self) -> None:
        for key, where in self.wanted:
            if key not in self.known:
                raise DocumentError("link-target", where, f"nothing has the key {key!r}", key=key)
        for key, where in self.cited:
            if key not in self.works:
                raise DocumentError("citation", where, f"no work has the key {key!r}", key=key)


def check_blocks(blocks: tuple[Block, ...], where: str, level: int, keys: Keys) -> None:
    """Raise DocumentError for the first fault; ``level`` is that of the heading above."""
    for i, block in enumerate(blocks):
        here = f"{where}.blocks[{i}] {type(block).__name__}"
        if isinstance(block, Heading):
            _check_level(block.level, level, here)
            level = block.level
        if block.key:
            keys.add(block.key, here)
        _check_block(block, here, keys)


def _check_level(level: int, before: int, where: str) -> None:
    if not 2 <= level <= 4:
        raise DocumentError("heading-level", where, f"level {level} is not 2, 3 or 4")
    if level > before + 1:
        raise DocumentError(
            "heading-skip", where, f"level {level} follows level {before}", level=level
        )


def _check_block(block: Block, where: str, keys: Keys) -> None:
    for name, text in _texts(block):
        _check_runs(text, f"{where}.{name}", keys)
    for name, text in _lines(block):
        check_line(text, f"{where}.{name}")
    trace = block.sources if isinstance(block, Recommendation) else getattr(block, "trace", None)
    if trace is not None:
        _check_trace(trace, f"{where}.trace")
    if isinstance(block, Table):
        _check_table(block, where)
    elif isinstance(block, Figure):
        for name, text in _strings(block.spec, f"{where}.spec"):
            check_text(text, name)
        spec_checks.check(block.spec, f"{where}.spec")
        if block.table is not None:
            _check_block(block.table, f"{where}.table", keys)
    elif isinstance(block, Picture):
        check_picture(block.data, block.media_type, f"{where}.data")
    elif isinstance(block, Box):
        _check_box(block, where, keys)


def _texts(block: Block) -> Iterator[tuple[str, Text]]:
    """Everything that may be empty or hold runs."""
    match block:
        case Paragraph() | Quote() | Recommendation():
            yield "text", block.text
        case Bullets():
            yield from ((f"items[{i}]", item) for i, item in enumerate(block.items))
        case Story():
            yield from ((f"paragraphs[{i}]", p) for i, p in enumerate(block.paragraphs))
        case Table():
            for i, row in enumerate(block.rows):
                yield from ((f"rows[{i}][{j}]", cell) for j, cell in enumerate(row))
    for name in ("note", "attribution", "basis", "field", "numeral", "form"):
        if isinstance(value := getattr(block, name, None), str):
            yield name, value
    for i, name in enumerate(getattr(block, "dimensions", ())):
        yield f"dimensions[{i}]", name


def _lines(block: Block) -> Iterator[tuple[str, str]]:
    """What must be there: headings, titles, captions, descriptions, column heads."""
    match block:
        case Heading():
            yield "text", block.text
        case Story() | Recommendation() | Box():
            yield "title", block.title
        case Table():
            yield "caption", block.caption
            yield from ((f"header[{i}]", cell) for i, cell in enumerate(block.header))
        case Figure() | Picture():
            yield "caption", block.caption
            yield "description", block.description


def _strings(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Every text inside a figure's spec."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _strings(item, f"{where}[{i}]")
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _strings(getattr(value, field.name), f"{where}.{field.name}")


def _check_runs(text: Text, where: str, keys: Keys) -> None:
    for run in runs_of(text):
        check_text(run.text, where)
        if run.kind == "link":
            _check_link(run, where, keys)
        elif run.kind in ("citation", "reference"):
            if not run.href.startswith("#"):
                raise DocumentError("href", where, f"{run.href!r} is no #key")
            wanted = keys.cited if run.kind == "citation" else keys.wanted
            wanted.append((run.href[1:], where))


def _check_link(run: Run, where: str, keys: Keys) -> None:
    if not _HREF.match(run.href):
        raise DocumentError("href", where, f"link to {run.href!r} is neither web nor #key")
    if not run.text.strip():
        raise DocumentError("empty", where, f"the link to {run.href} has no text")
    if run.href.startswith("#"):
        keys.wanted.append((run.href[1:], where))


def _check_trace(trace: Trace, where: str) -> None:
    if trace.n is not None and trace.n < 0:
        raise DocumentError("count", where, f"n is {trace.n}")
    for i, ref in enumerate(trace.refs):
        check_ref(ref, f"{where}.refs[{i}]")


def check_work(work: Work, where: str, keys: Keys) -> None:
    """Raise DocumentError for a work that cannot be cited."""
    keys.add(work.key, where)
    keys.works.add(work.key)
    check_line(work.text, f"{where}.text")
    if work.url and (not _HREF.match(work.url) or work.url.startswith("#")):
        raise DocumentError("href", where, f"{work.url!r} is no web address and no path")


def check_ref(ref: TraceRef, where: str) -> None:
    """Raise DocumentError for a source that cannot be named or linked."""
    check_line(ref.public_id, f"{where}.public_id")
    check_line(ref.label, f"{where}.label")
    check_line(ref.kind, f"{where}.kind")
    check_text(ref.text, f"{where}.text")
    if ref.url and (not _HREF.match(ref.url) or ref.url.startswith("#")):
        raise DocumentError("href", where, f"{ref.url!r} is no web address and no path")


def _check_table(table: Table, where: str) -> None:
    width = len(table.header)
    if not width or not table.rows:
        raise DocumentError("empty", where, "a table needs a header and at least one row")
    for i, row in enumerate(table.rows):
        if len(row) != width:
            raise DocumentError(
                "table-width", f"{where}.rows[{i}]", f"has {len(row)} cells, the header {width}"
            )
    if any(not 0 <= column < width for column in table.numeric):
        raise DocumentError("table-width", f"{where}.numeric", f"names no column of 0…{width - 1}")


def _check_box(box: Box, where: str, keys: Keys) -> None:
    for block in box.blocks:
        if isinstance(block, Heading | Story | Recommendation | Box):
            raise DocumentError("box", where, f"a box cannot hold a {type(block).__name__}")
    check_blocks(box.blocks, where, 1, keys)
