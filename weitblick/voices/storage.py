"""The files of photos and recordings: each under the digest of its bytes. Knows no tables.

They lie in the folder ``attachments`` of the data folder, so that a backup takes them along.
"""

import base64
import binascii
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DIGEST = re.compile(r"[0-9a-f]{64}")


def folder() -> Path:
    """Where the files lie."""
    return Path(settings.DATA) / "attachments"


def path_of(digest: str) -> Path:
    """The file of a digest; nothing else is ever a path, whatever a file from elsewhere says."""
    if not DIGEST.fullmatch(str(digest)):
        raise ValidationError(_("Eine Datei hat keinen gültigen Namen: %s") % str(digest)[:80])
    return folder() / digest


def write(digest: str, data: bytes) -> None:
    """Whole or not at all, and on disk before a row says so."""
    place = path_of(digest)
    if not place.exists():
        folder().mkdir(mode=0o700, exist_ok=True)
        put(place, data)


def put(place: Path, data: bytes) -> None:
    """Write a file whole or not at all, and on disk; its folder is there already."""
    handle, unfinished = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
        os.replace(unfinished, place)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def bring_in(files: Mapping[str, str], wanted: Iterable[str]) -> None:
    """Write files (base64 by digest) that came from elsewhere; each must be there and be what its
    digest says."""
    for digest in sorted(set(map(str, wanted))):
        try:
            data = base64.b64decode(files.get(digest, ""), validate=True)
        except (binascii.Error, TypeError, ValueError):
            data = b""
        bring_in_bytes(digest, data)


def bring_in_bytes(digest: str, data: bytes) -> None:
    """Write a file that came from elsewhere, if it is what its digest says."""
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValidationError(_("Die Datei %s fehlt oder ist beschädigt.") % digest[:12])
    write(digest, data)
