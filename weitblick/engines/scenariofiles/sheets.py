"""Matrices as tables: one layout for CSV and XLSX.

Three head rows and three head columns hold the descriptor's number, its name and the state; the
numbers make the layout unambiguous when names are empty or repeated. A1 holds the title, A3 the
sign `#`. Also read: two head rows and columns (name, state), where a descriptor begins at each
cell with a new name and an empty name cell continues the one before. An empty judgement is 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ..crossimpact import CrossImpactMatrix, Descriptor, MatrixError
from .errors import MatrixFileError

NUMBERED = "#"
WHOLE = re.compile(r"[+-]?[0-9]{1,7}(\.0+)?")
MOST_STATES = 2_000

Row = Sequence[str]


def sheet_rows(matrix: CrossImpactMatrix) -> list[list[str | int]]:
    """The table of a matrix, head rows first."""
    labels = [
        (number, descriptor.name, state)
        for number, descriptor in enumerate(matrix.descriptors, start=1)
        for state in descriptor.states
    ]
    heads: list[list[str | int]] = [
        [matrix.title, "", "", *(label[0] for label in labels)],
        ["", "", "", *(label[1] for label in labels)],
        [NUMBERED, "descriptor", "state", *(label[2] for label in labels)],
    ]
    rows = [[*label, *row] for label, row in zip(labels, matrix.values.tolist(), strict=True)]
    return heads + rows


def matrix_of_rows(rows: Sequence[Row], file: str) -> CrossImpactMatrix:
    """The matrix in a table of texts, or MatrixFileError with row and reason."""
    rows = _without_empty_margin(rows)
    if not rows:
        raise MatrixFileError(file, 0, "the table is empty.", "sheet_empty")
    numbered = len(rows) > 2 and bool(rows[2]) and rows[2][0].strip() == NUMBERED
    heads = 3 if numbered else 2
    body = rows[heads:]
    if not body:
        raise MatrixFileError(file, len(rows), "there are no rows of judgements.", "sheet_rows")
    labels = [tuple(_cell(row, column) for column in range(heads)) for row in body]
    _check_size(body, file)
    _check_columns(rows, heads, labels, file)
    descriptors = _descriptors(labels, numbered)
    values = [_numbers(row, heads, len(body), file, n) for n, row in enumerate(body, heads + 1)]
    try:
        return CrossImpactMatrix.from_array(descriptors, np.array(values), _cell(rows[0], 0))
    except MatrixError as error:
        raise MatrixFileError(file, 0, str(error), error.code, **error.params) from error


def _cell(row: Row, column: int) -> str:
    return row[column] if column < len(row) else ""


def _without_empty_margin(rows: Sequence[Row]) -> list[list[str]]:
    """Drop empty rows at the end (spreadsheets like to keep some)."""
    kept = [list(row) for row in rows]
    while kept and not any(cell.strip() for cell in kept[-1]):
        kept.pop()
    return kept


def _check_size(body: Sequence[Row], file: str) -> None:
    if len(body) > MOST_STATES:
        reason = f"{len(body)} states are more than the {MOST_STATES} that can be read."
        raise MatrixFileError(file, 0, reason, "too_many_states", states=len(body))


def _check_columns(
    rows: Sequence[Row], heads: int, labels: Sequence[tuple[str, ...]], file: str
) -> None:
    """Columns must name the same states in the same order as the rows do."""
    for column, label in enumerate(labels, start=heads):
        for place in range(heads):
            above = _cell(rows[place], column)
            if above.strip() != label[place].strip():
                reason = (
                    f"column {column + 1} is headed {above[:40]!r} where the rows say "
                    f"{label[place][:40]!r}: rows and columns must list the same states."
                )
                raise MatrixFileError(file, place + 1, reason, "sheet_heads", column=column + 1)


def _descriptors(labels: Sequence[tuple[str, ...]], numbered: bool) -> list[Descriptor]:
    found: list[tuple[str, str, list[str]]] = []
    for label in labels:
        key, name, state = label[0].strip(), label[-2], label[-1]
        if not found or (key != found[-1][0] and (numbered or key)):
            found.append((key, name, []))
        found[-1][2].append(state)
    return [Descriptor(name, tuple(states)) for _, name, states in found]


def _numbers(row: Row, heads: int, total: int, file: str, line: int) -> list[int]:
    if any(cell.strip() for cell in row[heads + total :]):
        found = len(row) - heads
        reason = f"expected {total} judgements, found {found}."
        raise MatrixFileError(file, line, reason, "sheet_columns", expected=total, found=found)
    numbers = []
    for column in range(heads, heads + total):
        cell = _cell(row, column).strip()
        if cell and not WHOLE.fullmatch(cell):
            reason = f"column {column + 1} holds {cell[:20]!r}, not a whole number."
            raise MatrixFileError(
                file, line, reason, "not_a_number", column=column + 1, found=cell[:20]
            )
        numbers.append(int(float(cell)) if cell else 0)
    return numbers
