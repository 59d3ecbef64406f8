"""Long work at the command line: it can be watched, and Ctrl+C keeps what was found."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from weitblick.cli.console import Report, notes, progress_bar

INTERRUPTED = 130


@dataclass
class Work:
    """One long work: `report` takes its progress, `stop` says whether it shall end."""

    report: Report
    stopped: bool = False

    def stop(self) -> bool:
        """Has somebody pressed Ctrl+C?"""
        return self.stopped

    @property
    def exit_code(self) -> int:
        """0, or the shell's number for interrupted work."""
        return INTERRUPTED if self.stopped else 0


@contextmanager
def working(title: str) -> Iterator[Work]:
    """A progress bar; the first Ctrl+C asks the work to end, the second one drops everything."""
    with progress_bar(title) as report:
        work = Work(report)
        with _first_interrupt(lambda: _ask_to_end(work)):
            yield work


def _ask_to_end(work: Work) -> None:
    work.stopped = True
    notes.print("stopping; what was found is kept (Ctrl+C again drops it)")


@contextmanager
def _first_interrupt(then: Callable[[], None]) -> Iterator[None]:
    # Only the main thread may handle signals.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def handle(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        then()

    signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
