"""What changed between two wordings, word by word, and between two states of a paper."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from weitblick.exports.blocks import words_of
from weitblick.exports.codec import type_name
from weitblick.exports.document import (
    Block,
    Box,
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Recommendation,
    Story,
    Table,
)

TOKENS = re.compile(r"\s+|[^\s]+")
Sort = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Piece:
    """Neighbouring words of one sort."""

    sort: Sort
    text: str


@dataclass(frozen=True)
class Place:
    """A paragraph, table or other block in a state of the paper, as plain text."""

    chapter: str
    title: str
    key: str
    text: str
    is_paragraph: bool = False


@dataclass(frozen=True)
class Changed:
    """A place whose words differ; ``old`` or ``new`` is None where it was added or left out."""

    place: Place
    old: str | None
    new: str | None

    @property
    def pieces(self) -> list[Piece]:
        """Both wordings in one, word by word."""
        return pieces(self.old or "", self.new or "")

    @property
    def before(self) -> list[Piece]:
        """The old wording, with the words that are gone."""
        return [one for one in self.pieces if one.sort != "new"]

    @property
    def after(self) -> list[Piece]:
        """The new wording, with the words that are new."""
        return [one for one in self.pieces if one.sort != "gone"]


def pieces(old: str, new: str) -> list[Piece]:
    """Two wordings in one: what stayed, what is gone, what is new."""
    before, after = TOKENS.findall(old), TOKENS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    found: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(before[a:b])))
            continue
        if a < b:
            found.append(Piece("gone", "".join(before[a:b])))
        if c < d:
            found.append(Piece("new", "".join(after[c:d])))
    return found


def compare(old: Document, new: Document) -> list[Changed]:
    """Everything that differs, in the order of the newer paper; what was left out comes last."""
    before = {(one.chapter, one.key): one for one in places(old)}
    after = {(one.chapter, one.key): one for one in places(new)}
    found = [
        Changed(one, before[key].text if key in before else None, one.text)
        for key, one in after.items() if key not in before or before[key].text != one.text
    ]
    return found + [Changed(one, one.text, None) for key, one in before.items()
                    if key not in after]


def places(document: Document) -> Iterator[Place]:
    """Every block of a paper with its words; blocks without a key are counted by their kind."""
    for chapter in document.chapters:
        counted: dict[str, int] = {}
        for block in chapter.blocks:
            name = type_name(type(block))
            counted[name] = counted.get(name, 0) + 1
            key = block.key or f"{name} {counted[name]}"
            yield Place(chapter.slug, chapter.title, key, "\n".join(_texts(block)),
                        isinstance(block, Paragraph))


def _texts(block: Block) -> Sequence[str]:
    match block:
        case Heading():
            return [block.text]
        case Paragraph() | Quote():
            return [words_of(block.text)]
        case Bullets():
            return [f"– {words_of(one)}" for one in block.items]
        case Table():
            rows = [" | ".join(words_of(cell) for cell in row) for row in block.rows]
            return [block.caption, " | ".join(block.header), *rows]
        case Figure() | Picture():
            return [block.caption, block.description]
        case Story():
            return [block.title, *(words_of(one) for one in block.paragraphs)]
        case Recommendation():
            return [block.title, words_of(block.text), block.basis]
        case Box():
            return [block.title, *(text for inner in block.blocks for text in _texts(inner))]
