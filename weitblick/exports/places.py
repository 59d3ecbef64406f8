"""What an outline consists of: blocks in their places, with their marks, sources and annexes."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from weitblick.exports.blocks import Block, Heading, Table, TraceRef, Work
from weitblick.exports.document import Document
from weitblick.exports.words import words

SHOWN = 3
"""How many sources stand beside a block; the others are in the annex."""

ANNEXED = ("paper", "report")
"""The layouts with annexes; a leaflet leads to its sources by their addresses."""


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

    @property
    def word(self) -> str:
        """The key of the word before the sources: one, or several."""
        return "source" if len(self.refs) == 1 else "sources"


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
            found += [(p.level, title_of(p.block)) for p in part.blocks if p.level]
        return found + self.annex_headings()

    def annex_headings(self) -> list[tuple[int, str]]:
        word = words(self.document.language)
        found = [(1, word["data"])] if self.data and self.is_annexed else []
        found += [(1, word["literature"])] if self.literature else []
        if self.groups and self.is_annexed:
            found += [(1, word["sources"])] + [(2, group.title) for group in self.groups]
            found += [(2, word["lists"])] if self.lists else []
        return found

    def drawn_before(self, figure: Placed) -> tuple[int, int]:
        """How many of how many figures come before this one."""
        anchors = [one.anchor for one, _table in self.data]
        return anchors.index(figure.anchor), len(anchors)

    def everywhere(self) -> Iterator[Placed]:
        """All blocks, those inside boxes too."""
        for part in self.parts:
            yield from deep(part.blocks)


def title_of(block: Block) -> str:
    """What a block is called; "" for one without a title."""
    return block.text if isinstance(block, Heading) else getattr(block, "title", "")


def deep(blocks: Iterable[Placed]) -> Iterator[Placed]:
    """These blocks and those inside them."""
    for placed in blocks:
        yield placed
        yield from deep(placed.inside)
