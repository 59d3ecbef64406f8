"""The chapter on validation: each statement with its votes, reasons and verdict."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.exports import document as doc
from weitblick.exports.specs import DivergingVotes
from weitblick.faces.numbers import number, percent
from weitblick.faces.sources import trace as traced
from weitblick.method.validation import results
from weitblick.method.validation.opinions import opinions
from weitblick.method.validation.reading import reading
from weitblick.method.validation.results import StatementResult
from weitblick.trace.models import Item
from weitblick.trace.queries import cards_below_each
from weitblick.workshop.models import Process

MOST_IN_FIGURE = 40


def chapter(process: Process) -> doc.Chapter | None:
    """The chapter, or None while there is no statement."""
    rows = results.by_share(results.statement_results(process))
    if not rows:
        return None
    blocks: list[doc.Block] = [
        _introduction(process, rows), *_figure(process, rows), *_consensus(process, rows),
        *_groups(process),
        doc.Heading(2, _("Die Aussagen im Einzelnen"), key="validation.each.heading"),
    ]
    below = cards_below_each(process, (row.statement.item for row in rows))
    blocks += [block for row in rows for block in _statement(process, row, below)]
    return doc.Chapter("validation", _("Validierung"), tuple(blocks))


def _introduction(process: Process, rows: Sequence[StatementResult]) -> doc.Paragraph:
    most = max(row.tally.n for row in rows)
    text = ngettext(
        "%(n)s Aussage wurde zur Abstimmung gestellt.",
        "%(n)s Aussagen wurden zur Abstimmung gestellt.", len(rows),
    ) % {"n": number(len(rows))}
    if most:
        text += " " + _(
            "Je Aussage haben höchstens %(n)s Personen zugestimmt, abgelehnt oder sich enthalten; "
            "es zählt die letzte Stimme jeder Person, erhobene Hände zählen je eine Stimme. "
        ) % {"n": number(most)} + reading(rows)
    return _paragraph(text, "validation.intro", _trace(
        process, (row.statement.item for row in rows), most or None
    ))


def _figure(process: Process, rows: Sequence[StatementResult]) -> list[doc.Block]:
    voted = [row for row in rows if row.tally.n][:MOST_IN_FIGURE]
    if not voted:
        return []
    votes = tuple(
        type(one)(doc.plain(one.label), one.agree, one.passed, one.disagree)
        for one in results.diverging(voted)
    )
    table = doc.Table(
        _("Stimmen je Aussage"), results.vote_headers(),
        tuple(tuple(doc.plain(str(cell)) for cell in row) for row in results.vote_rows(voted)),
        numeric=(1, 2, 3, 4, 5),
    )
    return [doc.Figure(
        caption=_("Abstimmung über die Aussagen"), description=reading(rows),
        spec=DivergingVotes(votes), table=table, key="validation.votes",
        trace=_trace(process, (row.statement.item for row in voted),
                     max(row.tally.n for row in voted)),
    )]


def _consensus(process: Process, rows: Sequence[StatementResult]) -> list[doc.Block]:
    lists = (
        ("agreed", _("Breite Zustimmung über die Akteursgruppen hinweg"),
         [row for row in rows if row.is_agreed and row.crosses_sectors]),
        ("disputed", _("Umstritten"), [row for row in rows if row.is_disputed]),
    )
    blocks: list[doc.Block] = []
    for key, title, found in lists:
        if found:
            blocks += [
                doc.Heading(2, title, key=f"validation.{key}.heading"),
                doc.Bullets(
                    tuple(doc.plain(f"{row.statement.item.text} {_sides(row)}") for row in found),
                    key=f"validation.{key}",
                    trace=_trace(process, (row.statement.item for row in found),
                                 max(row.tally.n for row in found)),
                ),
            ]
    return blocks


def _sides(row: StatementResult) -> str:
    """ "87 % stimmen zu, 9 % nicht (n = 70)." """
    text = _("%(a)s stimmen zu, %(d)s nicht (n = %(n)s).") % {
        "a": percent(row.tally.share, 0), "d": percent(row.tally.against, 0),
        "n": number(row.tally.n)}
    return f"{text} {_earlier(row)}".strip()


def _earlier(row: StatementResult) -> str:
    if not row.before:
        return ""
    return ngettext(
        "%(n)s Stimme galt einer früheren Fassung.",
        "%(n)s Stimmen galten einer früheren Fassung.", row.before,
    ) % {"n": number(row.before)}


def _groups(process: Process) -> list[doc.Block]:
    found = opinions(process)
    if found is None:
        return []
    text = found.words
    if not found.is_current:
        text += " " + _("Seit dieser Prüfung sind Stimmen dazugekommen.")
    blocks: list[doc.Block] = [
        doc.Heading(2, _("Meinungsgruppen"), key="validation.groups.heading"),
        _paragraph(text, "validation.groups", None),
    ]
    for position, group in enumerate(found.groups, start=1):
        head = _("Gruppe %(g)d (n = %(n)s)") % {"g": position, "n": number(group.n)}
        lines = [
            *(_("%(head)s stimmt zu: %(text)s") % {"head": head, "text": text}
              for text in group.stands_for),
            *(_("%(head)s lehnt ab: %(text)s") % {"head": head, "text": text}
              for text in group.stands_against),
        ]
        blocks.append(doc.Bullets(tuple(map(doc.plain, lines)), key=f"validation.group.{position}"))
    return blocks


def _statement(
    process: Process, row: StatementResult, below: dict[int, list[Item]]
) -> list[doc.Block]:
    item = row.statement.item
    key = f"validation.statement.{item.public_id}"
    sentences = [_votes(row)]
    if row.before:
        sentences.append(_earlier(row))
    if row.verdict:
        reason = f" {row.verdict.reason}" if row.verdict.reason else ""
        sentences.append(_("Ergebnis: %(outcome)s.%(reason)s") % {
            "outcome": row.verdict.get_outcome_display(), "reason": reason
        })
    return [
        doc.Heading(3, doc.plain(item.text), key=f"{key}.heading"),
        _paragraph(" ".join(sentences), key, _trace(
            process, [item, *below[item.pk]], row.tally.n or None
        )),
    ]


def _votes(row: StatementResult) -> str:
    tally = row.tally
    if not tally.n:
        return _("Über diese Aussage wurde nicht abgestimmt.")
    text = _(
        "%(a)s stimmen zu, %(d)s nicht, %(p)s enthalten sich (n = %(n)s)."
    ) % {
        "a": percent(tally.share, 0), "d": percent(tally.against, 0),
        "p": percent(tally.passed / tally.n, 0), "n": number(tally.n),
    }
    return f"{text} {_majorities(row)}".strip()


def _majorities(row: StatementResult) -> str:
    """In how many of the sectors that may be shown more than half agree; "" for fewer than two."""
    shown, part = len(row.shown_sectors), row.agreeing_sectors
    if shown < 2:
        return ""
    words = {"part": number(part), "all": number(shown)}
    if part == shown:
        return _("In allen %(all)s ausgewiesenen Akteursgruppen stimmt eine Mehrheit zu.") % words
    if not part:
        return _("In keiner der %(all)s ausgewiesenen Akteursgruppen stimmt eine Mehrheit "
                 "zu.") % words
    return _("In %(part)s von %(all)s ausgewiesenen Akteursgruppen stimmt eine Mehrheit "
             "zu.") % words


def _paragraph(text: str, key: str, trace: doc.Trace | None) -> doc.Paragraph:
    return doc.Paragraph(doc.plain(text), key=key, trace=trace)


def _trace(process: Process, items: Iterable[Item], n: int | None) -> doc.Trace:
    return traced(process, (item for item in items if item.text), n)
