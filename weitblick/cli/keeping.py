"""``weitblick backup`` and ``restore``: everything in one file, for SQLite."""

import io
import json
import os
import sqlite3
import tarfile
import tempfile
from argparse import Namespace
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from weitblick import __version__
from weitblick.cli.console import console
from weitblick.cli.database import prepare, set_up
from weitblick.cli.problems import Refused

DATABASE, KEY, NOTE = "weitblick.sqlite3", "secret.key", "backup.json"


def backup(arguments: Namespace) -> None:
    """Copy database and secret key into one file, also while the server runs."""
    _only_sqlite()
    target = Path(arguments.file)
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
        copy = Path(folder) / DATABASE
        with sqlite3.connect(copy) as other:
            connection.ensure_connection()
            connection.connection.backup(other)
        other.close()
        partial = Path(folder) / "backup.tar.gz"
        with tarfile.open(partial, "w:gz") as archive:
            _add(archive, NOTE, json.dumps({"weitblick": __version__}).encode())
            _add(archive, KEY, settings.SECRET_KEY.encode())
            archive.add(copy, DATABASE)
        os.replace(partial, target)
    console.print(_("Sicherung geschrieben: %s") % target)


def restore(arguments: Namespace) -> None:
    """Replace database and secret key by a backup; the present ones are kept beside it."""
    set_up()
    _only_sqlite()
    source = Path(arguments.file)
    contents = _contents(source)
    connection.close()
    _must_be_idle(settings.DATA / DATABASE)
    for name, data in contents.items():
        place = settings.DATA / name
        for rest in ("", "-wal", "-shm"):
            _put_aside(place, rest)
        with open(place, "wb", opener=lambda p, flags: os.open(p, flags, 0o600)) as new:
            new.write(data)
    prepare()
    console.print(_("Wiederhergestellt aus %(file)s. Der frühere Stand liegt daneben "
                    "(Endung .before-restore).") % {"file": source})


def _must_be_idle(database: Path) -> None:
    """Refuse while another program has the database open; else its log is written into it.

    Leaving the write-ahead log needs the database for oneself alone, so SQLite says who is there.
    """
    if not database.exists():
        return
    here = sqlite3.connect(database, timeout=1)
    try:
        here.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as problem:
        if "locked" in str(problem):
            raise Refused(_("Die Datenbank %s ist noch geöffnet. Beenden Sie zuerst den Server.")
                          % database) from None
        raise
    except sqlite3.DatabaseError:
        pass  # damaged: that is why it is being replaced; it is put aside with its log as it is
    finally:
        here.close()


def _put_aside(place: Path, rest: str) -> None:
    """Keep what is there beside it; a log keeps the name by which SQLite finds it."""
    kept = place.with_name(f"{place.name}.before-restore{rest}")
    kept.unlink(missing_ok=True)
    if (now := place.with_name(place.name + rest)).exists():
        os.replace(now, kept)


def _contents(source: Path) -> dict[str, bytes]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            found = {name: archive.extractfile(name).read()  # type: ignore[union-attr]
                     for name in (NOTE, KEY, DATABASE)}
    except (tarfile.TarError, KeyError, EOFError, OSError) as problem:
        raise Refused(_("%(file)s ist keine Sicherung von Weitblick: %(why)s")
                      % {"file": source, "why": problem}) from problem
    del found[NOTE]
    return found


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    archive.addfile(entry, io.BytesIO(data))


def _only_sqlite() -> None:
    if connection.vendor != "sqlite":
        raise Refused(_("Diese Sicherung gilt für SQLite. Für PostgreSQL bitte pg_dump verwenden."))
