"""Seating a meeting: computed rounds, wishes, latecomers, people who leave, places by hand.

Proven: who is here sits in every round at one table, mixed and without meeting anybody twice;
rounds that were shown stay; fixed places survive computing; nobody else moves when somebody comes
or goes; erasing a person frees their places.
"""

from collections.abc import Callable
from itertools import combinations

import pytest
from django.core.exceptions import ValidationError

from weitblick.engines.seating import Quality
from weitblick.voices import actions as voices
from weitblick.workshop import seating
from weitblick.workshop.models import Attendance, Meeting, Participant, Place
from weitblick.workshop.queries import state_token, table_of

SECTORS = ("kommune", "wohlfahrtspflege", "politik", "wirtschaft", "zivilgesellschaft",
           "wissenschaft")


@pytest.fixture
def hall(meeting: Meeting, join: Callable[..., Participant]) -> list[Attendance]:
    """Twelve people, two of each sector, at three tables."""
    topics = [topic.slug for topic in meeting.process.frame.topics]
    seating.arrange(meeting, [(topic, None) for topic in topics[:3]])
    for n in range(12):
        join(SECTORS[n % 6])
    return list(meeting.attendances.order_by("pk"))


def _where(meeting: Meeting) -> dict[tuple[int, int], int]:
    rows = Place.objects.filter(round__meeting=meeting)
    return {(one.round.number, one.attendance_id): one.table.number for one in rows}


def test_everybody_sits_mixed_and_meets_new_people(meeting, hall):
    seating.compute(meeting, 2)
    for one in meeting.seating_rounds.all():
        found = seating.sittings(one)
        assert [len(at.places) for at in found] == [4, 4, 4]
        for at in found:
            sectors = [place.attendance.participant.sector for place in at.places]
            assert len(set(sectors)) == 4
    assert seating.quality(meeting) == Quality(
        people=12, pairs=36, distinct=36 - _repeated(meeting), off=0, wishing=0, met_first=0, met=0)
    # Twelve people at three tables of four: at least three pairs meet again.
    assert _repeated(meeting) == 3


def _repeated(meeting: Meeting) -> int:
    seen, again = set(), 0
    for one in meeting.seating_rounds.all():
        for at in seating.sittings(one):
            for pair in combinations([place.attendance_id for place in at.places], 2):
                again += pair in seen
                seen.add(pair)
    return again


def test_the_same_people_give_the_same_seating(meeting, hall):
    seating.compute(meeting, 2)
    before = _where(meeting)
    seating.compute(meeting, 2)
    assert _where(meeting) == before


def test_wishes_are_met(meeting, hall):
    first, second, third = (topic.slug for topic in meeting.process.frame.topics[:3])
    for n, one in enumerate(hall):
        # The two of a sector wish differently, so that the mix stands in nobody's way.
        seating.wish(one, (first, second, third)[(n + n // 6) % 3], "")
    seating.compute(meeting, 1)
    assert seating.quality(meeting).met_first == 12
    seating.show_round(meeting, 1)
    with pytest.raises(ValidationError, match="läuft schon"):
        seating.wish(Attendance.objects.get(pk=hall[0].pk), second, "")


def test_a_wish_is_kept_in_order_and_once(meeting, hall):
    first, second = (topic.slug for topic in meeting.process.frame.topics[:2])
    seating.wish(hall[0], "", second)
    assert seating.wishes_of(hall[0]) == [second]
    seating.wish(hall[0], first, first)
    assert seating.wishes_of(hall[0]) == [first]
    with pytest.raises(ValidationError, match="gibt es hier nicht"):
        seating.wish(hall[0], "fussball", "")


def test_topics_follow_first_wishes(meeting, hall):
    topics = [topic.slug for topic in meeting.process.frame.topics]
    for one in hall[:9]:
        seating.wish(one, topics[1], "")
    assert seating.topics_by_wish(meeting, 7) == [
        topics[0], topics[1], topics[1], topics[1], topics[1], topics[2], topics[3]]
    assert seating.topics_by_wish(meeting, 2) == topics[:2]


def test_places_by_hand_stay_when_the_rest_is_computed_again(meeting, hall):
    one, _two = seating.compute(meeting, 2)
    third = meeting.tables.get(number=3)
    seating.move(one, hall[:2], third)
    one, _two = seating.compute(meeting, 2)
    fixed = one.places.filter(is_fixed=True).order_by("attendance_id")
    assert [(place.attendance, place.table) for place in fixed] == [
        (hall[0], third), (hall[1], third)]
    seating.release(one, hall[:1])
    assert one.places.filter(is_fixed=True).count() == 1


def test_a_round_that_was_shown_is_past(meeting, hall):
    seating.compute(meeting, 2)
    seating.show_round(meeting, 1)
    before = {key: table for key, table in _where(meeting).items() if key[0] == 1}
    seating.take_out(hall[3])
    seating.compute(meeting, 3)
    after = _where(meeting)
    assert {key: t for key, t in after.items() if key[0] == 1} == {
        key: t for key, t in before.items() if key[1] != hall[3].pk}
    assert {key[0] for key in after if key[1] == hall[3].pk} == set()
    assert meeting.seating_rounds.count() == 3
    with pytest.raises(ValidationError, match="Runden 2 bis 8"):
        seating.compute(meeting, 1)


def test_who_comes_late_takes_the_best_free_place_and_nobody_moves(meeting, hall, join):
    seating.compute(meeting, 2)
    seating.take_out(hall[0])
    before = _where(meeting)
    join("kommune")
    late = meeting.attendances.latest("pk")
    after = _where(meeting)
    assert {key: t for key, t in after.items() if key[1] != late.pk} == before
    # The table that lost somebody has three people: its place is taken in both rounds.
    assert [len(at.places) for one in meeting.seating_rounds.all()
            for at in seating.sittings(one)] == [4] * 6


def test_who_leaves_may_come_back(meeting, hall):
    seating.compute(meeting, 1)
    before = _where(meeting)
    seating.take_out(hall[5])
    assert (1, hall[5].pk) not in _where(meeting)
    seating.bring_back(hall[5])
    assert _where(meeting) == before


def test_full_tables_take_one_more_rather_than_send_somebody_away(meeting, hall, join):
    topics = [topic.slug for topic in meeting.process.frame.topics]
    seating.arrange(meeting, [(topic, 4) for topic in topics[:3]])
    seating.compute(meeting, 1)
    join("politik")
    [one] = meeting.seating_rounds.all()
    assert sorted(len(at.places) for at in seating.sittings(one)) == [4, 4, 5]


def test_too_few_places_are_named(meeting, hall):
    seating.arrange(meeting, [("", 3), ("", 3)])
    with pytest.raises(ValidationError, match="Für 12 Personen gibt es nur 6 Plätze"):
        seating.compute(meeting, 1)
    assert not meeting.seating_rounds.exists()


def test_tables_beyond_stay_but_nobody_is_seated_there(meeting, hall):
    seating.arrange(meeting, [("", None)])
    assert [table.number for table in seating.tables_in_use(meeting)] == [1]
    assert meeting.tables.count() == 3
    seating.compute(meeting, 1)
    assert set(_where(meeting).values()) == {1}


def test_five_people_do_not_sit_alone(meeting, join):
    seating.arrange(meeting, [("", None)] * 10)
    for n in range(5):
        join(SECTORS[n])
    seating.compute(meeting, 3)
    for one in meeting.seating_rounds.all():
        assert sorted(len(at.places) for at in seating.sittings(one) if at.places) == [2, 3]


def test_phones_hear_of_a_new_place(meeting, hall):
    one, two = seating.compute(meeting, 2)
    seating.show_round(meeting, 2)
    place = two.places.get(attendance=hall[0])
    hall[0].meeting.refresh_from_db()
    assert table_of(hall[0]) == place.table
    before = state_token(meeting)
    other = meeting.tables.exclude(pk=place.table_id).first()
    seating.move(two, [hall[0]], other)
    assert (table_of(hall[0]), state_token(meeting) != before) == (other, True)
    seating.move(one, [hall[0]], other)


def test_an_erased_person_has_no_place_and_no_wish(meeting, hall):
    seating.compute(meeting, 1)
    seating.wish(hall[0], meeting.process.frame.topics[0].slug, "")
    voices.erase(hall[0].participant)
    assert not Place.objects.filter(attendance=hall[0]).exists()
    hall[0].refresh_from_db()
    assert seating.wishes_of(hall[0]) == []


def test_numbers_follow_the_order_of_joining(meeting, hall):
    seating.take_out(hall[0])
    numbers = seating.numbers_of(meeting)
    assert [numbers[one.pk] for one in hall] == list(range(1, 13))
