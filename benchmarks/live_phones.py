"""Phones and boards of the live measurement: what a real page does, without drawing it."""

import asyncio
import contextlib
import random
import re
import ssl
import time
import uuid
from dataclasses import dataclass, field

import httpx

from benchmarks.live_server import Server

PLAIN = ssl.create_default_context()  # one for all: making one for each phone takes seconds
HTMX = {"HX-Request": "true", "HX-Target": "task"}
CARD = re.compile(r"Karte ([0-9a-f]{32})")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
POLL_SECONDS = 5.0
GRACE = 20.0


@dataclass
class Seen:
    """What the phones and boards saw."""

    answers: list[float] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    errors: int = 0
    sent_at: dict[str, float] = field(default_factory=dict)
    lags: list[float] = field(default_factory=list)
    rss: int = 0
    here: int = 0


@dataclass
class Play:
    """One measurement: who plays where and how. ``polls``: ask every five seconds, no stream."""

    stage: dict
    every: float
    polls: bool
    rough: bool
    seen: Seen = field(default_factory=Seen)
    begins: asyncio.Event = field(default_factory=asyncio.Event)
    end: float = float("inf")

    @property
    def is_on(self) -> bool:
        return time.monotonic() < self.end


class Phone:
    """One browser: it looks, listens, and sends a card every few seconds until acknowledged."""

    def __init__(self, play: Play, server: Server, number: int) -> None:
        self.play, self.server, self.number = play, server, number
        self.url = server.address + play.stage["phone"]
        self.random = random.Random(number)
        self.token = ""

    async def live(self) -> None:
        """From joining to the end."""
        play = self.play
        cookies = {play.stage["cookie"]: play.stage["secrets"][self.number]}
        async with httpx.AsyncClient(
            cookies=cookies, follow_redirects=True, timeout=10, verify=PLAIN
        ) as client:
            self.token = await self._look(client)
            aside = asyncio.create_task(self._poll(client) if play.polls else self._listen(client))
            play.seen.here += 1
            await play.begins.wait()
            await asyncio.sleep(play.every * self.random.random())
            while play.is_on:
                began = time.monotonic()
                await self._contribute(client)
                await asyncio.sleep(max(0.0, play.every - (time.monotonic() - began)))
            aside.cancel()
            await asyncio.gather(aside, return_exceptions=True)

    async def _look(self, client: httpx.AsyncClient) -> str:
        while True:
            try:
                if found := TOKEN.search((await client.get(self.url)).text):
                    return found.group(1)
            except httpx.HTTPError:
                pass  # the server is not up again yet; asked once more
            await asyncio.sleep(0.3)

    async def _listen(self, client: httpx.AsyncClient) -> None:
        """The stream every page keeps open."""
        address = self.server.address + self.play.stage["live_phone"]
        while True:
            try:
                async with client.stream("GET", address, timeout=None) as stream:
                    async for _line in stream.aiter_lines():
                        pass
            except httpx.HTTPError:
                await asyncio.sleep(1)

    async def _poll(self, client: httpx.AsyncClient) -> None:
        await asyncio.sleep(POLL_SECONDS * self.random.random())
        while True:
            with contextlib.suppress(httpx.HTTPError):  # asked again in five seconds
                await client.get(self.url)
            await asyncio.sleep(POLL_SECONDS)

    async def _contribute(self, client: httpx.AsyncClient) -> None:
        """One card; in a rough play tapped twice or cut off while it is on its way."""
        key = uuid.uuid4().hex
        chance = self.random.random() if self.play.rough else 1.0
        if chance < 0.2:
            await asyncio.gather(self._deliver(client, key), self._deliver(client, key))
        elif chance < 0.3:
            cut = asyncio.create_task(self._deliver(client, key))
            await asyncio.sleep(0.05 * self.random.random())
            cut.cancel()
            await asyncio.gather(cut, return_exceptions=True)
            await self._deliver(client, key)
        else:
            await self._deliver(client, key)

    async def _deliver(self, client: httpx.AsyncClient, key: str) -> None:
        seen, text = self.play.seen, f"Karte {key} von Telefon {self.number}"
        data = {"csrfmiddlewaretoken": self.token, "once": key, "text": text, "topic": ""}
        headers = {"Referer": self.url} if self.play.polls else HTMX | {"Referer": self.url}
        seen.sent_at.setdefault(key, time.monotonic())
        while time.monotonic() < self.play.end + GRACE:
            began = time.monotonic()
            try:
                answer = await client.post(self.url, data=data, headers=headers)
                if answer.status_code == 200:
                    seen.answers.append(time.monotonic() - began)
                    seen.acknowledged[key] = text
                    return
                seen.errors += 1
            except httpx.HTTPError:
                pass  # the connection broke: the same card again, with the same key
            await asyncio.sleep(0.3)


async def board(play: Play, server: Server) -> None:
    """One board: how long after sending a card is on it."""
    shown: set[str] = set()
    async with httpx.AsyncClient(timeout=None, verify=PLAIN) as client:
        while True:
            try:
                if play.polls:
                    page = await client.get(server.address + play.stage["board"], timeout=10)
                    _look_at(page.text, play.seen, shown)
                    await asyncio.sleep(POLL_SECONDS)
                    continue
                async with client.stream("GET", server.address + play.stage["live"]) as stream:
                    async for line in stream.aiter_lines():
                        _look_at(line, play.seen, shown)
            except httpx.HTTPError:
                await asyncio.sleep(0.3)


def _look_at(text: str, seen: Seen, shown: set[str]) -> None:
    now = time.monotonic()
    for key in set(CARD.findall(text)) - shown:
        shown.add(key)
        if key in seen.sent_at:
            seen.lags.append(now - seen.sent_at[key])
