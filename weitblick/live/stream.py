"""Server-sent events: one Starlette endpoint beside Django, without a database connection.

The gate checks access first (in a thread, its own short connection); then the stream runs on the
hub alone. See docs/decisions for why it is not a Django view.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from weitblick.live.hub import Hub

KEEP_ALIVE = 15.0
PADDING = ":" + " " * 2048 + "\n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True)
class Source:
    """One channel a listener hears: the event's name, and what is sent (None: the version)."""

    channel: str
    event: str
    render: Callable[[], str] | None = None


Gate = Callable[[str, dict[str, str]], Sequence[Source] | None]


def endpoint(hub: Hub, gate: Gate) -> Callable[[Request], object]:
    """The ASGI endpoint. ``gate(path, cookies)`` answers None where nobody may listen."""

    async def stream(request: Request) -> Response:
        path = request.path_params["path"]
        sources = await asyncio.to_thread(gate, path, dict(request.cookies))
        if sources is None:
            return PlainTextResponse("not found", status_code=404)
        return StreamingResponse(
            events(hub, sources), media_type="text/event-stream", headers=HEADERS
        )

    return stream


async def events(hub: Hub, sources: Sequence[Source]) -> AsyncIterator[str]:
    """The text of the stream: padding, then an event for each new state, and keep-alives."""
    yield f"retry: 2000\n{PADDING}"
    listening = {source: hub.changes(source.channel) for source in sources}
    pending: dict[asyncio.Future[int], Source] = {
        asyncio.ensure_future(anext(listening[source])): source for source in sources
    }
    sent: dict[Source, int] = {}
    try:
        while True:
            done, _ = await asyncio.wait(
                pending, timeout=KEEP_ALIVE, return_when=asyncio.FIRST_COMPLETED
            )
            if not done:
                yield ": still here\n\n"
            for one in done:
                source = pending.pop(one)
                version = max(one.result(), hub.version(source.channel))  # it slept a while
                if sent.get(source) != version:
                    sent[source] = version
                    yield await _event(hub, source, version)
                pending[asyncio.ensure_future(anext(listening[source]))] = source
            await asyncio.sleep(hub.window)
    finally:
        await _end(pending, listening)


async def _end(
    pending: dict[asyncio.Future[int], Source], listening: dict[Source, AsyncGenerator[int, None]]
) -> None:
    for one in pending:
        one.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    for changes in listening.values():
        await changes.aclose()


async def _event(hub: Hub, source: Source, version: int) -> str:
    if source.render is None:
        return _frame(source.event, version, str(version))
    text = await hub.rendering(source.channel, version, source.render)
    return _frame(source.event, version, text)


def _frame(event: str, version: int, data: str) -> str:
    lines = "\n".join(f"data: {line}" for line in data.splitlines() or [""])
    return f"event: {event}\nid: {version}\n{lines}\n\n"
