"""Files from the upload to the import: kept, read, asked about, taken over or thrown away."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from weitblick.engines.errors import InputError as EngineInputError
from weitblick.evidence import actions as evidence
from weitblick.evidence import files, importers, placing, reports, roads, turns
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.importers import Format, InputError
from weitblick.evidence.models import ImportRun, RunState
from weitblick.monitoring import progress
from weitblick.monitoring.models import Content, Upload, UploadState
from weitblick.workshop import channels
from weitblick.workshop.models import Process, Role
from weitblick.workshop.roles import may

log = logging.getLogger(__name__)
MOST_BYTES = 100 * 1024 * 1024
EVERY = 0.5
NO_DAY = {"no_day", "no_period"}
NO_SOURCE = "roads_attribution"
OPEN = (UploadState.WAITING, UploadState.WORKING, UploadState.ASKING, UploadState.FAILED)
Report = Callable[[float, str], None]


@transaction.atomic
def bring(process: Process, file: UploadedFile, *, by: Any = None) -> Upload:
    """Keep a file and note that it has to be read. ``carry`` does the reading."""
    name = Path(file.name or "datei").name[:300]
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(_(
            "%(file)s ist größer als %(mb)d MB. Lassen Sie die Datei am Server einlesen: "
            "weitblick evidence import DATEI") % {"file": name, "mb": MOST_BYTES >> 20})
    kept = files.keep(_source(file), name)
    upload = Upload.objects.create(
        process=process, file_name=name, sha256=kept.sha256, size=kept.size, by=by,
        answers={"office": True} if by and may(by, process, Role.STATISTICS) else {})
    channels.announce_desk(process)
    return upload


def is_confidential(upload: Upload) -> bool:
    """Whether raw rows of a file are for the statistics office only: one of them brought it."""
    brought = upload.by is not None and may(upload.by, upload.process, Role.STATISTICS)
    return bool(upload.answers.get("office")) or brought


def _source(file: UploadedFile) -> Path | bytes:
    if hasattr(file, "temporary_file_path"):
        return Path(file.temporary_file_path())
    return bytes(file.read())


@transaction.atomic
def answer(upload: Upload, answers: Mapping[str, Any], *, content: str = "") -> Upload:
    """What people said about a file; it waits to be read once more."""
    if upload.state not in OPEN:
        raise ValidationError(_("„%s“ ist schon abgeschlossen.") % upload.file_name)
    upload.answers = {**upload.answers, **files.plain(dict(answers))}
    upload.content = content or upload.content
    upload.state, upload.fault = UploadState.WAITING, {}
    upload.save()
    channels.announce_desk(upload.process)
    return upload


@transaction.atomic
def drop(upload: Upload) -> None:
    """Throw a file away that was not taken over."""
    if upload.state not in OPEN:
        raise ValidationError(_("„%s“ ist schon abgeschlossen.") % upload.file_name)
    upload.state = UploadState.DROPPED
    upload.save(update_fields=["state"])
    same = Upload.objects.filter(sha256=upload.sha256, state__in=OPEN).exists()
    if not same and not ImportRun.objects.filter(sha256=upload.sha256).exists():
        place = files.folder() / upload.sha256
        transaction.on_commit(lambda: place.unlink(missing_ok=True), robust=True)
    channels.announce_desk(upload.process)


def take_up(upload: Upload, tries: int) -> bool:
    """Let a file wait again whose reading ended with a server; False if that was so too often.

    Else a file that no server survives would end every one right after its start.
    """
    if upload.state == UploadState.WAITING:
        return True
    before = upload.answers.get("tries", 0)
    if before >= tries:
        _faulty(upload, {"code": "unexpected", "params": {}})
        return False
    _set(upload, state=UploadState.WAITING, answers={**upload.answers, "tries": before + 1})
    return True


def carry(upload: Upload) -> Upload:
    """Read a file: take it over, or note what has to be asked or why it cannot be used."""
    _set(upload, state=UploadState.WORKING)
    try:
        with override("de"):
            return _read(upload, _reporter(upload))
    except EvidenceError as problem:
        return _faulty(upload, {"code": problem.code, "message": " ".join(problem.messages)})
    except (InputError, EngineInputError) as problem:
        return _faulty(upload, {"code": problem.code, "params": files.plain(problem.params)})
    except Exception:
        log.exception("Upload %s (%s) could not be read", upload.pk, upload.sha256)
        return _faulty(upload, {"code": "unexpected", "params": {}})
    finally:
        progress.end(upload.pk)


def _reporter(upload: Upload) -> Report:
    """Notes progress at most twice a second."""
    last = [0.0]

    def report(share: float, words: str) -> None:
        if time.monotonic() - last[0] >= EVERY:
            last[0] = time.monotonic()
            progress.note(upload.pk, share, words)

    return report


def _faulty(upload: Upload, found: dict[str, Any]) -> Upload:
    """A missing date or meaning of columns is a question; all else hinders the file."""
    asks = found["code"] in {*NO_DAY, "mapping_needed", NO_SOURCE}
    return _set(upload, state=UploadState.ASKING if asks else UploadState.FAILED, fault=found)


def _set(upload: Upload, **fields: Any) -> Upload:
    for name, value in fields.items():
        setattr(upload, name, value)
    upload.save(update_fields=list(fields))
    channels.announce_desk(upload.process)
    return upload


def _read(upload: Upload, report: Report) -> Upload:
    path = files.folder() / upload.sha256
    with path.open("rb") as file:
        form = importers.recognise(upload.file_name, file.read(1 << 16))
    _set(upload, form=str(form))
    if form is Format.GTFS:
        return _done(upload, _stops(upload, path))
    if form is Format.ROADS:
        return _done(upload, _roads(upload, path, report))
    if upload.content == Content.PLACES:
        return _done(upload, _places(upload, path))
    if upload.content == Content.TIMES:
        return _done(upload, _times(upload, path))
    if form is not Format.BOUNDARIES and not _examined(upload, path, report):
        return upload
    return _taken(upload, path, report)


def _examined(upload: Upload, path: Path, report: Report) -> bool:
    """Read without writing; False if people have to be asked first."""
    with path.open("rb") as stream:
        reading = importers.read(
            stream, name=upload.file_name, mapping=mapping_of(upload), consent=_consent(upload),
            progress=lambda done, total: report(0.4 * done / max(total, 1), _("Prüfen")))
        for _row in reading.rows:
            pass
    problems = [reports.of_problem(one) for one in reading.problems]
    rejected = reading.tally.rejected_lines
    upload.form = str(reading.format)
    upload.findings = files.plain({
        "title": reading.title, "source": reading.source, "attribution": reading.attribution,
        "rows": {"read": reading.tally.used + rejected, "used": reading.tally.used,
                 "rejected": rejected},
        "reasons": dict(reading.tally.rejected), "problems": problems,
    })
    open_questions = any(one["needs_consent"] and not one["mended"] for one in problems)
    doubtful = bool(upload.answers.get("mapping")) and rejected > 0
    asks = (open_questions or doubtful) and not upload.answers.get("is_confirmed")
    state = UploadState.ASKING if asks else UploadState.WORKING
    _set(upload, form=upload.form, findings=upload.findings, state=state)
    return not asks


def _taken(upload: Upload, path: Path, report: Report) -> Upload:
    taken = evidence.import_file(
        path, upload.file_name, mapping=mapping_of(upload), by=upload.by,
        consent=_consent(upload), as_of=_day(upload),
        progress=lambda share, words: report(0.4 + 0.6 * share, words))
    return _done(upload, taken.run, taken.repeated)


def _stops(upload: Upload, path: Path) -> ImportRun:
    return placing.import_stops(
        path, upload.file_name, attribution=upload.answers.get("attribution", ""), by=upload.by)


def _roads(upload: Upload, path: Path, report: Report) -> ImportRun:
    return roads.take(path, upload.file_name, by=upload.by, progress=report,
                      attribution=upload.answers.get("attribution", ""))


def _places(upload: Upload, path: Path) -> ImportRun:
    said = upload.answers
    return placing.import_places(
        path, upload.file_name, said.get("columns") or None, kind=said.get("kind", ""),
        origin=said.get("origin", ""), attribution=said.get("attribution", ""), by=upload.by)


def _times(upload: Upload, path: Path) -> ImportRun:
    said = upload.answers
    return placing.import_travel_times(
        path, upload.file_name, mode=said.get("mode", ""), columns=said.get("columns") or None,
        origin=said.get("origin", ""), by=upload.by)


def _done(upload: Upload, run: ImportRun, repeated: bool = False) -> Upload:
    known = run.started_at < upload.created_at
    return _set(upload, state=UploadState.DONE, run=run, is_repeated=repeated or known)


def mapping_of(upload: Upload) -> importers.Mapping | None:
    """The columns as people confirmed them; or only the day, where a file names none."""
    if given := upload.answers.get("mapping"):
        return importers.Mapping.from_data(given)
    day = upload.answers.get("as_of")
    return importers.Mapping(columns=(), period=day) if day else None


def _consent(upload: Upload) -> frozenset[str]:
    return frozenset(upload.answers.get("consent", ()))


def _day(upload: Upload) -> dt.date | None:
    text = upload.answers.get("as_of")
    return dt.date.fromisoformat(text) if text else None


def take_back(run: ImportRun, process: Process) -> ImportRun:
    """Undo an import; former values are current again."""
    if run.state == RunState.UNDONE:
        raise ValidationError(_("Diese Übernahme ist schon zurückgenommen."))
    done = evidence.undo(run, patience=turns.AT_THE_DESK)
    channels.announce_desk(process)
    return done
