"""Writers in a process of their own: spawned, kept, and ended when they take too much.

Typst and the chart engine start threads that a forked child does not have, so they hang there;
and what they typeset was typed by anybody. Workers are started by spawning; each runs one job at
a time under a limit of time and memory, and is replaced when it breaks one.
"""

from __future__ import annotations

import atexit
import importlib
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

_POLL = 0.05
WORKERS = 2
"""How many jobs run at the same time; a third waits."""


class RenderError(RuntimeError):
    """A job that was ended or could not run; ``code``: "time", "memory", "stopped", "worker"."""

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.params = params


class Watch(Protocol):
    """Somebody who looks on while a job runs."""

    def told(self, done: int, total: int) -> None:
        """So many of all its pieces are done."""

    def is_unwanted(self) -> bool:
        """Whether the job may be ended, because nobody wants it any more."""


_told: Callable[[int, int], None] = lambda done, total: None  # noqa: E731 - what nobody hears


def tell(done: int, total: int) -> None:
    """Called by a writer: so many of all its pieces are done. Heard where somebody watches."""
    _told(done, total)


def in_worker(
    function: Callable[..., T], *args: Any, seconds: float = 60, lane: str = "draw",
    watch: Watch | None = None, **kwargs: Any,
) -> T:
    """The result of a module-level function, run in a worker; raises RenderError.

    An error the function raises (a DocumentError, say) is raised here again.
    ``seconds`` is wall-clock time and includes the start of a new worker. A worker stays in its
    ``lane``: what one engine holds in memory is not added to what another one needs. ``watch`` is
    told how far the job is, and asked whether anybody still wants it.
    """
    with _free:
        worker = _taken(lane)
        try:
            return worker.run(  # type: ignore[no-any-return]
                function, args, kwargs, seconds, watch)
        finally:
            _given_back(worker, lane)


class Writer:
    """A function of a writer by its names, looked up in the worker: the server, which only hands
    the work over, never loads the writer's libraries."""

    def __init__(self, module: str, function: str) -> None:
        self.module, self.function = module, function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return getattr(importlib.import_module(self.module), self.function)(*args, **kwargs)


def memory_limit() -> int:
    """Bytes a worker may hold, from WEITBLICK_RENDER_MB (default 512)."""
    return int(os.environ.get("WEITBLICK_RENDER_MB", "512")) * 1024 * 1024


class Worker:
    """One spawned process with a pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self.owner = os.getpid()

    @property
    def alive(self) -> bool:
        return self.owner == os.getpid() and self._process.is_alive()

    def run(
        self, function: Callable[..., Any], args: Any, kwargs: Any, seconds: float,
        watch: Watch | None = None,
    ) -> Any:
        self._pipe.send((function, args, kwargs))
        try:
            done, value = self._answer(seconds, watch)
        except (EOFError, OSError) as error:
            self.stop()
            code = self._process.exitcode
            raise RenderError("worker", f"the worker ended with code {code}", exit=code) from error
        if not done:
            raise value
        return value

    def _answer(self, seconds: float, watch: Watch | None) -> tuple[bool, Any]:
        """Wait for the answer, looking at the clock and the worker's memory meanwhile."""
        ends = time.monotonic() + seconds
        while True:
            while not self._pipe.poll(_POLL):
                self._look(seconds, time.monotonic() >= ends, watch)
            kind, value = self._pipe.recv()
            if kind != "piece":
                return kind == "done", value
            if watch is not None:
                watch.told(*value)

    def _look(self, seconds: float, is_late: bool, watch: Watch | None) -> None:
        """End the job if it takes too much, or if nobody wants it any more."""
        limit = memory_limit()
        if is_late:
            self.stop()
            raise RenderError("time", f"not done after {seconds:g} s", seconds=seconds)
        if _resident(self._process.pid) > limit:
            self.stop()
            raise RenderError(
                "memory", f"took more than {limit // 2**20} MB", megabytes=limit // 2**20
            )
        if watch is not None and watch.is_unwanted():
            self.stop()
            raise RenderError("stopped", "nobody wanted it any more")

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _resident(pid: int | None) -> int:
    """Bytes of memory a process holds; 0 where the system does not say (only Linux does).

    An address-space limit would not do: the chart engine reserves gigabytes it never touches.
    """
    if not sys.platform.startswith("linux"):
        return 0
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return 0  # it has just ended; the pipe will say so


def _serve(pipe: Connection) -> None:
    """The worker's life: a job, an answer, the next job, until the pipe closes."""
    global _told
    _told = lambda done, total: pipe.send(("piece", (done, total)))  # noqa: E731
    while True:
        try:
            function, args, kwargs = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            answer = ("done", function(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - raised again in the parent, not swallowed
            answer = ("error", error)
        pipe.send(answer)


_free = threading.Semaphore(WORKERS)
_lock = threading.Lock()
_idle: dict[str, list[Worker]] = {}


def _taken(lane: str) -> Worker:
    """An idle worker of the lane, or a new one after a break or a fork."""
    with _lock:
        idle = _idle.setdefault(lane, [])
        while idle:
            worker = idle.pop()
            if worker.alive:
                return worker
    return Worker()


def _given_back(worker: Worker, lane: str) -> None:
    if worker.alive:
        with _lock:
            _idle.setdefault(lane, []).append(worker)


def stop() -> None:
    """End the kept workers, if this process started them."""
    with _lock:
        for worker in (one for idle in _idle.values() for one in idle):
            if worker.owner == os.getpid():
                worker.stop()
        _idle.clear()


atexit.register(stop)
