"""Rendered papers, kept in the data folder by the digest of what went into them."""

import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

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


def keep(process: Process, name: str, content: bytes) -> None:
    """Keep a file whole or not at all; of older ones the newest ``KEPT`` stay."""
    folder = folder_of(process)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, path = tempfile.mkstemp(dir=folder, prefix="new-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(path, folder / name)
    newest_first = sorted(folder.iterdir(), key=lambda one: -one.stat().st_mtime_ns)
    for old in newest_first[KEPT:]:
        old.unlink(missing_ok=True)


def forget(process: Process) -> None:
    """Remove every kept file of a process; they can be rendered again."""
    shutil.rmtree(folder_of(process), ignore_errors=True)
