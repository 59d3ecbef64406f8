"""What the overview pages and ``process show`` say about a whole process."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import ngettext

from weitblick.faces.numbers import number
from weitblick.method.chain import EVERYWHERE
from weitblick.trace.models import Kind
from weitblick.trace.queries import coverage
from weitblick.workshop.models import Process
from weitblick.workshop.queries import sectors_present

WORDS: dict[str, Callable[[int], str]] = {
    "cards": lambda n: ngettext("%(n)s Karte", "%(n)s Karten", n),
    "factors": lambda n: ngettext("%(n)s Faktor", "%(n)s Faktoren", n),
    "key_factors": lambda n: ngettext("%(n)s Schlüsselfaktor", "%(n)s Schlüsselfaktoren", n),
    "assumptions": lambda n: ngettext("%(n)s Annahme", "%(n)s Annahmen", n),
    "consistent": lambda n: ngettext("%(n)s stimmiges Szenario", "%(n)s stimmige Szenarien", n),
    "chosen": lambda n: ngettext("%(n)s ausgewählt", "%(n)s ausgewählt", n),
    "stories": lambda n: ngettext("%(n)s Geschichte", "%(n)s Geschichten", n),
    "options": lambda n: ngettext("%(n)s Option", "%(n)s Optionen", n),
    "statements": lambda n: ngettext("%(n)s Aussage", "%(n)s Aussagen", n),
    "verdicts": lambda n: ngettext("%(n)s Ergebnis", "%(n)s Ergebnisse", n),
    "recommendations": lambda n: ngettext("%(n)s Empfehlung", "%(n)s Empfehlungen", n),
    "traced": lambda n: ngettext("%(n)s bis zu den Karten belegt",
                                 "%(n)s bis zu den Karten belegt", n),
}
COVERED = (Kind.FACTOR, Kind.ASSUMPTION, Kind.OPTION, Kind.RECOMMENDATION)


def steps_with_figures(process: Process) -> list[dict[str, Any]]:
    """Every step with its figures in words."""
    return [{"step": step, "figures": _in_words(step.figures(process))} for step in EVERYWHERE]


def _in_words(figures: dict[str, Any]) -> list[str]:
    """"197 Karten", "12 Schlüsselfaktoren": the figures that are worth a word, if not zero."""
    return [
        WORDS[name](value) % {"n": number(value)}
        for name, value in figures.items() if name in WORDS and value
    ]


def coverage_fields(process: Process) -> list[dict[str, Any]]:
    """The 6 x 5 map: fields with their dimensions and how much is filed under each."""
    counted = coverage(process, COVERED)
    return [
        {"numeral": field.numeral, "title": field.title,
         "dimensions": [{"title": d.title, "count": counted[d.slug]} for d in field.dimensions]}
        for field in process.frame.fields
    ]


def summary(process: Process) -> dict[str, Any]:
    """The process in numbers, as ``weitblick process show --json`` prints it."""
    sectors = sectors_present(process)
    return {
        "slug": process.slug,
        "example": process.is_example,
        "participants": process.participants.filter(erased_at=None).count(),
        "sectors": sectors,
        "steps": {step.slug: step.figures(process) for step in EVERYWHERE},
        "coverage": {
            field["title"]: {d["title"]: d["count"] for d in field["dimensions"]}
            for field in coverage_fields(process)
        },
    }
