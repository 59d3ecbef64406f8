"""A table of words with one header line, from CSV, XLSX or XLS: for places and travel times."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .errors import InputError
from .source import ZIP, opened
from .text import cells, decode
from .workbook import OLE, sheets, text

DELIMITERS = ";\t,|"
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)


@dataclass(frozen=True)
class Grid:
    """``rows``: line in the file (from 1) and its cells, None where its quotes do not fit."""

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...] | None], ...]


def read_grid(file: Path | BinaryIO, name: str = "") -> Grid:
    """The first filled line is the header; blank lines are left out. Raises InputError."""
    name = name or (file.name if isinstance(file, Path) else "table")
    with opened(file, name) as source:
        raw = source.whole()
    book = raw.startswith((ZIP, OLE))
    lines = _of_book(raw, name) if book else _of_text(raw)
    filled = [(number, row) for number, row in lines if row is None or any(row)]
    if not filled or filled[0][1] is None:
        raise InputError("no_rows", f"{name} holds no table with a header line", line=1)
    return Grid(filled[0][1], tuple(filled[1:]))


def _of_book(raw: bytes, name: str) -> list[tuple[int, tuple[str, ...] | None]]:
    """The sheet with most filled cells."""
    sheet = max(sheets(raw, name), key=lambda one: sum(bool(c) for row in one.rows for c in row))
    return [(number, tuple(text(cell).strip() for cell in row))
            for number, row in enumerate(sheet.rows, 1)]  # fmt: skip


def _of_text(raw: bytes) -> list[tuple[int, tuple[str, ...] | None]]:
    lines = decode(raw).lines
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    found: list[tuple[int, tuple[str, ...] | None]] = []
    for number, line in enumerate(lines, 1):
        row = cells(line, delimiter) if line.strip() else []
        found.append((number, None if row is None else tuple(cell.strip() for cell in row)))
    return found


def matched(headers: Sequence[str], words: Mapping[str, str]) -> dict[str, int]:
    """A column for each role whose pattern fits a header as a whole; the first of several."""
    found: dict[str, int] = {}
    for role, pattern in words.items():
        for index, header in enumerate(headers):
            if index not in found.values() and re.fullmatch(pattern, header.strip(), re.I):
                found[role] = index
                break
    return found


def number(cell: str) -> float | None:
    """12.5 or 12,5; None for anything else."""
    return float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else None
