"""Deeds of who leads a meeting: each is done once, noted, and can be taken back, newest first.

What a deed changes is found by looking at the meeting and its agenda before and after it, so
every verb can be taken back without a counterpart of its own.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.workshop import channels
from weitblick.workshop.actions import has_contributions
from weitblick.workshop.models import Activity, Meeting, MeetingChange

KEPT = ("is_joinable", "is_paused", "message", "message_at", "board_view", "shown_round",
        "begins_at", "finishes_at")
SHOWN = 6

Values = dict[str, Any]


@transaction.atomic
def perform(
    meeting: Meeting, verb: str, act: Callable[[], object], *,
    by: AbstractBaseUser | AnonymousUser | None = None, subject: str = "", once: str = "",
) -> MeetingChange | None:
    """Do something and note how it was before; None where nothing changed.

    ``act`` must read the rows it changes itself. The same ``once`` a second time does nothing.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    once = once[:64]
    if once and MeetingChange.objects.filter(meeting=meeting, once=once).exists():
        return None
    before = _snapshot(meeting)
    act()
    change = _difference(before, _snapshot(meeting))
    if not any(change.values()):
        return None
    return MeetingChange.objects.create(
        meeting=meeting, verb=verb, subject=subject[:300], once=once, before=change,
        by_id=by.pk if by is not None else None,
    )


def history(meeting: Meeting) -> list[MeetingChange]:
    """The latest deeds that still stand, newest first; only the first can be taken back now."""
    return list(meeting.changes.filter(undone_at=None)[:SHOWN])


@transaction.atomic
def undo(change: MeetingChange) -> MeetingChange:
    """Take the newest deed back. A second time does nothing; contributions are never deleted."""
    meeting = Meeting.objects.select_for_update().get(pk=change.meeting_id)
    change.refresh_from_db()
    if change.undone_at is not None:
        return change
    if meeting.changes.filter(undone_at=None, pk__gt=change.pk).exists():
        raise ValidationError(_("Danach ist noch etwas geschehen. Nehmen Sie zuerst das zurück."))
    _restore(meeting, change.before)
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    meeting.refresh_from_db()
    channels.announce_state(meeting)
    channels.announce_screens(meeting)
    return change


def _snapshot(meeting: Meeting) -> dict[str, Any]:
    now = Meeting.objects.get(pk=meeting.pk)
    return {
        "meeting": {name: _plain(getattr(now, name)) for name in KEPT},
        "activities": {str(one.pk): _values(one) for one in now.activities.all()},
    }


def _values(activity: Activity) -> Values:
    return {field.attname: _plain(field.value_from_object(activity))
            for field in Activity._meta.concrete_fields if not field.primary_key}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What has to be put back to come from ``after`` to ``before``."""
    was, now = before["activities"], after["activities"]
    changed = {pk: _changed(was[pk], now[pk]) for pk in was if pk in now}
    return {
        "meeting": _changed(before["meeting"], after["meeting"]),
        "changed": {pk: values for pk, values in changed.items() if values},
        "made": [int(pk) for pk in now if pk not in was],
        "removed": {pk: was[pk] for pk in was if pk not in now},
    }


def _changed(before: Values, after: Values) -> Values:
    return {name: value for name, value in before.items() if value != after[name]}


def _restore(meeting: Meeting, before: dict[str, Any]) -> None:
    for activity in meeting.activities.filter(pk__in=before["made"]):
        if has_contributions(activity):
            raise ValidationError(_("„%s“ hat schon Beiträge und bleibt im Ablauf stehen.")
                                  % activity.title)
        activity.delete()
    for pk, values in before["removed"].items():
        Activity(pk=int(pk), **_read(Activity, values)).save(force_insert=True)
    for pk, values in before["changed"].items():
        Activity.objects.filter(pk=int(pk)).update(**_read(Activity, values))
    if before["meeting"]:
        Meeting.objects.filter(pk=meeting.pk).update(**_read(Meeting, before["meeting"]))


def _read(model: type[Activity] | type[Meeting], values: Values) -> Values:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items()}
