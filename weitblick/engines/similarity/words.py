"""Words of a text, brought to a form in which related ones meet: German and English, no data files.

Limits: no dictionary stands behind this. Irregular forms ("ging" and "gehen", "mice" and "mouse")
do not meet, synonyms ("Bus" and "ÖPNV") only where other cards use both; rare unrelated words may.
Compounds are split only into words, or beginnings of words, that occur in the same set of texts.
That suits suggestions which people accept or not.

Stems follow CISTEM (Weissweiler and Fraser 2017, Proceedings of GSCL, LNCS 10713, 81-94), but take
"ge-" off participles only, so that "Gesetz" stays apart from "setzen". They serve for English
words as well, where they mostly take off the plural and a final e.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

# Letters and numbers that carry meaning ("24/7", "5G" fall apart into parts, which is enough).
WORD = re.compile(r"[^\W_]+")
# ae, oe, ue for ä, ö, ü, but not in "neue", "Mauer", "quer".
SPELT_OUT = re.compile(r"(?<![aeiouq])([aou])e")
PARTICIPLE = re.compile(r"^ge(.{3,}t(?:e[mnrs]?)?)$")
DOUBLED = re.compile(r"(.)\1")
INFLECTION = re.compile(r"(?<=...)(?:en|er|es|e|n|s)$")
LINKS = ("", "s", "es", "n", "en", "e", "er", "ens")
# Endings that are words of their own elsewhere.
_ENDINGS = "bar end ende erin ern eur haft heit iger isch keit lich los sam schaft tum ung voll"
ENDINGS = frozenset(_ENDINGS.split())
SHORTEST_PART = 3
SHORTEST_BESIDE_UNKNOWN = 5
SHORTEST_SHARED = 4

# "nicht", "kein", "no", "not" are none: they turn what is said around.
_STOP_WORDS = """
a aber about all alle allem allen aller alles als also am an and ander andere anderen anstatt any
are as at auch auf aus be been bei beim bin bis bist but by bzw can could da dabei dadurch dafur
daher damit dann darf das dass dazu dein deine dem den denn der deren derer des dessen die dies
diese diesem diesen dieser dieses dir do doch does dort du durch durfen ein eine einem einen einer
eines er es etc etwa etwas euch for from fur geben gegen gegenuber get gibt haben had has hat
hatte have hier hin hinter how i ich if ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins
into is ist it its ja jede jedem jeden jeder jedes jedoch jetzt just kann konnen konnte konnten
like machen man many may mehr mein meine mich might mir mit more most much muss mussen must nach
need needs noch nun nur ob oder of ohne on only or other our out over per sehr sein seine seinen
seiner shall should sich sie sind so solche soll sollen sollte sollten some somit sondern sonst
sonstige sowie statt such than that the their them then there these they this those to too uber um
und uns unser unsere unter up us usw very via viel viele vom von vor wann war waren was we weder
wegen weil weiter weitere weiteren welche welcher wenn wer werden were what when where which who
why wie wieder will wir wird with wo would wurde wurden you your zb zu zum zur zwischen
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


# They say what is wrong or where, hardly what about: cards of all subjects share them.
_COMMON_WORDS = """
alle alt alte anlegen bleiben bleibt brauchen braucht dauert dorf fehlen fehlt finden findet ganz
gehen geht gemeinde gemeinden grosse gut halten kein keine keinen klein kommen kommt land lassen
letzte leute mensch menschen neu neue nicht niemand nutzen ort orte besser schlecht stehen steht
wege weit werden wollen
"""


def folded(text: str) -> str:
    """Lower case without umlauts and accents; spelt-out umlauts meet the others."""
    lower = text.casefold().replace("ß", "ss")
    plain = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return SPELT_OUT.sub(r"\1", plain)


def words(text: str) -> list[str]:
    """The folded words of a text without stop words, in order."""
    return [word for word in WORD.findall(folded(text)) if word not in STOP_WORDS]


def stem(word: str) -> str:
    """CISTEM stem of a folded word."""
    short = PARTICIPLE.sub(r"\1", word)
    # Sounds written with several letters must not be cut apart.
    short = short.replace("sch", "$").replace("ei", "%").replace("ie", "&")
    short = DOUBLED.sub(r"\1*", short)
    while len(short) > 3:
        if len(short) > 5 and short[-2:] in {"em", "er", "nd"}:
            short = short[:-2]
        elif short[-1] in "tesn":
            short = short[:-1]
        else:
            break
    short = re.sub(r"(.)\*", r"\1\1", short)
    return short.replace("%", "ei").replace("&", "ie").replace("$", "sch")


COMMON_STEMS = frozenset(stem(word) for word in _COMMON_WORDS.split())


def vocabulary(texts: Iterable[Iterable[str]]) -> dict[str, str]:
    """Words without their inflection, and the stem they stand for.

    So do ends of words that another word begins with: "Hausarzt" and "Arztpraxis" show that there
    is an "Arzt", although nobody wrote it alone.
    """
    found = sorted({word for text in texts for word in text})
    known: dict[str, str] = {}
    for word in found:
        if len(word) >= SHORTEST_PART and word not in ENDINGS:
            known.setdefault(_uninflected(word), stem(word))
    beginnings: dict[str, set[str]] = {}
    for word in found:
        for at in range(SHORTEST_SHARED, len(word)):
            beginnings.setdefault(word[:at], set()).add(word)
    for word in found:
        for at in range(SHORTEST_PART, len(word) - SHORTEST_SHARED + 1):
            end = _uninflected(word[at:])
            if len(end) >= SHORTEST_SHARED and end not in ENDINGS and beginnings.get(
                end, set()
            ) - {word}:
                known.setdefault(end, stem(end))
    return known


def parts(word: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Stems of those parts of a compound that are words of the vocabulary.

    Best are two known parts ("Bürgerbus": Bürger, Bus), with a link between them if need be
    ("Mobilitätsangebot"). One known part counts if both it and the rest are long enough: "Kultur"
    does not contain the "Tür", nor "Kontrolle" the "Rolle".
    """
    splits = [
        (_before(word[:at], known), _head(word[at:], known), at)
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    ]
    both = [(before, head) for before, head, _ in splits if before and head]
    if both:
        return max(both, key=lambda pair: len(pair[1]))
    longest = SHORTEST_BESIDE_UNKNOWN
    for _, head, at in splits:
        if head and longest <= at <= len(word) - longest:
            return (head,)
    for before, _, at in reversed(splits):
        if before and longest <= at <= len(word) - longest:
            return (before,)
    return ()


def _head(part: str, known: Mapping[str, str]) -> str | None:
    return None if part in ENDINGS else known.get(_uninflected(part))


def _before(part: str, known: Mapping[str, str]) -> str | None:
    for link in LINKS:
        if part.endswith(link) and len(part) - len(link) >= SHORTEST_PART:
            found = known.get(_uninflected(part[: len(part) - len(link)]))
            if found:
                return found
    return None


def _uninflected(word: str) -> str:
    return INFLECTION.sub("", word)
