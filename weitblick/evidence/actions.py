"""Every write of the evidence room: taking a file over, taking it back, sheets, planning areas.

A file is taken over whole or not at all. The same file again changes nothing and says so.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.evidence import (
    arrivals,
    boundaries,
    builtin,
    catalogue,
    dashes,
    files,
    importers,
    municipalities,
    protection,
    reports,
    storing,
)
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.importers import Format, Reading
from weitblick.evidence.models import ImportRun, Purpose, RunState
from weitblick.evidence.watching import Report, Watch, quiet


@dataclass(frozen=True)
class Taken:
    """What an import did. ``repeated``: the file was there already and nothing was done."""

    run: ImportRun
    repeated: bool = False

    @property
    def report(self) -> dict[str, Any]:
        """What became of every row; see ImportRun."""
        return dict(self.run.report)


@dataclass(frozen=True)
class Wanted:
    """What somebody asked to take over, and how."""

    name: str
    mapping: importers.Mapping | None
    consent: frozenset[str]
    as_of: dt.date | None
    by: Any
    progress: Report


def import_file(
    source: Path | bytes, name: str = "", *, mapping: importers.Mapping | None = None,
    by: Any = None, consent: Iterable[str] = (), as_of: dt.date | None = None,
    progress: Report = quiet,
) -> Taken:
    """Take a file over: statistics, municipalities (VG250-EW) or boundaries.

    ``name``: with the date where the file does not hold it; ``mapping``: what the columns of a
    plain table are; ``consent``: codes of damage that may be mended; ``as_of``: the day of the
    boundaries or the list; ``progress(share, words)``. Raises importers.InputError or EvidenceError
    for a file that cannot be used as a whole; nothing is left behind then.
    """
    name = name or (source.name if isinstance(source, Path) else "table")
    kept = files.keep(source, name)
    wanted = Wanted(name, mapping, frozenset(consent), as_of, by, progress)
    try:
        with arrivals.alone(progress):
            return _brought(kept, wanted)
    except BaseException:
        files.drop(kept)
        raise


def _brought(kept: files.Kept, wanted: Wanted) -> Taken:
    before = ImportRun.objects.filter(sha256=kept.sha256, state=RunState.DONE).first()
    if before and _same(before, wanted):
        return Taken(before, repeated=True)
    try:
        with transaction.atomic():
            builtin.load()
        # A file that is there is read anew: with consent to mend, or with another mapping.
        return Taken(_take(kept, wanted, before))
    except BaseException:
        arrivals.sweep()
        raise


def _same(run: ImportRun, wanted: Wanted) -> bool:
    """Whether the file would be read as it was; without new wishes it counts as the same."""
    mapping = wanted.mapping.to_data() if wanted.mapping else None
    asked = files.plain(mapping)
    return run.consent == sorted(wanted.consent) and run.mapping == asked


def _take(kept: files.Kept, wanted: Wanted, over: ImportRun | None) -> ImportRun:
    with kept.path.open("rb") as file:
        form = importers.recognise(wanted.name, file.read(1 << 16))
    run = ImportRun(
        file_name=wanted.name, sha256=kept.sha256, size=kept.size, format=str(form),
        mapping=files.plain(wanted.mapping.to_data() if wanted.mapping else None),
        consent=sorted(wanted.consent), by=wanted.by, started_at=timezone.now(),
    )
    if form is Format.GTFS:
        raise EvidenceError("timetable", _(
            "%s ist ein Fahrplan (GTFS). Fahrpläne werden bei den Orten eingelesen.") % wanted.name)
    if form is Format.ROADS:
        raise EvidenceError("roads", _(
            "%s ist ein Straßennetz. Am Server: weitblick evidence roads import DATEI")
            % wanted.name)
    if form not in {Format.BOUNDARIES, Format.VG250}:
        return _take_statistics(run, kept.path, wanted, over)
    with transaction.atomic():  # a few thousand rows: all of it is one write
        if over:
            _undo(over)
        if form is Format.BOUNDARIES:
            return boundaries.take(run, kept.path, wanted.as_of, wanted.progress)
        return _take_statistics(run, kept.path, wanted, None)


def _take_statistics(
    run: ImportRun, path: Path, wanted: Wanted, over: ImportRun | None
) -> ImportRun:
    """Read, write in short batches that count for nobody, and let them count in one small step."""
    watch = Watch(wanted.progress)
    with path.open("rb") as stream:
        reading = importers.read(
            stream, name=wanted.name, mapping=_mapping(wanted), consent=wanted.consent,
            progress=watch.read,
        )
        _describe(run, reading)
        run.state = RunState.ARRIVING
        if reading.format is Format.VG250:
            _take_municipalities(run, path, reading)
        run.save()
        watch.expect(reading)
        known = catalogue.Catalogue.of(reading, run)
        stored = storing.store(reading.rows, known, run, over=over, told=watch.stored)
    wanted.progress(0.9, _("Schutz kleiner Zahlen prüfen"))
    verdicts = dashes.settle(run, stored.live, reading.territorial_status, over)
    touched = stored.slices | (storing.slices(over) if over else set())
    arrivals.will_touch(run, touched)
    decided = protection.decide(touched, protection.View(with_run=run, without_run=over))
    report = reports.of_statistics(run, reading, known, stored, verdicts, decided.hidden)
    arrivals.let_count(run, over, report)
    decided.release()
    if over:
        arrivals.clear(over)
    wanted.progress(1.0, _("Fertig"))
    return run


def _mapping(wanted: Wanted) -> importers.Mapping | None:
    """A date that somebody gives counts where the file names none."""
    if wanted.mapping is None and wanted.as_of:
        return importers.Mapping(columns=(), period=wanted.as_of.isoformat())
    return wanted.mapping


def _describe(run: ImportRun, reading: Reading) -> None:
    run.format, run.title, run.source = str(reading.format), reading.title, reading.source
    run.attribution = reading.attribution
    status = reading.territorial_status
    run.territorial_status = status.isoformat() if status else ""
    run.purpose = Purpose.AREAS if reading.format is Format.VG250 else Purpose.OBSERVATIONS


def _take_municipalities(run: ImportRun, path: Path, reading: Reading) -> None:
    """The table of municipalities is a complete list as well: it goes into the register."""
    run.save()
    assert reading.territorial_status is not None  # the importer refuses files without a date
    table = municipalities.read(path.read_bytes(), run.file_name)
    municipalities.store(table, reading.territorial_status, reading.attribution, run)


def undo(run: ImportRun, patience: float | None = None) -> ImportRun:
    """Take an import back: former values are current again, areas and boundaries are as before.

    The raw file and the report stay, so that the taking back itself can be traced. However much
    the import brought, it ceases to count in one small step; its rows go afterwards.
    ``patience``: how many seconds to wait for an import that is running, see ``turns.turn``.
    """
    with arrivals.alone(patience=patience):
        return _undo(run)


def _undo(run: ImportRun) -> ImportRun:
    run = ImportRun.objects.get(pk=run.pk)
    if run.state == RunState.UNDONE:
        raise EvidenceError("undone", _("Diese Übernahme ist schon zurückgenommen."))
    touched = storing.slices(run)
    decided = protection.decide(touched, protection.View(without_run=run))
    with transaction.atomic():
        arrivals.step_back(run)
        run.boundaries.all().delete()
        run.places.all().delete()
        run.travel_times.all().delete()
        municipalities.undo(run)
        run.state, run.undone_at = RunState.UNDONE, timezone.now()
        run.save(update_fields=["state", "undone_at"])
    decided.release()
    arrivals.clear(run)
    return run


@transaction.atomic
def forget(run: ImportRun) -> None:
    """Remove an import as if it had never been: for the retyped figures of the example only."""
    if run.state == RunState.DONE:
        undo(run)
    run.observations.all().delete()
    run.delete()
