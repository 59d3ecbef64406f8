"""Agendas: ready ones as data, one copied from an earlier meeting, and their clock times.

A ready agenda is one YAML file in ``agendas/``, checked on load; what is wrong is named with file,
line and reason. Whether steps and kinds exist is known above the method, not here.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.workshop.actions import plan_activity
from weitblick.workshop.models import MEETING_STEP, PAUSE, Activity, Meeting, MeetingKind
from weitblick.workshop.reading import AuthoredError, Reader

BUILT_IN = Path(__file__).parent / "agendas"
MOST_MINUTES = 20 * 24 * 60
Titles = Callable[[str, str], tuple[str, str]]


class AgendaError(AuthoredError):
    """An agenda file that cannot be used: which file, which line, why."""


@dataclass(frozen=True)
class Entry:
    """One activity of a ready agenda; an empty title or prompt means the usual one."""

    step: str
    kind: str
    minutes: int
    title: str = ""
    prompt: str = ""
    waits_for_all: bool = False
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Agenda:
    """A ready agenda."""

    slug: str
    title: str
    about: str
    kind: str
    begins: dt.time
    finishes: dt.time
    entries: tuple[Entry, ...]

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(entry.minutes for entry in self.entries)


@dataclass(frozen=True)
class Slot:
    """When an activity is planned; None where the meeting has no hour to begin at."""

    activity: Activity
    begins: dt.datetime | None
    ends: dt.datetime | None


@dataclass(frozen=True)
class Timetable:
    """The agenda on the clock. ``spare``: minutes left in the day, negative where it is too long;
    None where the day has no end."""

    slots: tuple[Slot, ...]
    minutes: int
    ends: dt.datetime | None
    spare: int | None


def ready_agendas() -> tuple[Agenda, ...]:
    """The agendas that come with Weitblick."""
    return tuple(load_agenda(file.stem) for file in sorted(BUILT_IN.glob("*.yaml")))


@lru_cache(maxsize=16)
def load_agenda(slug: str) -> Agenda:
    """A ready agenda by its slug."""
    known = sorted(file.stem for file in BUILT_IN.glob("*.yaml"))
    if slug not in known:
        raise AgendaError(slug, 0, _("Diesen Ablauf gibt es nicht. Mitgeliefert: %(known)s")
                          % {"known": ", ".join(known)})
    return parse_agenda((BUILT_IN / f"{slug}.yaml").read_text(encoding="utf-8"), slug)


def parse_agenda(text: str, slug: str) -> Agenda:
    """An agenda from YAML text; ``slug`` names the file in errors."""
    reader = _Reader(f"{slug}.yaml")
    return reader.agenda(reader.compose(text), slug)


@transaction.atomic
def use_agenda(meeting: Meeting, agenda: Agenda, usual: Titles) -> list[Activity]:
    """Put a ready agenda behind what is planned. ``usual(step, kind)``: usual title and prompt.

    A meeting without hours gets those of the agenda.
    """
    made = []
    for entry in agenda.entries:
        title, prompt = usual(entry.step, entry.kind)
        made.append(plan_activity(
            meeting, step=entry.step, kind=entry.kind, title=entry.title or title,
            prompt=entry.prompt or prompt, minutes=entry.minutes, options=dict(entry.options),
            waits_for_all=entry.waits_for_all,
        ))
    _take_hours(meeting, agenda.begins, agenda.finishes)
    return made


@transaction.atomic
def copy_agenda(meeting: Meeting, other: Meeting) -> list[Activity]:
    """The agenda of another meeting once more, all planned, behind what is there."""
    made = [
        plan_activity(
            meeting, step=one.step, kind=one.kind, title=one.title, prompt=one.prompt,
            minutes=one.minutes, options=dict(one.options), topics=one.topics, tables=one.tables,
            waits_for_all=one.waits_for_all,
        )
        for one in other.activities.all()
    ]
    _take_hours(meeting, other.begins_at, other.finishes_at)
    return made


def timetable(meeting: Meeting) -> Timetable:
    """The agenda on the clock: the hour of the meeting's beginning and the durations."""
    agenda = list(meeting.activities.all())
    start = _moment(meeting.starts_on, meeting.begins_at)
    slots, passed = [], 0
    for one in agenda:
        begins = start + dt.timedelta(minutes=passed) if start else None
        passed += one.minutes
        slots.append(Slot(one, begins, start + dt.timedelta(minutes=passed) if start else None))
    ends = slots[-1].ends if slots else start
    closing = _moment(meeting.ends_on or meeting.starts_on, meeting.finishes_at)
    spare = int((closing - ends).total_seconds() // 60) if closing and ends else None
    return Timetable(tuple(slots), passed, ends, spare)


def _moment(day: dt.date, hour: dt.time | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, hour)) if hour else None


def _take_hours(meeting: Meeting, begins: dt.time | None, finishes: dt.time | None) -> None:
    if meeting.begins_at is None:
        meeting.begins_at, meeting.finishes_at = begins, meeting.finishes_at or finishes
        meeting.save(update_fields=["begins_at", "finishes_at"])


class _Reader(Reader):
    """Reads YAML nodes into an agenda."""

    problem = AgendaError

    def agenda(self, node: yaml.Node | None, slug: str) -> Agenda:
        top = self.mapping(node, {"title", "about", "kind", "begins", "finishes", "activities"})
        kind = self.text(top["kind"])
        if kind not in MeetingKind.values:
            raise self.error(top["kind"], _("„%(word)s“ ist keine Art von Veranstaltung: %(known)s")
                             % {"word": kind, "known": ", ".join(MeetingKind.values)})
        return Agenda(
            slug=slug, title=self.text(top["title"]), about=self.text(top["about"]), kind=kind,
            begins=self.hour(top["begins"]), finishes=self.hour(top["finishes"]),
            entries=tuple(self.entry(one)
                          for one in self.sequence(top["activities"], "activities")),
        )

    def entry(self, node: yaml.Node) -> Entry:
        is_pause = isinstance(node, yaml.MappingNode) and any(
            key.value == PAUSE for key, _value in node.value
        )
        if is_pause:
            keys = self.mapping(node, {PAUSE, "minutes"})
            return Entry(MEETING_STEP, PAUSE, self.minutes(keys["minutes"]), self.text(keys[PAUSE]))
        keys = self.mapping(node, {"step", "kind", "minutes"},
                            {"title", "prompt", "waits_for_all", "options"})
        return Entry(
            self.text(keys["step"]), self.text(keys["kind"]), self.minutes(keys["minutes"]),
            title=self.text(keys["title"]) if "title" in keys else "",
            prompt=self.text(keys["prompt"]) if "prompt" in keys else "",
            waits_for_all="waits_for_all" in keys and self.switch(keys["waits_for_all"]),
            options=self.options(keys["options"]) if "options" in keys else {},
        )

    def minutes(self, node: yaml.Node) -> int:
        value = self.text(node)
        if not (value.isdecimal() and int(value) <= MOST_MINUTES):
            reason = _("„%(text)s“ ist keine Zahl von Minuten zwischen 0 und %(max)d.")
            raise self.error(node, reason % {"text": value, "max": MOST_MINUTES})
        return int(value)

    def hour(self, node: yaml.Node) -> dt.time:
        value = self.text(node)
        try:
            return dt.datetime.strptime(value, "%H:%M").time()
        except ValueError:
            raise self.error(node, _("„%s“ ist keine Uhrzeit wie 09:30.") % value) from None

    def switch(self, node: yaml.Node) -> bool:
        value = self.text(node)
        if value not in {"true", "false"}:
            raise self.error(node, _("Hier wird true oder false erwartet, nicht „%s“.") % value)
        return value == "true"

    def options(self, node: yaml.Node) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise self.error(node, _("Hier werden Einträge der Form „Schlüssel: Wert“ erwartet."))
        found = yaml.SafeLoader("").construct_mapping(node, deep=True)
        return {str(name): value for name, value in found.items()}
