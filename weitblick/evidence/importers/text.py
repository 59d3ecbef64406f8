"""Bytes to lines to cells, without losing or joining any line on the way."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .errors import InputError
from .ledger import Ledger
from .reading import Progress

BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]")
TWICE = re.compile("Ã[\u00a4\u00b6\u00bc\u0178\u201e\u2013\u0153\u009f\u0084\u0096\u009c]")
EVERY = 2000


@dataclass(frozen=True)
class Text:
    """The lines of a file. ``foreign``: numbers of lines in another encoding than the rest;
    ``twice``: lines whose umlauts were encoded twice; ``complete``: the last line has its end."""

    lines: tuple[str, ...]
    encoding: str
    complete: bool
    foreign: frozenset[int] = frozenset()
    twice: frozenset[int] = frozenset()


def decode(raw: bytes) -> Text:
    """The text of a file in UTF-8 (with or without mark), UTF-16 with mark, or Windows-1252."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = _from_utf16(raw)
    if b"\0" in raw:
        raise InputError(
            "binary_file",
            "the file is no text; save the table as CSV or XLSX and take that file",
            line=raw[: raw.index(b"\0")].count(b"\n") + 1,
        )
    marked = raw.startswith(BOM)
    lines = _split(raw.removeprefix(BOM))
    complete = not lines[-1]
    ended = [line.removesuffix(b"\r") for line in (lines[:-1] if complete else lines)]
    return _decoded(ended, complete, marked)


def _from_utf16(raw: bytes) -> bytes:
    try:
        return BOM + raw.decode("utf-16").encode()
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise InputError(
            "bad_encoding", "the file begins as UTF-16 but is damaged; fetch it again", line=0
        ) from error


def _split(body: bytes) -> list[bytes]:
    if b"\n" not in body and b"\r" in body:
        return body.split(b"\r")
    return body.split(b"\n")


def _decoded(lines: list[bytes], complete: bool, marked: bool) -> Text:
    kinds = {number: _kind(line) for number, line in enumerate(lines, 1) if not line.isascii()}
    utf8 = {number for number, kind in kinds.items() if kind}
    other = kinds.keys() - utf8
    is_utf8 = not other or marked or len(utf8) > len(other)
    foreign = frozenset(other if is_utf8 else utf8)
    texts = tuple(_line(line, kinds.get(number, True)) for number, line in enumerate(lines, 1))
    twice = frozenset(n for n in utf8 if TWICE.search(texts[n - 1]))
    return Text(texts, "utf-8" if is_utf8 else "cp1252", complete, foreign, twice)


def _kind(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line(line: bytes, utf8: bool) -> str:
    if utf8:
        return line.decode("utf-8")
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def repaired(text: str) -> str:
    """Umlauts that were encoded twice, read as they were meant; unchanged if that fails."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def cells(line: str, delimiter: str) -> list[str] | None:
    """The cells of one line; None if its quotes do not fit."""
    if '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def header(line: str, delimiter: str) -> list[str]:
    """The cells of a header line without the empty ones that spreadsheets pad it with."""
    found = [cell.strip() for cell in cells(line, delimiter) or []]
    while found and not found[-1]:
        found.pop()
    return found


@dataclass(frozen=True)
class Shape:
    """A table inside a text: its first and last line (0: to the end), delimiter and width;
    ``named``: the header was read for its names, so that it must be whole."""

    first: int
    delimiter: str
    width: int
    last: int = 0
    named: bool = True


def table(
    text: Text, shape: Shape, ledger: Ledger, progress: Progress
) -> Iterator[tuple[int, list[str]]]:
    """Numbered cells of the sound data lines; the others are entered in the ledger."""
    last = shape.last or len(text.lines)
    split = {
        number: cells(text.lines[number - 1], shape.delimiter)
        for number in range(shape.first, last + 1)
        if text.lines[number - 1].strip(shape.delimiter + " \t")
    }
    ledger.tally.blank += last - shape.first + 1 - len(split)
    ledger.tally.headers += shape.first - 1
    torn = _torn(split, shape, text)
    if shape.named and shape.first - 1 in torn:
        raise torn_header(shape.first)
    for number, parts in split.items():
        if number % EVERY == 0:
            progress(number, last)
        kept = _sound(number, parts, text, shape, ledger, torn)
        if kept is not None:
            yield number, kept


def torn_header(line: int) -> InputError:
    """The error for a header that goes on in the next line."""
    return InputError(
        "torn_header", f"line {line} is only a part of a line: the header before it may be torn; "
        "fetch the file again", line=line,
    )


def unpadded(parts: list[str], width: int) -> list[str]:
    """A line without the empty cells that spreadsheets add."""
    return parts[:width] if len(parts) > width and not any(parts[width:]) else parts


def _torn(split: dict[int, list[str] | None], shape: Shape, text: Text) -> set[int]:
    """Lines around a fragment: the tear may have cut the last cell before or the first after."""
    end = 0 if text.complete else len(text.lines)
    return {
        neighbour
        for number, parts in split.items()
        if number != end and (parts is None or len(parts) < shape.width)
        for neighbour in (number - 1, number + 1)
    }


def _sound(
    number: int, parts: list[str] | None, text: Text, shape: Shape, ledger: Ledger, torn: set[int]
) -> list[str] | None:
    raw = text.lines[number - 1]
    if parts is None:
        ledger.reject(number, "broken_quotes", raw)
        return None
    if unpadded(parts, shape.width) is not parts:
        ledger.note("padded_lines", number)
        parts = unpadded(parts, shape.width)
    if len(parts) != shape.width:
        ledger.reject(
            number, "wrong_column_count", raw, found=len(parts), expected=shape.width
        )
        return None
    if _CONTROL.search(raw):
        ledger.reject(number, "control_character", raw)
        return None
    return _agreed(number, parts, text, ledger, torn)


def _agreed(
    number: int, parts: list[str], text: Text, ledger: Ledger, torn: set[int]
) -> list[str] | None:
    """Damage of the line that a person may have agreed to mend."""
    raw = text.lines[number - 1]
    doubts = {
        "mixed_encoding": number in text.foreign,
        "double_encoding": number in text.twice,
        "torn_line": number in torn,
        "end_missing": not text.complete and number == len(text.lines),
    }
    for code, present in doubts.items():
        if present and not ledger.agreed(code, number, example=raw[-60:]):
            ledger.reject(number, code, raw)
            return None
    return [repaired(part) for part in parts] if number in text.twice else parts
