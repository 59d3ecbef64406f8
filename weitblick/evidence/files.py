"""The raw file of every import, kept under its SHA-256, so that any figure can be traced to it."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from weitblick.evidence.errors import EvidenceError

BLOCK = 1 << 20


@dataclass(frozen=True)
class Kept:
    """A raw file: its digest, its size in bytes, where it lies, and whether it lay there before."""

    sha256: str
    size: int
    path: Path
    was_there: bool


def folder() -> Path:
    """Where raw files lie."""
    place = Path(settings.DATA) / "evidence"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def keep(source: Path | bytes, name: str) -> Kept:
    """Copy a file into the folder (whole or not at all) and tell its digest."""
    if isinstance(source, Path) and not source.is_file():
        raise EvidenceError("no_file", _("%(file)s gibt es nicht.") % {"file": name})
    digest, size = hashlib.sha256(), 0
    handle, part = tempfile.mkstemp(dir=folder(), prefix=".new-")  # two may bring the same name
    try:
        with os.fdopen(handle, "wb") as out:
            for block in _blocks(source):
                digest.update(block)
                out.write(block)
                size += len(block)
            out.flush()
            os.fsync(out.fileno())
        path = folder() / digest.hexdigest()
        was_there = path.exists()
        os.replace(part, path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    return Kept(digest.hexdigest(), size, path, was_there)


def _blocks(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def bring_in(sha256: str, stream: IO[bytes]) -> None:
    """Write a raw file that came from elsewhere, if it is what its digest says."""
    part = folder() / f".{sha256}.part"
    digest = hashlib.sha256()
    with part.open("wb") as out:
        while block := stream.read(BLOCK):
            digest.update(block)
            out.write(block)
    if digest.hexdigest() != sha256:
        part.unlink()
        raise EvidenceError("damaged_file", _("Die Datei %s fehlt oder ist beschädigt.")
                            % sha256[:12])
    part.replace(folder() / sha256)


def drop(kept: Kept) -> None:
    """Remove a raw file that nothing came of."""
    if not kept.was_there:
        kept.path.unlink(missing_ok=True)


def plain(data: Any) -> Any:
    """Data as a JSON field gives it back, so that two can be compared."""
    return json.loads(json.dumps(data, default=str))
