"""Generated chapters with the editors' passages laid over them, paragraph by paragraph."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from weitblick.exports.blocks import words_of
from weitblick.exports.document import Block, Chapter, Paragraph, plain
from weitblick.method.paper.models import Passage

State = Literal["generated", "edited", "hidden", "own"]
BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Entry:
    """One block of the paper as editors see it.

    ``generated``: what the chain gives now (None for a paragraph of the editors' own);
    ``blocks``: what is printed. Only keyed paragraphs can be edited, any keyed block hidden.
    """

    key: str
    state: State
    generated: Block | None
    blocks: tuple[Block, ...]
    passage: Passage | None = None

    @property
    def is_editable(self) -> bool:
        """Whether its text can be replaced."""
        return bool(self.key) and (self.generated is None or isinstance(self.generated, Paragraph))

    @property
    def generated_text(self) -> str:
        """The wording of the chain, as plain text; empty for other blocks than paragraphs."""
        return words_of(self.generated.text) if isinstance(self.generated, Paragraph) else ""

    @property
    def text(self) -> str:
        """The wording that counts."""
        return self.passage.text if self.passage and self.passage.text else self.generated_text

    @property
    def is_stale(self) -> bool:
        """Whether the generated wording changed since it was replaced."""
        return (
            self.state == "edited" and self.passage is not None
            and self.passage.source_digest != digest_of(self.generated_text)
        )


@dataclass(frozen=True)
class EditedChapter:
    """A chapter with its entries in the order of the page."""

    slug: str
    title: str
    entries: tuple[Entry, ...]

    def as_chapter(self) -> Chapter:
        """What is printed."""
        blocks = tuple(block for entry in self.entries for block in entry.blocks)
        return Chapter(self.slug, self.title, blocks)


def digest_of(text: str) -> str:
    """The digest of a generated wording, kept with what replaces it."""
    return hashlib.sha256(text.encode()).hexdigest()


def edit(chapters: Iterable[Chapter], passages: Mapping[str, Passage]) -> list[EditedChapter]:
    """Chapters with edited, hidden and added paragraphs; empty chapters are left in place."""
    return [_edited(chapter, passages) for chapter in chapters]


def lost(chapters: Iterable[Chapter], passages: Mapping[str, Passage]) -> list[Passage]:
    """Edited wordings whose paragraph the chain no longer gives: nowhere printed, not forgotten."""
    chapters = list(chapters)
    slugs = {chapter.slug for chapter in chapters}
    keys = {block.key for chapter in chapters for block in chapter.blocks if block.key}
    return [
        one for key, one in passages.items()
        if one.text and not one.is_hidden
        and (one.chapter not in slugs if one.is_own else key not in keys)
    ]


def _edited(chapter: Chapter, passages: Mapping[str, Passage]) -> EditedChapter:
    own = [one for one in passages.values() if one.is_own and one.chapter == chapter.slug]
    keys = {block.key for block in chapter.blocks if block.key}
    last = [one for one in own if one.after != chapter.slug and one.after not in keys]
    entries = _own_after(own, chapter.slug)
    for block in chapter.blocks:
        entries.append(_entry(block, passages.get(block.key) if block.key else None))
        entries += _own_after(own, block.key) if block.key else []
    entries += [_own(one) for one in last]
    return EditedChapter(chapter.slug, chapter.title, tuple(entries))


def _own_after(own: Iterable[Passage], key: str) -> list[Entry]:
    return [_own(one) for one in own if one.after and one.after == key]


def _own(passage: Passage) -> Entry:
    if passage.is_hidden:
        return Entry(passage.key, "hidden", None, (), passage)
    return Entry(passage.key, "own", None, _paragraphs(passage, Paragraph("")), passage)


def _entry(block: Block, passage: Passage | None) -> Entry:
    if passage is None or not (passage.text or passage.is_hidden):
        return Entry(block.key, "generated", block, (block,), passage)
    if passage.is_hidden:
        return Entry(block.key, "hidden", block, (), passage)
    if not isinstance(block, Paragraph):
        return Entry(block.key, "generated", block, (block,), passage)
    return Entry(block.key, "edited", block, _paragraphs(passage, block), passage)


def _paragraphs(passage: Passage, like: Paragraph) -> tuple[Block, ...]:
    """A passage as paragraphs, one for each stretch between blank lines; the first has the key."""
    parts = [part.strip() for part in BLANK_LINE.split(plain(passage.text)) if part.strip()]
    first = replace(like, text=parts[0], key=passage.key)
    return (first, *(Paragraph(part) for part in parts[1:]))
