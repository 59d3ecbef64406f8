"""Bytes to lines to cells, without losing or joining any line on the way."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .errors import InputError
from .ledger import Ledger
from .lines import OTHER, TWICE, UTF_8, Bytes, Lines, give_back
from .reading import Progress

BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]")
DOUBLED = re.compile("Ã[\u00a4\u00b6\u00bc\u0178\u201e\u2013\u0153\u009f\u0084\u0096\u009c]")
A_TILDE = "Ã".encode()
EVERY = 2000


@dataclass(frozen=True)
class Text:
    """The lines of a file. ``foreign``: the encoding that only lines out of place have;
    ``complete``: the last line has its end."""

    lines: Lines
    encoding: str
    complete: bool
    foreign: int

    def is_foreign(self, number: int) -> bool:
        """Whether a line (from 1) is in another encoding than the rest."""
        kind = self.lines.kinds[number - 1]
        return kind == self.foreign or (kind == TWICE and self.foreign == UTF_8)

    def is_twice(self, number: int) -> bool:
        """Whether the umlauts of a line (from 1) were encoded twice."""
        return self.lines.kinds[number - 1] == TWICE


def decode(raw: Bytes) -> Text:
    """The text of a file in UTF-8 (with or without mark), UTF-16 with mark, or Windows-1252."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = _from_utf16(raw[:])
    zero = raw.find(b"\0")
    if zero >= 0:
        raise InputError(
            "binary_file",
            "the file is no text; save the table as CSV or XLSX and take that file",
            line=raw[:zero].count(b"\n") + 1,
        )
    give_back(raw)
    marked = raw[:3] == BOM
    start = len(BOM) if marked else 0
    old = raw.find(b"\n", start) < 0 and raw.find(b"\r", start) >= 0
    lines = Lines(raw, start, b"\r" if old else b"\n")
    return _decoded(lines, marked)


def _from_utf16(raw: bytes) -> bytes:
    try:
        return BOM + raw.decode("utf-16").encode()
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise InputError(
            "bad_encoding", "the file begins as UTF-16 but is damaged; fetch it again", line=0
        ) from error


def _decoded(lines: Lines, marked: bool) -> Text:
    """What most lines are encoded in; the others are foreign."""
    kinds = lines.kinds
    for at in range(len(lines)):
        line = lines.raw(at)
        if not line.isascii():
            kinds[at] = _kind(line)
    utf8, other = kinds.count(UTF_8) + kinds.count(TWICE), kinds.count(OTHER)
    is_utf8 = not other or marked or utf8 > other
    return Text(lines, "utf-8" if is_utf8 else "cp1252", lines.complete,
                OTHER if is_utf8 else UTF_8)


def _kind(line: bytes) -> int:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return OTHER
    return TWICE if A_TILDE in line and DOUBLED.search(text) else UTF_8


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
    """Numbered cells of the sound data lines; the others are entered in the ledger.

    Line by line, with a look at the lines before and after: a fragment makes both doubtful.
    """
    last = shape.last or len(text.lines)
    ledger.tally.headers += shape.first - 1
    window = _Window(text, shape, last)
    for number in range(shape.first, last + 1):
        parts, raw, is_torn = window.step(number)
        if number == shape.first and shape.named and window.is_fragment(number):
            raise torn_header(shape.first)
        if number % EVERY == 0:
            progress(number, last)
        if raw is None:
            ledger.tally.blank += 1
            continue
        kept = _sound(number, parts, raw, text, shape, ledger, is_torn)
        if kept is not None:
            yield number, kept


class _Window:
    """The cells of a line, and whether the lines around it are fragments."""

    def __init__(self, text: Text, shape: Shape, last: int) -> None:
        self._text, self._shape, self._last = text, shape, last
        self._end = 0 if text.complete else len(text.lines)
        self._next = self._look(shape.first)
        self._fragments = (False, False, False)

    def _look(self, number: int) -> tuple[list[str] | None, str | None, bool]:
        """Cells, text (None for a blank line) and whether it is a fragment."""
        if number > self._last:
            return None, None, False
        raw = self._text.lines[number - 1]
        if not raw.strip(self._shape.delimiter + " \t"):
            return None, None, False
        parts = cells(raw, self._shape.delimiter)
        short = parts is None or len(parts) < self._shape.width
        return parts, raw, short and number != self._end

    def step(self, number: int) -> tuple[list[str] | None, str | None, bool]:
        """Go to the line: its cells, its text, and whether a neighbour is a fragment."""
        parts, raw, fragment = self._next
        self._next = self._look(number + 1)
        self._fragments = (self._fragments[1], fragment, self._next[2])
        return parts, raw, self._fragments[0] or self._fragments[2]

    def is_fragment(self, number: int) -> bool:
        """Whether the line that was stepped to is a fragment."""
        return self._fragments[1]


def torn_header(line: int) -> InputError:
    """The error for a header that goes on in the next line."""
    return InputError(
        "torn_header", f"line {line} is only a part of a line: the header before it may be torn; "
        "fetch the file again", line=line,
    )


def unpadded(parts: list[str], width: int) -> list[str]:
    """A line without the empty cells that spreadsheets add."""
    return parts[:width] if len(parts) > width and not any(parts[width:]) else parts


def _sound(
    number: int, parts: list[str] | None, raw: str, text: Text, shape: Shape, ledger: Ledger,
    is_torn: bool,
) -> list[str] | None:
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
    return _agreed(number, parts, raw, text, ledger, is_torn)


def _agreed(
    number: int, parts: list[str], raw: str, text: Text, ledger: Ledger, is_torn: bool
) -> list[str] | None:
    """Damage of the line that a person may have agreed to mend."""
    twice = text.is_twice(number)
    doubts = (
        ("mixed_encoding", text.is_foreign(number)), ("double_encoding", twice),
        ("torn_line", is_torn),
        ("end_missing", not text.complete and number == len(text.lines)),
    )
    for code, present in doubts:
        if present and not ledger.agreed(code, number, example=raw[-60:]):
            ledger.reject(number, code, raw)
            return None
    return [repaired(part) for part in parts] if twice else parts
