"""Prepared questions answer like the questions they were made from, whatever is asked next."""

import pytest

from weitblick.workshop.models import Participant
from weitblick.workshop.prepared import Prepared

pytestmark = pytest.mark.django_db

BY_SECTOR = Prepared(
    lambda process, sector: Participant.objects.filter(
        process=process, sector=sector).order_by("-pk"), -1, "?",
)
NAMES = Prepared(
    lambda sector: Participant.objects.filter(sector=sector).order_by("pk").values_list(
        "pseudonym", "sector")[:2], "?",
)


def test_rows_are_those_of_the_plain_question_each_time(meeting, join):
    people = [join(sector=sector) for sector in ("politik", "kommune", "politik")]
    plain = Participant.objects.filter(process=meeting.process).order_by("-pk")
    for sector in ("politik", "kommune", "wirtschaft"):
        found = BY_SECTOR.objects(meeting.process.pk, sector)
        assert found == list(plain.filter(sector=sector))
    assert BY_SECTOR.first(meeting.process.pk, "kommune") == people[1]
    assert BY_SECTOR.first(meeting.process.pk, "wirtschaft") is None
    assert BY_SECTOR.first(meeting.process.pk, "kommune").joined_at == people[1].joined_at


def test_columns_come_in_order_and_a_slice_keeps_its_length(meeting, join):
    people = [join(sector="politik") for _ in range(3)]
    assert NAMES.tuples("politik") == [(one.pseudonym, "politik") for one in people[:2]]


def test_a_value_is_a_value_and_no_part_of_the_question(meeting, join):
    join(sector="politik")
    assert BY_SECTOR.objects(meeting.process.pk, "politik' OR '1'='1") == []


def test_an_example_that_is_not_asked_for_is_refused(meeting):
    missing = Prepared(lambda pk, other: Participant.objects.filter(pk=pk), -1, -2)
    with pytest.raises(ValueError, match=r"Not asked for: \{-2\}"):
        missing.first(1, 2)
