"""Papers set beside the web threads: whoever asks waits a little, then is told how far it is.

The same file is set once however many ask for it. A thread here only waits for a worker of
``exports.render``; it touches no database.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet

from weitblick.exports.render import WORKERS, RenderError

QUEUED = 6
"""How many different files may be waiting or being set at the same time."""
RETRY = 5
"""Seconds after which somebody who was sent away may ask again."""
STOPPED = 60
"""Seconds in which a file that was stopped is not begun again: other pages ask by themselves."""


class Setting:
    """How far a file is, told by its worker; whoever may can say that nobody wants it any more.

    ``done`` of ``total`` pieces are drawn; 0 of 0 while it waits for a worker. ``is_last``: the
    pieces are there and the pages are being set, which nobody can count.
    """

    def __init__(self) -> None:
        self.done = self.total = 0
        self.is_last = False
        self._unwanted = threading.Event()

    def told(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def is_unwanted(self) -> bool:
        return self._unwanted.is_set()

    def stop(self) -> None:
        self._unwanted.set()


class BeingSet(Exception):
    """The file is not there yet; ``seconds`` says when to ask again. Without a ``setting`` it has
    not even been begun: too many others are under way."""

    def __init__(
        self, seconds: int = RETRY, name: str = "", setting: Setting | None = None
    ) -> None:
        super().__init__(f"ask again in {seconds} s")
        self.seconds, self.name, self.setting = seconds, name, setting


_pool = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="setting")
_lock = threading.Lock()
_running: dict[str, "tuple[Future[bytes], Setting]"] = {}
_stopped: dict[str, float] = {}


def wait_for(
    name: str, job: Callable[[], bytes], seconds: float, setting: Setting | None = None
) -> bytes:
    """What the job gives, if it is done in so many seconds; else BeingSet, and it goes on.

    ``name`` stands for what goes in: a second request for it waits for the same job. Errors of
    the job are raised here, for everybody who waited. The job tells ``setting`` how far it is.
    What was stopped within the last minute is not begun: RenderError "stopped".
    """
    is_new = False
    with _lock:
        _check_is_wanted(name)
        under_way = _running.get(name)
        if under_way is None:
            if len(_running) >= QUEUED:
                raise BeingSet
            under_way = _running[name] = (_pool.submit(job), setting or Setting())
            is_new = True
    future, told = under_way
    if is_new:  # not under the lock: a job that is done already is forgotten here and now
        future.add_done_callback(lambda _done: _forget(name))
    try:
        return future.result(timeout=seconds)
    except NotYet:
        raise BeingSet(name=name, setting=told) from None
    except CancelledError:
        raise RenderError("stopped", "nobody wanted it any more") from None


def under_way(name: str) -> Setting | None:
    """How far a file is; None when it is not being set (any more)."""
    with _lock:
        found = _running.get(name)
    return found[1] if found else None


def stop(name: str) -> None:
    """Set a file no further; who waits for it, or asks again within a minute, is told."""
    with _lock:
        found = _running.get(name)
        if found is not None:
            _stopped[name] = time.monotonic()
    if found is not None:
        found[1].stop()
        found[0].cancel()


def _check_is_wanted(name: str) -> None:
    """Raise RenderError where the file was stopped just now; older stops are forgotten."""
    now = time.monotonic()
    for old in [one for one, at in _stopped.items() if now - at >= STOPPED]:
        del _stopped[old]
    if name in _stopped:
        raise RenderError("stopped", "nobody wanted it any more")


def _forget(name: str) -> None:
    with _lock:
        _running.pop(name, None)
