"""Background work inside the server process: one thread, the queue in the database."""

import logging
import secrets
import threading
import time
from collections.abc import Callable

from django.db import connection
from django_tasks_db.management.commands.db_worker import Worker

from weitblick.lab.apart import station
from weitblick.lab.claims import claimed
from weitblick.lab.models import Run, RunState
from weitblick.lab.tasks import carry_out

log = logging.getLogger(__name__)
POLL = 1.0


class BackgroundWorker:
    """Starts the process of the engines, then carries out queued runs one after the other."""

    def __init__(self, *left_behind: Callable[[], object]) -> None:
        """``left_behind``: what takes up the work of other rooms that an ended server left."""
        self._left_behind = (resume, *left_behind)
        self._worker = Worker(
            queue_names=["default"], interval=POLL, batch=False, backend_name="default",
            startup_delay=False, max_tasks=None, worker_id=secrets.token_hex(8),
            excluded_queue_names=[],
        )
        self._thread = threading.Thread(target=self._run, name="lab-worker", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End after the present run; one that is cut off is carried out at the next start."""
        self._worker.running = False
        self._thread.join(timeout=5)
        station.stop()

    def _run(self) -> None:
        self._guarded(station.start)
        self.take_up()
        while self._worker.running:
            self._guarded(self._worker.run)

    def take_up(self) -> None:
        """Queue again what a server left behind when it ended."""
        for work in self._left_behind:
            self._guarded(work)

    def _guarded(self, work: Callable[[], object]) -> None:
        """A fault in the queue is logged and the queue goes on: nobody would restart it."""
        try:
            work()
        except Exception:
            log.exception("The background worker stumbled and goes on")
            time.sleep(POLL)


def resume() -> int:
    """Queue the runs again that a server left behind when it ended. How many.

    With SQLite this is the one server, so all that is not finished was left behind. With
    PostgreSQL a run that nobody holds was (see ``claims``); what waits is in the queue still.
    """
    states = [RunState.RUNNING]
    if connection.vendor == "sqlite":
        states.append(RunState.WAITING)
    left = [run for run in Run.objects.filter(state__in=states) if _is_free(run)]
    for run in left:
        Run.objects.filter(pk=run.pk).update(state=RunState.WAITING)
        carry_out.enqueue(run.pk)
    return len(left)


def _is_free(run: Run) -> bool:
    with claimed(run.pk) as is_free:
        return is_free
