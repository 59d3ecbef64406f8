"""A document laid out for any writer: anchors, heading levels, numbers, sources, annexes.

All three writers walk this one outline, so their headings, tables, figures and
recommendations cannot differ.
"""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from weitblick.exports.blocks import (
    Block,
    Box,
    Figure,
    Heading,
    Picture,
    Recommendation,
    Story,
    Table,
    Trace,
    TraceRef,
    Work,
)
from weitblick.exports.document import Document
from weitblick.exports.figures import data_table
from weitblick.exports.house import Logo
from weitblick.exports.places import (
    ANNEXED,
    SHOWN,
    Cited,
    Mark,
    Outline,
    Part,
    Placed,
    Source,
    SourceGroup,
    deep,
)
from weitblick.exports.references import labels, resolved
from weitblick.exports.words import kind_word, unbroken, words

T = TypeVar("T")


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
    known = labels(document.language, parts, cited)
    parts = [dataclasses.replace(part, blocks=resolved(part.blocks, known)) for part in parts]
    figures = [p for part in parts for p in deep(part.blocks) if isinstance(p.block, Figure)]
    tables = tuple((p, _data(p, document.language)) for p in figures)
    return Outline(document, tuple(parts), tables, tuple(counter.lists), counter.groups(), cited)


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
        self.by_sources: dict[tuple[tuple[str, ...], int | None], Mark] = {}
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
        return self._listed(refs, trace.n)

    def _listed(self, refs: tuple[TraceRef, ...], n: int | None) -> Mark:
        """The mark with its entry in the annex; passages of the same sources share one."""
        same = (tuple(ref.public_id for ref in refs), n)
        if (known := self.by_sources.get(same)) is None:
            known = self.by_sources[same] = Mark(refs, n, len(self.lists) + 1, is_cut=True)
            self.lists.append(known)
        return known

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
