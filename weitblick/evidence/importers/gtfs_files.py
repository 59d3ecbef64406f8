"""The files of a GTFS feed, streamed out of its zip: columns by name, every error with its line.

Source: GTFS Schedule Reference, gtfs.org (UTF-8, may begin with a mark; times may exceed 24:00:00).
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TypeVar

from .errors import InputError

_TIME = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)")
_REQUIRED = ("stops.txt", "trips.txt", "stop_times.txt")
Row = list[str]
Read = TypeVar("Read")


class Feed:
    """An open feed. Its files may lie in one folder of the zip."""

    def __init__(self, source: Path | bytes | BinaryIO) -> None:
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        try:
            self._zip = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, OSError) as problem:
            raise InputError(
                "gtfs_not_a_zip", "This is no zip file, or only a part of one: fetch it again.",
                line=0, reason=str(problem),
            ) from problem  # fmt: skip
        self._paths = {name.rpartition("/")[2]: name for name in self._zip.namelist()
                       if name.count("/") <= 1 and not name.endswith("/")}  # fmt: skip
        missing = [name for name in _REQUIRED if name not in self._paths]
        if missing or not {"calendar.txt", "calendar_dates.txt"} & self._paths.keys():
            missing = missing or ["calendar.txt"]
            raise InputError(
                "gtfs_file_missing",
                f"The feed has no {', '.join(missing)}: it is no GTFS feed, or not a whole one.",
                line=0, missing=tuple(missing),
            )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._zip.close()

    def has(self, name: str) -> bool:
        """Whether the feed has this file."""
        return name in self._paths

    def columns(self, name: str) -> list[str]:
        """The column names of a file, nothing for a file that is not there."""
        return next((row for _line, row in self._lines(name)), []) if self.has(name) else []

    def rows(
        self, name: str, needed: Sequence[str], optional: Sequence[str] = ()
    ) -> Iterator[tuple[int, Row]]:
        """Lines and their cells in the order of ``needed`` and ``optional``; '' where one is blank.

        A file that is not there has no rows; a file without a needed column is refused.
        """
        if not self.has(name):
            return
        lines = self._lines(name)
        header = next((row for _line, row in lines), [])
        missing = [column for column in needed if column not in header]
        if missing:
            raise InputError(
                "gtfs_column_missing", f"{name}, line 1: the column {missing[0]} is missing.",
                file=name, line=1, column=missing[0],
            )  # fmt: skip
        places = [header.index(c) if c in header else len(header) for c in (*needed, *optional)]
        for line, row in lines:
            if any(row):
                padded = row + [""] * (len(header) + 1 - len(row))
                yield line, [padded[place].strip() for place in places]

    def text(self, name: str) -> str:
        """A whole small file."""
        return self._guarded(name, 0, lambda: self._zip.read(self._paths[name]).decode("utf-8-sig"))

    def _lines(self, name: str) -> Iterator[tuple[int, Row]]:
        with self._zip.open(self._paths[name]) as raw:
            reader = csv.reader(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))

            def one() -> Row | None:
                return next(reader, None)

            while (row := self._guarded(name, reader.line_num, one)) is not None:
                yield reader.line_num, [c.strip() for c in row] if reader.line_num == 1 else row

    def _guarded(self, name: str, line: int, read: Callable[[], Read]) -> Read:
        """What ``read`` gives; damage of the file becomes an error with the line."""
        try:
            return read()
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as problem:
            raise InputError(
                "gtfs_damaged", f"{name} is damaged after line {line}: fetch the feed again.",
                file=name, line=line, reason=str(problem),
            ) from problem  # fmt: skip
        except (UnicodeDecodeError, csv.Error) as problem:
            raise InputError(
                "gtfs_not_text", f"{name} is no UTF-8 table after line {line}: {problem}.",
                file=name, line=line, reason=str(problem),
            ) from problem  # fmt: skip


def seconds(text: str, file: str, line: int) -> int | None:
    """"25:10:00" -> 90 600 seconds after midnight of the service day; None for a blank."""
    if not text:
        return None
    found = _TIME.fullmatch(text)
    if found is None:
        raise InputError(
            "gtfs_bad_time", f"{file}, line {line}: {text!r} is no time such as 25:10:00.",
            file=file, line=line, value=text,
        )  # fmt: skip
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])


def whole(text: str, file: str, line: int, column: str, default: int = 0) -> int:
    """A whole number, not negative; ``default`` for a blank."""
    if not text:
        return default
    if not text.isascii() or not text.isdigit():
        raise InputError(
            "gtfs_bad_number", f"{file}, line {line}: {column} is {text!r}, no whole number.",
            file=file, line=line, column=column, value=text,
        )  # fmt: skip
    return int(text)
