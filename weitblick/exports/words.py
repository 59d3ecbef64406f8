"""The few fixed words a writer adds itself, and how it prints numbers; one table a language.

These are words of the printed page (table, figure, sources), not of the interface, so they
live here and know no translation framework. A language is one more entry in ``WORDS``.
"""

from __future__ import annotations

import re

WORDS: dict[str, dict[str, str]] = {
    "de": {
        "abstract": "Kurzfassung",
        "area": "Gebiet",
        "class_above": "{low} und mehr",
        "class_below": "unter {high}",
        "class_between": "{low} bis unter {high}",
        "outside_map": "außerhalb der Gebiete",
        "places": "Orte",
        "uncertain": "unsicherer Wert",
        "attachment": "Ergebnis in maschinenlesbarer Form",
        "agree": "Zustimmung",
        "authors": "Redaktion",
        "card": "Karte",
        "code": "Code",
        "contents": "Inhalt",
        "cut": "an den Linien schneiden",
        "qr_alt": "QR-Code zu",
        "count": "Anzahl",
        "data": "Daten zu den Abbildungen",
        "data_of": "Daten zu Abbildung",
        "disagree": "Ablehnung",
        "date": "Stand",
        "dimension": "Entwicklungsdimension",
        "dimensions": "Dimensionen",
        "example": "Beispieldaten – keine Ergebnisse einer echten Beteiligung",
        "field": "Handlungsfeld",
        "figure": "Abbildung",
        "footnotes": "Anmerkungen",
        "from": "Von",
        "group": "Gruppe",
        "imprint": "Impressum",
        "item": "Eintrag",
        "key_factor": "Schlüsselfaktor",
        "lists": "Belege mit vielen Quellen",
        "lists_intro": "Wo am Rand nicht alle Quellen Platz haben, stehen sie hier vollständig.",
        "literature": "Literatur",
        "funders": "Gefördert durch",
        "passage": "Absatz",
        "lower": "unteres Viertel",
        "median": "Median",
        "n_title": "n: Zahl der Personen, die sich beteiligt haben",
        "back": "Zurück zur Anmerkung",
        "no": "nein",
        "note": "Anmerkung",
        "number": "Nr.",
        "page": "Seite",
        "pass": "keine Position",
        "quadrant": "Quadrant",
        "recommendation": "Empfehlung",
        "source": "Quelle",
        "sources": "Quellen",
        "sources_intro": "Jede Kennung führt zu dem Beitrag, aus dem eine Aussage entstanden ist.",
        "table": "Tabelle",
        "to": "Mit",
        "undecided": "offen",
        "upper": "oberes Viertel",
        "yes": "ja",
    },
    "en": {
        "abstract": "Summary",
        "area": "Area",
        "class_above": "{low} and more",
        "class_below": "below {high}",
        "class_between": "{low} to below {high}",
        "outside_map": "outside the areas",
        "places": "Places",
        "uncertain": "uncertain value",
        "attachment": "Result in machine-readable form",
        "agree": "Agree",
        "authors": "Editors",
        "card": "Card",
        "code": "Code",
        "contents": "Contents",
        "cut": "cut along the lines",
        "qr_alt": "QR code to",
        "count": "Number",
        "data": "Data of the figures",
        "data_of": "Data of figure",
        "disagree": "Disagree",
        "date": "As of",
        "dimension": "Dimension",
        "dimensions": "Dimensions",
        "example": "Example data – not the results of a real participation",
        "field": "Action field",
        "figure": "Figure",
        "footnotes": "Notes",
        "from": "From",
        "group": "Group",
        "imprint": "Imprint",
        "item": "Entry",
        "key_factor": "Key factor",
        "lists": "Passages with many sources",
        "lists_intro": "Where the margin has no room for all sources, they are listed here.",
        "literature": "References",
        "funders": "Funded by",
        "passage": "passage",
        "lower": "Lower quartile",
        "median": "Median",
        "n_title": "n: number of people who took part",
        "back": "Back to note",
        "no": "no",
        "note": "Note",
        "number": "No.",
        "page": "Page",
        "pass": "Pass",
        "quadrant": "Quadrant",
        "recommendation": "Recommendation",
        "source": "Source",
        "sources": "Sources",
        "sources_intro": "Every short id leads to the contribution a statement was made from.",
        "table": "Table",
        "to": "With",
        "undecided": "open",
        "upper": "Upper quartile",
        "yes": "yes",
    },
}

KINDS: dict[str, dict[str, str]] = {
    "de": {
        "card": "Karten",
        "factor": "Einflussfaktoren",
        "assumption": "Trendannahmen",
        "scenario": "Szenarien",
        "story": "Erzählungen",
        "option": "Handlungsoptionen",
        "statement": "Aussagen",
        "recommendation": "Empfehlungen",
        "evidence": "Daten und Belege",
        "literature": "Literatur",
    },
    "en": {
        "card": "Cards",
        "factor": "Factors",
        "assumption": "Assumptions",
        "scenario": "Scenarios",
        "story": "Stories",
        "option": "Options",
        "statement": "Statements",
        "recommendation": "Recommendations",
        "evidence": "Data and evidence",
        "literature": "Literature",
    },
}

_REGIONS = {"de": "DE", "en": "GB"}

NARROW = "\u202f"


def base(language: str) -> str:
    """ "de-DE" -> "de"."""
    return language.split("-")[0].lower()


def region(language: str) -> str:
    """ "DE", "GB": the region a language is written for."""
    own = language.partition("-")[2]
    return own.upper() or _REGIONS[base(language)]


def words(language: str) -> dict[str, str]:
    """The fixed words of a language that ``WORDS`` knows (``validate`` has checked it)."""
    return WORDS[base(language)]


def kind_word(kind: str, language: str) -> str:
    """The plural word of a kind of item; a kind nobody named prints as it is."""
    return KINDS[base(language)].get(kind, kind)


def number(value: float, language: str, digits: int = 0) -> str:
    """German "1 234,5" (narrow space), English "1,234.5"; a real minus sign."""
    text = f"{abs(value):,.{digits}f}"
    if base(language) == "de":
        text = text.replace(",", NARROW).replace(".", ",")
    is_zero = not text.strip("0.," + NARROW)
    return f"−{text}" if value < 0 and not is_zero else text


def percent(share: float, language: str, digits: int = 0) -> str:
    """0.375 -> "37,5 %" with a narrow space in German, "37.5%" in English."""
    sign = f"{NARROW}%" if base(language) == "de" else "%"
    return number(share * 100, language, digits) + sign


def people(n: int, language: str) -> str:
    """ "n = 48", unbreakable."""
    return f"n{NARROW}={NARROW}{number(n, language)}"


_PERCENT = re.compile(r"(?<=\d)[ \u00a0](?=[%‰€])")
_COUNT = re.compile(r"\bn[ \u00a0]?=[ \u00a0]?(?=\d)")


def unbroken(text: str) -> str:
    """Keep a number with its sign and "n = 48" on one line."""
    if not any(c.isdigit() for c in text):
        return text
    return _COUNT.sub(f"n{NARROW}={NARROW}", _PERCENT.sub(NARROW, text))


_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}


def long_date(iso: str, language: str) -> str:
    """2026-11-22 -> "22. November 2026" or "22 November 2026"."""
    year, month, day = iso.split("-")
    name = _MONTHS[base(language)].split()[int(month) - 1]
    return f"{int(day)}{'.' if base(language) == 'de' else ''} {name} {year}"
