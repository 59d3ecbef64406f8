"""A process as one file, compressed or not: written, read, refused with a reason."""

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _

from weitblick import __version__
from weitblick.portable.accounts import a_name_only, the_same
from weitblick.portable.problems import PortableError
from weitblick.portable.rows import Report, tables_of, write_tables
from weitblick.voices import attachments, storage
from weitblick.workshop.models import Process

FORMAT, VERSION = "weitblick-process", 1


def export_process(process: Process, file: Path, report: Report = lambda share, words: None) -> int:
    """Write a process to ``file`` (compressed where the name ends in .gz). How many rows."""
    if process.rehearsal_of_id is not None:
        raise PortableError(_("Eine Probe wird nicht ausgegeben."))
    tables = tables_of(process, report)
    content = {"format": FORMAT, "version": VERSION, "written_by": __version__, "tables": tables,
               "files": attachments.files_of(process)}
    text = json.dumps(content, ensure_ascii=False, indent=1, default=_plain)
    file.write_bytes(_packed(text, file))
    return sum(len(rows) for rows in tables.values())


def import_process(
    file: Path, report: Report = lambda share, words: None, *, same_accounts: bool = False
) -> Process:
    """Read a process from ``file``; all of it or nothing.

    ``same_accounts``: names of accounts mean the accounts of this installation, with their roles;
    for files that come from here.
    """
    content = _read(file)
    digests: list[str] = []
    try:
        tables = dict(content["tables"])
        digests = [str(row["digest"]) for row in tables.get("voices.Attachment", [])]
        storage.bring_in(content.get("files", {}), digests)
        return write_tables(tables, the_same if same_accounts else a_name_only, report)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError,
            IntegrityError, DataError) as problem:
        raise PortableError(
            _("%(file)s ist beschädigt: %(why)s") % {"file": file, "why": problem}
        ) from problem
    except ValidationError as problem:
        raise PortableError(problem.messages) from problem
    finally:
        # Those no row refers to, because nothing was taken over; never what is no digest.
        attachments.drop_files(filter(storage.DIGEST.fullmatch, digests))


def _read(file: Path) -> dict[str, Any]:
    try:
        raw = file.read_bytes()
        content = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    except (json.JSONDecodeError, UnicodeDecodeError, EOFError, gzip.BadGzipFile,
            zlib.error, RecursionError) as problem:
        raise PortableError(_("%(file)s ist keine Prozess-Datei: %(why)s")
                            % {"file": file, "why": problem}) from problem
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise PortableError(_("%s ist keine Prozess-Datei von Weitblick.") % file)
    version = content.get("version", 0)
    if not isinstance(version, int) or version > VERSION:
        raise PortableError(_("%s stammt aus einer neueren Version von Weitblick.") % file)
    return content


def _packed(text: str, file: Path) -> bytes:
    data = text.encode()
    return gzip.compress(data, mtime=0) if file.suffix == ".gz" else data


def _plain(value: Any) -> str:
    return str(value.isoformat())
