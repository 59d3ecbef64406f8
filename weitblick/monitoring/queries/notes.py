"""Pinned evidence: which notes stand beside items, and whether newer figures say otherwise."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from weitblick.evidence import queries as evidence
from weitblick.evidence.errors import EvidenceError
from weitblick.monitoring import lines, snapshots
from weitblick.monitoring.models import EvidenceNote, NoteKind
from weitblick.monitoring.queries.forecasts import snapshot_of as forecast_snapshot
from weitblick.monitoring.queries.whatifs import snapshot_of as whatif_snapshot
from weitblick.monitoring.snapshots import Snapshot
from weitblick.trace.models import Item, Kind, Link, LinkKind, State
from weitblick.workshop.models import Process


@dataclass(frozen=True)
class Note:
    """A pinned note with its words and its picture; nothing is asked of the database for it."""

    item: Item | None
    kind: str
    snapshot: Snapshot

    @cached_property
    def sentence(self) -> str:
        """What it says, within what can be compared."""
        return snapshots.sentence(self.snapshot)

    @cached_property
    def picture(self) -> dict[str, Any] | None:
        """Its line over time, if it has more than one value."""
        if len(self.snapshot["points"]) < 2:
            return None
        return lines.of_snapshot(self.snapshot, [words for _label, words in self.rows])

    @cached_property
    def rows(self) -> list[tuple[str, str]]:
        """Time and value (or why there is none) of every point."""
        return [(one["label"], snapshots.printed(self.snapshot, one))
                for one in self.snapshot["points"]]

    @property
    def attributions(self) -> list[str]:
        """The lines that have to stand beside it."""
        return list(self.snapshot["attributions"])

    @property
    def remarks(self) -> list[str]:
        """How far it reaches."""
        return list(self.snapshot["remarks"])


def notes_of(items: Iterable[Item]) -> dict[int, list[Note]]:
    """The live notes that support these items, by item pk, in one query."""
    links = Link.objects.filter(
        newer__in=list(items), kind=LinkKind.SUPPORTS, older__kind=Kind.EVIDENCE,
        older__state=State.LIVE, older__evidence_note__isnull=False,
    ).select_related("older__evidence_note").order_by("older_id")
    found: dict[int, list[Note]] = defaultdict(list)
    for link in links:
        row: EvidenceNote = link.older.evidence_note  # type: ignore[attr-defined]  # reverse
        found[link.newer_id].append(of_row(row, link.older))
    return dict(found)


def of_row(row: EvidenceNote, item: Item | None = None) -> Note:
    """A row as it is shown."""
    return Note(item or row.item, row.kind, row.snapshot)


def notes(process: Process, *, state: str = State.LIVE) -> list[EvidenceNote]:
    """The notes of a process, newest first, with their items."""
    rows = EvidenceNote.objects.filter(item__process=process, item__state=state)
    return list(rows.select_related("item__by_user", "replaces__item").order_by("-item_id"))


def find_note(process: Process, public_id: str) -> EvidenceNote | None:
    """The note with this public id."""
    rows = EvidenceNote.objects.filter(item__process=process, item__public_id=public_id)
    return rows.select_related("item", "replaces__item").first()


def supported(row: EvidenceNote) -> list[Item]:
    """The items a note is pinned to."""
    links = row.item.up_links.filter(kind=LinkKind.SUPPORTS).select_related("newer")
    return [link.newer for link in links]


def present(process: Process, kind: str, reference: dict[str, Any]) -> dict[str, Any] | None:
    """What would be pinned now; None where that is not there any more."""
    if kind == NoteKind.FORECAST:
        return forecast_snapshot(process, reference)
    if kind == NoteKind.WHATIF:
        return whatif_snapshot(process, reference)
    return _series(reference)


def _series(reference: dict[str, Any]) -> dict[str, Any] | None:
    code, area = str(reference["code"]), str(reference["area"])
    dimensions = str(reference.get("dimensions", ""))
    try:
        sheet = evidence.indicator(code)
        found = evidence.series(code, area, dimensions=dimensions)
    except EvidenceError:
        return None
    if not found.cells:
        return None
    title = sheet.short or sheet.name_de
    if dimensions:
        title = f"{title} ({evidence.breakdowns(code).get(dimensions, dimensions)})"
    return snapshots.of_series(found, title, sheet.unit, evidence.names([area])[area],
                               sheet.limits)


def changed(row: EvidenceNote) -> list[str]:
    """What newer figures say otherwise than the note; empty if nothing, or nothing is there."""
    now = present(row.item.process, row.kind, row.reference)
    if now is None or snapshots.digest(now) == row.digest:
        return []
    return snapshots.changes(row.snapshot, now)


def is_outdated(row: EvidenceNote) -> bool:
    """Whether the present values differ from those pinned."""
    now = present(row.item.process, row.kind, row.reference)
    return now is not None and snapshots.digest(now) != row.digest


def pinnable(process: Process) -> list[Item]:
    """The live factors and assumptions a note can be pinned to, in their order."""
    rows = process.items.filter(kind__in=[Kind.FACTOR, Kind.ASSUMPTION], state=State.LIVE)
    return list(rows.order_by("kind", "pk"))
