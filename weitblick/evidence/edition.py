"""Does the database hold the built-in files of this version? Asked at every start, so cheaply."""

import hashlib
from functools import cache
from pathlib import Path

from weitblick import __version__
from weitblick.evidence.models import Builtin

HERE = Path(__file__).parent
FILES = ("indicators.yaml", "register.yaml", "thueringen.yaml")


@cache
def digest() -> str:
    """SHA-256 of the version, which may read the files in another way, and of the files."""
    found = hashlib.sha256(__version__.encode())
    for name in FILES:
        found.update(hashlib.sha256((HERE / name).read_bytes()).digest())
    return found.hexdigest()


def is_loaded() -> bool:
    """Whether these files were the last ones that were loaded."""
    return Builtin.objects.filter(digest=digest()).exists()


def note_loaded() -> None:
    """They have been loaded just now."""
    Builtin.objects.update_or_create(pk=1, defaults={"digest": digest()})
