"""What the monitoring gives the paper: pinned figures, where the signs point, effects measured."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.exports.document import Block, Chapter, Heading, Paragraph, Table, Trace, plain
from weitblick.faces.numbers import number
from weitblick.faces.sources import ref
from weitblick.monitoring import snapshots
from weitblick.monitoring.analysis import effects
from weitblick.monitoring.queries.notes import Note, notes, of_row
from weitblick.monitoring.queries.signposts import Outlook
from weitblick.monitoring.quoting import blocks as beside
from weitblick.workshop.models import Process

__all__ = ["beside", "chapter", "signposted"]


def chapter(process: Process) -> Chapter | None:
    """Pinned evidence and measured effects; None as long as there is neither."""
    blocks = [*_pinned(process), *_targets(process)]
    if not blocks:
        return None
    return Chapter("monitoring", _("Belege und Monitoring"), tuple(blocks))


def _pinned(process: Process) -> list[Block]:
    found = [of_row(one) for one in reversed(notes(process))]
    if not found:
        return []
    text = ngettext(
        "%(n)s Beleg stützt Faktoren oder Annahmen. Er steht hier so, wie er beim Anheften war.",
        "%(n)s Belege stützen Faktoren oder Annahmen. Sie stehen hier so, wie sie beim Anheften "
        "waren.", len(found),
    ) % {"n": number(len(found))}
    trace = Trace(tuple(ref(process, one.item) for one in found if one.item is not None))
    table = Table(
        _("Angeheftete Belege"), (_("Beleg"), _("Aussage"), _("Quelle")),
        tuple((_title(one), plain(one.sentence).replace("\n", " "),
               plain("; ".join(one.attributions)) or "–") for one in found),
        key="monitoring.evidence.table",
    )
    return [Heading(2, _("Was die Zahlen sagen"), key="monitoring.evidence-head"),
            Paragraph(text, key="monitoring.evidence", trace=trace), table]


def _title(one: Note) -> str:
    shown = one.snapshot
    words = [part for part in (shown["title"], shown["area"]) if part]
    known = [snapshots.printed(shown, point) for point in shown["points"][-1:]]
    return plain(", ".join([*words, *known])).replace("\n", " ")


def _targets(process: Process) -> list[Block]:
    rows = [
        (plain(shown.measure.title), plain(effect.aim), plain(effect.sentence),
         plain("; ".join(effect.attributions)) or "–")
        for field in effects.by_field(process) for _goal, _words, measures in field.goals
        for shown in measures for effect in shown.effects
    ]
    if not rows:
        return []
    text = ngettext(
        "Für %(n)s Ziel ist festgelegt, woran seine Wirkung gemessen wird.",
        "Für %(n)s Ziele ist festgelegt, woran ihre Wirkung gemessen wird.", len(rows),
    ) % {"n": number(len(rows))}
    table = Table(_("Maßnahmen und ihre Wirkung"),
                  (_("Maßnahme"), _("Ziel"), _("Stand"), _("Quelle")), tuple(rows),
                  key="monitoring.targets.table")
    return [Heading(2, _("Woran die Wirkung gemessen wird"), key="monitoring.targets-head"),
            Paragraph(text, key="monitoring.targets"), table]


def signposted(process: Process, outlook: Outlook | None) -> Sequence[Block]:
    """Where the signs point, for whoever knows the scenarios; nothing without signposts."""
    if outlook is None:
        return []
    items = {one.row.item_id: one.row.item for one in outlook.signs}
    trace = Trace(tuple(ref(process, item) for item in items.values()))
    signs = Table(
        _("Wegmarken und ihr Stand"),
        (_("Annahme"), _("Indikator"), _("tritt ein bei"), _("jetzt"), _("das heißt")),
        tuple((plain(one.row.item.text).replace("\n", " "), plain(one.name), plain(one.aim),
               one.now, one.words) for one in outlook.signs),
        key="monitoring.signs.table",
    )
    movements = Table(
        _("Auf welche Szenarien sie weisen"),
        (_("Szenario"), _("weisen hin"), _("sprechen dagegen"), _("noch offen"),
         _("Anteil der entschiedenen (80 %)")),
        tuple((plain(one.name).replace("\n", " "), number(one.towards), number(one.away),
               number(one.open), f"{one.share} ({one.span})" if one.span else one.share)
              for one in outlook.movements),
        numeric=(1, 2, 3, 4), key="monitoring.movements.table",
    )
    return [Paragraph(outlook.sentence, key="monitoring.outlook", trace=trace), movements, signs]
