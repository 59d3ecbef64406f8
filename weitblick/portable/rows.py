"""The rows of a process as plain data that refer to each other by position, and back again."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext as _

from weitblick.portable.accounts import Accounts
from weitblick.portable.problems import PortableError
from weitblick.portable.tables import EMPTIED, TABLES
from weitblick.voices import attachments
from weitblick.workshop.actions import free_code
from weitblick.workshop.models import Meeting, Process

BATCH = 500
Report = Callable[[float, str], None]
Tables = dict[str, list[dict[str, Any]]]


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
    transaction.on_commit(lambda: attachments.drop_files(digests), robust=True)


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
