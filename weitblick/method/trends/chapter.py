"""The chapter on trend assumptions: one section a key factor."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.exports import document as doc
from weitblick.exports.specs import Distribution, Estimates
from weitblick.faces.numbers import number
from weitblick.faces.sources import ref
from weitblick.method.factors import queries as factors
from weitblick.method.factors.models import Factor
from weitblick.method.trends import delphi, queries
from weitblick.method.trends.criteria import PROBABILITY
from weitblick.method.trends.delphi import Estimated
from weitblick.monitoring.chapter import beside
from weitblick.monitoring.queries import Note, notes_of
from weitblick.workshop.models import Process

EDGES = tuple(round(point / 100 - 0.05, 2) for point in (*PROBABILITY.scale.values, 110))


def chapter(process: Process) -> doc.Chapter | None:
    """The chapter, or None while there is no assumption."""
    groups = [(f, group) for f, group in delphi.estimated(process) if group]
    if not groups:
        return None
    blocks: list[doc.Block] = [_introduction(process, groups), _method(process, groups)]
    notes = notes_of([one.assumption.item for _, group in groups for one in group])
    drawn = _drawn_before(process)
    for factor, group in groups:
        blocks += _section(process, factor, group, notes, drawn)
    return doc.Chapter("trends", _("Trendannahmen"), tuple(blocks))


def _drawn_before(process: Process) -> set[int]:
    """Pinned figures that the chapter on factors draws; here their sentence is enough."""
    keys = [factor.item for factor in factors.key_factors(process)]
    return {note.item.pk for found in notes_of(keys).values() for note in found if note.item}


def _introduction(
    process: Process, groups: list[tuple[Factor, list[Estimated]]]
) -> doc.Paragraph:
    count = sum(len(group) for _, group in groups)
    text = _(
        "Für %(factors)s Schlüsselfaktoren wurden %(assumptions)s Annahmen formuliert, wie sie "
        "sich bis %(year)d entwickeln können. Die Annahmen eines Faktors schließen einander aus."
    ) % {"factors": number(len(groups)), "assumptions": number(count), "year": process.horizon}
    return doc.Paragraph(text, key="trends.intro")


def _method(process: Process, groups: list[tuple[Factor, list[Estimated]]]) -> doc.Box:
    rounds = len(queries.rounds(process))
    most = max((one.n for _, group in groups for one in group), default=0)
    if not most:
        text = _("Die Annahmen wurden noch nicht eingeschätzt.")
    else:
        text = ngettext(
            "Wahrscheinlichkeit (0 bis 100 %%) und Wünschbarkeit (1 bis 5) wurden in %(rounds)d "
            "Runde eingeschätzt, je Annahme von höchstens %(n)s Personen. Es zählt die letzte "
            "Antwort jeder Person. Genannt ist der Median, in Klammern die mittlere Hälfte der "
            "Antworten. ",
            "Wahrscheinlichkeit (0 bis 100 %%) und Wünschbarkeit (1 bis 5) wurden in %(rounds)d "
            "Runden eingeschätzt, je Annahme von höchstens %(n)s Personen. Es zählt die letzte "
            "Antwort jeder Person. Genannt ist der Median, in Klammern die mittlere Hälfte der "
            "Antworten. ",
            rounds,
        ) % {"rounds": rounds, "n": number(most)} + delphi.rule()
    return doc.Box(
        _("Wie die Einschätzungen entstanden"), (doc.Paragraph(text, key="trends.rule"),),
        kind="method", key="trends.method",
    )


def _section(
    process: Process, factor: Factor, group: list[Estimated], notes: Mapping[int, list[Note]],
    drawn: set[int],
) -> list[doc.Block]:
    """The assumptions of a factor, each with the figures pinned to it, and the estimates."""
    pid = factor.item.public_id
    blocks: list[doc.Block] = [
        doc.Heading(2, doc.plain(factor.item.text), key=f"trends.factor.{pid}")
    ]
    for one in group:
        item = one.assumption.item
        blocks.append(_assumption(process, one))
        blocks += beside(process, notes.get(item.pk, []), f"trends.evidence.{item.public_id}",
                         drawn)
    if rated := [one for one in group if one.n]:
        blocks.append(_figure(process, factor, rated))
    return blocks


def _assumption(process: Process, one: Estimated) -> doc.Paragraph:
    item = one.assumption.item
    title = doc.plain(f"{one.assumption.letter}) {item.text}").replace("\n", " ")
    runs = [doc.Run(title, "strong")]
    if item.detail:
        runs.append(doc.Run(" – " + doc.plain(item.detail)))
    if one.n:
        runs.append(doc.Run(" " + _estimate(one)))
    return doc.Paragraph(
        tuple(runs), key=f"trends.assumption.{item.public_id}",
        trace=doc.Trace((ref(process, item),), n=one.n or None),
    )


def _estimate(one: Estimated) -> str:
    """Both estimates, a sentence each; dissent has the same place as consensus."""
    parts = [_("Wahrscheinlichkeit (n = %(n)s): %(median)s, %(verdict)s.") % {
        "n": number(one.probability.n), "verdict": delphi.in_short(one.probability),
        "median": delphi.value_words(one.probability.median, one.probability.criterion)}]
    if one.desirability.n:
        parts.append(_("Wünschbarkeit (n = %(n)s): %(median)s von 5, %(verdict)s.") % {
            "n": number(one.desirability.n), "verdict": delphi.in_short(one.desirability),
            "median": number(one.desirability.median)})
    return " ".join(parts)


def _figure(process: Process, factor: Factor, rated: list[Estimated]) -> doc.Figure:
    spec = Distribution(
        EDGES, tuple(_row(one) for one in rated), _("Wahrscheinlichkeit"), percent=True
    )
    likely = max(rated, key=lambda one: (one.probability.median or 0, -one.assumption.position))
    description = _(
        "Verteilung der geschätzten Wahrscheinlichkeiten. Am wahrscheinlichsten erscheint "
        "„%(title)s“ mit einem Median von %(median)s (n = %(n)s)."
    ) % {
        "title": doc.plain(likely.assumption.item.text).replace("\n", " "), "n": number(likely.n),
        "median": delphi.value_words(likely.probability.median, PROBABILITY),
    }
    pid = factor.item.public_id
    return doc.Figure(
        _("Wie wahrscheinlich? %s") % doc.plain(factor.item.text).replace("\n", " "),
        description, spec, table=_table(factor, rated), key=f"trends.figure.{pid}",
        trace=doc.Trace(
            tuple(ref(process, one.assumption.item) for one in rated),
            n=max(one.n for one in rated),
        ),
    )


def _row(one: Estimated) -> Estimates:
    found = one.probability
    lower, median, upper = ((value or 0) / 100 for value in (found.q1, found.median, found.q3))
    label = f"{one.assumption.letter}) {one.assumption.item.text}"
    return Estimates(doc.plain(label).replace("\n", " "), found.counts, lower, median, upper)


def _table(factor: Factor, rated: list[Estimated]) -> doc.Table:
    """The data of the figure: answers for each value of the scale, not for the drawn bins."""
    values = [delphi.value_words(value, PROBABILITY) for value in PROBABILITY.scale.values]
    rows = tuple(
        (row.label, *(number(count) for count in row.counts),
         *(delphi.value_words(value, PROBABILITY) for value in
           (one.probability.q1, one.probability.median, one.probability.q3)), number(one.n))
        for one, row in ((one, _row(one)) for one in rated)
    )
    header = (_("Annahme"), *values, _("unteres Viertel"), _("Median"), _("oberes Viertel"), "n")
    caption = _("Antworten zu „%s“") % doc.plain(factor.item.text).replace("\n", " ")
    return doc.Table(caption, header, rows, numeric=tuple(range(1, len(header))))
