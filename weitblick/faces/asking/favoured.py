"""Closed rounds of dots and orders, told elsewhere than in the room: at the desk, to readers, in
files, in the paper. A picture with its table, and a sentence that says how many took part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.exports.document import Paragraph, Table, Trace, plain
from weitblick.faces.asking.choices import Choice
from weitblick.faces.asking.dots import DotsRow, dots_rows
from weitblick.faces.asking.ranking import Ranked, RankedRow, ranked
from weitblick.faces.numbers import number
from weitblick.trace.models import Item
from weitblick.voices.queries import contributors
from weitblick.workshop.models import Activity

IN_PICTURE, NAMED = 12, 3


@dataclass(frozen=True)
class Columns:
    """A closed round in a file for spreadsheets: heads, and the cells of each item by pk."""

    heads: tuple[str, ...]
    cells: Mapping[int, tuple[str, ...]]

    def of(self, item: Item) -> tuple[str, ...]:
        """The cells of an item; empty ones where it was not part of the round."""
        return self.cells.get(item.pk, ("",) * len(self.heads))


@dataclass(frozen=True)
class Favoured:
    """What a closed round of dots or orders says.

    ``rows`` are those of the picture (drawn by ``template``), ``table`` all of them as text;
    ``n``: people and tables that took part; ``items``: what the table names, in its order.
    """

    title: str
    reading: str
    headers: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    items: tuple[Item, ...]
    rows: Sequence[DotsRow | RankedRow]
    n: int
    note: str
    template: str

    def blocks(self, key: str, trace: Trace) -> list[Paragraph | Table]:
        """The round in a paper: a sentence and its table, both with their sources."""
        cells = tuple(tuple(map(plain, row)) for row in self.table)
        return [
            Paragraph(plain(self.reading), key=key, trace=trace),
            Table(plain(self.title), self.headers, cells, note=self.note, key=f"{key}.table",
                  numeric=tuple(range(1, len(self.headers))), trace=trace),
        ]


def dots_result(activity: Activity, choices: Sequence[Choice]) -> Favoured:
    """A closed round of dots: what got any, the most first."""
    rows = [row for row in dots_rows(activity, choices) if row.dots]
    return Favoured(
        _("Punkte: %s") % activity.title, _dots_in_words(activity, rows),
        (_("Worauf"), _("Punkte"), _("davon auf Papier"), _("n (Personen)")),
        tuple((str(row.choice.item), number(row.dots), number(row.on_paper), number(row.voices))
              for row in rows),
        tuple(row.choice.item for row in rows), rows[:IN_PICTURE], contributors(activity),
        _("n zählt die Personen, die Punkte vergeben haben; bei Papier ist nur die Zahl der "
          "Punkte bekannt."), "faces/asking/dots_rows.html",
    )


def _dots_in_words(activity: Activity, rows: Sequence[DotsRow]) -> str:
    dots, paper = sum(row.dots for row in rows), sum(row.on_paper for row in rows)
    n = contributors(activity)
    told = ngettext(
        "In der Runde „%(title)s“ vergab %(n)s Person oder Tisch %(dots)s Punkte.",
        "In der Runde „%(title)s“ vergaben %(n)s Personen und Tische %(dots)s Punkte.", n,
    ) % {"title": activity.title, "n": number(n), "dots": number(dots)}
    if paper:
        told += " " + _("Davon wurden %s auf Papier gezählt.") % number(paper)
    if not rows:
        return told
    named = [_("„%(item)s“ (%(dots)s)") % {"item": row.choice.item, "dots": number(row.dots)}
             for row in rows[:NAMED]]
    return told + " " + _("Am meisten: %s.") % ", ".join(named)


def rank_result(activity: Activity, choices: Sequence[Choice]) -> Favoured:
    """A closed round of orders: the Borda order, and how far the voices agree."""
    found = ranked(activity, choices)
    return Favoured(
        _("Rangfolge: %s") % activity.title, _order_in_words(activity, found),
        (_("Platz und Option"), _("Punkte nach Borda"), _("mittlerer Platz")),
        tuple((f"{place}. {row.choice.item}", number(row.points), number(row.mean, 1))
              for place, row in enumerate(found.rows, start=1)),
        tuple(row.choice.item for row in found.rows), found.rows, found.concordance.n,
        _("Punkte nach Borda: je Rangfolge so viele, wie andere dahinter stehen."),
        "faces/asking/ranked_rows.html",
    )


def _order_in_words(activity: Activity, found: Ranked) -> str:
    n = found.concordance.n
    told = ngettext(
        "In der Runde „%(title)s“ ordnete %(n)s Person %(size)s Optionen.",
        "In der Runde „%(title)s“ ordneten %(n)s Personen %(size)s Optionen.", n,
    ) % {"title": activity.title, "n": number(n), "size": number(len(found.rows))}
    if not n:
        return told
    named = ", ".join(_("„%s“") % row.choice.item for row in found.rows[:NAMED])
    return f"{told} {found.words} " + _("Vorn stehen: %s.") % named


def dots_columns(activity: Activity, choices: Sequence[Choice]) -> Columns:
    """A closed round of dots as columns: dots, those on paper, people."""
    heads = (_("Punkte: %s"), _("Punkte auf Papier: %s"), _("Personen mit Punkten: %s"))
    return Columns(tuple(head % activity.title for head in heads), {
        row.choice.item.pk: (str(row.dots), str(row.on_paper), str(row.voices))
        for row in dots_rows(activity, choices)
    })


def rank_columns(activity: Activity, choices: Sequence[Choice]) -> Columns:
    """A closed round of orders as columns: Borda points, mean place, orders."""
    found = ranked(activity, choices)
    heads = (_("Punkte nach Borda: %s"), _("mittlerer Platz: %s"), _("Rangfolgen: %s"))
    return Columns(tuple(head % activity.title for head in heads), {
        row.choice.item.pk: (str(row.points), f"{row.mean:.2f}".replace(".", ","),
                             str(found.concordance.n))
        for row in found.rows
    })
