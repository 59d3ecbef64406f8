"""Processes, meetings and activities: what may happen, and that nothing happens twice."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from weitblick.workshop import actions, clock
from weitblick.workshop.frame import load_frame
from weitblick.workshop.models import Activity, Process
from weitblick.workshop.queries import open_activities, shown_activity, state_token

NOW = dt.datetime(2026, 9, 12, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def activity(meeting) -> Activity:
    return actions.plan_activity(meeting, step="factors", kind="cards", title="Karten", minutes=15)


def test_two_processes_of_one_title_get_two_addresses(db):
    frame = load_frame("thueringen-2035")
    slugs = [actions.create_process(frame, "Grüne Höfe", "?").slug for _ in range(2)]
    assert slugs == ["gruene-hoefe", "gruene-hoefe-2"]


def test_a_process_takes_horizon_and_region_from_its_frame(db):
    made = actions.create_process(load_frame("thueringen-2035"), "T", "Q")
    assert (made.horizon, made.region) == (2035, "Ländlicher Raum in Thüringen")
    assert Process.objects.get(pk=made.pk).frame == load_frame("thueringen-2035")


def test_opening_starts_the_timer_and_opening_again_changes_nothing(activity):
    with clock.at(NOW):
        actions.open_activity(activity)
    with clock.at(NOW + dt.timedelta(minutes=5)):
        actions.open_activity(activity)
    activity.refresh_from_db()
    assert activity.ends_at == NOW + dt.timedelta(minutes=15)


def test_more_time_counts_from_the_end_or_from_now(activity):
    with clock.at(NOW):
        actions.open_activity(activity)
        actions.extend_activity(activity, 5)
    assert activity.ends_at == NOW + dt.timedelta(minutes=20)
    with clock.at(NOW + dt.timedelta(hours=1)):
        actions.extend_activity(activity, 5)
    assert activity.ends_at == NOW + dt.timedelta(minutes=65)


def test_only_an_open_activity_gets_more_time(activity):
    with pytest.raises(ValidationError):
        actions.extend_activity(activity, 5)


def test_a_closed_activity_opens_again(activity):
    actions.open_activity(activity)
    actions.close_activity(activity)
    assert open_activities(activity.meeting) == []
    assert shown_activity(activity.meeting) == activity
    actions.open_activity(activity)
    assert (activity.is_open, activity.closed_at) == (True, None)


def test_an_activity_that_was_opened_stays_on_the_agenda(activity):
    actions.open_activity(activity)
    with pytest.raises(ValidationError):
        actions.remove_activity(activity)
    assert Activity.objects.filter(pk=activity.pk).exists()


def test_the_agenda_can_be_put_in_order(meeting):
    a, _b, c = (actions.plan_activity(meeting, step="x", kind="y", title=t) for t in "abc")
    actions.move_activity(c, -1)
    actions.move_activity(a, -1)
    assert [one.title for one in meeting.activities.all()] == ["a", "c", "b"]


def test_the_state_token_changes_with_what_a_phone_shows(activity):
    meeting, seen = activity.meeting, set()
    seen.add(state_token(meeting))
    for change in (
        lambda: actions.open_activity(activity),
        lambda: actions.extend_activity(activity, 5),
        lambda: actions.show_results(activity, True),
        lambda: actions.close_activity(activity),
        lambda: actions.set_paused(meeting, True),
        lambda: actions.set_joinable(meeting, False),
    ):
        change()
        seen.add(state_token(meeting))
    assert len(seen) == 7


def test_tables_get_numbers_and_topics_and_can_change(meeting):
    actions.set_tables(meeting, ["a", "b"])
    actions.set_tables(meeting, ["a", "c"])
    assert list(meeting.tables.values_list("number", "topic")) == [(1, "a"), (2, "c")]
