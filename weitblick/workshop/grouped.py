"""What many phones send at the same moment is written in one transaction.

On SQLite one writes at a time and waits for the disk, some milliseconds for each transaction. While
one group is on its way to the disk the next one gathers, so the wait is shared however many send.
An answer is given only when its group is on disk. PostgreSQL does this itself.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction

log = logging.getLogger(__name__)
T = TypeVar("T")
MOST_IN_A_GROUP = 20
UNBROKEN, GAP = 0.8, 0.12
"""Seconds of writing on end, and of the pause after them. Who waits for SQLite's lock at another
connection looks for it every 0.1 s at most, so that a pause of this length is seen by all."""


class Undone(OperationalError):
    """The database took the whole transaction back while a group was carried out."""


@dataclass
class Deed:
    """Something to carry out, in the language and time of who asks."""

    work: Callable[[], Any]
    context: Context
    answer: Future[Any] = field(default_factory=Future)
    result: Any = None
    problem: Exception | None = None

    def carry_out(self) -> None:
        """All of it or nothing; what goes wrong concerns this deed alone."""
        self.problem = None
        try:
            with transaction.atomic():
                self.result = self.context.run(self.work)
        except Exception as problem:  # noqa: BLE001  raised again where it was asked for
            self.problem = problem

    def tell(self) -> None:
        """Give the answer to who waits for it."""
        if self.problem is not None:
            self.answer.set_exception(self.problem)
        else:
            self.answer.set_result(self.result)


class Group:
    """One thread that writes for all others, as long as it runs; else everybody for themselves."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Deed | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._busy = 0.0

    def start(self) -> None:
        """Gather from now on, where one writes at a time."""
        if connection.vendor == "sqlite" and self._thread is None:
            self._thread = threading.Thread(target=self._write, name="grouped", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Write what waits, then no more."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._waiting.put(None)
            thread.join()

    def carry_out(self, work: Callable[[], T]) -> T:
        """The result of ``work``, once it is on disk; its exceptions are raised here."""
        if self._thread is None or connection.in_atomic_block:
            return work()
        deed = Deed(work, copy_context())
        self._waiting.put(deed)
        result: T = deed.answer.result()
        return result

    def _write(self) -> None:
        try:
            while (first := self._next()) is not None:
                begun, deeds = time.monotonic(), [first]
                self._write_group(self._gathered(first, deeds), deeds)
                for deed in deeds:
                    deed.tell()
                self._busy += time.monotonic() - begun
        finally:
            connection.close()

    def _next(self) -> Deed | None:
        """Who asks next; desks and other programs come in between when phones never pause."""
        asked = time.monotonic()
        first = self._waiting.get()
        idle = time.monotonic() - asked
        self._busy -= min(self._busy, 2 * idle)  # a third of the time free is enough for them
        if self._busy < UNBROKEN:
            return first
        time.sleep(max(0.0, GAP - idle))
        self._busy = 0.0
        return first

    def _gathered(self, first: Deed, deeds: list[Deed]) -> Iterator[Deed]:
        """The first, and whatever has come meanwhile; ``deeds`` grows with them."""
        yield first
        while len(deeds) < MOST_IN_A_GROUP and not self._waiting.empty():
            deed = self._waiting.get()
            if deed is None:
                self._waiting.put(None)  # the end comes after this group
                return
            deeds.append(deed)
            yield deed

    def _write_group(self, gathered: Iterable[Deed], deeds: list[Deed]) -> None:
        """In one transaction; where that is refused, everybody alone, so that one is to blame."""
        on_disk = threading.Event()
        try:
            with transaction.atomic():
                transaction.on_commit(on_disk.set)  # the first of what follows
                for deed in gathered:
                    deed.carry_out()
                _check_it_stands()
        except Exception as problem:
            if on_disk.is_set():
                log.exception("A group is written, what follows it went wrong")
            elif isinstance(problem, IntegrityError | Undone):
                self._write_alone(deeds, problem)
            else:
                _refuse(deeds, problem)

    def _write_alone(self, deeds: list[Deed], problem: Exception) -> None:
        """Each in a transaction of its own; the one that is alone already is to blame."""
        if len(deeds) == 1:
            deeds[0].problem = deeds[0].problem or problem
            return
        for deed in deeds:
            self._write_group([deed], [deed])


def _refuse(deeds: list[Deed], problem: Exception) -> None:
    """Tell everybody whose words it concerns; the next group begins with a new connection."""
    log.warning("A group of %d was not written: %s", len(deeds), problem)
    for deed in deeds:
        deed.problem = problem
    connection.close()


def _check_it_stands() -> None:
    """Raise Undone where SQLite has rolled back more than one deed.

    On a full disk, a read error or want of memory it takes back the whole transaction; Django then
    ends it without a word, although the deeds before had succeeded.
    """
    if connection.needs_rollback or not connection.connection.in_transaction:
        raise Undone("the database rolled the whole group back")


group = Group()
"""The group of this process; the server starts it."""
