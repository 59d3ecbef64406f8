"""Blocks of the paper as the desk shows them: words and tables at once, charts by their reading."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from weitblick.exports.blocks import words_of
from weitblick.exports.document import (
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
    Trace,
    TraceRef,
)
from weitblick.method.paper.composing import EditedChapter, Entry


@dataclass(frozen=True)
class Shown:
    """One block: ``kind`` picks the markup; what a kind does not have stays empty."""

    kind: str
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    note: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    refs: tuple[TraceRef, ...] = ()
    n: int | None = None
    level: int = 3
    block: Block | None = field(default=None, compare=False)


@dataclass(frozen=True)
class ShownEntry:
    """An entry with its blocks; of a hidden one what would be printed."""

    entry: Entry
    blocks: tuple[Shown, ...]

    @property
    def start(self) -> str:
        """The first words, to tell buttons of one page apart."""
        shown = self.blocks[0] if self.blocks else None
        text = (shown.title or " ".join(shown.paragraphs)) if shown else ""
        return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


def shown_entries(chapter: EditedChapter) -> list[ShownEntry]:
    """Every entry of a chapter."""
    return [ShownEntry(one, shown_blocks(one)) for one in chapter.entries]


def shown_blocks(entry: Entry) -> tuple[Shown, ...]:
    """The blocks of an entry; a hidden paragraph of the editors' own shows its text."""
    blocks: Sequence[Block] = entry.blocks
    if not blocks:
        blocks = (entry.generated,) if entry.generated else (Paragraph(entry.text),)
    return tuple(shown(block) for block in blocks)


def shown(block: Block) -> Shown:
    """One block."""
    trace = block.sources if isinstance(block, Recommendation) else getattr(block, "trace", None)
    refs, n = (trace.refs, trace.n) if isinstance(trace, Trace) else ((), None)
    match block:
        case Heading():
            return Shown("heading", block.text, level=block.level + 1)
        case Paragraph():
            return Shown("paragraph", paragraphs=_lines(block.text), refs=refs, n=n)
        case Bullets():
            return Shown("bullets", paragraphs=tuple(words_of(i) for i in block.items),
                         refs=refs, n=n)
        case Table():
            return _table(block, refs, n)
        case Figure() | Picture():
            return Shown("figure", block.caption, (block.description,), refs=refs, n=n)
        case Quote():
            return Shown("quote", paragraphs=_lines(block.text), note=block.attribution,
                         refs=refs, n=n)
        case Story():
            words = tuple(words_of(one) for one in block.paragraphs)
            return Shown("story", block.title, words, note=block.form, refs=refs, n=n)
        case Recommendation():
            return Shown("recommendation", block.title, _lines(block.text), note=block.basis,
                         refs=refs, n=block.n, block=block)
        case Box():
            inner = tuple(" ".join((one.title, *one.paragraphs)).strip()
                          for one in map(shown, block.blocks))
            return Shown("box", block.title, inner, refs=refs, n=n)


def _table(block: Table, refs: tuple[TraceRef, ...], n: int | None) -> Shown:
    rows = tuple(tuple(words_of(cell) for cell in row) for row in block.rows)
    return Shown("table", block.caption, note=block.note, header=block.header, rows=rows,
                 refs=refs, n=n)


def _lines(text: Text) -> tuple[str, ...]:
    return tuple(part for part in words_of(text).split("\n") if part.strip())
