"""The hub: tell a channel that its state changed; listeners wake, coalesced, and see the newest.

A channel has a version that only grows. A listener never gets differences, only "state N": what
it missed while asleep does not matter. What a channel shows is rendered once for each version,
however many listen.
"""

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

Outlet = Callable[[str], None]


@dataclass
class Channel:
    """One channel: its version, who waits for the next one, and the newest rendering."""

    version: int = 0
    waiting: set[asyncio.Event] = field(default_factory=set)
    rendered: tuple[int, str] = (-1, "")
    rendering: asyncio.Lock = field(default_factory=asyncio.Lock)
    rendered_at: float = float("-inf")
    is_told: bool = False


class Hub:
    """Carries "something changed" from any thread to every listener of this process.

    ``window``: a listener is woken at most once in so many seconds; the first change after a
    quiet time reaches it at once.
    """

    def __init__(self, window: float = 0.4) -> None:
        self.window = window
        self.outlets: list[Outlet] = []
        self._channels: defaultdict[str, Channel] = defaultdict(Channel)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say which event loop the listeners live in."""
        self._loop = loop

    def unbind(self) -> None:
        """The loop ends; telling goes on to count versions."""
        self._loop = None

    def version(self, name: str) -> int:
        """The version of a channel now."""
        return self._channels[name].version

    def listeners(self, name: str) -> int:
        """How many wait on a channel."""
        return len(self._channels[name].waiting)

    def tell(self, name: str) -> None:
        """From any thread: this channel's state changed. Other processes hear it too."""
        for outlet in self.outlets:
            outlet(name)
        self.tell_here(name)

    def tell_here(self, name: str) -> None:
        """Wake the listeners of this process only."""
        with self._lock:
            channel = self._channels[name]
            channel.version += 1
            if channel.is_told or self._loop is None or self._loop.is_closed():
                return
            channel.is_told = True
        self._loop.call_soon_threadsafe(self._wake, name)

    async def changes(self, name: str) -> AsyncGenerator[int, None]:
        """The versions of a channel as they come, beginning with the present one."""
        channel = self._channels[name]
        woken = asyncio.Event()
        channel.waiting.add(woken)
        try:
            while True:
                woken.clear()
                yield channel.version
                await woken.wait()
                await asyncio.sleep(0)
        finally:
            channel.waiting.discard(woken)

    async def rendering(self, name: str, version: int, render: Callable[[], str]) -> str:
        """What a channel shows at this version or a newer one; rendered once, in a thread.

        Listeners wake out of step with each other: they share one rendering in each window.
        """
        channel = self._channels[name]
        async with channel.rendering:
            if channel.rendered[0] < version:
                await asyncio.sleep(channel.rendered_at + self.window - time.monotonic())
            if channel.rendered[0] < version:
                now = channel.version
                text = await asyncio.to_thread(render)
                channel.rendered, channel.rendered_at = (now, text), time.monotonic()
        return channel.rendered[1]

    def _wake(self, name: str) -> None:
        channel = self._channels[name]
        channel.is_told = False
        for woken in channel.waiting:
            woken.set()


hub = Hub()
