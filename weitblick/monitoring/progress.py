"""How far the reading of a file is, beside the database.

What an import writes is seen by nobody before its end, and telling how far it is should take no
lock of the database from it. So its progress lies in a small file of the data folder.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from weitblick.evidence import files


@dataclass(frozen=True)
class Progress:
    """``share`` from 0 to 1, and what is being done."""

    share: float
    words: str

    @property
    def percent(self) -> int:
        """The share in whole percent, rounded down: 100 is the end."""
        return int(100 * self.share)


def _place(pk: int) -> Path:
    return files.folder() / f".{pk}.progress"


def note(pk: int, share: float, words: str) -> None:
    """How far the upload with this primary key is; whole or not at all."""
    part = _place(pk).with_suffix(".part")
    part.write_text(json.dumps([share, words]), encoding="utf-8")
    part.replace(_place(pk))


def of(pk: int) -> Progress | None:
    """How far it is; None before it begins and after it ended."""
    try:
        share, words = json.loads(_place(pk).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Progress(share, words)


def end(pk: int) -> None:
    """Nothing is being read any more."""
    _place(pk).unlink(missing_ok=True)
