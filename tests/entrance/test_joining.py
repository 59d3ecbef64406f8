"""Joining by phone: a code, a group, a seat; waiting pages, personal code, leaving for good."""

import pytest
from django.test import Client

from weitblick.faces.phone import cookie_name
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.workshop import actions
from weitblick.workshop.models import Participant
from weitblick.workshop.queries import state_token


@pytest.fixture
def browser(db) -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="de")


def test_from_the_code_to_the_seat(browser, meeting):
    assert browser.post("/", {"code": "abc 234"}).url == "/j/ABC234/"
    answer = browser.post("/j/ABC234/", {"sector": "politik", "region": "Eichsfeld"})
    assert answer.url == "/m/ABC234/"
    cookie = answer.cookies[cookie_name(meeting.process)]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    participant = Participant.objects.get()
    assert (participant.sector, participant.region) == ("politik", "Eichsfeld")
    assert participant.pseudonym in browser.get("/m/ABC234/").content.decode()


def test_a_wrong_code_is_explained(browser, meeting):
    answer = browser.post("/", {"code": "ZZZ999"})
    assert answer.status_code == 422
    assert "Diesen Code gibt es nicht." in answer.content.decode()


def test_without_a_group_nobody_is_seated(browser, meeting):
    assert browser.post("/j/ABC234/", {"sector": ""}).status_code == 422
    assert not Participant.objects.exists()


def test_scanning_again_leads_to_the_same_seat(browser, meeting):
    browser.post("/j/ABC234/", {"sector": "politik"})
    assert browser.get("/j/ABC234/").url == "/m/ABC234/"
    assert Participant.objects.count() == 1


def test_closed_doors_say_so(browser, meeting):
    actions.set_joinable(meeting, False)
    assert "Der Beitritt ist gerade geschlossen" in browser.get("/j/ABC234/").content.decode()
    assert browser.post("/j/ABC234/", {"sector": "politik"}).status_code == 422


def test_who_has_no_seat_is_led_to_the_door(browser, meeting, running):
    activity = running("factors", "cards")
    for url in ("/m/ABC234/", f"/m/ABC234/{activity.pk}/", "/m/ABC234/meine/"):
        assert browser.get(url).url == "/j/ABC234/"


def test_an_unknown_meeting_is_not_found(browser):
    assert browser.get("/j/NOPE22/").status_code == 404


def test_the_waiting_page_answers_nothing_new_until_something_opens(phone, join, meeting, running):
    client = phone(join())
    token = state_token(meeting)
    assert client.get("/m/ABC234/", {"state": token}).status_code == 204
    running("factors", "cards")
    assert client.get("/m/ABC234/", {"state": token}).status_code == 200


def test_a_phone_that_looks_at_a_closed_round_is_led_on(phone, join, running):
    client, first = phone(join()), running("factors", "cards")
    actions.close_activity(first)
    assert client.get(f"/m/ABC234/{first.pk}/", {"state": "old"}).status_code == 200
    running("factors", "cards")
    assert client.get(f"/m/ABC234/{first.pk}/", {"state": "old"}).url == "/m/ABC234/"
    assert client.get(f"/m/ABC234/{first.pk}/").status_code == 200


def test_a_planned_activity_is_not_shown_yet(phone, join, meeting):
    planned = actions.plan_activity(meeting, step="factors", kind="cards", title="Später")
    assert phone(join()).get(f"/m/ABC234/{planned.pk}/").status_code == 404


def test_the_personal_code_brings_the_seat_to_another_device(browser, phone, join, meeting):
    participant = join()
    answer = browser.post("/j/ABC234/platz/", {"personal_code": participant.personal_code})
    assert answer.url == "/m/ABC234/"
    assert browser.get("/m/ABC234/").status_code == 200
    assert phone(participant).get("/m/ABC234/").url == "/j/ABC234/"


def test_ones_own_cards_and_what_became_of_them(phone, join, meeting, running):
    participant, activity = join(), running("factors", "cards")
    voices.hand_in(activity, "Der Bus fährt nicht", Speaker(participant=participant))
    page = phone(participant).get("/m/ABC234/meine/").content.decode()
    assert "Der Bus fährt nicht" in page
    assert participant.personal_code in page
    assert "Noch nicht weiterverarbeitet." in page


def test_what_others_said_about_the_same_is_not_what_became_of_mine(phone, join, running):
    ada, ben, activity = join(), join("politik"), running("factors", "cards")
    mine = voices.hand_in(activity, "Der Bus fährt nicht", Speaker(participant=ada)).item
    factor = trace.merge([mine], "Wege ohne Auto", kind=Kind.FACTOR)
    voices.hand_in(activity, "Bei uns kommt er stündlich", Speaker(participant=ben), about=factor)
    page = phone(ada).get("/m/ABC234/meine/").content.decode()
    assert "Wege ohne Auto" in page and "stündlich" not in page


def test_erasing_blanks_words_and_person_and_ends_the_seat(phone, join, running):
    participant = join()
    card = voices.hand_in(running("factors", "cards"), "Geheim", Speaker(participant=participant))
    client = phone(participant)
    assert client.post("/m/ABC234/meine/loeschen/").status_code == 403
    assert "gelöscht" in client.post("/m/ABC234/meine/loeschen/", {"sure": "yes"}).content.decode()
    card.item.refresh_from_db()
    assert (card.item.text, card.item.state) == ("", "blanked")
    assert client.get("/m/ABC234/").url == "/j/ABC234/"
