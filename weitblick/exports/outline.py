"""A document laid out for any writer: anchors, heading levels, numbers, sources, annexes.

All three writers walk this one outline, so their headings, tables, figures and
recommendations cannot differ.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from weitblick.exports.blocks import (
    BLOCKS,
    Block,
    Box,
    Figure,
    Heading,
    Picture,
    Recommendation,
    Run,
    Story,
    Table,
    Trace,
    TraceRef,
    Work,
)
from weitblick.exports.document import Document
from weitblick.exports.figures import data_table
from weitblick.exports.house import Logo
from weitblick.exports.words import NARROW, base, kind_word, unbroken, words

SHOWN = 3
"""How many sources stand beside a block; the others are in the annex."""

ANNEXED = ("paper", "report")
"""The layouts with annexes; a leaflet leads to its sources by their addresses."""

T = TypeVar("T")


@dataclass(frozen=True)
class Mark:
    """A trace ready to print: ``shown`` beside the block, ``list_number`` names the annex entry.

    A leaflet and posters have no annex: there a cut mark only counts the others.
    """

    refs: tuple[TraceRef, ...]
    n: int | None
    list_number: int = 0
    is_cut: bool = False

    @property
    def shown(self) -> tuple[TraceRef, ...]:
        return self.refs[:SHOWN] if self.is_cut else self.refs

    @property
    def more(self) -> int:
        return len(self.refs) - len(self.shown)


@dataclass(frozen=True)
class Placed:
    """A block in its place. ``level`` for what is a heading, ``number`` for tables and figures."""

    block: Block
    anchor: str
    level: int = 0
    number: int = 0
    mark: Mark | None = None
    inside: tuple[Placed, ...] = ()


@dataclass(frozen=True)
class Part:
    """A chapter in its place."""

    anchor: str
    title: str
    blocks: tuple[Placed, ...]


@dataclass(frozen=True)
class Source:
    """A line of the list of sources; ``anchor`` is what the marks link to."""

    anchor: str
    ref: TraceRef


@dataclass(frozen=True)
class Cited:
    """A work in the list of literature."""

    number: int
    work: Work


@dataclass(frozen=True)
class SourceGroup:
    title: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Outline:
    document: Document
    parts: tuple[Part, ...]
    data: tuple[tuple[Placed, Table], ...]
    """Every figure with its data table."""
    lists: tuple[Mark, ...]
    groups: tuple[SourceGroup, ...]
    literature: tuple[Cited, ...] = ()

    @property
    def is_annexed(self) -> bool:
        """Whether data and sources are listed at the end; cited works always are."""
        return self.document.layout in ANNEXED

    def address(self, ref: TraceRef) -> str:
        """The absolute address of a source; "" where the document has no base for a path."""
        if not ref.url.startswith("/"):
            return ref.url
        base = self.document.base_url.rstrip("/")
        return f"{base}{ref.url}" if base else ""

    def source_anchor(self, public_id: str) -> str:
        return self._anchors[public_id]

    @functools.cached_property
    def _anchors(self) -> dict[str, str]:
        return {s.ref.public_id: s.anchor for g in self.groups for s in g.sources}

    def headings(self) -> list[tuple[int, str]]:
        """(level, text) of everything that is a heading, chapters at level 1, in order."""
        found = []
        for part in self.parts:
            found.append((1, part.title))
            found += [(p.level, _title(p.block)) for p in part.blocks if p.level]
        return found + self.annex_headings()

    def annex_headings(self) -> list[tuple[int, str]]:
        word = words(self.document.language)
        found = [(1, word["data"])] if self.data and self.is_annexed else []
        found += [(1, word["literature"])] if self.literature else []
        if self.groups and self.is_annexed:
            found += [(1, word["sources"])] + [(2, group.title) for group in self.groups]
            found += [(2, word["lists"])] if self.lists else []
        return found

    def everywhere(self) -> Iterator[Placed]:
        """All blocks, those inside boxes too."""
        for part in self.parts:
            yield from _deep(part.blocks)


def _title(block: Block) -> str:
    return block.text if isinstance(block, Heading) else getattr(block, "title", "")


def _deep(blocks: Iterable[Placed]) -> Iterator[Placed]:
    for placed in blocks:
        yield placed
        yield from _deep(placed.inside)


def outline(document: Document) -> Outline:
    """The whole document in its places. ``document`` must be valid."""
    document = typeset(document)
    counter = _Counter(document)
    parts = []
    if document.abstract:
        title = words(document.language)["abstract"]
        parts.append(Part("w-abstract", title, counter.place(document.abstract)))
    for chapter in document.chapters:
        parts.append(Part(chapter.slug, chapter.title, counter.place(chapter.blocks)))
    cited = tuple(Cited(i, work) for i, work in enumerate(document.literature, 1))
    labels = _labels(document, parts, cited)
    parts = [dataclasses.replace(part, blocks=_resolved(part.blocks, labels)) for part in parts]
    figures = [p for part in parts for p in _deep(part.blocks) if isinstance(p.block, Figure)]
    tables = tuple((p, _data(p, document.language)) for p in figures)
    return Outline(document, tuple(parts), tables, tuple(counter.lists), counter.groups(), cited)


def _labels(document: Document, parts: Iterable[Part], cited: Iterable[Cited]) -> dict[str, str]:
    """What a reference to a key prints: the number of a figure, the title of a chapter, [3]."""
    word = words(document.language)
    found = {one.work.key: str(one.number) for one in cited}
    for part in parts:
        found[part.anchor] = _in_quotes(part.title, document.language)
        for placed in _deep(part.blocks):
            found[placed.anchor] = _label(placed, word, document.language)
    return found


def _label(placed: Placed, word: dict[str, str], language: str) -> str:
    match placed.block:
        case Figure() | Picture():
            return f"{word['figure']}{NARROW}{placed.number}"
        case Table():
            return f"{word['table']}{NARROW}{placed.number}"
        case Recommendation():
            return f"{word['recommendation']}{NARROW}{placed.block.number}"
        case _:
            title = _title(placed.block)
            return _in_quotes(title, language) if title else word["passage"]


def _in_quotes(title: str, language: str) -> str:
    return f"„{title}“" if base(language) == "de" else f"“{title}”"


def _resolved(value: T, labels: dict[str, str]) -> T:
    """References and citations become links with their text."""
    return _linked(value, labels)


def _linked(value: Any, labels: dict[str, str]) -> Any:
    if isinstance(value, Run):
        if value.kind == "reference":
            text = value.text or labels[value.href[1:]]
            return dataclasses.replace(value, kind="link", text=text)
        if value.kind == "citation":
            behind = f", {value.text}" if value.text else ""
            return dataclasses.replace(
                value, kind="link", text=f"[{labels[value.href[1:]]}{behind}]"
            )
        return value
    if isinstance(value, tuple):
        changed = tuple(_linked(item, labels) for item in value)
        return changed if any(a is not b for a, b in zip(changed, value, strict=True)) else value
    if isinstance(value, (Placed, *BLOCKS)):
        one: Any = value
        changes = {f.name: new for f in dataclasses.fields(one)
                   if (new := _linked(old := getattr(one, f.name), labels)) is not old}
        return dataclasses.replace(one, **changes) if changes else value
    return value


def _data(placed: Placed, language: str) -> Table:
    assert isinstance(placed.block, Figure)
    return data_table(placed.block, placed.number, language)


def typeset(value: T) -> T:
    """Numbers kept together with their signs, in every text of a dataclass."""
    return _typeset(value)


def _typeset(value: Any) -> Any:
    if isinstance(value, Logo | Work):
        return value
    if isinstance(value, Picture):
        return dataclasses.replace(
            value, caption=unbroken(value.caption), description=unbroken(value.description)
        )
    if isinstance(value, str):
        return unbroken(value)
    if isinstance(value, tuple):
        return tuple(_typeset(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: _typeset(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **changes)
    return value


class _Counter:
    """Counts tables, figures and anchors, and gathers the sources as they are quoted."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tables = self.figures = self.anchors = 0
        self.lists: list[Mark] = []
        self.refs: dict[str, TraceRef] = {}
        for ref in document.sources:
            self._gather(ref)

    def place(self, blocks: tuple[Block, ...]) -> tuple[Placed, ...]:
        level = 1
        placed = []
        for block in blocks:
            if isinstance(block, Heading):
                level = block.level
            placed.append(self._one(block, level))
        return tuple(placed)

    def _one(self, block: Block, level: int) -> Placed:
        self.anchors += 1
        anchor = block.key or f"w-{self.anchors}"
        inside = tuple(self._one(b, level) for b in block.blocks) if isinstance(block, Box) else ()
        return Placed(block, anchor, _level(block, level), self._number(block),
                      self._mark(block), inside)  # fmt: skip

    def _number(self, block: Block) -> int:
        if isinstance(block, Table):
            self.tables += 1
            return self.tables
        if isinstance(block, Figure | Picture):
            self.figures += 1
            return self.figures
        return 0

    def _mark(self, block: Block) -> Mark | None:
        if isinstance(block, Recommendation):
            refs = tuple(self._gather(ref) for ref in block.sources.refs)
            is_cut = self.document.layout not in ANNEXED and len(refs) > SHOWN
            return Mark(refs, block.n, is_cut=is_cut)
        trace: Trace | None = getattr(block, "trace", None)
        if trace is None or not (trace.refs or trace.n is not None):
            return None
        refs = tuple(self._gather(ref) for ref in trace.refs)
        if len(refs) <= SHOWN:
            return Mark(refs, trace.n)
        if self.document.layout not in ANNEXED:
            return Mark(refs, trace.n, is_cut=True)
        self.lists.append(Mark(refs, trace.n, len(self.lists) + 1, is_cut=True))
        return self.lists[-1]

    def _gather(self, ref: TraceRef) -> TraceRef:
        """Keep the reference once for the list of sources, with its wording if one is given."""
        known = self.refs.get(ref.public_id)
        if known is None or (ref.text and not known.text):
            self.refs[ref.public_id] = ref
        return ref

    def groups(self) -> tuple[SourceGroup, ...]:
        """Sources by kind in the order of their first mention."""
        by_kind: dict[str, list[Source]] = {}
        for i, ref in enumerate(self.refs.values()):
            by_kind.setdefault(ref.kind, []).append(Source(f"w-q{i + 1}", ref))
        language = self.document.language
        return tuple(
            SourceGroup(kind_word(kind, language), tuple(sources))
            for kind, sources in by_kind.items()
        )


def _level(block: Block, level: int) -> int:
    """A heading's own level; a story or a recommendation is one below its section, 4 at most."""
    if isinstance(block, Heading):
        return block.level
    return min(level + 1, 4) if isinstance(block, Story | Recommendation) else 0
