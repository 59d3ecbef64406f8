"""Papers set beside the web threads: whoever asks waits a little, then is told to come back.

The same file is set once however many ask for it. A thread here only waits for a worker of
``exports.render``; it touches no database.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet

from weitblick.exports.render import WORKERS

QUEUED = 6
"""How many different files may be waiting or being set at the same time."""
RETRY = 5
"""Seconds after which somebody who was sent away may ask again."""


class BeingSet(Exception):
    """The file is not there yet; ``seconds`` says when to ask again."""

    def __init__(self, seconds: int = RETRY) -> None:
        super().__init__(f"ask again in {seconds} s")
        self.seconds = seconds


_pool = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="setting")
_lock = threading.Lock()
_running: dict[str, "Future[bytes]"] = {}


def wait_for(name: str, job: Callable[[], bytes], seconds: float) -> bytes:
    """What the job gives, if it is done in so many seconds; else BeingSet, and it goes on.

    ``name`` stands for what goes in: a second request for it waits for the same job. Errors of
    the job are raised here, for everybody who waited.
    """
    with _lock:
        future = _running.get(name)
        if future is None:
            if len(_running) >= QUEUED:
                raise BeingSet
            future = _running[name] = _pool.submit(job)
            future.add_done_callback(lambda _done: _forget(name))
    try:
        return future.result(timeout=seconds)
    except NotYet:
        raise BeingSet from None


def _forget(name: str) -> None:
    with _lock:
        _running.pop(name, None)
