"""What would break further in is refused with a page, before it is read or kept."""

import pytest
from django.db import DataError
from django.test import Client, RequestFactory

from weitblick.faces.inputs import MOST, MOST_OF_A_PHONE, CalmInput


@pytest.mark.parametrize(("address", "length", "status"), [
    ("/m/ABC234/", MOST_OF_A_PHONE + 1, 413), ("/", MOST + 1, 413), ("/", "9" * 30, 413),
    ("/", "²", 413), ("/", 0, 200),
])
def test_what_is_too_large_is_refused_unread(db, address, length, status):
    answer = Client(HTTP_ACCEPT_LANGUAGE="de").get(address, CONTENT_LENGTH=str(length))
    assert answer.status_code == status


@pytest.mark.parametrize("send", [
    lambda one: one.get("/%00/"), lambda one: one.get("/?a=%00"), lambda one: one.get("/?%00=a"),
    lambda one: one.post("/", {"code": "A\x00"}), lambda one: one.post("/", {"a": ["b", "\x00"]}),
])
def test_a_sign_no_database_keeps_is_refused(db, send):
    answer = send(Client(HTTP_ACCEPT_LANGUAGE="de"))
    assert answer.status_code == 400
    assert "ein Zeichen, das sich nicht speichern lässt" in answer.content.decode()


def test_what_the_database_finds_too_long_is_said_and_anything_else_is_not_hidden(db):
    calm, request = CalmInput(lambda _request: None), RequestFactory().post("/")
    answer = calm.process_exception(request, DataError("value too long"))
    assert (answer.status_code, "zu lang" in answer.content.decode()) == (400, True)
    assert calm.process_exception(request, ValueError("x")) is None
