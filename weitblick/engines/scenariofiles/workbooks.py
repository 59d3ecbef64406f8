"""Bytes of XLSX files to and from tables of texts."""

from __future__ import annotations

import io
import zipfile
from itertools import islice
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import IllegalCharacterError, InvalidFileException

from ..crossimpact import CrossImpactMatrix
from .errors import MatrixFileError
from .sheets import matrix_of_rows, sheet_rows

LARGEST_UNPACKED = 200 * 2**20
MOST_COLUMNS = 2_010


def read_xlsx(data: bytes, file: str) -> CrossImpactMatrix:
    """A matrix from the first sheet of a workbook."""
    try:
        _check_unpacked_size(data, file)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        cells = book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS)
        rows = [[_text(cell) for cell in row] for row in islice(cells, MOST_COLUMNS)]
        book.close()
    except (
        zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, IndexError,
        TypeError, AttributeError, OSError, EOFError, NotImplementedError, zipfile.LargeZipFile,
    ) as error:  # fmt: skip
        if isinstance(error, MatrixFileError):
            raise
        reason = f"this is not a readable workbook ({type(error).__name__})."
        raise MatrixFileError(file, 0, reason, "xlsx_unreadable") from error
    return matrix_of_rows(rows, file)


def write_xlsx(matrix: CrossImpactMatrix, file: str) -> bytes:
    """A workbook with one sheet; names are always written as text, never as formulas."""
    book = Workbook()
    sheet = book.worksheets[0]
    try:
        for number, row in enumerate(sheet_rows(matrix), start=1):
            for column, content in enumerate(row, start=1):
                cell = sheet.cell(number, column, content)
                if isinstance(content, str):
                    cell.data_type = "s"
    except IllegalCharacterError as error:
        reason = "a name holds a control character that a workbook cannot store."
        raise MatrixFileError(file, 0, reason, "xlsx_character") from error
    sheet.freeze_panes = "D4"
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def _check_unpacked_size(data: bytes, file: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > LARGEST_UNPACKED:
        raise MatrixFileError(file, 0, "the workbook is too large.", "xlsx_large", bytes=size)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
