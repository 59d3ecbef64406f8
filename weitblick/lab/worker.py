"""Background work inside the server process: one thread, the queue in the database."""

import secrets
import threading

from django_tasks_db.management.commands.db_worker import Worker

from weitblick.engines import crossimpact

POLL = 1.0


class BackgroundWorker:
    """Warms the engines' kernels, then carries out queued runs one after the other."""

    def __init__(self) -> None:
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
        """End after the present run; a run that is cut off is found waiting at the next start."""
        self._worker.running = False
        self._thread.join(timeout=5)

    def _run(self) -> None:
        threading.Thread(target=crossimpact.warm_up, name="lab-warm", daemon=True).start()
        self._worker.run()
