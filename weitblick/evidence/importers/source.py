"""The bytes behind a file: opened once, taken out of a ZIP if it is in one, bounded in size."""

import io
import mmap
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .errors import InputError
from .lines import Bytes

HEAD = 64 * 1024
WHOLE = 128 * 1024 * 1024
MAPPED = 512 * 1024 * 1024
ZIP = b"PK\x03\x04"
ENDINGS = (".csv", ".txt", ".tsv", ".json", ".xlsx", ".xls")
ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError,
    ValueError, KeyError, IndexError, OverflowError,
)


@dataclass(frozen=True)
class Source:
    """An opened file. ``name``: of the file, or of the member of a ZIP that holds the table."""

    name: str
    stream: BinaryIO
    head: bytes
    size: int

    def whole(self) -> bytes:
        """All bytes; refused above 128 MB, where only streamed formats can be read."""
        if self.size > WHOLE:
            raise InputError(
                "file_too_large",
                f"{self.name} has {self.size} bytes, more than {WHOLE}; take a smaller selection",
                line=0, size=self.size, limit=WHOLE,
            )
        try:
            raw = self.stream.read(WHOLE + 1)
        except ZIP_ERRORS as error:
            raise damaged_zip(self.name, error) from error
        if len(raw) > WHOLE:
            raise InputError(
                "file_too_large", f"{self.name} unpacks to more than {WHOLE} bytes",
                line=0, size=len(raw), limit=WHOLE,
            )
        return raw


    @contextmanager
    def mapped(self) -> Iterator[Bytes]:
        """All bytes of a text, mapped from its file: they need not be held in memory."""
        if self.size > MAPPED:
            raise InputError(
                "file_too_large",
                f"{self.name} has {self.size} bytes, more than {MAPPED}; take a smaller selection",
                line=0, size=self.size, limit=MAPPED,
            )
        if isinstance(self.stream, io.BytesIO):
            yield self.stream.getvalue()
            return
        with _on_disk(self) as file, mmap.mmap(file, 0, access=mmap.ACCESS_READ) as found:
            yield found


@contextmanager
def _on_disk(one: Source) -> Iterator[int]:
    """The number of an open file with these bytes: the file itself, or a copy out of a ZIP."""
    if isinstance(one.stream, io.BufferedReader) and isinstance(one.stream.raw, io.FileIO):
        yield one.stream.fileno()
        return
    with tempfile.TemporaryFile() as file:
        try:
            shutil.copyfileobj(one.stream, file)
        except ZIP_ERRORS as error:
            raise damaged_zip(one.name, error) from error
        file.flush()
        yield file.fileno()


def damaged_zip(name: str, error: Exception) -> InputError:
    """The error for an archive that cannot be unpacked."""
    return InputError(
        "damaged_zip", f"{name} is a damaged or locked archive ({error}); fetch it again", line=0
    )


@contextmanager
def opened(file: Path | BinaryIO, name: str) -> Iterator[Source]:
    """The file as a source; a path is opened and closed here, a stream is left open."""
    if isinstance(file, Path):
        with file.open("rb") as stream:
            yield source(stream, name)
    else:
        yield source(file, name)


def source(stream: BinaryIO, name: str) -> Source:
    """A source over a stream that can be rewound; archives are entered."""
    stream.seek(0, io.SEEK_END)
    size = stream.tell()
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    if not head:
        raise InputError("empty_file", f"{name} is empty; fetch it again", line=0)
    if head.startswith(ZIP):
        return _inside(stream, name, head, size)
    return Source(name, stream, head, size)


def _inside(stream: BinaryIO, name: str, head: bytes, size: int) -> Source:
    try:
        archive = zipfile.ZipFile(stream)
        members = [one for one in archive.infolist() if not one.is_dir()]
    except ZIP_ERRORS as error:
        raise damaged_zip(name, error) from error
    if is_package({one.filename for one in members}):
        stream.seek(0)
        return Source(name, stream, head, size)
    member = _table(members, name)
    try:
        with archive.open(member) as opening:
            inner = opening.read(HEAD)
        unpacked = io.BufferedReader(archive.open(member))  # type: ignore[type-var]
    except ZIP_ERRORS as error:
        raise damaged_zip(name, error) from error
    if not inner:
        raise InputError("empty_file", f"{member.filename} is empty; fetch it again", line=0)
    return Source(Path(member.filename).name, unpacked, inner, member.file_size)  # type: ignore[arg-type]


def is_package(names: set[str]) -> bool:
    """Whether an archive is a file of its own: a workbook, a timetable, boundaries."""
    return (
        "[Content_Types].xml" in names
        or any(Path(one).name == "stops.txt" for one in names)
        or any(one.lower().endswith((".shp", ".gpkg", ".geojson")) for one in names)
    )


def is_table(name: str) -> bool:
    """Whether an entry of an archive may hold the table, rather than notes beside it."""
    last = Path(name).name.lower()
    return (
        last.endswith(ENDINGS)
        and not name.startswith("__MACOSX")
        and not last.startswith(("readme", "liesmich", "."))
    )


def _table(members: list[zipfile.ZipInfo], name: str) -> zipfile.ZipInfo:
    tables = [one for one in members if is_table(one.filename)]
    if len(tables) == 1:
        return tables[0]
    names = [one.filename for one in tables]
    code = "several_tables" if tables else "no_table"
    raise InputError(
        code, f"{name} holds {len(tables)} tables ({', '.join(names)}); unpack it and take one",
        line=0, names=names,
    )
