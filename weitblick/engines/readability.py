"""How easy a German text is to read: first Wiener Sachtextformel, long sentences, hints.

Richard Bamberger, Erich Vanecek: Lesen – Verstehen – Lernen – Schreiben, Vienna 1984, p. 187: first
formula WSTF1 = 0.1935 MS + 0.1672 SL + 0.1297 IW − 0.0327 ES − 0.875 with MS the share of words of
three or more syllables, SL the mean length of a sentence in words, IW the share of words of more
than six letters and ES the share of words of one syllable, shares in per cent. Its value is a
school year: plain language stays at or below 7.
"""

import re
from dataclasses import dataclass

LIMIT, LONG_SENTENCE, LONG_WORD = 7.0, 15, 16
"""The formula's limit, words of a sentence, letters of a word from which it may be a compound."""

_ABBREVIATIONS = r"z\. ?B|d\. ?h|u\. ?a|bzw|usw|ca|Nr|Dr|Prof|St|Str|Mio|Mrd|vgl|inkl|ggf"
_MONTH = (
    "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|"
    "Jahrhundert|Klasse|Platz|Runde|Quartal|Halbjahr|Stock|Etage"
)
_ORDINAL = re.compile(rf"(?<=\d)\.(?=\s+(?:{_MONTH})\b)|(?<=\d)\.(?=\s*(?:\d|[a-zäöü(]))")
_SHORT = re.compile(rf"\b(?:{_ABBREVIATIONS})\.", re.I)
_END = re.compile(r"(?<=[.!?…:])[\"“”»«)]*\s+|\n+")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:-[A-Za-zÀ-ɏ]+)*")
_VOWELS = re.compile(r"aa|ee|oo|ie|ei|ai|eu|äu|au|ui|[aeiouyäöüáéèêàóô]", re.I)
_PASSIVE = re.compile(
    r"\b(?:werden|wird|wurden?|worden)\b(?:\W+\w+){0,8}?\W+\w*(?:ge\w+(?:t|en)|\w+(?:iert|tet))\b|"
    r"\b\w*(?:ge\w+(?:t|en)|\w+iert)\s+(?:werden|wird|wurden?|worden)\b", re.I,
)


@dataclass(frozen=True)
class Readability:
    """``wstf`` is the formula's value (a school year); the rest are hints for the editor."""

    wstf: float
    sentences: int
    words: int
    long_sentences: tuple[str, ...]
    passives: tuple[str, ...]
    long_words: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Whether the formula and every sentence keep within the limits of plain language."""
        return self.wstf <= LIMIT and not self.long_sentences


def assess(text: str) -> Readability:
    """How easy a text is to read; an empty one has the value 0."""
    found = [(one, _WORD.findall(one)) for one in sentences(text)]
    found = [(one, words) for one, words in found if words]
    words = [word for _sentence, own in found for word in own]
    if not words:
        return Readability(0.0, 0, 0, (), (), ())
    share = 100 / len(words)
    beats = [syllables(word) for word in words]
    wstf = (0.1935 * share * sum(beat >= 3 for beat in beats)
            + 0.1672 * len(words) / len(found)
            + 0.1297 * share * sum(len(word) > 6 for word in words)
            - 0.0327 * share * sum(beat == 1 for beat in beats) - 0.875)
    return Readability(
        round(wstf, 1), len(found), len(words),
        tuple(one for one, own in found if len(own) > LONG_SENTENCE),
        tuple(one for one, _own in found if _PASSIVE.search(one)),
        tuple(dict.fromkeys(word for word in words if len(word) >= LONG_WORD)),
    )


def sentences(text: str) -> list[str]:
    """The sentences of a text; "30. Juni", "z. B." and "1.200" end none."""
    held = _SHORT.sub(lambda found: found.group().replace(".", "\0"), text)
    held = _ORDINAL.sub("\0", held)
    return [part.replace("\0", ".").strip() for part in _END.split(held) if part.strip()]


def syllables(word: str) -> int:
    """Syllables by groups of vowels, at least one; exact enough for shares of a whole text."""
    return max(1, len(_VOWELS.findall(word)))
