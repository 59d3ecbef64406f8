"""Numbers that are quoted in a text, compared with what its sources say now."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from weitblick.exports.blocks import words_of
from weitblick.exports.document import Block, Bullets, Figure, Paragraph, Recommendation, Table
from weitblick.faces.numbers import number
from weitblick.method.paper.composing.editing import EditedChapter, Entry

_DIGITS = r"\d[\d.,\u202f\u00a0 ]*"
_COUNTED = (
    "Prozent|Personen|Person|Menschen|Teilnehmende|Karten|Karte|Stimmen|Stimme|Tische|Tischen|"
    "people|persons|cards|votes|percent|per cent"
)
QUOTED = re.compile(
    rf"{_DIGITS}\s?%|n[\s\u202f]?=[\s\u202f]?\d[\d\u202f\u00a0.]*|{_DIGITS}(?:{_COUNTED})\b"
)
VOICED = re.compile(r"timm|n\s?=|efragt|eilnehm|erson|arten|agree|vote|support|people|card", re.I)
SENTENCE = re.compile(r"(?<=[.!?])\s+")
Numbers = Mapping[str, str]
"""Numbers for comparing, each with how it is written; one nobody wrote is written as ""."""
ALL = ""
"""The key under which the numbers of the whole paper stand."""


@dataclass(frozen=True)
class Strange:
    """Numbers of a text that its sources do not give, and those of the same sort they do give."""

    numbers: tuple[str, ...]
    instead: tuple[str, ...] = ()


def quoted(text: str) -> list[str]:
    """The percentages, counts of people and cards, and n that a text names, as they are written."""
    return [found.strip() for found in QUOTED.findall(text)]


def known_numbers(chapters: Iterable[EditedChapter]) -> dict[str, Numbers]:
    """The numbers the chain gives now, by the key of the block, and of the whole paper."""
    found: dict[str, Numbers] = {}
    every: dict[str, str] = {}
    for entry in (entry for chapter in chapters for entry in chapter.entries):
        given = _given(entry.generated) if entry.generated is not None else {}
        every |= given
        if entry.key:
            found[entry.key] = given
    return {**found, ALL: every}


def strange_in(entry: Entry, known: Mapping[str, Numbers]) -> Strange | None:
    """What an entry says in numbers and its sources do not; None where everything agrees.

    An edited paragraph is held against the generated one it replaces; a recommendation, whose
    words are always written by hand, against what carries it; a paragraph of the editors' own
    against the numbers it took over when it was written, as far as the paper still has them.
    """
    if entry.state == "edited":
        return _compare(entry.text, known[entry.key])
    if entry.state == "own" and entry.passage is not None:
        borrowed = {bare(one) for one in entry.passage.source_text.split("\n") if one}
        gone = [one for one in quoted(entry.text) if bare(one) in borrowed - known[ALL].keys()]
        return Strange(tuple(gone)) if gone else None
    if isinstance(entry.generated, Recommendation) and entry.blocks:
        return _compare(_voiced(words_of(entry.generated.text)), known[entry.key])
    return None


def _voiced(text: str) -> str:
    """The sentences that speak of what people said: an aim ("30 % weniger") is nobody's count."""
    return " ".join(one for one in SENTENCE.split(text) if VOICED.search(one))


def borrowed_from(text: str, known: Mapping[str, Numbers]) -> str:
    """The numbers of a text that the paper has too: kept with a paragraph of the editors' own."""
    return "\n".join(one for one in quoted(text) if bare(one) in known[ALL])


def bare(text: str) -> str:
    """A number for comparing: without spaces; "82 Prozent" is "82%", "51 Menschen" "51perso"."""
    found = re.sub(r"[\s\u202f\u00a0]", "", text).rstrip(".")
    found = re.sub(r"(?<=\d)(Prozent|percent)$", "%", found)
    found = re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", "", found)
    return re.sub(r"(?<=\d)[A-Za-z]+$", lambda noun: _stem(noun.group()), found)


def _stem(noun: str) -> str:
    start = noun[:5].lower()
    return "perso" if start in ("mensc", "teiln", "peopl") else start


def _compare(text: str, known: Numbers) -> Strange | None:
    strange = tuple(one for one in quoted(text) if bare(one) not in known)
    if not strange:
        return None
    percents = any("%" in bare(one) for one in strange)
    instead = sorted(
        written for one, written in known.items() if written and ("%" in one) == percents
    )
    return Strange(strange, tuple(instead[:6]))


def _given(block: Block) -> Numbers:
    """The numbers in the words of a block, its n, and those in the wording of its sources."""
    trace = block.sources if isinstance(block, Recommendation) else getattr(block, "trace", None)
    texts = [*_texts(block), *(ref.text for ref in (trace.refs if trace else ()))]
    found = {bare(one): one for text in texts for one in quoted(text)}
    if trace is not None and trace.n is not None:
        found.setdefault(f"{trace.n}perso", "")
        found.setdefault(f"n={trace.n}", f"n = {number(trace.n)}")
    return found


def _texts(block: Block) -> Iterable[str]:
    match block:
        case Paragraph():
            yield words_of(block.text)
        case Recommendation():
            yield block.basis
        case Bullets():
            yield from (words_of(one) for one in block.items)
        case Table():
            yield from (words_of(cell) for row in block.rows for cell in row)
        case Figure():
            yield block.description
