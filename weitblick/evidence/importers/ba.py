"""Workbooks of the Federal Employment Agency: title rows, merged header rows, and areas as
"16051 Erfurt, Stadt" in one cell.
"""

import re
from collections.abc import Sequence

from . import periods
from .errors import InputError
from .keys import GERMANY
from .ledger import Ledger
from .numbers import INKAR, SIGNS, Cell, Numbers, Style
from .reading import TOTALS, Dimension, Format, Progress, Reading, Variable
from .wide import Place, ValueColumn, enter
from .workbook import Sheet, text

AREA = re.compile(r"(\d{2}|\d{3}|\d{5}|\d{8}) +(\D.*)", re.ASCII)
ATTRIBUTION = "© Statistik der Bundesagentur für Arbeit"
FILLERS = frozenset({"davon", "davon:", "darunter", "darunter:", "dar.", "dar.:", "und zwar"})
STYLE = Style(INKAR.decimal, INKAR.thousands)
_MONTH = re.compile(r"(?:[A-Za-zä]+) \d{4}|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d")
_LONG_DAY = re.compile(r"(\d{1,2})\. ([A-Za-zä]+) (\d{4})")


def area_rows(sheet: Sheet) -> list[int]:
    """Rows (from 0) that begin with a key and a name in one cell."""
    return [n for n, row in enumerate(sheet.rows) if row and AREA.fullmatch(text(row[0]).strip())]


def read(found: Sequence[Sheet], ledger: Ledger, progress: Progress, wanted: str = "") -> Reading:
    """The first sheet with areas (or the one named ``wanted``) as a reading."""
    filled = [sheet for sheet in found if len(area_rows(sheet)) >= 2]
    chosen = next((one for one in filled if not wanted or one.name == wanted), None)
    if chosen is None:
        raise InputError(
            "no_rows", "no sheet has rows that begin with a key and a name, such as "
            "'16051 Erfurt, Stadt'", line=0,
        )
    others = [sheet.name for sheet in filled if sheet is not chosen]
    if others:
        ledger.note("other_sheets", 0, example=chosen.name, sheets=others)
    return _sheet(chosen, ledger, progress)


def _sheet(sheet: Sheet, ledger: Ledger, progress: Progress) -> Reading:
    first = _first(sheet)
    titles, headers = _above(sheet.rows[:first])
    period = next((p for title in titles if (p := period_inside(title))), None)
    at = 1 if _is_period(sheet, first) else 0
    columns = _columns(headers, titles, len(sheet.rows[0]), at + 1)
    if period is None and not at and not all(column.period for column in columns):
        raise InputError(
            "no_period", "neither the title nor the header names a month, a day or a year; add it "
            "to the title", line=first + 1,
        )
    ledger.tally.headers += first
    for number, row in enumerate(sheet.rows[first:], first + 1):
        progress(number, len(sheet.rows))
        _line(number, row, at, columns, period, ledger)
    return Reading(
        Format.BA_WORKBOOK, ledger.close(), title=titles[0] if titles else sheet.name,
        source="Bundesagentur für Arbeit", attribution=ATTRIBUTION, problems=ledger.problems,
        metadata={"": {"sheet": sheet.name, "titles": "\n".join(titles)}}, tally=ledger.tally,
    )


def _first(sheet: Sheet) -> int:
    """The first data row: Germany may stand above the first row with a key."""
    first = area_rows(sheet)[0]
    while first and text(sheet.rows[first - 1][0]).strip() == "Deutschland":
        first -= 1
    return first


def _above(rows: Sequence[Sequence[Cell]]) -> tuple[list[str], list[list[str]]]:
    """Title lines hold one text, header rows several; a row of column numbers is neither."""
    titles: list[str] = []
    headers: list[list[str]] = []
    for row in rows:
        words = [text(cell).strip() for cell in row]
        different = {word for word in words if word}
        if len(different) == 1 and (not headers or words[0]):
            titles.append(different.pop())
        elif len(different) > 0 and not _numbered(words):
            headers.append(words)
    return titles, headers


def _numbered(words: list[str]) -> bool:
    filled = [word for word in words if word]
    start = filled[0] if filled else ""
    return start.isdigit() and filled == [str(int(start) + n) for n in range(len(filled))]


def period_inside(title: str) -> periods.Period | None:
    """The day or month named in a title."""
    long = _LONG_DAY.search(title)
    if long and long[2].lower() in periods.MONTHS:
        return periods.parse(f"{long[1]}.{periods.MONTHS[long[2].lower()]}.{long[3]}")
    found = (periods.parse(one) for one in _MONTH.findall(title))
    year = re.search(r"(?:Jahr|Berichtsjahr):? (\d{4})", title)
    return next((p for p in found if p), None) or (periods.parse(year[1]) if year else None)


def _is_period(sheet: Sheet, first: int) -> bool:
    cells = [row[1] for row in sheet.rows[first:] if len(row) > 1 and text(row[1]).strip()]
    return bool(cells) and sum(bool(_time(cell)) for cell in cells) >= 0.8 * len(cells)


def _time(cell: Cell) -> periods.Period | None:
    return periods.parse(cell if not isinstance(cell, str) and cell is not None else text(cell))


def _columns(
    headers: list[list[str]], titles: list[str], width: int, lead: int
) -> list[ValueColumn]:
    if not headers:
        raise InputError("damaged_header", "no header row above the areas", line=1, found="")
    paths = {
        index: list(dict.fromkeys(row[index] for row in headers if row[index]))
        for index in range(lead, width)
    }
    split = any(word in FILLERS or word in TOTALS for path in paths.values() for word in path[:1])
    return [
        _column(index, path, titles[0] if titles else "", split)
        for index, path in paths.items()
        if path
    ]


def _column(index: int, path: list[str], title: str, split: bool) -> ValueColumn:
    """A column from its header cells; ``split``: all columns are parts of what the title says."""
    times = [period_inside(word) or periods.parse(word) for word in path]
    labels = [
        word for word, time in zip(path, times, strict=True)
        if not time and word not in FILLERS
    ]
    name = title if (split or not labels) and title else labels.pop(0) if labels else path[0]
    breakdown = tuple(Dimension("", "", one, total=one in TOTALS) for one in labels)
    period = next((time for time in reversed(times) if time), None)
    return ValueColumn(index, Variable("", name), period, dimensions=breakdown)


def _line(
    number: int, row: Sequence[Cell], at: int, columns: list[ValueColumn],
    period: periods.Period | None, ledger: Ledger,
) -> None:
    first, rest = text(row[0]).strip(), [text(cell).strip() for cell in row[1:]]
    area = AREA.fullmatch(first)
    if not first and not any(rest):
        ledger.tally.blank += 1
        return
    if area is None and first != "Deutschland":
        if any(cell[:1].isdigit() or (cell and cell in SIGNS) for cell in rest):
            ledger.reject(number, "no_area_key", first, key=first)
        else:
            ledger.tally.notes += 1
        return
    key, name = (area[1], area[2]) if area else (GERMANY, "Deutschland")
    checked = ledger.key(key, number)
    if at and checked:
        period = _time(row[1])
        if period is None:
            ledger.reject(number, "bad_period", rest[0], period=rest[0])
            return
    if checked:
        place = Place(number, checked, name.strip(), period)
        enter(ledger, Numbers(STYLE), place, row, columns)
