"""Who an activity is for: everybody, or those who sit at tables of its topics now."""

import pytest

from weitblick.workshop import actions
from weitblick.workshop.models import Attendance, Place, SeatingRound
from weitblick.workshop.queries import activities_for, next_activity, table_of

WATER, ROADS = "daseinsvorsorge", "dableibe-vorsorge"


@pytest.fixture
def hall(meeting, join):
    """Two tables with a topic each, somebody at each, and somebody who stands."""
    first, second = actions.set_tables(meeting, [WATER, ROADS])
    people = [join() for _one in range(3)]
    seats = [Attendance.objects.get(participant=one) for one in people]
    for seat, table in zip(seats, (first, second), strict=False):
        seat.table = table
        seat.save()
    return seats


def titles(attendance: Attendance) -> list[str]:
    return [one.title for one in activities_for(Attendance.objects.get(pk=attendance.pk))]


def test_an_activity_of_a_topic_is_open_at_its_tables_and_for_who_stands(hall, running):
    running("factors", "cards", topics=[WATER])
    assert [titles(seat) for seat in hall] == [["factors cards"], [], ["factors cards"]]


def test_an_activity_can_be_for_single_tables(hall, running):
    running("factors", "cards", tables=[2])
    assert [titles(seat) for seat in hall] == [[], ["factors cards"], ["factors cards"]]


def test_an_activity_for_all_is_open_beside_others(hall, running):
    running("factors", "cards", topics=[WATER])
    running("factors", "rate")
    assert titles(hall[0]) == ["factors rate", "factors cards"]
    assert titles(hall[1]) == ["factors rate"]


def test_the_shown_round_counts_before_the_table_taken_first(meeting, hall, running):
    running("factors", "cards", topics=[ROADS])
    one = SeatingRound.objects.create(meeting=meeting, number=1)
    Place.objects.create(round=one, attendance=hall[0], table=hall[1].table)
    assert titles(hall[0]) == []
    meeting.shown_round = 1
    meeting.save()
    assert table_of(Attendance.objects.get(pk=hall[0].pk)) == hall[1].table
    assert titles(hall[0]) == ["factors cards"]


def test_next_is_the_first_planned_after_what_was_opened_last(meeting):
    day = [actions.plan_activity(meeting, step="factors", kind="cards", title=title)
           for title in ("Eins", "Zwei", "Drei")]
    assert next_activity(meeting) == day[0]
    actions.open_activity(day[1])
    assert next_activity(meeting) == day[2]
    actions.close_and_open(day[1], day[2])
    assert next_activity(meeting) is None
