"""Workbooks (.xlsx, .xls) as grids of typed cells; merged cells are filled with their value."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .numbers import Cell

OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of cells, all of the same width; ``merged``: (row, column) filled from a
    merged cell, counted from 0."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: frozenset[tuple[int, int]] = frozenset()


def sheets(raw: bytes, name: str) -> tuple[Sheet, ...]:
    """All sheets of a workbook."""
    # The libraries of workbooks are large and loaded with the first workbook.
    from .workbook_files import read  # noqa: PLC0415

    return read(raw, name)


def text(cell: Cell) -> str:
    """A cell as a person reads it; whole numbers without a point, days as 2024-12-31."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return format(cell, "f") if isinstance(cell, Decimal) else cell.strip()
