"""One import at a time, wherever it was asked for: in this process, another one, on another host.

The lock goes with a process that dies. With PostgreSQL it is one of the database, which several
hosts share; with SQLite, whose file lies on one host, it is one of the operating system.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.watching import Report, quiet

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = "evidence.lock"
ROOM = 2037
"""The first half of the lock's name in PostgreSQL; ``lab.claims`` has those before it."""
ASK_AGAIN = 0.2
AT_THE_DESK = 2.0
"""Seconds somebody at a desk waits before being told that an import is running."""
_here = threading.RLock()


@contextmanager
def turn(report: Report = quiet, patience: float | None = None) -> Iterator[None]:
    """Be the only one who changes values or what protects them.

    ``patience``: seconds to wait for the others; None: as long as it takes. Raises EvidenceError
    (``import_running``) after that, and at once in a transaction: who waits with a lock of the
    database hinders the other.
    """
    until = None if patience is None else time.monotonic() + patience
    _wait(lambda: _here.acquire(blocking=False), report, until)
    try:
        with _between_processes(report, until):
            yield
    finally:
        _here.release()


@contextmanager
def _between_processes(report: Report, until: float | None) -> Iterator[None]:
    if connection.vendor == "postgresql":
        _wait(lambda: _ask("SELECT pg_try_advisory_lock(%s, 0)"), report, until)
        try:
            yield
        finally:
            _ask("SELECT pg_advisory_unlock(%s, 0)")
        return
    with (Path(settings.DATA) / LOCK).open("a") as file:
        _wait(lambda: _lock(file), report, until)
        try:
            yield
        finally:
            _unlock(file)


def _wait(take: Callable[[], bool], report: Report, until: float | None) -> None:
    while not take():
        if connection.in_atomic_block or (until is not None and time.monotonic() >= until):
            raise EvidenceError("import_running", _(
                "Gerade wird eine andere Datei übernommen. Bitte versuchen Sie es danach noch "
                "einmal."))
        report(0.0, _("Wartet, bis eine andere Datei übernommen ist"))
        time.sleep(ASK_AGAIN)


def _ask(question: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [ROOM])
        return bool(cursor.fetchone()[0])


def _lock(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held by another; on Windows the error has no name of its own
        return False
    return True


def _unlock(file: IO[str]) -> None:
    if sys.platform == "win32":
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_UN)
