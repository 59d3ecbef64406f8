"""GENESIS tables as people download them by hand ("CSV"): Latin-1, several header rows, footer.

``GENESIS-Tabelle: <code>``, title lines, header rows to be read column by column, data rows of
``[date;]key;name[;category...];values...``, then ``__________`` with notes and the licence.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from . import keys, periods
from .errors import InputError
from .flat5 import ATTRIBUTION
from .ledger import Ledger
from .numbers import GENESIS, SIGNS, Numbers, is_unit, split_unit
from .reading import TOTALS, Dimension, Format, Progress, Reading, Variable
from .text import Bytes, Shape, Text, cells, decode, table, torn_header
from .wide import Place, ValueColumn, enter

_UNIT_AT_END = re.compile(r"(.+?) *\(([^()]+)\)")
_TIME_LINE = re.compile(r"(?:Stichtag|Jahr|Zeitraum|Berichtsjahr|Berichtszeitpunkt|Stand|Monat"
                        r"|Quartal)\w*: *(.+)")
_NUMBER = re.compile(r"-?\d+(,\d+)?|\(-?\d+(,\d+)?\)")
SCAN = 60
TITLE = re.compile(r"(GENESIS-)?Tabelle: *\S")


@dataclass
class Frame:
    """What stands around the data: ``first`` and ``last`` data lines, from 1."""

    code: str
    titles: list[str]
    headers: list[list[str]]
    first: int
    last: int
    notes: list[str]
    width: int
    lead: int
    roles: dict[str, int] = field(default_factory=dict)


def read(raw: Bytes, name: str, ledger: Ledger, progress: Progress) -> Reading:
    """The table as a reading. Raises InputError where the frame of the table is not found."""
    text = decode(raw)
    frame = _frame(text, ledger)
    shape = Shape(frame.first, ";", frame.width, last=frame.last)
    lines = list(table(text, shape, ledger, progress))
    frame.roles = _roles(lines, frame)
    columns, period = _columns(frame, ledger), _period(frame)
    if period is None and "period" not in frame.roles and not columns[0].period:
        raise InputError(
            "no_period",
            "the table names no date, neither in a column nor in its title; add a line "
            "'Stichtag: 31.12.2024' above the header",
            line=frame.first,
        )
    numbers = Numbers(GENESIS)
    for number, parts in lines:
        _line(number, parts, frame, columns, period, numbers, ledger)
    return _reading(frame, ledger)


def _frame(text: Text, ledger: Ledger) -> Frame:
    lines = text.lines
    code = lines[0].rstrip("; ").partition(":")[2].strip()
    end = next((n for n, line in enumerate(lines, 1) if line.startswith("____")), 0)
    last = end - 1 if end else len(lines)
    if end:
        ledger.tally.notes += len(lines) - last
    else:
        ledger.note("footer_missing", len(lines))
    first = _first_data(lines, last)
    above = [cells(line, ";") or [line] for line in lines[1 : first - 1]]
    _whole_header(above, len(cells(lines[first - 1], ";") or []), first)
    headers = [row for row in above if not row[0].strip() and any(c.strip() for c in row)]
    for row in headers:
        del row[max(n for n, c in enumerate(row, 1) if c.strip()) :]
    titles = [row[0].strip() for row in above if row[0].strip()]
    if not headers:
        raise InputError(
            "damaged_header", "the table has no header rows above its data; fetch it again",
            line=first, found="",
        )
    width = max(len(row) for row in headers)
    lead = min(next(i for i, c in enumerate(row) if c.strip()) for row in headers)
    return Frame(code, titles, headers, first, last, list(lines[last:]), width, lead)


def _whole_header(above: list[list[str]], width: int, first: int) -> None:
    """Header rows are as wide as the data; titles are, too, unless none of them is padded."""
    titles = [row for row in above if row[0].strip()]
    padded = any(len(row) > 1 for row in titles)
    for number, row in enumerate(above, 2):
        title = bool(row[0].strip())
        if any(row) and len(row) < width and (padded or not title):
            raise torn_header(number)
    if not titles:
        raise torn_header(first - 1)


def _first_data(lines: Sequence[str], last: int) -> int:
    for number in range(2, min(last, SCAN) + 1):
        parts = cells(lines[number - 1], ";") or []
        filled = [part for part in parts if part.strip()]
        if len(filled) >= 3 and parts[0].strip() and _is_value(filled[-1]):
            return number
    raise InputError(
        "no_rows", f"no data row was found in the first {SCAN} lines; fetch the table again",
        line=min(last, SCAN),
    )


def _is_value(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell.strip())) or cell.strip() in SIGNS


def _roles(lines: list[tuple[int, list[str]]], frame: Frame) -> dict[str, int]:
    """Which leading columns hold the period, the key and the name; the rest are categories."""
    sample = [parts for _, parts in lines[:400]]
    roles: dict[str, int] = {}
    for index in range(frame.lead):
        column = [parts[index] for parts in sample if parts[index].strip()]
        if "key" not in roles and _mostly(column, lambda c: not keys.check(c).fatal):
            roles["key"] = index
        elif "period" not in roles and _mostly(column, _is_time):
            roles["period"] = index
    roles = _year_or_key(roles, sample)
    if "key" not in roles:
        raise InputError(
            "no_area_column", "no leading column holds keys of areas; fetch the table with keys",
            line=frame.first,
        )
    roles["name"] = roles["key"] + 1 if roles["key"] + 1 < frame.lead else roles["key"]
    return roles


def _is_time(cell: str) -> bool:
    """A time, or a day that a spreadsheet turned into a number."""
    return bool(periods.parse(cell) or periods.from_serial(cell))


def _year_or_key(roles: dict[str, int], sample: list[list[str]]) -> dict[str, int]:
    """1001 to 1999 are years as well as keys without their zero: years stand before a key."""
    at = roles.get("key")
    if at is None or not all(re.fullmatch(r"(19|20)\d\d", row[at].strip()) for row in sample):
        return roles
    following = [row[at + 1] for row in sample if at + 1 < len(row)]
    if _mostly(following, lambda c: not keys.check(c).fatal):
        return {"period": at, "key": at + 1}
    return roles


def _mostly(column: list[str], test: Callable[[str], bool]) -> bool:
    return bool(column) and sum(map(test, column)) >= 0.8 * len(column)


def _period(frame: Frame) -> periods.Period | None:
    found = (_TIME_LINE.fullmatch(title) for title in frame.titles)
    return next((p for one in found if one and (p := periods.parse(one[1]))), None)


def _columns(frame: Frame, ledger: Ledger) -> list[ValueColumn]:
    """The value columns from the header rows: variable, unit, breakdown, perhaps the year."""
    rows = [row + [""] * (frame.width - len(row)) for row in frame.headers]
    units = next((row for row in rows if _is_units(row, frame)), None)
    variable, unit = _from_title(frame, is_unit)
    if not variable and units is None:
        variable, unit = _from_title(frame, bool)
    rows = [row for row in rows if row is not units]
    variables = rows.pop() if units is not None and not variable and rows else None
    made = []
    for index in range(frame.lead, frame.width):
        label = variables[index].strip() if variables else variable
        if not label:
            raise _no_variable(frame)
        said = units[index] if units else unit
        text, scale = split_unit(said)
        dimensions, period = _breakdown([row[index].strip() for row in rows], rows, frame)
        doubt = "" if is_unit(said) or _taken(said, frame, ledger) else "unknown_unit"
        variable_of = Variable("", label)
        made.append(ValueColumn(index, variable_of, period, text, scale, dimensions, doubt))
    return made


def _taken(unit: str, frame: Frame, ledger: Ledger) -> bool:
    return ledger.agreed("unknown_unit", frame.first - 1, example=unit)


def _no_variable(frame: Frame) -> InputError:
    return InputError(
        "damaged_header", "the table names no variable with its unit, neither in a title line "
        "such as 'Bevölkerungsstand (Anzahl)' nor in a row of units; fetch it again",
        line=frame.first - 1, found="",
    )


def _is_units(row: list[str], frame: Frame) -> bool:
    filled = [cell.strip() for cell in row[frame.lead :]]
    return all(filled) and sum(map(is_unit, filled)) >= 0.5 * len(filled)


def _from_title(frame: Frame, fits: Callable[[str], bool]) -> tuple[str, str]:
    """The variable and its unit, where a title line ends in "(Anzahl)"."""
    for title in reversed(frame.titles):
        match = _UNIT_AT_END.fullmatch(title)
        if match and fits(match[2]):
            return match[1], match[2]
    return "", ""


def _breakdown(
    labels: list[str], rows: list[list[str]], frame: Frame
) -> tuple[tuple[Dimension, ...], periods.Period | None]:
    """A row with one text throughout names the variable of the row below it."""
    made: list[Dimension] = []
    named, period = "", None
    for label, row in zip(labels, rows, strict=True):
        body = {cell.strip() for cell in row[frame.lead :]}
        if len(body) == 1 and frame.width - frame.lead > 1 and not periods.parse(label):
            named = label
        elif all(periods.parse(cell) for cell in body):
            period = periods.parse(label)
        elif label:
            made.append(Dimension("", "", label, named, total=label in TOTALS))
            named = ""
    return tuple(made), period


def _line(
    number: int, parts: list[str], frame: Frame, columns: list[ValueColumn],
    period: periods.Period | None, numbers: Numbers, ledger: Ledger,
) -> None:
    roles = frame.roles
    key = ledger.key(parts[roles["key"]], number)
    if key is None:
        return
    if "period" in roles:
        period = ledger.period(parts[roles["period"]], number)
        if period is None:
            return
    others = [i for i in range(frame.lead) if i not in roles.values()]
    texts = [parts[i].strip() for i in others]
    dimensions = tuple(Dimension("", "", one, total=one in TOTALS) for one in texts)
    place = Place(number, key, parts[roles["name"]].strip(), period, "", dimensions)
    enter(ledger, numbers, place, parts, columns)


def _reading(frame: Frame, ledger: Ledger) -> Reading:
    notes = "\n".join(line.rstrip("; ") for line in frame.notes[1:])
    plain = notes.replace('""', "\0").replace('"', "").replace("\0", '"')
    owner = re.search(r"©.*?(?=\n(?:Stand:|©)|\Z)", plain, re.S)
    words = {"table": frame.code, "notes": plain.strip(), "titles": "\n".join(frame.titles)}
    retrieved = re.search(r"Stand: *(\S+)", plain)
    words["retrieved"] = retrieved[1] if retrieved else ""
    status = [t for t in frame.titles if "Gebietsstand" in t]
    return Reading(
        Format.CROSSTAB, ledger.close(), title=frame.titles[0] if frame.titles else frame.code,
        source=f"GENESIS {frame.code}",
        attribution=" ".join(owner[0].split()) if owner else ATTRIBUTION,
        territorial_status=periods.date_inside(" ".join(status)), metadata={"": words},
        problems=ledger.problems, tally=ledger.tally,
    )
