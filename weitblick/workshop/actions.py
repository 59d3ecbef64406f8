"""Every write to processes, meetings, activities and people, as plain verbs."""

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from weitblick.workshop import channels, clock
from weitblick.workshop.frame import UMLAUTS, Frame
from weitblick.workshop.models import (
    Activity,
    ActivityState,
    Meeting,
    MeetingKind,
    Membership,
    Process,
    Role,
    Table,
)
from weitblick.workshop.ordering import moved

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6


@transaction.atomic
def create_process(
    frame: Frame, title: str, question: str, *, horizon: int | None = None, slug: str = "",
    region: str = "", introduction: str = "", is_example: bool = False, by: User | None = None,
) -> Process:
    """A new process in a frame; whoever makes it leads it."""
    process = Process.objects.create(
        slug=slug or _free_slug(title), title=title.strip(), question=question.strip(),
        introduction=introduction, region=region or frame.region,
        horizon=horizon or frame.horizon, frame_data=frame.as_data(), is_example=is_example,
    )
    if by is not None:
        Membership.objects.create(process=process, user=by, role=Role.FACILITATOR)
    return process


@transaction.atomic
def create_meeting(
    process: Process, title: str, *, kind: str = MeetingKind.WORKSHOP,
    starts_on: dt.date | None = None, ends_on: dt.date | None = None, place: str = "",
    begins_at: dt.time | None = None, finishes_at: dt.time | None = None,
    code: str | None = None,
) -> Meeting:
    """A new meeting with its own join code."""
    return Meeting.objects.create(
        process=process, title=title.strip(), kind=kind, place=place,
        starts_on=starts_on or timezone.localdate(), ends_on=ends_on, begins_at=begins_at,
        finishes_at=finishes_at, code=code or free_code(),
    )


def describe_meeting(meeting: Meeting, **values: Any) -> None:
    """Change what is said about a meeting: title, kind, place, days and hours."""
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(values))
    channels.announce_state(meeting)


def set_tables(meeting: Meeting, topics: Sequence[str]) -> list[Table]:
    """Tables 1..n with these topics (slugs); existing numbers get the new topic."""
    return [
        Table.objects.update_or_create(meeting=meeting, number=n, defaults={"topic": topic})[0]
        for n, topic in enumerate(topics, start=1)
    ]


@transaction.atomic
def plan_activity(
    meeting: Meeting, *, step: str, kind: str, title: str, prompt: str = "", minutes: int = 15,
    options: dict[str, Any] | None = None, topics: Sequence[str] = (),
    tables: Sequence[int] = (), waits_for_all: bool = False,
) -> Activity:
    """Add an activity at the end of the agenda."""
    activity = Activity.objects.create(
        meeting=meeting, step=step, kind=kind, title=title.strip(), prompt=prompt.strip(),
        minutes=minutes, position=_next_position(meeting), options=options or {},
        topics=list(topics), tables=list(tables), waits_for_all=waits_for_all,
    )
    channels.announce_desk(meeting.process)
    return activity


@transaction.atomic
def edit_activity(activity: Activity, **values: Any) -> Activity:
    """Change title, prompt, minutes, topics, tables, options or when results are shown."""
    for name, value in values.items():
        setattr(activity, name, value)
    activity.save(update_fields=list(values))
    channels.announce_state(activity.meeting)
    return activity


@transaction.atomic
def duplicate_activity(activity: Activity) -> Activity:
    """The same once more, planned, right after the first."""
    copy = plan_activity(
        activity.meeting, step=activity.step, kind=activity.kind, title=activity.title,
        prompt=activity.prompt, minutes=activity.minutes, options=dict(activity.options),
        topics=activity.topics, tables=activity.tables, waits_for_all=activity.waits_for_all,
    )
    order = [one.pk for one in activity.meeting.activities.all() if one.pk != copy.pk]
    order.insert(order.index(activity.pk) + 1, copy.pk)
    arrange(activity.meeting, order)
    copy.refresh_from_db()
    return copy


@transaction.atomic
def open_activity(activity: Activity, *, minutes: int | None = None) -> Activity:
    """Open an activity for contributions and start its timer; also reopens a closed one.

    With 0 minutes there is no end but closing it.
    """
    if activity.is_open:
        return activity
    now = clock.now()
    lasts = activity.minutes if minutes is None else minutes
    activity.state = ActivityState.OPEN
    activity.opened_at, activity.closed_at = now, None
    activity.ends_at = now + dt.timedelta(minutes=lasts) if lasts else None
    activity.save(update_fields=["state", "opened_at", "closed_at", "ends_at"])
    channels.announce_state(activity.meeting)
    return activity


@transaction.atomic
def extend_activity(activity: Activity, minutes: int) -> Activity:
    """Give more time, counted from the present end or from now if that has passed."""
    if not activity.is_open:
        raise ValidationError(_("Nur eine offene Aktivität lässt sich verlängern."))
    start = max(activity.ends_at or clock.now(), clock.now())
    activity.ends_at = start + dt.timedelta(minutes=minutes)
    activity.save(update_fields=["ends_at"])
    channels.announce_state(activity.meeting)
    return activity


@transaction.atomic
def close_activity(activity: Activity) -> Activity:
    """Close an activity; what was given stays, and it can be opened again."""
    if not activity.is_open:
        return activity
    activity.state = ActivityState.CLOSED
    activity.closed_at = clock.now()
    activity.shows_results = activity.shows_results or activity.waits_for_all
    activity.save(update_fields=["state", "closed_at", "shows_results"])
    channels.announce_state(activity.meeting)
    return activity


@transaction.atomic
def close_and_open(closing: Activity, opening: Activity) -> None:
    """Go on in the agenda: close the one, open the other."""
    close_activity(closing)
    open_activity(opening)


def show_results(activity: Activity, shown: bool) -> None:
    """Show or hide an activity's results on board and phones."""
    activity.shows_results = shown
    activity.save(update_fields=["shows_results"])
    channels.announce_state(activity.meeting)


def move_activity(activity: Activity, offset: int) -> None:
    """Move an activity up (-1) or down (+1) in the agenda."""
    order = activity.meeting.activities.values_list("pk", flat=True)
    arrange(activity.meeting, moved(order, activity.pk, offset))


@transaction.atomic
def arrange(meeting: Meeting, order: Sequence[int]) -> None:
    """Put the agenda into this order (keys of activities); those not named follow as they were."""
    places = {pk: place for place, pk in enumerate(order)}
    agenda = sorted(meeting.activities.all(), key=lambda one: places.get(one.pk, len(places)))
    for position, one in enumerate(agenda):
        one.position = position
    Activity.objects.bulk_update(agenda, ["position"])
    channels.announce_desk(meeting.process)


def remove_activity(activity: Activity) -> None:
    """Take a planned activity off the agenda; one that was ever opened stays."""
    if activity.opened_at is not None or has_contributions(activity):
        raise ValidationError(_("Diese Aktivität hat schon Beiträge und bleibt im Ablauf stehen."))
    meeting = activity.meeting
    activity.delete()
    channels.announce_desk(meeting.process)


def has_contributions(activity: Activity) -> bool:
    """Whether rows of any other table belong to it: nothing that people said is ever deleted."""
    return any(
        one.related_model._default_manager.filter(**{one.field.name: activity}).exists()
        for one in Activity._meta.related_objects
    )


def set_joinable(meeting: Meeting, joinable: bool) -> None:
    """Open or close the doors."""
    meeting.is_joinable = joinable
    meeting.save(update_fields=["is_joinable"])
    channels.announce_state(meeting)


def set_paused(meeting: Meeting, paused: bool) -> None:
    """Show the calm pause screen on boards and phones, or end it."""
    meeting.is_paused = paused
    meeting.save(update_fields=["is_paused"])
    channels.announce_state(meeting)


@transaction.atomic
def send_message(meeting: Meeting, text: str) -> None:
    """Show a short message on all phones and boards at once; an empty one takes it away."""
    meeting.message = text.strip()
    meeting.message_at = clock.now() if meeting.message else None
    meeting.save(update_fields=["message", "message_at"])
    channels.announce_screens(meeting)


@transaction.atomic
def show_on_board(meeting: Meeting, view: str) -> None:
    """What the boards show: "" (what is open), "join", "seating", "pause", or "results-<key>"."""
    meeting.board_view = view
    meeting.save(update_fields=["board_view"])
    channels.announce_screens(meeting)


def set_public(process: Process, public: bool) -> None:
    """Open or close the reader pages."""
    if public and process.rehearsal_of_id is not None:
        raise ValidationError(_("Eine Probe wird nicht veröffentlicht."))
    process.is_public = public
    process.save(update_fields=["is_public"])


def _free_slug(title: str) -> str:
    base = slugify(title.lower().translate(UMLAUTS))[:70] or "prozess"
    slug, number = base, 1
    while Process.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _next_position(meeting: Meeting) -> int:
    last = meeting.activities.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def free_code() -> str:
    """A join code that no meeting has."""
    while True:
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
        if not Meeting.objects.filter(code=code).exists():
            return code
