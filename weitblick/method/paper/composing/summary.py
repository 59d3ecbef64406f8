"""The leaflet for decision makers: two pages of question, advice, support and first steps."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.exports.document import (
    Block,
    Chapter,
    Figure,
    Paragraph,
    Run,
    Table,
    Trace,
    plain,
)
from weitblick.exports.document import Recommendation as Printed
from weitblick.exports.specs import Bar, Bars
from weitblick.faces.numbers import number, percent
from weitblick.faces.sources import ref, trace
from weitblick.method.paper import queries
from weitblick.method.paper.composing import opening
from weitblick.method.paper.composing.words import due_date, due_words
from weitblick.method.paper.models import Recommendation
from weitblick.method.paper.queries import Support
from weitblick.method.scenarios import queries as scenarios
from weitblick.method.validation.queries import Tally
from weitblick.trace.models import Kind
from weitblick.workshop.models import Process

STEPS = 5
"""How many first steps the leaflet has room for."""
LONG, LABEL, SAID, TITLE, LINE = 150, 44, 150, 90, 64
SPOKEN, CARDS = 12, 20
"""Up to so many recommendations stand there with their first sentence, and with a card each; more
of them are a table, which holds the figure's numbers too."""


def question(process: Process) -> Chapter:
    """What was asked, of whom, and how."""
    people = process.participants.filter(erased_at=None).count()
    said = opening.contributions(process)
    cards = sum(row[0] for row in said.values())
    text = ngettext(
        "Darauf hat %(people)s Person aus %(sectors)s Akteursgruppen geantwortet, mit %(cards)s "
        "Karten und Texten bei %(meetings)s Veranstaltungen.",
        "Darauf haben %(people)s Personen aus %(sectors)s Akteursgruppen geantwortet, mit "
        "%(cards)s Karten und Texten bei %(meetings)s Veranstaltungen.", people,
    ) % {"people": number(people), "cards": number(cards),
         "sectors": opening.present_sectors(process), "meetings": len(opening.held(process))}
    blocks: list[Block] = [
        Paragraph((Run(plain(process.question), "strong"),), key="brief.question"),
        Paragraph(text, key="brief.people", trace=Trace(n=people)),
    ]
    if (futures := _futures(process)) is not None:
        blocks.append(futures)
    return Chapter("brief-question", _("Worum es geht"), tuple(blocks))


def _futures(process: Process) -> Paragraph | None:
    chosen = scenarios.scenarios(process)
    if not chosen:
        return None
    names = ", ".join(_("„%s“") % plain(one.item.text) for one in chosen)
    text = ngettext(
        "Geprüft wurden die Empfehlungen an %(n)s Zukunft: %(names)s.",
        "Geprüft wurden die Empfehlungen an %(n)s möglichen Zukünften: %(names)s.", len(chosen),
    ) % {"n": number(len(chosen)), "names": names}
    return Paragraph(text, key="brief.futures",
                     trace=trace(process, [one.item for one in chosen]))


def advice(process: Process) -> Chapter | None:
    """Every recommendation with its field, what carries it and the way to its thread."""
    rows = queries.recommendations(process)
    if not rows:
        return None
    supports = queries.supports(process, rows)
    blocks: tuple[Block, ...] = tuple(
        _card(one, i, supports[one.item_id], is_spoken=len(rows) <= SPOKEN)
        for i, one in enumerate(rows, 1)
    ) if len(rows) <= CARDS else (_listed(process, rows, supports),)
    return Chapter("brief-advice", _("Was wir empfehlen"), blocks)


def _listed(
    process: Process, rows: list[Recommendation], supports: dict[int, Support]
) -> Table:
    """Many recommendations, a line each."""
    numerals = {field.slug: field.numeral for field in process.frame.fields}
    return Table(
        _("Die Empfehlungen"),
        (_("Empfehlung"), _("Handlungsfeld"), _("Karten"), _("Zustimmung"), "n"),
        tuple(_line(place, one, numerals.get(one.field, "–"), supports[one.item_id])
              for place, one in enumerate(rows, 1)),
        numeric=(2, 3, 4), key="brief.advice",
    )


def _line(
    place: int, one: Recommendation, numeral: str, support: Support
) -> tuple[str, ...]:
    most = _most_voted(support)
    voted = (percent(most.share, 0), number(most.n)) if most else ("–", "–")
    title = _short(plain(one.item.text) or "…", LINE)
    return (f"{place} {title}", numeral, number(len(support.cards)), *voted)


def _card(
    one: Recommendation, place: int, support: Support, *, is_spoken: bool = True
) -> Printed:
    field = next((f for f in one.process.frame.fields if f.slug == one.field), None)
    sources = [ref(one.process, one.item)]
    sources += [ref(one.process, item) for item in support.sources if item.kind != Kind.CARD]
    return Printed(
        place, _short(plain(one.item.text) or "…", TITLE),
        _first(plain(one.item.detail)) if is_spoken else "",
        Trace(tuple(sources), support.people), support.people,
        field=field.title if field else "", numeral=field.numeral if field else "",
        basis=_basis(support), key=f"brief-{one.item.public_id}",
    )


def _first(text: str) -> str:
    """The first sentence, as far as a card has room."""
    sentence, _stop, _rest = text.replace("\n", " ").partition(". ")
    return _short(sentence if sentence == text else f"{sentence}.", SAID)


def _basis(support: Support) -> str:
    """ "4 Karten; 82 % Zustimmung (n = 58)" of the statement most people voted on."""
    cards = ngettext("%(n)s Karte", "%(n)s Karten", len(support.cards)) % {
        "n": number(len(support.cards))}
    most = _most_voted(support)
    return cards if most is None else _("%(cards)s; %(share)s Zustimmung (n = %(n)s)") % {
        "cards": cards, "share": percent(most.share, 0), "n": number(most.n)}


def _most_voted(support: Support) -> Tally | None:
    """Of the statements that carry it, the one most people voted on."""
    voted = [vote.tally for vote in support.votes if vote.tally.share is not None]
    return max(voted, key=lambda tally: tally.n, default=None)


def support(process: Process) -> Chapter | None:
    """One picture: how many of those who took a side agreed with what carries each."""
    rows = queries.recommendations(process)
    supports = queries.supports(process, rows) if len(rows) <= CARDS else {}
    bars, most, n = [], ("", 0.0), 0
    for place, one in enumerate(rows, 1):
        tally = _most_voted(supports[one.item_id]) if supports else None
        if tally is not None:
            share, n = float(tally.share or 0), max(n, tally.n)
            bars.append(Bar(f"{place} {_short(plain(one.item.text), LABEL)}", share))
            most = max(most, (plain(one.item.text), share), key=lambda found: found[1])
    if len(bars) < 2:
        return None
    description = _("Am meisten Zustimmung hat „%(title)s“ mit %(share)s (n bis %(n)s).") % {
        "title": most[0], "share": percent(most[1], 0), "n": number(n)}
    figure = Figure(
        _("Zustimmung zu den Aussagen, auf denen die Empfehlungen beruhen"), description,
        Bars(tuple(bars), _("Zustimmung"), percent=True), key="brief.support",
        trace=Trace(n=n),
    )
    return Chapter("brief-support", _("Wie viel Zustimmung sie haben"), (figure,))


def next_steps(process: Process) -> Chapter | None:
    """The first steps that are due first."""
    rows = [one for one in queries.recommendations(process) if one.first_step]
    if not rows:
        return None
    ordered = sorted(rows, key=lambda one: due_date(one.due) or dt.date.max)[:STEPS]
    table = Table(
        _("Die ersten Schritte"), (_("Erster Schritt"), _("Wer"), _("Bis")),
        tuple((_short(plain(one.first_step)), plain(one.who or one.addressee),
               due_words(plain(one.due))) for one in ordered),
        key="brief.steps", trace=trace(process, [one.item for one in ordered]),
    )
    return Chapter("brief-steps", _("Was jetzt zu tun ist"), (table,))


def _short(text: str, most: int = LONG) -> str:
    """The text as far as there is room, cut between words."""
    if len(text) <= most:
        return text
    whole = text[:most - 1].rpartition(" ")[0] or text[:most - 2]
    return f"{whole.rstrip(' ,;:–-')} …"
