"""Photos and recordings over the wire: handing in with a story, and who may see them."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.voices.photos import from_a_phone, upload
from weitblick.voices import actions as voices
from weitblick.voices import attachments
from weitblick.voices.actions import Speaker
from weitblick.workshop import actions


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def author(join):
    return join()


@pytest.fixture
def photo(running, author):
    card = voices.hand_in(running("scenarios", "story"), "Ein Tag", Speaker(author))
    return attachments.attach(card, photos=[upload(from_a_phone())])[0]


def status(client: Client, photo) -> int:
    return client.get(f"/datei/{photo.pk}/").status_code


def test_only_the_desk_and_the_author_see_a_photo(photo, desk, phone, author, join, process):
    stranger = Client()
    stranger.force_login(get_user_model().objects.create_user("fremd", password="ein-langes-wort"))
    assert status(desk, photo) == status(phone(author), photo) == 200
    assert [status(one, photo) for one in (phone(join()), stranger, Client())] == [404] * 3


def test_the_public_sees_what_was_released_in_a_public_process(photo, desk, process):
    url = f"/desk/werkstatt/datei/{photo.pk}/"
    desk.post(url, {"do": "release"})
    assert status(Client(), photo) == 404
    actions.set_public(process, True)
    assert status(Client(), photo) == 200
    desk.post(url, {"do": "withdraw"})
    assert status(Client(), photo) == 404


def test_a_file_is_served_as_what_it_is_and_can_do_nothing(photo, desk):
    answer = desk.get(f"/datei/{photo.pk}/")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"


def test_removing_needs_the_facilitator(photo, desk, phone, author):
    url = f"/desk/werkstatt/datei/{photo.pk}/"
    assert phone(author).post(url, {"do": "remove"}).status_code == 302
    assert status(desk, photo) == 200
    assert "gibt es nicht" in desk.post(url, {"do": "quatsch"}, follow=True).content.decode()
    desk.post(url, {"do": "remove"})
    assert status(desk, photo) == 404


def test_what_its_author_took_back_is_public_no_longer(photo, desk, process, author):
    desk.post(f"/desk/werkstatt/datei/{photo.pk}/", {"do": "release"})
    actions.set_public(process, True)
    voices.take_back(photo.card, author)
    assert status(Client(), photo) == 404
    assert status(desk, photo) == 200
