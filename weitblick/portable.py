"""A whole process as one file, lossless: export, import, and the same bytes again.

Rows refer to each other by position in the file, never by primary key, so a file can be read into
any installation. Accounts travel as names only: by default a name becomes an account nobody can
sign in with, so that "who wrote this" is kept and nobody gets rights who merely has the same name
(docs/decisions/0016). Secrets of seats and personal codes stay at home.
"""

import gzip
import json
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils.translation import gettext as _

from weitblick import __version__
from weitblick.voices import attachments, storage
from weitblick.workshop.actions import free_code
from weitblick.workshop.models import Meeting, Process

FORMAT, VERSION = "weitblick-process", 1
BATCH = 500
Report = Callable[[float, str], None]

# Every table of a process, older rooms first, and the way from a row to its process.
TABLES: tuple[tuple[str, str], ...] = (
    ("workshop.Process", "pk"),
    ("workshop.Membership", "process"),
    ("workshop.Meeting", "process"),
    ("workshop.Table", "meeting__process"),
    ("workshop.Participant", "process"),
    ("workshop.Attendance", "meeting__process"),
    ("workshop.SeatingRound", "meeting__process"),
    ("workshop.Place", "round__meeting__process"),
    ("workshop.Activity", "meeting__process"),
    ("trace.Item", "process"),
    ("trace.Revision", "item__process"),
    ("trace.Link", "newer__process"),
    ("trace.Filing", "item__process"),
    ("voices.Card", "item__process"),
    ("voices.Attachment", "activity__meeting__process"),
    ("voices.Rating", "item__process"),
    ("voices.Judgement", "source__process"),
    ("lab.Run", "process"),
    ("monitoring.Forecast", "process"),
    ("monitoring.EarlierForecast", "process"),
    ("monitoring.WhatIf", "process"),
    ("monitoring.Proposal", "item__process"),
    ("monitoring.EvidenceNote", "item__process"),
    ("monitoring.Signpost", "item__process"),
    ("monitoring.Goal", "process"),
    ("monitoring.Measure", "goal__process"),
    ("monitoring.Milestone", "measure__goal__process"),
    ("monitoring.Target", "measure__goal__process"),
    ("monitoring.MeasureSource", "measure__goal__process"),
    ("monitoring.Weighting", "process"),
    ("factors.Factor", "process"),
    ("factors.Group", "process"),
    ("factors.GroupedCard", "item__process"),
    ("factors.Change", "process"),
    ("trends.Assumption", "factor__process"),
    ("scenarios.ScenarioSet", "process"),
    ("scenarios.Scenario", "process"),
    ("scenarios.Story", "scenario__process"),
    ("options.Option", "process"),
    ("options.OptionGroup", "process"),
    ("options.GroupedOptionCard", "item__process"),
    ("options.SortingChange", "process"),
    ("options.Partner", "option__process"),
    ("validation.Statement", "process"),
    ("validation.Amendment", "statement__process"),
    ("validation.Verdict", "statement__process"),
    ("paper.Recommendation", "process"),
    ("paper.Paper", "process"),
    ("paper.Passage", "paper__process"),
    ("paper.SignOff", "paper__process"),
    ("paper.Version", "paper__process"),
    ("paper.Remark", "paper__process"),
    ("paper.Reply", "remark__paper__process"),
    ("paper.HouseStyle", "process"),
    ("paper.HouseLogo", "style__process"),
    ("paper.Recheck", "process"),
)
NOT_EXPORTED = {
    "workshop.Invitation", "workshop.MeetingChange",
    # A file on its way into the figures of an installation.
    "monitoring.Upload",
    # Figures serve all processes of an installation; notes of evidence pin what they need.
    "evidence.Area", "evidence.AreaChange", "evidence.AreaList", "evidence.AreaMember",
    "evidence.AreaSet", "evidence.Boundary", "evidence.Category", "evidence.ImportRun",
    "evidence.Indicator", "evidence.Observation", "evidence.Place", "evidence.TravelTime",
}

# What undo needs are keys of this database; elsewhere the decision stays, without its undo.
# Seats and personal codes open somebody's contributions to whoever holds them.
EMPTIED: dict[tuple[str, str], Any] = {
    ("factors.Change", "before"): {},
    ("options.SortingChange", "before"): {},
    ("workshop.Participant", "seat_hash"): "",
    ("workshop.Participant", "personal_code"): "",
}
Tables = dict[str, list[dict[str, Any]]]
Accounts = Callable[[str], User]


class PortableError(ValidationError):
    """A file that cannot be read as a process, and why."""


def export_process(process: Process, file: Path, report: Report = lambda share, words: None) -> int:
    """Write a process to ``file`` (compressed where the name ends in .gz). How many rows."""
    if process.rehearsal_of_id is not None:
        raise PortableError(_("Eine Probe wird nicht ausgegeben."))
    tables = tables_of(process, report)
    content = {"format": FORMAT, "version": VERSION, "written_by": __version__, "tables": tables,
               "files": attachments.files_of(process)}
    text = json.dumps(content, ensure_ascii=False, indent=1, default=_plain)
    file.write_bytes(_packed(text, file))
    return sum(len(rows) for rows in tables.values())


def import_process(
    file: Path, report: Report = lambda share, words: None, *, same_accounts: bool = False
) -> Process:
    """Read a process from ``file``; all of it or nothing.

    ``same_accounts``: names of accounts mean the accounts of this installation, with their roles;
    for files that come from here.
    """
    content = _read(file)
    digests: list[str] = []
    try:
        tables = dict(content["tables"])
        digests = [str(row["digest"]) for row in tables.get("voices.Attachment", [])]
        storage.bring_in(content.get("files", {}), digests)
        return write_tables(tables, the_same if same_accounts else a_name_only, report)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError,
            IntegrityError, DataError) as problem:
        raise PortableError(
            _("%(file)s ist beschädigt: %(why)s") % {"file": file, "why": problem}
        ) from problem
    except ValidationError as problem:
        raise PortableError(problem.messages) from problem
    finally:
        # Those no row refers to, because nothing was taken over; never what is no digest.
        attachments.drop_files(filter(storage.DIGEST.fullmatch, digests))


def tables_of(process: Process, report: Report = lambda share, words: None) -> Tables:
    """All rows of a process as plain data; they refer to each other by position."""
    tables: Tables = {}
    positions: dict[str, dict[int, int]] = {}
    for number, (name, way) in enumerate(TABLES):
        model = apps.get_model(name)
        rows = list(model._default_manager.filter(**{way: process.pk}).order_by("pk"))
        positions[name] = {row.pk: position for position, row in enumerate(rows)}
        tables[name] = [_write_row(row, positions) for row in rows]
        report((number + 1) / len(TABLES), name)
    return tables


@transaction.atomic
def write_tables(
    tables: Tables, accounts: Accounts, report: Report = lambda share, words: None
) -> Process:
    """Write rows that ``tables_of`` gave. ``accounts``: the account of a name."""
    _must_be_new(tables)
    _new_codes(tables)
    made: dict[str, list[models.Model]] = {}
    known: dict[str, User] = {}

    def account(name: str) -> User:
        return known.setdefault(name, known.get(name) or accounts(name))

    for number, (name, _way) in enumerate(TABLES):
        model = apps.get_model(name)
        rows = [_read_row(model, row, made, account) for row in tables.get(name, [])]
        made[name] = model._default_manager.bulk_create(rows, batch_size=BATCH)
        for row, data in zip(made[name], tables.get(name, []), strict=True):
            _set_many(row, data, made)
        report((number + 1) / len(TABLES), name)
    return made["workshop.Process"][0]  # type: ignore[return-value]


@transaction.atomic
def remove_process(process: Process) -> None:
    """Delete every row of a process, the newest rooms first."""
    rows = apps.get_model("voices.Attachment")._default_manager
    digests = set(rows.filter(activity__meeting__process=process).values_list("digest", flat=True))
    for name, way in reversed(TABLES):
        apps.get_model(name)._default_manager.filter(**{way: process.pk}).delete()
    transaction.on_commit(partial(attachments.drop_files, digests))


def the_same(name: str) -> User:
    """The account of this name here; without a password where there is none yet."""
    user, new = User.objects.get_or_create(username=name)
    if new:
        user.set_unusable_password()
        user.save()
    return user


def a_name_only(name: str) -> User:
    """An account that says who it was and lets nobody in; never one of somebody who works here."""
    number, free = 1, name
    while taken := User.objects.filter(username=free).first():
        if not (taken.is_active or taken.has_usable_password() or taken.is_superuser):
            return taken
        number += 1
        free = f"{name[:140]}~{number}"
    user = User(username=free, is_active=False)
    user.set_unusable_password()
    user.save()
    return user


def _write_row(row: models.Model, positions: dict[str, dict[int, int]]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if field.primary_key:
            continue
        value = EMPTIED.get((row._meta.label, field.name), value)
        if field.is_relation and value is not None:
            value = _reference(field, value, positions)
        data[field.name] = value
    for many in row._meta.many_to_many:
        place = positions[many.related_model._meta.label]
        others = getattr(row, many.name).values_list("pk", flat=True)
        data[many.name] = sorted(place[pk] for pk in others)
    return data


def _reference(field: Any, value: int, positions: dict[str, dict[int, int]]) -> int | str:
    if field.related_model is User:
        return str(User.objects.get(pk=value).get_username())
    return positions[field.related_model._meta.label][value]


def _read_row(
    model: type[models.Model], data: dict[str, Any], made: dict, account: Accounts
) -> models.Model:
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name not in data:
            continue
        value = data[field.name]
        if field.is_relation:
            values[field.name] = None if value is None else _referred(field, value, made, account)
        else:
            values[field.name] = field.to_python(value) if value is not None else None
    return model(**values)


def _referred(field: Any, value: int | str, made: dict, account: Accounts) -> models.Model:
    if field.related_model is User:
        return account(str(value))
    return made[field.related_model._meta.label][value]


def _set_many(row: models.Model, data: dict[str, Any], made: dict) -> None:
    for many in row._meta.many_to_many:
        others = made[many.related_model._meta.label]
        getattr(row, many.name).set([others[position] for position in data.get(many.name, [])])


def _must_be_new(tables: dict[str, Any]) -> None:
    slug = tables["workshop.Process"][0]["slug"]
    if Process.objects.filter(slug=slug).exists():
        raise PortableError(_("Den Prozess „%s“ gibt es hier schon.") % slug)
    ids = [row["public_id"] for row in tables.get("trace.Item", [])]
    item = apps.get_model("trace.Item")
    for start in range(0, len(ids), BATCH):
        if item._default_manager.filter(public_id__in=ids[start:start + BATCH]).exists():
            raise PortableError(_("Diese Einträge gibt es hier schon in einem anderen Prozess."))


def _new_codes(tables: Tables) -> None:
    """A join code that belongs to a meeting here gives way to a new one."""
    for row in tables.get("workshop.Meeting", []):
        if Meeting.objects.filter(code=row["code"]).exists():
            row["code"] = free_code()


def _read(file: Path) -> dict[str, Any]:
    try:
        raw = file.read_bytes()
        content = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    except (json.JSONDecodeError, UnicodeDecodeError, EOFError, gzip.BadGzipFile,
            zlib.error, RecursionError) as problem:
        raise PortableError(_("%(file)s ist keine Prozess-Datei: %(why)s")
                            % {"file": file, "why": problem}) from problem
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise PortableError(_("%s ist keine Prozess-Datei von Weitblick.") % file)
    version = content.get("version", 0)
    if not isinstance(version, int) or version > VERSION:
        raise PortableError(_("%s stammt aus einer neueren Version von Weitblick.") % file)
    return content


def _packed(text: str, file: Path) -> bytes:
    data = text.encode()
    return gzip.compress(data, mtime=0) if file.suffix == ".gz" else data


def _plain(value: Any) -> str:
    return str(value.isoformat())
