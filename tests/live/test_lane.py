"""Pages in threads of their own: forms and pages arrive whole, long files piece by piece, the
language of one request ends with it, and who is gone before the end is not answered."""

import asyncio
import threading
from contextvars import ContextVar

from weitblick.live.lane import SMALL_FORM, SMALL_PAGE, Lane

spoken = ContextVar("spoken", default="nothing")


def ask(pages, *, body=b"", headers=(), messages=None, method="POST"):
    """What the lane sends for one request: status, headers, pieces of the body."""
    scope = {
        "type": "http", "method": method, "path": "/m/ABC234/", "query_string": b"a=1",
        "http_version": "1.1", "headers": [(b"content-length", b"%d" % len(body)), *headers],
        "client": ("10.0.0.7", 50000),
    }
    coming = messages or [{"type": "http.request", "body": body, "more_body": False}]
    sent = []

    async def work():
        async def receive():
            return coming.pop(0)

        async def send(message):
            sent.append(message)

        await Lane(pages, 2)(scope, receive, send)

    asyncio.run(asyncio.wait_for(work(), timeout=10))
    return sent


def echo(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("201 Created", [("Content-Length", str(len(body))), ("X-From", " there")])
    return [body]


def test_a_form_goes_in_whole_and_a_page_comes_back_whole():
    sent = ask(echo, body=b"text=Karte")
    assert sent == [
        {"type": "http.response.start", "status": 201,
         "headers": [(b"content-length", b"10"), (b"x-from", b"there")]},
        {"type": "http.response.body", "body": b"text=Karte"},
    ]


def test_a_form_that_comes_in_pieces_is_put_together():
    pieces = [{"type": "http.request", "body": b"text=", "more_body": True},
              {"type": "http.request", "body": b"Karte", "more_body": False}]
    assert ask(echo, body=b"text=Karte", messages=pieces)[1]["body"] == b"text=Karte"


def test_who_is_gone_before_the_end_starts_nothing():
    asked = []
    gone = [{"type": "http.request", "body": b"te", "more_body": True},
            {"type": "http.disconnect"}]
    sent = ask(lambda environ, start: asked.append(environ), body=b"text", messages=gone)
    assert (sent, asked) == ([], [])


def test_a_large_upload_is_streamed():
    body = b"x" * (SMALL_FORM + 1)
    sent = ask(echo, body=body)
    assert b"".join(one["body"] for one in sent[1:]) == body


def test_a_long_file_is_sent_piece_by_piece_and_closed():
    class File:
        closed = False

        def __iter__(self):
            yield from (b"one", b"", b"two")

        def close(self):
            File.closed = True

    def pages(environ, start_response):
        start_response("200 OK", [("Content-Length", str(SMALL_PAGE + 1))])
        return File()

    sent = ask(pages)
    assert [one["body"] for one in sent[1:]] == [b"one", b"", b"two", b""]
    assert File.closed is True


def test_a_page_without_a_length_is_sent_as_it_comes():
    def pages(environ, start_response):
        start_response("200 OK", [])
        return iter([b"a", b"b"])

    assert [one["body"] for one in ask(pages)[1:]] == [b"a", b"b", b""]


def test_requests_run_in_threads_and_leave_no_language_behind():
    heard = []

    def pages(environ, start_response):
        heard.append((spoken.get(), threading.current_thread() is threading.main_thread()))
        spoken.set("german")
        start_response("204 No Content", [("Content-Length", "0")])
        return []

    async def twice():
        lane = Lane(pages, 1)
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"",
                 "http_version": "1.1", "headers": []}

        async def receive():
            return {"type": "http.request", "body": b""}

        async def send(_message):
            return None

        await lane(scope, receive, send)
        await lane(scope, receive, send)

    asyncio.run(twice())
    assert heard == [("nothing", False), ("nothing", False)]
