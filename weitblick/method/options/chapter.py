"""The chapter on options for action: by action field, robust over the futures, with partners."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.exports import document as doc
from weitblick.exports.specs import Edge, Heatmap, Network, Node
from weitblick.faces.numbers import number, signed
from weitblick.faces.sources import trace as traced
from weitblick.method.options import partnership, ratings, results
from weitblick.method.options.favoured import favoured
from weitblick.method.options.partnership import Partnership
from weitblick.method.options.ratings import Rated
from weitblick.method.options.results import Robust, RobustnessTable
from weitblick.trace.models import Item
from weitblick.trace.queries import cards_below, cards_below_each
from weitblick.workshop.models import Process

MOST_REFS = 200


def chapter(process: Process) -> doc.Chapter | None:
    """The chapter, or None while there is no option."""
    rows = ratings.rated(process)
    if not rows:
        return None
    table = results.robustness(process)
    judged = table if table and table.judged else None
    blocks = [_introduction(process, rows), *_favoured(process), *_robustness(process, judged)]
    robust = {row.option.pk: row for row in judged.rows} if judged else {}
    below = cards_below_each(process, (row.option.item for row in rows))
    for numeral, title in _fields(process):
        of_field = [row for row in rows if row.numeral == numeral]
        if of_field:
            blocks += [doc.Heading(2, title, key=f"options.field.{numeral or 'none'}"),
                       *(b for row in of_field for b in _option(process, row, robust, below))]
    blocks += _partners(process, rows, partnership.partnership(process))
    return doc.Chapter("options", _("Handlungsoptionen"), tuple(blocks))


def _fields(process: Process) -> list[tuple[str, str]]:
    named = [(f.numeral, f"{f.numeral} {f.title}") for f in process.frame.fields]
    return [*named, ("", _("Ohne Handlungsfeld"))]


def _introduction(process: Process, rows: list[Rated]) -> doc.Paragraph:
    cards = cards_below(row.option.item for row in rows)
    voices = max(row.n for row in rows)
    text = ngettext(
        "%(n)s Handlungsoption ist aus %(cards)s Karten entstanden.",
        "%(n)s Handlungsoptionen sind aus %(cards)s Karten entstanden.", len(rows),
    ) % {"n": number(len(rows)), "cards": number(len(cards))}
    if voices:
        text += " " + ngettext(
            "Wirkung, Aufwand und Rückhalt wurden auf einer Skala von 1 bis 5 bewertet, je Option "
            "von höchstens %(n)s Person. Genannt ist der Median.",
            "Wirkung, Aufwand und Rückhalt wurden auf einer Skala von 1 bis 5 bewertet, je Option "
            "von höchstens %(n)s Personen. Genannt ist der Median.", voices,
        ) % {"n": number(voices)}
    strong = sum(row.is_strongly_supported for row in rows)
    if strong:
        text += " " + ngettext(
            "%(strong)s der %(n)s Optionen findet starken Rückhalt (Median 4 oder mehr).",
            "%(strong)s der %(n)s Optionen finden starken Rückhalt (Median 4 oder mehr).", strong,
        ) % {"strong": number(strong), "n": number(len(rows))}
    return doc.Paragraph(text, key="options.intro", trace=_trace(
        process, (row.option.item for row in rows), voices or None
    ))


def _favoured(process: Process) -> list[doc.Block]:
    found = favoured(process)
    if not found:
        return []
    return [
        doc.Heading(2, _("Was zuerst kommen soll"), key="options.favoured.heading"),
        *(block for place, one in enumerate(found, start=1)
          for block in one.blocks(f"options.favoured.{place}",
                                  _trace(process, one.items, one.n))),
    ]


def _robustness(process: Process, table: RobustnessTable | None) -> list[doc.Block]:
    if table is None:
        return []
    trace = _trace(process, [*(s.item for s in table.scenarios),
                             *(r.option.item for r in table.rows)], table.voices)
    return [
        doc.Heading(2, _("Was in welcher Zukunft hilft"), key="options.robust.heading"),
        doc.Paragraph(doc.plain(_robust_text(table)), key="options.robust", trace=trace),
        _heatmap(table, trace),
    ]


def _robust_text(table: RobustnessTable) -> str:
    text = table.reading
    if table.everywhere:
        text += " " + _("In allen Zukünften: %s.") % _quoted(table.everywhere)
    if table.single:
        text += " " + _("Nur in einer: %s.") % "; ".join(
            f"{_quote(row)} ({row.only.item.text})" for row in table.single if row.only
        )
    return text + " " + _method(table)


def _method(table: RobustnessTable) -> str:
    counts = {"judged": number(table.judged), "cells": number(table.cells),
              "voices": number(table.voices)}
    text = _(
        "Beurteilt wurde, was jede Option bei den Annahmen der Szenarien bewirkt (−3 bis +3); "
        "%(judged)s von %(cells)s Wirkungen sind beurteilt (n = %(voices)s Personen oder Tische), "
        "die übrigen zählen als keine Wirkung."
    ) % counts
    if table.weighted:
        text += " " + _(
            "Eine Option hilft in einer Zukunft, wenn sie dort mehr Erwünschtes fördert und "
            "Unerwünschtes hemmt als umgekehrt."
        )
    return text


def _quoted(rows: Iterable[Robust]) -> str:
    return "; ".join(_quote(row) for row in rows)


def _quote(row: Robust) -> str:
    return _("„%s“") % row.option.item.text


def _heatmap(table: RobustnessTable, trace: doc.Trace) -> doc.Figure:
    label = _("Wirkung")
    rows = tuple(
        (doc.plain(row.option.item.text), *(signed(effect) for effect in row.effects),
         doc.plain(row.words))
        for row in table.ranked
    )
    return doc.Figure(
        caption=_("Optionen in den Szenarien"), description=table.reading,
        spec=Heatmap(
            tuple(map(doc.plain, table.titles)), tuple(map(doc.plain, table.columns)),
            tuple(table.values), table.lowest, table.greatest, label, _("Option"),
        ),
        table=doc.Table(
            _("Wirkung der Optionen in den Szenarien"),
            (_("Option"), *map(doc.plain, table.columns), _("Was das heißt")), rows,
            numeric=tuple(range(1, len(table.scenarios) + 1)),
        ),
        key="options.robust.figure", trace=trace,
    )


def _option(
    process: Process, row: Rated, robust: dict[int, Robust], cards: dict[int, list[Item]]
) -> list[doc.Block]:
    item = row.option.item
    sentences = [item.detail] if item.detail else []
    if row.n:
        sentences.append(_(
            "Wirkung %(i)s, Aufwand %(e)s, Rückhalt %(s)s (Median, n = %(n)s)."
        ) % {"i": number(row.impact) or "–", "e": number(row.effort) or "–",
             "s": number(row.support) or "–", "n": number(row.n)})
    if found := robust.get(row.option.pk):
        sentences.append(_("Die Option %s.") % found.words)
    if names := partnership.partner_names(row.option):
        sentences.append(_("Mit dabei: %s.") % ", ".join(names))
    below = [item, *cards[item.pk]]
    key = f"options.option.{item.public_id}"
    return [
        doc.Heading(3, doc.plain(item.text), key=f"{key}.heading"),
        doc.Paragraph(doc.plain(" ".join(sentences) or _("Noch nicht bewertet.")), key=key,
                      trace=_trace(process, below, row.n or None)),
    ]


def _partners(process: Process, rows: list[Rated], found: Partnership) -> list[doc.Block]:
    if not any(found.options_of):
        return []
    words = {
        "n": number(len(rows) - len(found.orphaned)), "all": number(len(rows)),
        "leads": number(found.leads),
    }
    whole = _("Alle %(all)s Optionen haben Beteiligte und eine Federführung.")
    part = _("%(n)s von %(all)s Optionen haben Beteiligte, %(leads)s eine Federführung.")
    is_whole = not found.orphaned and found.leads == len(rows) > 1
    text = (whole if is_whole else part) % words
    if found.missing:
        text += " " + _("Bei keiner Option dabei: %s.") % ", ".join(found.missing)
    trace = _trace(process, (row.option.item for row in rows if row.option.partners.all()), None)
    return [
        doc.Heading(2, _("Wer mitmacht"), key="options.partners.heading"),
        doc.Paragraph(text, key="options.partners", trace=trace), _network(found, trace),
    ]


def _most_shared(pairs: list[tuple[str, str, int]]) -> str:
    """Who works with whom most often, in a sentence."""
    one, other, n = max(pairs, key=lambda pair: pair[2], default=("", "", 0))
    if not n:
        return _("Keine zwei Akteursgruppen tragen eine Option gemeinsam.")
    return ngettext(
        "Am häufigsten zusammen: %(one)s und %(other)s, bei %(n)s Option.",
        "Am häufigsten zusammen: %(one)s und %(other)s, bei %(n)s Optionen.", n,
    ) % {"one": one, "other": other, "n": number(n)}


def _network(found: Partnership, trace: doc.Trace) -> doc.Figure:
    nodes = tuple(
        Node(title, title, float(max(n, 1)))
        for title, n in zip(found.sectors, found.options_of, strict=True)
    )
    pairs = [
        (one, other, found.shared[i][j] or 0)
        for i, one in enumerate(found.sectors) for j, other in enumerate(found.sectors) if i < j
    ]
    edges = tuple(Edge(one, other, float(n)) for one, other, n in pairs if n)
    rows = tuple((one, other, number(n)) for one, other, n in pairs if n)
    table = doc.Table(
        _("Gemeinsame Optionen"), (_("Akteursgruppe"), _("mit"), _("Optionen")), rows,
        numeric=(2,),
    )
    return doc.Figure(
        caption=_("Wer mit wem zusammenarbeitet"), description=_most_shared(pairs),
        spec=Network(nodes, edges, _("gemeinsame Optionen")), table=table if rows else None,
        key="options.partners.figure", trace=trace,
    )


def _trace(process: Process, items: Iterable[Item], n: int | None) -> doc.Trace:
    return traced(process, (item for item in list(items)[:MOST_REFS] if item.text), n)
