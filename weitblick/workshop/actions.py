"""Every write to processes, meetings, activities and people, as plain verbs."""

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
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
    code: str | None = None,
) -> Meeting:
    """A new meeting with its own join code."""
    return Meeting.objects.create(
        process=process, title=title.strip(), kind=kind, place=place,
        starts_on=starts_on or timezone.localdate(), ends_on=ends_on, code=code or _free_code(),
    )


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
) -> Activity:
    """Add an activity at the end of the agenda."""
    activity = Activity.objects.create(
        meeting=meeting, step=step, kind=kind, title=title.strip(), prompt=prompt.strip(),
        minutes=minutes, position=meeting.activities.count(), options=options or {},
        topics=list(topics),
    )
    channels.announce(channels.desk(meeting.process))
    return activity


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
    activity.save(update_fields=["state", "closed_at"])
    channels.announce_state(activity.meeting)
    return activity


def show_results(activity: Activity, shown: bool) -> None:
    """Show or hide an activity's results on board and phones."""
    activity.shows_results = shown
    activity.save(update_fields=["shows_results"])
    channels.announce_state(activity.meeting)


def move_activity(activity: Activity, offset: int) -> None:
    """Move an activity up (-1) or down (+1) in the agenda."""
    agenda = list(activity.meeting.activities.all())
    here = agenda.index(activity)
    there = min(max(here + offset, 0), len(agenda) - 1)
    agenda.insert(there, agenda.pop(here))
    for position, one in enumerate(agenda):
        one.position = position
    Activity.objects.bulk_update(agenda, ["position"])
    channels.announce(channels.desk(activity.meeting.process))


def remove_activity(activity: Activity) -> None:
    """Take a planned activity off the agenda; one that was ever opened stays."""
    if activity.opened_at is not None:
        raise ValidationError(_("Diese Aktivität hat schon Beiträge und bleibt im Ablauf stehen."))
    meeting = activity.meeting
    activity.delete()
    channels.announce(channels.desk(meeting.process))


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


def set_public(process: Process, public: bool) -> None:
    """Open or close the reader pages."""
    process.is_public = public
    process.save(update_fields=["is_public"])


def _free_slug(title: str) -> str:
    base = slugify(title.lower().translate(UMLAUTS))[:70] or "prozess"
    slug, number = base, 1
    while Process.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _free_code() -> str:
    while True:
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
        if not Meeting.objects.filter(code=code).exists():
            return code
