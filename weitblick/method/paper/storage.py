"""Rendered papers, kept in the data folder by the digest of what went into them."""

import shutil
import time
from pathlib import Path

from django.conf import settings

from weitblick.voices.storage import put
from weitblick.workshop.models import Process

KEPT = 40


def folder_of(process: Process) -> Path:
    """Where the rendered papers of a process lie."""
    return Path(settings.DATA) / "papers" / str(process.pk)


def read(process: Process, name: str) -> bytes | None:
    """A kept file, or None."""
    try:
        return (folder_of(process) / name).read_bytes()
    except FileNotFoundError:
        return None


def is_kept(process: Process, name: str) -> bool:
    """Whether a file of this name lies there."""
    return (folder_of(process) / name).is_file()


def now() -> int:
    """The moment at which setting a file begins."""
    return time.time_ns()


def keep(folder: Path, name: str, content: bytes, began: int | None = None) -> None:
    """Keep a file whole or not at all; of older ones the newest ``KEPT`` stay.

    ``folder`` is ``folder_of`` the process: setting a paper needs no database. What ``began`` to
    be set before the process was last forgotten may hold words that were erased since, and goes.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    put(folder / name, content)
    if began is not None and began <= _forgotten_at(folder):
        (folder / name).unlink(missing_ok=True)
        return
    newest_first = sorted(folder.iterdir(), key=lambda one: -one.stat().st_mtime_ns)
    for old in newest_first[KEPT:]:
        old.unlink(missing_ok=True)


def forget(process: Process) -> None:
    """Remove every kept file of a process; they can be rendered again."""
    folder = folder_of(process)
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _marker(folder).write_text(str(now()))
    shutil.rmtree(folder, ignore_errors=True)


def _marker(folder: Path) -> Path:
    return folder.with_suffix(".forgotten")


def _forgotten_at(folder: Path) -> int:
    """When the process was last forgotten; 0 for never."""
    try:
        return int(_marker(folder).read_text() or 0)
    except FileNotFoundError:
        return 0
