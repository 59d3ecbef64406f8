"""Which dimensions of the frame the factors cover, and which they leave out."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.exports.document import plain
from weitblick.exports.specs import Coverage, CoverageField
from weitblick.faces.numbers import number
from weitblick.trace.models import Kind
from weitblick.trace.queries import coverage
from weitblick.workshop.models import Process

NAMED = 5


def coverage_fields(process: Process) -> list[dict[str, Any]]:
    """The map as the component takes it: fields with their dimensions and counts."""
    counted = coverage(process, [Kind.FACTOR])
    return [
        {
            "numeral": field.numeral, "title": field.title,
            "dimensions": [{"title": one.title, "count": counted[one.slug]}
                           for one in field.dimensions],
        }
        for field in process.frame.fields
    ]


def coverage_spec(process: Process) -> Coverage:
    """The map as a figure of the paper."""
    return Coverage(
        tuple(
            CoverageField(
                field["numeral"], plain(field["title"]),
                tuple((plain(one["title"]), one["count"]) for one in field["dimensions"]),
            )
            for field in coverage_fields(process)
        ),
        _("Einflussfaktoren"),
    )


def reading_of_map(process: Process) -> str:
    """What is covered and what is not, in a sentence or two."""
    counts = coverage(process, [Kind.FACTOR])
    covered = sum(count > 0 for count in counts.values())
    sentence = (_("Die Einflussfaktoren besetzen alle %(whole)s Entwicklungsdimensionen.")
                if covered == len(counts) else
                _("Die Einflussfaktoren besetzen %(covered)s von %(whole)s "
                  "Entwicklungsdimensionen.")) % {
        "covered": number(covered), "whole": number(len(counts))}
    return f"{sentence} {missing_in_words(process)}".strip()


def missing_in_words(process: Process) -> str:
    """The dimensions no factor is filed under; "" if there are none."""
    counts = coverage(process, [Kind.FACTOR])
    empty = [process.frame.title_of(slug) for slug, count in counts.items() if not count]
    if not empty:
        return ""
    shown = ", ".join(empty[:NAMED])
    if len(empty) <= NAMED:
        return _("Noch ohne Faktor: %s.") % shown
    return ngettext(
        "Noch ohne Faktor: %(shown)s und %(more)d weitere.",
        "Noch ohne Faktor: %(shown)s und %(more)d weitere.", len(empty) - NAMED,
    ) % {"shown": shown, "more": len(empty) - NAMED}
