"""Pin evidence to factors and assumptions; renew it, take it off. Nothing is lost on the way."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.monitoring import snapshots
from weitblick.monitoring.models import EvidenceNote, NoteKind
from weitblick.monitoring.queries import notes as queries
from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind, LinkKind, State
from weitblick.workshop import channels
from weitblick.workshop.models import Process


@transaction.atomic
def pin(
    process: Process, kind: str, reference: dict[str, Any], items: Iterable[Item], *,
    by: object = None, remark: str = "", public_id: str | None = None,
) -> EvidenceNote:
    """Pin the present state of a series, forecast or what-if to factors and assumptions.

    ``reference``: see EvidenceNote. The same state again is the same note with more it supports.
    """
    if kind not in NoteKind.values:
        raise ValidationError(_("So etwas lässt sich nicht anheften."))
    snapshot = queries.present(process, kind, reference)
    if snapshot is None:
        raise ValidationError(_("Dazu gibt es hier keine Zahlen, die sich anheften lassen."))
    chosen = _may_carry(process, items)
    note = _same(process, kind, reference, snapshot) or _make(
        process, kind, reference, snapshot, by, remark, public_id)
    for item in chosen:
        trace.connect(item, note.item, LinkKind.SUPPORTS)
    _told(process)
    return note


@transaction.atomic
def renew(note: EvidenceNote, *, by: object = None) -> EvidenceNote:
    """Pin what the figures say now; the older note is superseded and stays readable."""
    process = note.item.process
    snapshot = queries.present(process, note.kind, note.reference)
    if snapshot is None:
        raise ValidationError(_("Dazu gibt es hier keine Zahlen mehr."))
    if snapshots.digest(snapshot) == note.digest or note.item.state != State.LIVE:
        raise ValidationError(_("Es hat sich nichts geändert."))
    newer = _make(process, note.kind, note.reference, snapshot, by, note.item.detail, None)
    newer.replaces = note
    newer.save(update_fields=["replaces"])
    trace.connect(newer.item, note.item, LinkKind.DERIVED_FROM)
    for item in queries.supported(note):
        trace.connect(item, newer.item, LinkKind.SUPPORTS)
    trace.supersede([note.item])
    _told(process)
    return newer


def take_off(note: EvidenceNote) -> None:
    """The note does not count any more; it stays readable and can be put back."""
    trace.supersede([note.item])
    _told(note.item.process)


def put_back(note: EvidenceNote) -> None:
    """Undo ``take_off``; a note that was renewed stays superseded."""
    if EvidenceNote.objects.filter(replaces=note).exists():
        raise ValidationError(_("Ein neuerer Stand ist angeheftet."))
    trace.restore(note.item)
    _told(note.item.process)


def withhold_hidden() -> int:
    """Take out of every note what must not be shown any more. How many notes were touched.

    A new table can make it necessary to hide what was shown before: what keeps a small number from
    being computed has to vanish everywhere.
    """
    touched = 0
    for note in EvidenceNote.objects.filter(kind=NoteKind.SERIES).select_related("item__process"):
        present = queries.present(note.item.process, note.kind, note.reference)
        rest = snapshots.withheld(note.snapshot, present) if present else None
        if rest is None:
            continue
        was_said = note.item.text == snapshots.sentence(note.snapshot)
        note.snapshot, note.digest = rest, snapshots.digest(rest)
        note.save(update_fields=["snapshot", "digest"])
        if was_said:
            _say_anew(note)
        touched += 1
    return touched


def _say_anew(note: EvidenceNote) -> None:
    """The wording named the value too, in all its revisions."""
    words = snapshots.sentence(note.snapshot)
    note.item.text = words
    note.item.save(update_fields=["text"])
    note.item.revisions.update(text=words)


def _make(
    process: Process, kind: str, reference: dict[str, Any], snapshot: dict[str, Any],
    by: object, remark: str, public_id: str | None,
) -> EvidenceNote:
    item = trace.create(process, Kind.EVIDENCE, snapshots.sentence(snapshot), detail=remark,
                        by=by, public_id=public_id)
    return EvidenceNote.objects.create(
        item=item, kind=kind, reference=reference, snapshot=snapshot,
        digest=snapshots.digest(snapshot))


def _same(
    process: Process, kind: str, reference: dict[str, Any], snapshot: dict[str, Any]
) -> EvidenceNote | None:
    rows = EvidenceNote.objects.filter(
        item__process=process, item__state=State.LIVE, kind=kind,
        digest=snapshots.digest(snapshot))
    return next((one for one in rows if one.reference == reference), None)


def _may_carry(process: Process, items: Iterable[Item]) -> list[Item]:
    chosen = [one for one in items if one.process_id == process.pk and one.state == State.LIVE
              and one.kind in (Kind.FACTOR, Kind.ASSUMPTION)]
    if not chosen:
        raise ValidationError(_("Wählen Sie mindestens einen Faktor oder eine Annahme."))
    return chosen


def _told(process: Process) -> None:
    channels.announce_desk(process)
