"""The files of workbooks, opened by the libraries that know them; every fault of theirs is said."""

import io
import struct
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from xml.etree.ElementTree import ParseError

import openpyxl
import xlrd
from openpyxl.worksheet.worksheet import Worksheet

from .errors import InputError
from .numbers import Cell, from_float
from .workbook import OLE, Sheet

UNPACKED = 100 * 1024 * 1024
CELLS = 5_000_000
LIBRARY_ERRORS = (
    xlrd.XLRDError, xlrd.compdoc.CompDocError, zipfile.BadZipFile, zlib.error, struct.error,
    ParseError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError,
    EOFError, OSError, RuntimeError, NotImplementedError, MemoryError, NameError,
)


def read(raw: bytes, name: str) -> tuple[Sheet, ...]:
    """All sheets of a workbook."""
    try:
        found = _xls(raw) if raw.startswith(OLE) else _xlsx(raw)
    except InputError:
        raise
    except LIBRARY_ERRORS as error:
        raise InputError(
            "damaged_workbook",
            f"{name} cannot be opened as a workbook ({type(error).__name__}); open it in a "
            "spreadsheet program and save it again as XLSX",
            line=0,
        ) from error
    if not any(sheet.rows for sheet in found):
        raise InputError("no_rows", f"{name} has no filled sheet", line=0)
    return found


def _xlsx(raw: bytes) -> tuple[Sheet, ...]:
    _bounded(raw)
    book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)
    return tuple(_xlsx_sheet(sheet) for sheet in book.worksheets)


def _bounded(raw: bytes) -> None:
    """Refuses a workbook that unpacks without bounds or that defines entities of its own."""
    archive = zipfile.ZipFile(io.BytesIO(raw))
    if sum(one.file_size for one in archive.infolist()) > UNPACKED:
        raise InputError(
            "file_too_large", f"the workbook unpacks to more than {UNPACKED} bytes; split it",
            line=0, limit=UNPACKED,
        )
    for one in archive.infolist():
        if one.filename.endswith((".xml", ".rels")):
            with archive.open(one) as part:
                if b"<!DOCTYPE" in part.read(1024):
                    raise ValueError("a part of the workbook has a document type")


def _xlsx_sheet(sheet: Worksheet) -> Sheet:
    if sheet.max_row * sheet.max_column > CELLS:
        raise InputError(
            "file_too_large", f"sheet {sheet.title} has more than {CELLS} cells", line=0,
            limit=CELLS,
        )
    grid = [[_typed(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    filled = set()
    for area in sheet.merged_cells.ranges:
        value = grid[area.min_row - 1][area.min_col - 1]
        for row in range(area.min_row - 1, min(area.max_row, len(grid))):
            for column in range(area.min_col - 1, min(area.max_col, len(grid[row]))):
                grid[row][column] = value
                filled.add((row, column))
        filled.discard((area.min_row - 1, area.min_col - 1))
    return Sheet(sheet.title, _trimmed(grid), frozenset(filled))


def _typed(value: object) -> Cell:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return from_float(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else _other(value)


def _other(value: object) -> str:
    """Times of day and durations are no statistics; they are kept as words and told so later."""
    return value.isoformat() if isinstance(value, time) else str(value)


def _trimmed(grid: list[list[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    while grid and all(cell in (None, "") for cell in grid[-1]):
        grid.pop()
    width = max((len(row) for row in grid), default=0)
    return tuple(tuple(row) + (None,) * (width - len(row)) for row in grid)


def _xls(raw: bytes) -> tuple[Sheet, ...]:
    # xlrd prints warnings unless it is given a place for them
    book = xlrd.open_workbook(file_contents=raw, logfile=io.StringIO())
    return tuple(_xls_sheet(sheet, book.datemode) for sheet in book.sheets())


def _xls_sheet(sheet: xlrd.sheet.Sheet, datemode: int) -> Sheet:
    rows = (sheet.row(number) for number in range(sheet.nrows))
    return Sheet(sheet.name, _trimmed([[_old(cell, datemode) for cell in row] for row in rows]))


def _old(cell: xlrd.sheet.Cell, datemode: int) -> Cell:
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return from_float(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        start = date(1904, 1, 1) if datemode else date(1899, 12, 30)
        return start + timedelta(days=int(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return None if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) else str(cell.value)
