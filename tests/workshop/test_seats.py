"""Joining: pseudonymous, by code; seats cannot be guessed; people can be forgotten."""

import pytest
from django.core.exceptions import ValidationError

from weitblick.workshop import actions, seats
from weitblick.workshop.models import Participant
from weitblick.workshop.queries import sectors_present


def test_the_code_is_found_in_any_case_and_with_spaces(meeting):
    assert seats.find_meeting(" abc 234") == meeting
    assert seats.find_meeting("ABC235") is None


def test_joining_gives_a_pseudonym_and_a_secret_that_is_not_kept(meeting):
    participant, secret = seats.join(meeting, sector="politik")
    assert len(participant.pseudonym.split()) == 2
    assert seats.find_seat(meeting.process, secret) == participant
    stored = Participant.objects.values().get(pk=participant.pk)
    assert secret not in stored.values()


def test_pseudonyms_are_unique_in_a_process(meeting):
    names = {seats.join(meeting, sector="kommune")[0].pseudonym for _ in range(60)}
    assert len(names) == 60


def test_an_empty_or_wrong_secret_is_nobody(meeting, join):
    join()
    assert seats.find_seat(meeting.process, "") is None
    assert seats.find_seat(meeting.process, "geraten") is None


def test_a_seat_of_one_process_is_none_in_another(meeting, join):
    other = actions.create_process(meeting.process.frame, "Andere", "?")
    assert seats.find_seat(other, join().secret) is None


@pytest.mark.parametrize("sector", ["", "adel", "Politik"])
def test_the_sector_must_be_one_of_the_frame(meeting, sector):
    with pytest.raises(ValidationError):
        seats.join(meeting, sector=sector)


def test_closed_doors_let_nobody_in(meeting):
    actions.set_joinable(meeting, False)
    with pytest.raises(ValidationError):
        seats.join(meeting, sector="kommune")


def test_coming_back_counts_once(meeting, join):
    participant = join()
    seats.attend(meeting, participant)
    assert meeting.attendances.count() == 1


def test_the_personal_code_moves_the_seat_and_works_once(meeting, join):
    participant = join()
    moved, secret = seats.take_over(meeting.process, participant.personal_code.lower())
    assert moved == participant
    assert seats.find_seat(meeting.process, participant.secret) is None
    assert seats.find_seat(meeting.process, secret) == participant
    with pytest.raises(ValidationError):
        seats.take_over(meeting.process, participant.personal_code)


def test_an_empty_personal_code_is_refused(meeting, join):
    seats.forget(join())
    with pytest.raises(ValidationError):
        seats.take_over(meeting.process, " ")


def test_a_forgotten_person_leaves_nothing_and_is_not_counted(meeting, join):
    join("politik")
    gone = join("politik")
    seats.forget(gone)
    gone.refresh_from_db()
    assert (gone.pseudonym, gone.sector, gone.seat_hash, gone.personal_code) == ("", "", "", "")
    assert sectors_present(meeting.process)["Politik"] == 1
