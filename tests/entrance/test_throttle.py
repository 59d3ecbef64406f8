"""Guessing passwords, join and personal codes is slowed down, and nobody else waits for it."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from weitblick.entrance import throttle
from weitblick.workshop import clock

WAIT = "Zu viele Fehlversuche."


@pytest.fixture
def account(db):
    return get_user_model().objects.create_user("moderation", password="eine-lange-losung")


@pytest.fixture
def browser(db) -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="de")


def sign_in(client: Client, password: str, name: str = "moderation", **extra: str):
    return client.post("/konto/anmelden/", {"username": name, "password": password}, **extra)


def fail(client: Client, times: int, **kwargs: str) -> None:
    for _time in range(times):
        assert sign_in(client, "geraten", **kwargs).status_code == 200


def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait(browser, account):
    fail(browser, 10)
    answer = sign_in(browser, "eine-lange-losung")
    assert answer.status_code == 429
    assert WAIT in answer.content.decode()
    assert "_auth_user_id" not in browser.session


def test_the_wait_ends(browser, account):
    fail(browser, 10)
    with clock.at(timezone.now() + dt.timedelta(minutes=16)):
        assert sign_in(browser, "eine-lange-losung").status_code == 302


def test_nobody_is_locked_out_by_somebody_elsewhere(browser, account):
    fail(browser, 10, REMOTE_ADDR="10.0.0.66")
    assert sign_in(browser, "eine-lange-losung", REMOTE_ADDR="10.0.0.7").status_code == 302


def test_getting_in_forgets_earlier_failures(browser, account):
    fail(browser, 9)
    assert sign_in(browser, "eine-lange-losung").status_code == 302
    browser.logout()
    fail(browser, 9)
    assert sign_in(browser, "eine-lange-losung").status_code == 302


def test_many_names_from_one_address_wait_too(browser, account):
    for number in range(60):
        fail(browser, 1, name=f"name{number}")
    assert sign_in(browser, "eine-lange-losung").status_code == 429


def test_join_codes_cannot_be_guessed_by_the_hundred(browser, meeting):
    for _time in range(50):
        assert browser.post("/", {"code": "ZZZ999"}).status_code == 422
        assert browser.get("/j/ZZZ998/").status_code == 404
    assert browser.get("/j/ABC234/").status_code == 429
    answer = browser.post("/", {"code": "ABC234"})
    assert (answer.status_code, WAIT in answer.content.decode()) == (429, True)


def test_who_is_seated_goes_on_while_others_guess(browser, phone, join, meeting):
    seated = phone(join())
    for _time in range(100):
        throttle.failed(throttle.CODE, "127.0.0.1")
    assert browser.get("/j/ABC234/").status_code == 429
    assert seated.get("/m/ABC234/").status_code == 200


def test_personal_codes_cannot_be_guessed(browser, join, meeting):
    ada = join()
    for _time in range(30):
        wrong = browser.post("/j/ABC234/platz/", {"personal_code": "22222222"})
        assert wrong.status_code == 422
    right = browser.post("/j/ABC234/platz/", {"personal_code": ada.personal_code})
    assert right.status_code == 429


def test_the_counters_do_not_grow_without_end(db):
    for number in range(throttle.MOST_KEYS + 5):
        throttle.failed(throttle.CODE, number)
    assert len(throttle._failures) == throttle.MOST_KEYS


DOORS = ("/j/{}/platz/", "/m/{}/", "/m/{}/meine/", "/t/{}/1/0/")


@pytest.mark.parametrize("door", DOORS)
def test_codes_cannot_be_guessed_at_another_door(browser, phone, join, meeting, door):
    assert browser.get(door.format("ABC234")).status_code in (200, 302)
    for _time in range(100):
        assert browser.get(door.format("ZZZZZZ")).status_code == 404
    assert browser.get(door.format("ABC234")).status_code == 404
    assert browser.get("/j/ABC234/").status_code == 429
    assert phone(join()).get("/m/ABC234/").status_code == 200
