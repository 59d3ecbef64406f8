"""``weitblick backup`` and ``restore``: everything in one file, for SQLite."""

import io
import json
import os
import re
import sqlite3
import tarfile
import tempfile
from argparse import Namespace
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from weitblick import __version__
from weitblick.cli.console import console
from weitblick.cli.database import prepare, set_up
from weitblick.cli.refusal import Refused
from weitblick.evidence import files
from weitblick.voices import storage

FOLDER, FIGURES = "attachments/", "evidence/"
ATTACHED = re.compile(FOLDER + "[0-9a-f]{64}")
IMPORTED = re.compile(FIGURES + "[0-9a-f]{64}")
DATABASE, KEY, NOTE = "weitblick.sqlite3", "secret.key", "backup.json"


def backup(arguments: Namespace) -> None:
    """Copy database, secret key, photos, recordings and the raw files of all figures into one
    file; the server may run."""
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
            _add_files(archive, storage.folder(), FOLDER, ATTACHED)
            _add_files(archive, files.folder(), FIGURES, IMPORTED)
        os.replace(partial, target)
    console.print(_("Sicherung geschrieben: %s") % target)


def _add_files(archive: tarfile.TarFile, folder: Path, name: str, known: re.Pattern[str]) -> None:
    """The files of a folder that are named by their digest; unfinished ones stay out."""
    if folder.is_dir():
        for file in sorted(folder.iterdir()):
            if known.fullmatch(f"{name}{file.name}"):
                archive.add(file, f"{name}{file.name}")


def restore(arguments: Namespace) -> None:
    """Replace database and secret key by a backup; the present ones are kept beside it.

    Photos, recordings and raw files of the backup are added to those that are there.
    """
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
    _bring_attachments(source)
    prepare()
    console.print(_("Wiederhergestellt aus %(file)s. Der frühere Stand liegt daneben "
                    "(Endung .before-restore).") % {"file": source})


def _bring_attachments(source: Path) -> None:
    """Photos, recordings, raw files of figures: named by what they hold, so nothing that is there
    is overwritten by anything else."""
    with tarfile.open(source, "r:gz") as archive:
        for entry in archive:
            held = archive.extractfile(entry) if entry.isfile() else None
            if held is not None and ATTACHED.fullmatch(entry.name):
                storage.bring_in_bytes(entry.name.removeprefix(FOLDER), held.read())
            elif held is not None and IMPORTED.fullmatch(entry.name):
                files.bring_in(entry.name.removeprefix(FIGURES), held)


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
    _must_not_be_newer(source, json.loads(found.pop(NOTE)), found[DATABASE])
    return found


def _must_not_be_newer(source: Path, note: dict[str, str], database: bytes) -> None:
    """Refuse what a newer version wrote: this one would not understand its tables.

    The number of the version says so, or a migration in the backup that is unknown here.
    """
    written_by = str(note.get("weitblick", "0"))
    if _number(written_by) > _number(__version__) or _unknown_migrations(database):
        raise Refused(_("%(file)s stammt aus einer neueren Version von Weitblick (%(version)s). "
                        "Bringen Sie zuerst das Programm auf diesen Stand.")
                      % {"file": source, "version": written_by})


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _unknown_migrations(database: bytes) -> set[tuple[str, str]]:
    with tempfile.NamedTemporaryFile(suffix=".sqlite3") as file:
        file.write(database)
        file.flush()
        reading = sqlite3.connect(file.name)
        try:
            applied = set(reading.execute("SELECT app, name FROM django_migrations"))
        except sqlite3.DatabaseError:
            return set()  # no database of ours: what is wrong with it is said when it is opened
        finally:
            reading.close()
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = {app for app, _name in loader.disk_migrations}
    return {(app, name) for app, name in applied
            if app in ours and (app, name) not in loader.disk_migrations}


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    archive.addfile(entry, io.BytesIO(data))


def _only_sqlite() -> None:
    if connection.vendor != "sqlite":
        raise Refused(_("Diese Sicherung gilt für SQLite. Für PostgreSQL bitte pg_dump verwenden."))
