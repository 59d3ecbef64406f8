"""Plain tables (CSV, XLSX, XLS) with a mapping: proposed from the cells, confirmed by a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from . import keys, periods, plain_columns
from .errors import InputError
from .ledger import Ledger
from .mapping import Column, Mapping, Proposal, Role
from .numbers import Cell, Numbers, Style, split_unit
from .reading import ONE, TOTALS, Dimension, Format, Progress, Reading, Variable
from .source import ZIP, Source, opened
from .text import BOM, Bytes, Shape, decode, table
from .wide import Place, ValueColumn, enter
from .workbook import OLE, Sheet, sheets, text

OWN = "own"
Lines = Iterator[tuple[int, Sequence[Cell]]]


def propose(file: Path | BinaryIO, name: str = "") -> Proposal:
    """How a plain table could be read: columns with their roles, the reasons, 20 rows to look at.

    Raises InputError if the file holds no table.
    """
    name = name or (file.name if isinstance(file, Path) else "table")
    with opened(file, name) as source:
        if is_workbook(source):
            return plain_columns.of_sheet(_fullest(sheets(source.whole(), source.name)))
        with source.mapped() as raw:
            return plain_columns.of_text(decode(raw))


def is_workbook(source: Source) -> bool:
    """Whether a file is a workbook by its first bytes."""
    return source.head.startswith((ZIP, OLE))


def _fullest(found: Sequence[Sheet]) -> Sheet:
    return max(found, key=lambda sheet: sum(text(c) != "" for row in sheet.rows for c in row))


def read(raw: Bytes, name: str, mapping: Mapping, ledger: Ledger, progress: Progress) -> Reading:
    """A CSV with its confirmed mapping."""
    content = decode(_recoded(raw, mapping.encoding))
    width = max(
        (line.count(mapping.delimiter) + 1 for line in content.lines[: mapping.header_rows]),
        default=0,
    )
    width = max(width, 1 + max(column.index for column in mapping.columns))
    shape = Shape(mapping.header_rows + 1, mapping.delimiter, width, named=False)
    _rows(table(content, shape, ledger, progress), mapping, ledger)
    return _reading(Format.PLAIN_CSV, name, mapping, ledger)


def read_workbook(
    found: Sequence[Sheet], name: str, mapping: Mapping, ledger: Ledger, progress: Progress
) -> Reading:
    """A sheet of a workbook with its confirmed mapping."""
    sheet = next((one for one in found if one.name == mapping.sheet), None)
    if sheet is None:
        names = [one.name for one in found]
        raise InputError(
            "no_such_sheet", f"there is no sheet {mapping.sheet!r}; there are {names}", line=0,
            sheets=names,
        )
    if sheet.rows and max(column.index for column in mapping.columns) >= len(sheet.rows[0]):
        raise InputError("damaged_header", "the sheet has fewer columns than mapped", line=1)
    ledger.tally.headers += min(mapping.header_rows, len(sheet.rows))
    _rows(_sheet_lines(sheet, mapping, ledger, progress), mapping, ledger)
    return _reading(Format.PLAIN_WORKBOOK, name, mapping, ledger)


def _sheet_lines(sheet: Sheet, mapping: Mapping, ledger: Ledger, progress: Progress) -> Lines:
    for number, row in enumerate(sheet.rows[mapping.header_rows :], mapping.header_rows + 1):
        progress(number, len(sheet.rows))
        if any(text(cell) for cell in row):
            yield number, row
        else:
            ledger.tally.blank += 1


def _recoded(raw: Bytes, encoding: str) -> Bytes:
    """Old encodings cannot be told apart by looking; a person may have named one."""
    if encoding.lower() in ("", "utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"):
        return raw
    try:
        return BOM + raw[:].decode(encoding).encode()
    except (UnicodeError, LookupError) as error:
        raise InputError(
            "bad_encoding", f"the file is not in {encoding!r}; choose another", line=0,
            encoding=encoding,
        ) from error


def _reading(form: Format, name: str, mapping: Mapping, ledger: Ledger) -> Reading:
    return Reading(
        form, ledger.close(), title=mapping.title or name, source=mapping.source or name,
        attribution=mapping.attribution, problems=ledger.problems, tally=ledger.tally,
    )


@dataclass(frozen=True)
class _Plan:
    """A mapping, sorted by what its columns are for."""

    area: Column
    values: tuple[Column, ...]
    others: dict[Role, int]
    dimensions: tuple[Column, ...]
    fixed: periods.Period | None
    numbers: Numbers


def _plan(mapping: Mapping, ledger: Ledger) -> _Plan:
    by_role = {role: [c for c in mapping.columns if c.role is role] for role in Role}
    values = tuple(by_role[Role.VALUE])
    fixed = periods.parse(mapping.period) if mapping.period else None
    timed = fixed or by_role[Role.PERIOD] or all(column.period for column in values)
    missing = [
        name for name, there in
        (("area", by_role[Role.AREA]), ("value", values), ("period", timed)) if not there
    ]
    twice = [r for r, c in by_role.items() if len(c) > 1 and r not in (
        Role.VALUE, Role.DIMENSION, Role.IGNORED)]
    if missing or twice:
        raise InputError(
            "incomplete_mapping",
            f"the mapping says nothing about {missing}" if missing else f"twice: {twice}",
            line=0, missing=missing, twice=[str(role) for role in twice],
        )
    others = {role: columns[0].index for role, columns in by_role.items() if columns}
    style = Style(mapping.decimal, mapping.thousands, floats=mapping.decimal == ".")
    return _Plan(
        by_role[Role.AREA][0], values, others, tuple(by_role[Role.DIMENSION]), fixed,
        Numbers(style, excel_exponents="number_scientific" in ledger.consent),
    )


def _rows(lines: Lines, mapping: Mapping, ledger: Ledger) -> None:
    plan = _plan(mapping, ledger)
    columns = tuple(
        ValueColumn(
            column.index, Variable(column.code, column.label),
            periods.parse(column.period) if column.period else None, column.unit,
            Decimal(column.scale),
        )
        for column in plan.values
    )
    for number, row in lines:
        _line(number, row, plan, columns, ledger)
    _scientific(ledger)


def _line(
    number: int, row: Sequence[Cell], plan: _Plan, columns: tuple[ValueColumn, ...],
    ledger: Ledger,
) -> None:
    key = _key(number, text(row[plan.area.index]).strip(), plan, ledger)
    if key is None:
        return
    period = plan.fixed
    if Role.PERIOD in plan.others:
        cell = row[plan.others[Role.PERIOD]]
        period = ledger.period(cell if not isinstance(cell, Decimal) else text(cell), number)
        if period is None:
            return
    dimensions = tuple(_dimension(column, text(row[column.index])) for column in plan.dimensions)
    place = Place(number, key, _named(row, plan, Role.AREA_NAME), period, "", dimensions)
    columns = tuple(_as_said(row, plan, column) for column in columns)
    enter(ledger, plan.numbers, place, row, columns, _named(row, plan, Role.QUALITY))


def _key(number: int, raw: str, plan: _Plan, ledger: Ledger) -> str | None:
    """Own keys and names are taken as they stand; the register of areas knows them or not."""
    own = plan.area.code == OWN or not any(sign.isdigit() for sign in raw)
    return raw if own and raw else ledger.key(raw, number, keys.LOCAL)


def _named(row: Sequence[Cell], plan: _Plan, role: Role) -> str:
    return text(row[plan.others[role]]).strip() if role in plan.others else ""


def _dimension(column: Column, label: str) -> Dimension:
    label = label.strip()
    return Dimension(column.code, "", label, column.label, total=label in TOTALS)


def _as_said(row: Sequence[Cell], plan: _Plan, column: ValueColumn) -> ValueColumn:
    """Variable and unit, where columns of the line name them."""
    said, unit = _named(row, plan, Role.VARIABLE), _named(row, plan, Role.UNIT)
    if not said and not unit:
        return column
    variable = Variable("", said) if said else column.variable
    short, scale = split_unit(unit) if unit else (column.unit, column.scale or ONE)
    return ValueColumn(column.index, variable, column.period, short, scale, column.dimensions)


def _scientific(ledger: Ledger) -> None:
    """Numbers a spreadsheet shortened: told once, taken only where a person agreed."""
    if "number_scientific" in ledger.consent:
        ledger.agreed("number_scientific", 0)
        return
    for _place, item in sorted(ledger.items.refused.items()):
        if item.code == "number_scientific":
            ledger.agreed("number_scientific", item.number, example=item.raw)
