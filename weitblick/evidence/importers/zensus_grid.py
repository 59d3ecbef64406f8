"""Zensus 2022 on the grid (100 m, 1 km, 10 km): streamed, one line a populated cell.

``GITTER_ID_100m;x_mp_100m;y_mp_100m;<values…>[;werterlaeuternde_Zeichen]``, decimal comma; the
identifier names the lower left corner in EPSG:3035, x and y its middle. A dash means secret or
none; ``KLAMMERN`` means that the value is uncertain.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from .errors import InputError
from .ledger import Ledger
from .numbers import NotANumber, Numbers, Style
from .reading import Format, Progress, Reading, Rejected, Row, Sign, Variable
from .stream import Line, Seen, lines
from .text import cells, torn_header, unpadded
from .text import header as header_cells

CENSUS_DAY = dt.date(2022, 5, 15)
SIGN_COLUMN = "werterlaeuternde_Zeichen"
ATTRIBUTION = (
    "© Statistische Ämter des Bundes und der Länder, Zensus 2022, Datenlizenz Deutschland – "
    "Namensnennung – Version 2.0"
)
_HEADER = re.compile(r"GITTER_ID_(100m|1km|10km)")
_IDENTIFIER = re.compile(r"CRS3035RES(\d+)mN(\d{7})E(\d{7})", re.ASCII)
SIZES = {"100m": 100, "1km": 1000, "10km": 10000}
_HERE = {Sign.NOTHING: Sign.SUPPRESSED}


@dataclass(frozen=True)
class Layout:
    """Cell size in metres, the value columns (from 0), and the column of signs or None."""

    size: int
    values: tuple[tuple[int, Variable], ...]
    sign: int | None
    width: int


def reading(ledger: Ledger, rows: Iterator[Row | Rejected], name: str) -> Reading:
    """The reading over a stream of rows."""
    return Reading(
        Format.ZENSUS_GRID, rows, title=name, source="Zensus 2022, Gitterzellen",
        attribution=ATTRIBUTION, territorial_status=CENSUS_DAY, tally=ledger.tally,
        problems=ledger.problems,
    )


def rows(
    stream: BinaryIO, name: str, ledger: Ledger, progress: Progress, size: int
) -> Iterator[Row | Rejected]:
    """The rows of the file, one line at a time."""
    layout, done, seen = None, 0, Seen(ledger)
    numbers = Numbers(Style(",", ""))
    for line in lines(stream, name):
        done += len(line.raw) + 1
        if layout is None:
            layout = layout_of(line.text)
            if line.following and line.following.count(b";") < layout.width - 1:
                raise torn_header(2)
            ledger.tally.headers += 1
            continue
        if line.number % 20000 == 0:
            progress(done, size)
        found = _line(line, layout, numbers, ledger)
        if isinstance(next(iter(found), None), Row) and seen.again(found[0].area_key, line.number):  # type: ignore[union-attr]
            found = [Rejected(line.number, "repeated", {}, 0, line.text[:120])]
        yield from entered(ledger, found)


def entered(ledger: Ledger, found: list[Row | Rejected]) -> list[Row | Rejected]:
    """Count one line of a stream by what became of it."""
    used = sum(isinstance(item, Row) for item in found)
    if not found:
        ledger.tally.blank += 1
    elif used:
        ledger.tally.used += 1
    else:
        ledger.tally.rejected[found[0].code] += 1  # type: ignore[union-attr]
    ledger.tally.rows += used
    ledger.tally.rejected_cells += sum(
        isinstance(item, Rejected) and item.column > 0 for item in found
    )
    return found


def layout_of(header: str) -> Layout:
    """What the first line says. Raises InputError if it is not that of a grid file."""
    names = header_cells(header, ";")
    first = _HEADER.fullmatch(names[0]) if names else None
    if first is None or len(names) < 4 or not names[1].startswith("x_mp") or "\r" in header:
        raise InputError(
            "damaged_header", "the first line is not that of a Zensus grid file; fetch it again",
            line=1, found=header[:60],
        )
    sign = names.index(SIGN_COLUMN) if SIGN_COLUMN in names else None
    values = tuple((n, Variable(c, c)) for n, c in enumerate(names) if n > 2 and n != sign)
    return Layout(SIZES[first[1]], values, sign, len(names))


def _line(line: Line, layout: Layout, numbers: Numbers, ledger: Ledger) -> list[Row | Rejected]:
    text = line.text
    if not text.strip("; \t"):
        return []
    parts = cells(text, ";")
    parts = unpadded(parts, layout.width) if parts else parts
    problem = refusal(line, parts, layout.width, ledger)
    if problem or parts is None:
        return [Rejected(line.number, problem, {}, 0, text[:120])]
    if not _in_place(parts, layout.size):
        return [Rejected(line.number, "grid_mismatch", {"key": parts[0]}, 0, text[:120])]
    quality = parts[layout.sign].strip() if layout.sign is not None else ""
    return [
        _cell(line.number, parts, index, variable, quality, numbers)
        for index, variable in layout.values
    ]


def refusal(line: Line, parts: list[str] | None, width: int, ledger: Ledger) -> str:
    """Why a streamed line cannot be used; '' if it can."""
    if parts is None:
        return "broken_quotes"
    if len(parts) != width:
        return "wrong_column_count"
    if any(ord(sign) < 32 or sign == "\ufffd" for sign in "".join(parts)):
        return "control_character"
    if line.twice and not ledger.agreed("mixed_encoding", line.number, example=line.text[:60]):
        return "mixed_encoding"
    following = line.following
    torn = bool(following) and following.count(b";") < width - 1  # type: ignore[union-attr]
    if torn and not ledger.agreed("torn_line", line.number, example=line.text[-60:]):
        return "torn_line"
    if not line.complete and not ledger.agreed("end_missing", line.number, example=line.text[-60:]):
        return "end_missing"
    return ""


def _in_place(parts: list[str], size: int) -> bool:
    """Identifier and middle must name the same cell."""
    match = _IDENTIFIER.fullmatch(parts[0].strip())
    if match is None or int(match[1]) != size:
        return False
    middle = (str(int(match[3]) + size // 2), str(int(match[2]) + size // 2))
    return (parts[1].strip(), parts[2].strip()) == middle


def _cell(
    number: int, parts: list[str], index: int, variable: Variable, quality: str, numbers: Numbers
) -> Row | Rejected:
    raw = parts[index].strip()
    try:
        value, sign = numbers.read(raw)
    except NotANumber as error:
        return Rejected(number, error.code, {"value": raw}, index + 1, raw)
    if value is not None and "KLAMMERN" in quality.upper():
        sign = Sign.UNCERTAIN
    sign = _HERE.get(sign, sign)
    return Row(
        number, parts[0].strip(), "", CENSUS_DAY, CENSUS_DAY, variable, value, sign, raw, quality,
        area_level="GITTER", column=index + 1,
    )
