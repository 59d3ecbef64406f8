"""Bytes of CSV files to and from tables of texts."""

from __future__ import annotations

import csv
import io

from ..crossimpact import CrossImpactMatrix
from .errors import MatrixFileError
from .sheets import matrix_of_rows, sheet_rows


def read_csv(data: bytes, file: str) -> CrossImpactMatrix:
    """A matrix from comma, semicolon or tab separated text (UTF-8, else Windows-1252)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    delimiter = max(";,\t", key=text.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        reason = f"this is not readable as CSV: {error}."
        raise MatrixFileError(file, reader.line_num, reason, "csv_unreadable") from error
    return matrix_of_rows(rows, file)


def write_csv(matrix: CrossImpactMatrix, file: str) -> bytes:
    """UTF-8 with byte order mark and semicolons, which spreadsheets open as a table."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(sheet_rows(matrix))
    return text.getvalue().encode("utf-8-sig")
