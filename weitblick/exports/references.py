"""References inside the text: what a link to a figure, a chapter or a cited work prints."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, TypeVar

from weitblick.exports.blocks import BLOCKS, Figure, Picture, Recommendation, Run, Table
from weitblick.exports.places import Cited, Part, Placed, deep, title_of
from weitblick.exports.words import NARROW, base, words

T = TypeVar("T")


def labels(language: str, parts: Iterable[Part], cited: Iterable[Cited]) -> dict[str, str]:
    """What a reference to a key prints: the number of a figure, the title of a chapter, [3]."""
    word = words(language)
    found = {one.work.key: str(one.number) for one in cited}
    for part in parts:
        found[part.anchor] = _in_quotes(part.title, language)
        for placed in deep(part.blocks):
            found[placed.anchor] = _label(placed, word, language)
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
            title = title_of(placed.block)
            return _in_quotes(title, language) if title else word["passage"]


def _in_quotes(title: str, language: str) -> str:
    return f"„{title}“" if base(language) == "de" else f"“{title}”"


def resolved(value: T, known: dict[str, str]) -> T:
    """References and citations become links with their text."""
    return _linked(value, known)


def _linked(value: Any, known: dict[str, str]) -> Any:
    if isinstance(value, Run):
        if value.kind == "reference":
            text = value.text or known[value.href[1:]]
            return dataclasses.replace(value, kind="link", text=text)
        if value.kind == "citation":
            behind = f", {value.text}" if value.text else ""
            return dataclasses.replace(
                value, kind="link", text=f"[{known[value.href[1:]]}{behind}]"
            )
        return value
    if isinstance(value, tuple):
        changed = tuple(_linked(item, known) for item in value)
        return changed if any(a is not b for a, b in zip(changed, value, strict=True)) else value
    if isinstance(value, (Placed, *BLOCKS)):
        one: Any = value
        changes = {f.name: new for f in dataclasses.fields(one)
                   if (new := _linked(old := getattr(one, f.name), known)) is not old}
        return dataclasses.replace(one, **changes) if changes else value
    return value
