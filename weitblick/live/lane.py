"""Pages for ASGI: Django's WSGI in a few lasting threads, with one change of threads each way.

A form of ordinary size is read whole before a thread is asked, and a page is handed back whole.
Files that are downloaded are sent piece by piece; large uploads are streamed by a2wsgi.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi import build_environ

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[..., Any]
SMALL_FORM, SMALL_PAGE = 256 * 1024, 1024 * 1024


@dataclass
class Answer:
    """A page: its head, and either all of it or the pieces that are still to be fetched."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""
    pieces: Iterator[bytes] | None = None
    end: Callable[[], None] | None = None


class Lane:
    """An ASGI application that carries pages out in ``threads`` threads of its own."""

    def __init__(self, pages: Application, threads: int) -> None:
        self._pages = pages
        self._streamed = WSGIMiddleware(pages, workers=threads)
        self._pool = self._streamed.executor

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or _length(scope) > SMALL_FORM:
            await self._streamed(scope, receive, send)  # type: ignore[arg-type]  # own types
            return
        form = await _whole(receive)
        if form is None:
            return
        loop = asyncio.get_running_loop()
        context = copy_context()  # language and clock of a request end with it
        answer = await loop.run_in_executor(self._pool, context.run, self._carry_out, scope, form)
        await send({"type": "http.response.start", "status": answer.status,
                    "headers": answer.headers})
        if answer.pieces is not None:
            await _send_pieces(answer, answer.pieces, send, self._pool)
        await send({"type": "http.response.body", "body": answer.body})

    def _carry_out(self, scope: Message, form: bytes) -> Answer:
        """In a thread: ask the application; a small page is read at once."""
        head: list[tuple[int, list[tuple[bytes, bytes]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            head.append((int(status[:3]), [
                # Django's cookies begin with a space, which not every server sends on.
                (name.lower().encode("latin1"), value.strip().encode("latin1"))
                for name, value in headers
            ]))

        environ = build_environ(scope, io.BytesIO(form))  # type: ignore[arg-type]  # own types
        result = self._pages(environ, start_response)
        status, headers = head[-1]
        end = getattr(result, "close", None)
        size = next((value for name, value in headers if name == b"content-length"), b"")
        if not size.isdigit() or int(size) > SMALL_PAGE:
            return Answer(status, headers, pieces=iter(result), end=end)
        try:
            return Answer(status, headers, b"".join(result))
        finally:
            if end:
                end()


async def _send_pieces(
    answer: Answer, pieces: Iterator[bytes], send: Send, pool: ThreadPoolExecutor
) -> None:
    """Fetch the next piece when the last one is on its way; end even if nobody listens any more."""
    loop = asyncio.get_running_loop()
    try:
        while (piece := await loop.run_in_executor(pool, _next, pieces)) is not None:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    finally:
        if answer.end:
            await loop.run_in_executor(pool, answer.end)


def _next(pieces: Iterator[bytes]) -> bytes | None:
    return next(pieces, None)


def _length(scope: Message) -> float:
    """Bytes that are to come, as announced; endless where nobody says."""
    headers = dict(scope["headers"])
    said = headers.get(b"content-length", b"0")
    if b"transfer-encoding" in headers or not said.isdigit() or len(said) > 15:
        return float("inf")
    return int(said)


async def _whole(receive: Receive) -> bytes | None:
    """What was sent; None where the sender is gone before the end."""
    pieces = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(pieces)
