"""Who is at a meeting: a seat is known in the whole process, but at a meeting is only who came in
by its door and has not left. Nobody else is counted, hears, or contributes there; everybody is
recognised, and keeps what is theirs."""

import pytest

from weitblick.entrance.gate import gate
from weitblick.faces.phone import cookie_name
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Card
from weitblick.workshop import actions, seating
from weitblick.workshop.models import Meeting
from weitblick.workshop.queries import present


@pytest.fixture
def second(process) -> Meeting:
    """The forum after the workshop, with a round of cards that is open."""
    made = actions.create_meeting(process, "Forum", code="FRM234")
    activity = actions.plan_activity(made, step="factors", kind="cards", title="Was fehlt?")
    actions.open_activity(activity)
    return made


def _round(meeting: Meeting) -> str:
    return f"/m/{meeting.code}/{meeting.activities.get().pk}/"


def _listens(meeting: Meeting, participant) -> bool:
    cookies = {cookie_name(meeting.process): participant.secret}
    return gate(f"phone/{meeting.code}", cookies) is not None


def test_who_was_at_the_first_meeting_is_greeted_and_not_counted_before_coming_in(
    phone, join, meeting, second
) -> None:
    ada = join()
    client = phone(ada)
    page = client.get("/j/FRM234/").content.decode()
    assert f"Schön, dass Sie wieder da sind, {ada.pseudonym}." in page
    assert (len(present(meeting)), len(present(second))) == (1, 0)
    assert client.post("/j/FRM234/").url == "/m/FRM234/"
    assert [one.participant for one in present(second)] == [ada]
    assert second.process.participants.count() == 1
    assert client.get("/j/FRM234/").url == "/m/FRM234/"


def test_who_did_not_come_in_sees_nothing_hears_nothing_and_says_nothing(
    phone, join, second
) -> None:
    ada = join()
    client = phone(ada)
    assert client.get("/m/FRM234/").url == "/j/FRM234/"
    assert client.get(_round(second)).url == "/j/FRM234/"
    sent = client.post(_round(second), {"text": "Von zu Hause", "once": "a" * 32})
    assert sent.url == "/j/FRM234/"
    assert not Card.objects.exists()
    assert not _listens(second, ada)
    client.post("/j/FRM234/")
    client.post(_round(second), {"text": "Im Saal", "once": "b" * 32})
    assert [card.item.text for card in Card.objects.all()] == ["Im Saal"]
    assert _listens(second, ada)


def test_closed_doors_stay_closed_for_who_knows_the_code(phone, join, second) -> None:
    actions.set_joinable(second, False)
    client = phone(join())
    assert "Der Beitritt ist gerade geschlossen" in client.get("/j/FRM234/").content.decode()
    assert client.post("/j/FRM234/").status_code == 422
    assert present(second) == []


def test_who_is_there_stays_when_the_doors_close(phone, join, meeting, running) -> None:
    client, activity = phone(join()), running("factors", "cards")
    actions.set_joinable(meeting, False)
    assert client.get(f"/m/ABC234/{activity.pk}/").status_code == 200


def test_who_left_is_not_back_by_a_page_that_renews_itself(phone, join, meeting) -> None:
    ada = join()
    client = phone(ada)
    seating.take_out(meeting.attendances.get())
    assert client.get("/m/ABC234/", {"state": "old"}).url == "/j/ABC234/"
    renewed = client.get("/m/ABC234/", {"state": "old"}, HTTP_HX_REQUEST="true")
    assert (renewed.status_code, renewed.headers["HX-Redirect"]) == (204, "/j/ABC234/")
    assert client.get("/j/ABC234/").status_code == 200
    assert present(meeting) == []
    assert not _listens(meeting, ada)
    client.post("/j/ABC234/")
    assert [one.participant for one in present(meeting)] == [ada]
    assert meeting.attendances.count() == 1


def test_what_is_ones_own_is_found_and_erased_from_any_meeting(
    phone, join, running, second
) -> None:
    ada = join()
    voices.hand_in(running("factors", "cards"), "Der Bus fährt nicht", Speaker(participant=ada))
    client = phone(ada)
    assert "Der Bus fährt nicht" in client.get("/m/FRM234/meine/").content.decode()
    assert client.post("/m/FRM234/meine/loeschen/", {"sure": "yes"}).status_code == 200
    assert Card.objects.get().item.text == ""


def test_the_personal_code_brings_somebody_in_where_the_doors_are_open(
    client, join, second
) -> None:
    ada = join()
    answer = client.post("/j/FRM234/platz/", {"personal_code": ada.personal_code})
    assert answer.url == "/m/FRM234/"
    assert [one.participant for one in present(second)] == [ada]
