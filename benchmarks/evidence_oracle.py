"""A second, slow and simple reading of the same bytes, to hold the importers' rows against.

It shares no code with the importers: it cuts lines by hand and looks every row up again.
"""

import datetime as dt
import json
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from weitblick.evidence.importers import Reading, Rejected, Row

NO_NUMBER = {"", "-", "–", "—", ".", "*", "/", "x", "X", "...", "…"}


@dataclass(frozen=True)
class Lay:
    """Where a hand finds things: columns of key and time, the sign between cells, thousands."""

    delimiter: str
    key: int
    time: int | None = None
    time_row: int | None = None
    grouped: bool = False


LAYS = {
    "flat5": Lay(";", 7, 4), "flat5_en": Lay(";", 7, 4), "zip": Lay(";", 7, 4),
    "flat4": Lay(";", 7, 4), "crosstab": Lay(";", 1, 0), "crosstab_title": Lay(";", 0),
    "crosstab_units": Lay(";", 1, 0), "inkar_web": Lay(";", 0, None, 1, True),
    "inkar_bulk": Lay(";", 5, 7, None, True), "iris": Lay(";", 0, None, 1),
    "gisd": Lay(",", 0, 2), "grid": Lay(";", 0), "vg250": Lay(";", 1),
    "plain": Lay(";", 0, 2, None, True), "wegweiser": Lay("", 0),
}


def lines_of(data: bytes) -> list[str]:
    """The lines, each in its own encoding."""
    body = data[3:] if data[:3] == b"\xef\xbb\xbf" else data
    end = b"\n" if b"\n" in body or b"\r" not in body else b"\r"
    parts = body.split(end)
    parts = parts[:-1] if parts[-1] == b"" else parts
    return [_decoded(part[:-1] if part.endswith(b"\r") else part) for part in parts]


def _decoded(part: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return part.decode(encoding)
        except UnicodeDecodeError:
            continue
    return part.decode("latin-1")


def violations(kind: str, data: bytes, reading: Reading, items: list[Row | Rejected]) -> list[str]:
    """What in a reading does not agree with the bytes; empty if all is well."""
    if kind == "wegweiser":
        return _tree(data, items)
    lay, lines = LAYS[kind], lines_of(data)
    cells = [_cut(line, lay.delimiter) for line in lines]
    rows = [item for item in items if isinstance(item, Row)]
    wrong = [said for row in rows for said in _row(row, lay, cells)]
    if reading.tally.lines != len(lines):
        wrong.append(f"{reading.tally.lines} lines told of {len(lines)}")
    wrong += _unseen(reading, items, lines)
    return wrong + _twice(rows)


def _cut(line: str, delimiter: str) -> list[str]:
    """Cells by hand: a quote at the beginning of a cell runs to the next single one."""
    cells, at = [], 0
    while at <= len(line):
        if line[at : at + 1] == '"':
            found = re.compile(r'"((?:[^"]|"")*)"').match(line, at)
            if found:
                cells.append(found[1].replace('""', '"'))
                at = found.end() + 1
                continue
        stop = line.find(delimiter, at)
        stop = len(line) if stop < 0 else stop
        cells.append(line[at:stop])
        at = stop + 1
    return cells


def _tree(data: bytes, items: list[Row | Rejected]) -> list[str]:
    """The JSON looked up by region, indicator and year."""
    tree = json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    wrong, width = [], len(tree["data"]["regions"])
    for row in items:
        if isinstance(row, Rejected):
            continue
        cube, region = divmod(row.number - 1, width)
        cell = tree["data"]["indicators"][cube]["regionYearValues"][region][row.column - 1]
        key = str(tree["data"]["regions"][region]["ars"]).strip()
        known = key, int(str(tree["years"][row.column - 1]))
        if row.value != cell or (row.area_key, row.period_start.year) != known:
            wrong.append(f"{cell} of {known} became {row.value} of {row.area_key}")
    return wrong


def _row(row: Row, lay: Lay, cells: list[list[str]]) -> list[str]:
    line = cells[row.number - 1]
    raw, key = line[row.column - 1].strip(), line[lay.key].strip()
    wrong = []
    if row.value != _number(raw, lay.grouped):
        wrong.append(f"line {row.number}: {raw!r} became {row.value}")
    if not _same_key(row, key):
        wrong.append(f"line {row.number}: key {key!r} became {row.area_key}")
    time = line[lay.time] if lay.time is not None else ""
    time = cells[lay.time_row][row.column - 1] if lay.time_row is not None else time
    if time and not _same_time(row, time.strip()):
        wrong.append(f"line {row.number}: time {time!r} became {row.period_start}")
    labels = {cell.strip() for line in cells[:20] for cell in line} | {c.strip() for c in line}
    wrong += [
        f"line {row.number}: breakdown {one.label!r} is nowhere"
        for one in row.dimensions if one.label not in labels
    ]
    return wrong


def _number(raw: str, grouped: bool) -> Decimal | None:
    raw = raw.strip("()").strip()
    if raw in NO_NUMBER:
        return None
    raw = raw.replace(".", "") if grouped else raw
    return Decimal(raw.replace(",", "."))


def _same_key(row: Row, key: str) -> bool:
    if row.area_key in (key.removeprefix("'"), key.removeprefix('="').removesuffix('"')):
        return True  # spreadsheets mark text by an apostrophe before it or as ="text"
    return row.area_level == "Kreise" and key.zfill(8) == row.area_key + "000"


def _same_time(row: Row, time: str) -> bool:
    day = re.fullmatch(r"(\d+)[.-](\d+)[.-](\d+)", time)
    if day:
        numbers = [int(part) for part in day.groups()]
        numbers = numbers if numbers[0] > 31 else numbers[::-1]
        return row.period_start == row.period_end == dt.date(*numbers)
    year = int(re.findall(r"\d{4}", time)[-1])
    return (row.period_start, row.period_end) == (dt.date(year, 1, 1), dt.date(year, 12, 31))


def _unseen(reading: Reading, items: list[Row | Rejected], lines: list[str]) -> list[str]:
    """A line with data is in a row, in a rejection, or was counted as something else."""
    told = {item.number for item in items}
    rest = sum(n not in told for n in range(1, len(lines) + 1))
    tally = reading.tally
    others = tally.headers + tally.notes + tally.blank + tally.outside
    return [] if rest == others else [f"{rest} lines untold, {others} counted"]


def _twice(rows: list[Row]) -> list[str]:
    """The same quantity must not come twice: it would be summed twice."""
    counted = Counter(
        (row.area_key, row.period_start, row.period_end, row.variable, row.dimensions)
        for row in rows
    )
    return [f"twice: {key}" for key, times in counted.items() if times > 1]
