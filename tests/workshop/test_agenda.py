"""Agendas: ready ones that are checked, copied ones, and the clock that runs along."""

import datetime as dt

import pytest

from weitblick.entrance.agendas import _usual
from weitblick.entrance.pauses import kind_of
from weitblick.workshop import actions
from weitblick.workshop.agenda import (
    AgendaError,
    copy_agenda,
    load_agenda,
    parse_agenda,
    ready_agendas,
    timetable,
    use_agenda,
)

HEAD = 'title: Tag\nabout: Kurz\nkind: forum\nbegins: "09:00"\nfinishes: "10:00"\n'


def test_three_agendas_are_ready():
    assert [(one.title, one.kind, one.minutes) for one in ready_agendas()] == [
        ("Ein Tag mit 70 Personen", "workshop", 390),
        ("Validierungsforum, 90 Minuten", "forum", 90),
        ("Online-Runde über zwei Wochen", "online", 14 * 24 * 60),
    ]


@pytest.mark.parametrize("agenda", ready_agendas(), ids=lambda one: one.slug)
def test_a_ready_agenda_names_kinds_that_exist_and_fits_its_day(agenda, meeting):
    made = use_agenda(meeting, agenda, _usual)
    assert all(kind_of(one) is not None for one in made)
    assert all(one.title for one in made)
    if agenda.kind == "online":
        meeting.ends_on = meeting.starts_on + dt.timedelta(days=14)
    assert timetable(meeting).spare >= 0


def test_clock_times_run_along(meeting):
    meeting.starts_on, meeting.begins_at = dt.date(2026, 9, 12), dt.time(9, 30)
    meeting.finishes_at = dt.time(10, 30)
    for minutes in (20, 0, 45):
        actions.plan_activity(meeting, step="factors", kind="cards", title="x", minutes=minutes)
    table = timetable(meeting)
    assert [slot.begins.strftime("%H:%M") for slot in table.slots] == ["09:30", "09:50", "09:50"]
    assert (table.minutes, table.ends.strftime("%H:%M"), table.spare) == (65, "10:35", -5)


def test_without_an_hour_there_are_durations_only(meeting):
    actions.plan_activity(meeting, step="factors", kind="cards", title="x", minutes=20)
    table = timetable(meeting)
    assert (table.slots[0].begins, table.minutes, table.ends, table.spare) == (None, 20, None, None)


def test_a_day_that_has_its_hours_keeps_them(meeting):
    meeting.begins_at = dt.time(8, 0)
    meeting.save()
    use_agenda(meeting, load_agenda("2-forum-90-minuten"), _usual)
    meeting.refresh_from_db()
    assert (meeting.begins_at, meeting.finishes_at) == (dt.time(8, 0), None)


def test_an_agenda_is_copied_as_planned(process, meeting, running):
    activity = running("options", "dots", minutes=7, topics=["daseinsvorsorge"],
                       options={"dots": 9})
    other = actions.create_meeting(process, "Zweiter Tag")
    copy = copy_agenda(other, meeting)[0]
    assert (copy.title, copy.minutes, copy.topics, copy.options, copy.state, copy.opened_at) == (
        activity.title, 7, ["daseinsvorsorge"], {"dots": 9}, "planned", None)


@pytest.mark.parametrize(("text", "line", "reason"), [
    (HEAD, 1, "Der Schlüssel „activities“ fehlt."),
    (HEAD + "activities: []\n", 6, "mindestens einem Eintrag"),
    (HEAD.replace("forum", "party") + "activities: [{pause: P, minutes: 5}]\n", 3, "„party“"),
    (HEAD.replace("09:00", "9 Uhr") + "activities: [{pause: P, minutes: 5}]\n", 4, "„9 Uhr“"),
    (HEAD + "activities:\n- {pause: P, minutes: lang}\n", 7, "„lang“"),
    (HEAD + "activities:\n- {step: a, kind: b, minutes: 5, farbe: rot}\n", 7, "„farbe“"),
    (HEAD + "activities:\n- {step: a, kind: b, minutes: 5, waits_for_all: ja}\n", 7, "„ja“"),
    ("title: [", 1, "Kein gültiges YAML"),
])
def test_what_is_wrong_is_named_with_line_and_reason(text, line, reason):
    with pytest.raises(AgendaError) as refused:
        parse_agenda(text, "probe")
    assert (refused.value.file, refused.value.line) == ("probe.yaml", line)
    assert reason in refused.value.reason


def test_an_unknown_agenda_says_which_there_are():
    with pytest.raises(AgendaError, match="2-forum-90-minuten"):
        load_agenda("nein")
