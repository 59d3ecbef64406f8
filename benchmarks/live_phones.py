"""Phones and boards of the live measurement: what a real page does, without drawing it."""

import asyncio
import contextlib
import random
import re
import time
import uuid
from dataclasses import dataclass, field

from benchmarks.live_server import Server
from benchmarks.live_wire import Broken, Wire

HTMX = {"HX-Request": "true", "HX-Target": "task"}
CARD = re.compile(r"Karte ([0-9a-f]{32})")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
POLL_SECONDS = 5.0
GRACE = 20.0
BETWEEN_LINES = 0.05  # the cards of one rendering come in many lines


@dataclass
class Seen:
    """What the phones and boards saw."""

    answers: list[float] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    errors: int = 0
    sent_at: dict[str, float] = field(default_factory=dict)
    lags: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    rss: int = 0
    cpu: float = 0.0
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
        self.path, self.url = play.stage["phone"], server.address + play.stage["phone"]
        self.random = random.Random(number)
        self.token = ""

    async def live(self) -> None:
        """From joining to the end."""
        play, wire = self.play, self.wire()
        self.token = await self._look(wire)
        aside = asyncio.create_task(self._poll(wire) if play.polls else self._listen(wire))
        play.seen.here += 1
        await play.begins.wait()
        await asyncio.sleep(play.every * self.random.random())
        while play.is_on:
            began = time.monotonic()
            await self._contribute(wire)
            await asyncio.sleep(max(0.0, play.every - (time.monotonic() - began)))
        aside.cancel()
        await asyncio.gather(aside, return_exceptions=True)
        wire.close()

    def wire(self) -> Wire:
        """A connection of this phone, or of a second tab."""
        secret = self.play.stage["secrets"][self.number]
        return Wire(self.server.port, {self.play.stage["cookie"]: secret})

    async def _look(self, wire: Wire) -> str:
        while True:
            with contextlib.suppress(Broken):  # the server is not up again yet; asked once more
                if found := TOKEN.search((await wire.get(self.path))[1]):
                    return found.group(1)
            await asyncio.sleep(0.3)

    async def _listen(self, wire: Wire) -> None:
        """The stream every page keeps open."""
        while True:
            try:
                async for _line in wire.lines(self.play.stage["live_phone"]):
                    pass
            except Broken:
                await asyncio.sleep(1)

    async def _poll(self, wire: Wire) -> None:
        """Another connection asks every five seconds, as browsers keep several."""
        own = Wire(wire.port, wire.cookies)
        await asyncio.sleep(POLL_SECONDS * self.random.random())
        while True:
            with contextlib.suppress(Broken):  # asked again in five seconds
                await own.get(self.path)
            await asyncio.sleep(POLL_SECONDS)

    async def _contribute(self, wire: Wire) -> None:
        """One card; in a rough play from two tabs at once, or cut off while it is on its way."""
        key = uuid.uuid4().hex
        chance = self.random.random() if self.play.rough else 1.0
        if chance < 0.2:
            tab = Wire(wire.port, wire.cookies)
            await asyncio.gather(self._deliver(wire, key), self._deliver(tab, key))
            tab.close()
        elif chance < 0.3:
            cut = asyncio.create_task(self._deliver(wire, key))
            await asyncio.sleep(0.05 * self.random.random())
            cut.cancel()
            await asyncio.gather(cut, return_exceptions=True)
            await self._deliver(wire, key)
        else:
            await self._deliver(wire, key)

    async def _deliver(self, wire: Wire, key: str) -> None:
        seen, text = self.play.seen, f"Karte {key} von Telefon {self.number}"
        data = {"csrfmiddlewaretoken": self.token, "once": key, "text": text, "topic": ""}
        headers = {"Referer": self.url} if self.play.polls else HTMX | {"Referer": self.url}
        seen.sent_at.setdefault(key, time.monotonic())
        while time.monotonic() < self.play.end + GRACE:
            began = time.monotonic()
            try:
                status, _page = await wire.post(self.path, data, headers)
                if status == 200:
                    seen.answers.append(time.monotonic() - began)
                    seen.acknowledged[key] = text
                    return
                seen.errors += 1
            except Broken:
                pass  # the connection broke: the same card again, with the same key
            await asyncio.sleep(0.3)


@dataclass
class Shown:
    """What one board has shown, and when it last showed something new."""

    keys: set[str] = field(default_factory=set)
    at: float = 0.0


async def board(play: Play, server: Server) -> None:
    """One board: how long after sending a card is on it, and how long it shows the same."""
    shown, wire = Shown(), Wire(server.port, {})
    while True:
        try:
            if play.polls:
                _look_at((await wire.get(play.stage["board"]))[1], play.seen, shown)
                await asyncio.sleep(POLL_SECONDS)
                continue
            async for line in wire.lines(play.stage["live"]):
                _look_at(line, play.seen, shown)
        except Broken:
            await asyncio.sleep(0.3)


def _look_at(text: str, seen: Seen, shown: Shown) -> None:
    """A board shows the newest cards only: what it missed between two looks has no lag."""
    now = time.monotonic()
    new = set(CARD.findall(text)) - shown.keys
    seen.lags += [now - seen.sent_at[key] for key in new if key in seen.sent_at]
    if new and now - shown.at > BETWEEN_LINES:
        if shown.at:
            seen.gaps.append(now - shown.at)
        shown.at = now
    shown.keys |= new
