"""Engines in a process of their own: pages stay quick, and memory goes when the work is done.

The process is spawned with the first run, kept while runs come, and ends itself after a quiet
time. It knows no database: an input goes in, progress and a result come out.
"""

import multiprocessing
import threading
import time
import traceback
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from typing import Any

from django.utils.translation import gettext as _

from weitblick.engines import crossimpact
from weitblick.lab.engines import ENGINES, Progress, Stop

QUIET = 120.0
TICK = 0.2


class EngineFailed(RuntimeError):
    """An engine raised, or its process ended; the words say which."""


class Station:
    """The one process that computes, started when there is something to do."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._wants_stop: Event = self._context.Event()

    def start(self) -> None:
        """Begin, if it does not run: it then compiles or loads the search kernels."""
        with self._lock:
            self._connected()

    def run(
        self, engine: str, inputs: dict[str, Any], seed: int, progress: Progress, stop: Stop
    ) -> dict[str, Any]:
        """The result of an engine; runs one after the other. Raises EngineFailed."""
        job = (engine, inputs, seed)
        with self._lock:
            self._wants_stop.clear()
            try:
                return self._result(self._taken(job), progress, stop)
            except (EOFError, OSError) as ended:
                raise EngineFailed(self._epitaph()) from ended

    def stop(self) -> None:
        """End the process, also in the middle of a run."""
        process, self._process = self._process, None
        if process is not None and process.is_alive():
            process.kill()
            process.join()

    def _taken(self, job: tuple[str, dict[str, Any], int]) -> Connection:
        """The pipe to a process that has the job; one that was just going home is replaced."""
        try:
            pipe = self._connected()
            pipe.send(job)
        except OSError:
            self.stop()
            pipe = self._connected()
            pipe.send(job)
        return pipe

    def _result(self, pipe: Connection, progress: Progress, stop: Stop) -> dict[str, Any]:
        while True:
            if not pipe.poll(TICK):
                if stop():
                    self._wants_stop.set()
                continue
            word, value = pipe.recv()
            if word == "progress":
                progress(*value)
            elif word == "failed":
                raise EngineFailed(value)
            else:
                return dict(value)
            if stop():
                self._wants_stop.set()

    def _connected(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._pipe is None:
            self._pipe, theirs = self._context.Pipe()
            self._process = self._context.Process(
                target=_serve, args=(theirs, self._wants_stop), daemon=True, name="engines"
            )
            self._process.start()
            theirs.close()
        return self._pipe

    def _epitaph(self) -> str:
        process, self._process = self._process, None
        if process is None:
            return _("Die Berechnung wurde beendet.")
        process.join(timeout=1)
        return _("Die Berechnung ist abgebrochen (Code %s). Vielleicht fehlte Speicher.") % (
            process.exitcode
        )


def _serve(pipe: Connection, wants_stop: Event) -> None:
    """The life of the process: a run, its result, the next run, until nothing comes any more."""
    threading.Thread(target=crossimpact.warm_up, name="warm", daemon=True).start()
    try:
        while pipe.poll(QUIET):
            engine, inputs, seed = pipe.recv()
            pipe.send(_answer(engine, inputs, seed, _throttled(pipe), wants_stop.is_set))
    except (EOFError, KeyboardInterrupt):
        return


def _answer(
    engine: str, inputs: dict[str, Any], seed: int, progress: Progress, stop: Stop
) -> tuple[str, Any]:
    try:
        return "done", ENGINES[engine].run(inputs, seed, progress, stop)
    except Exception as problem:  # noqa: BLE001 - raised again where the run is kept
        traceback.print_exc()
        return "failed", str(problem) or type(problem).__name__


def _throttled(pipe: Connection) -> Progress:
    last = 0.0

    def progress(share: float, found: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TICK:
            last = time.monotonic()
            pipe.send(("progress", (share, found)))

    return progress


station = Station()
