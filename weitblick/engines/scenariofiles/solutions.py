"""ScenarioWizard's solution files (.sl): read, and every row verified against its matrix.

The format (as the published files show it): a head line with program and version, a line of words,
the number of rows, an empty line, and rows of a quoted scenario (1-based states), its weight,
consistency value, an always empty inconsistency, total impact score and name. Weights are added up
in single precision there: from 2^24 on they are rounded or stand still. They count starts under
global succession, may come from a sample, and are 0 where they were not computed.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

from ..crossimpact import CrossImpactMatrix, MatrixError, Scenario, consistency_value, total_impact
from .errors import MatrixFileError

HEAD = "$ ScenarioWizard"
HEAD_LINES = 4
FIELDS = 6
LARGEST_FILE = 200 * 2**20
EXACT_WEIGHTS = 2**24
"""From here on single precision does not hold every integer."""


@dataclass(frozen=True)
class SolutionRow:
    """One row as it stands in the file; `line` counts from 1."""

    line: int
    scenario: Scenario
    weight: float
    consistency: int
    inconsistency: int
    total_impact: int
    name: str

    @property
    def weight_is_exact(self) -> bool:
        """Can the weight be an exact count?"""
        return self.weight.is_integer() and self.weight < EXACT_WEIGHTS


@dataclass(frozen=True)
class CheckedRow:
    """A row with what the matrix says; None where the scenario is none of the matrix.

    `problems` are stable words: `no_such_scenario`, `inconsistent`, `consistency_differs`,
    `impact_differs`, `repeated`. Empty: the row is right.
    """

    row: SolutionRow
    consistency: int | None
    total_impact: int | None
    problems: tuple[str, ...]


def read_solutions(path: str | Path) -> tuple[SolutionRow, ...]:
    """Read a .sl file. Raises MatrixFileError with file, line and reason."""
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise MatrixFileError(path.name, 0, "the file is too large.", "too_large")
        data = path.read_bytes()
    except OSError as error:
        reason = f"the file cannot be opened ({error.strerror})."
        raise MatrixFileError(path.name, 0, reason, "cannot_open") from error
    return parse_solutions(data, path.name)


def parse_solutions(data: bytes, file: str) -> tuple[SolutionRow, ...]:
    """The rows in the bytes of a .sl file, as they are; `verify_solutions` says what holds."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    lines = text.replace("\r\n", "\n").split("\n")
    if not lines[0].startswith(HEAD):
        reason = f"this is no solution set: the first line must begin with {HEAD!r}."
        raise MatrixFileError(file, 1, reason, "sl_head")
    stated = _count(lines, file)
    rows = [_row(line, number, file)
            for number, line in enumerate(lines[HEAD_LINES:], start=HEAD_LINES + 1)
            if line.strip()]  # fmt: skip
    if len(rows) != stated:
        reason = f"{stated} scenarios are announced, {len(rows)} are there."
        raise MatrixFileError(file, 3, reason, "sl_rows", expected=stated, found=len(rows))
    return tuple(rows)


def verify_solutions(
    matrix: CrossImpactMatrix, rows: tuple[SolutionRow, ...]
) -> tuple[CheckedRow, ...]:
    """Compute every row anew: files that do not belong to their matrix have been published."""
    seen: set[Scenario] = set()
    checked = []
    for row in rows:
        checked.append(_checked(matrix, row, row.scenario in seen))
        seen.add(row.scenario)
    return tuple(checked)


def _checked(matrix: CrossImpactMatrix, row: SolutionRow, repeated: bool) -> CheckedRow:
    try:
        matrix.check_scenario(row.scenario)
    except MatrixError:
        return CheckedRow(row, None, None, ("no_such_scenario",))
    consistency = consistency_value(matrix, row.scenario)
    impact = total_impact(matrix, row.scenario)
    found = {
        "inconsistent": consistency < 0,
        "consistency_differs": consistency != row.consistency,
        "impact_differs": impact != row.total_impact,
        "repeated": repeated,
    }
    problems = tuple(word for word, is_so in found.items() if is_so)
    return CheckedRow(row, consistency, impact, problems)


def _count(lines: list[str], file: str) -> int:
    word = lines[2].strip() if len(lines) > 2 else ""
    if not word.isascii() or not word.isdecimal() or len(word) > 9:
        reason = f"expected the number of scenarios, found {word[:20]!r}."
        raise MatrixFileError(file, 3, reason, "sl_count", found=word[:20])
    return int(word)


def _row(line: str, number: int, file: str) -> SolutionRow:
    try:
        fields = next(csv.reader([line], skipinitialspace=True))
    except (csv.Error, StopIteration) as error:
        reason = f"this row cannot be read: {error}."
        raise MatrixFileError(file, number, reason, "sl_row") from error
    if len(fields) != FIELDS:
        reason = f"expected {FIELDS} fields, found {len(fields)}."
        raise MatrixFileError(file, number, reason, "sl_fields", found=len(fields))
    states = tuple(_integer(word, number, file) for word in fields[0].split())
    if not states:
        raise MatrixFileError(file, number, "the scenario is empty.", "sl_empty")
    weight = _weight(fields[1], number, file)
    margin, short, impact = (_integer(word, number, file) for word in fields[2:5])
    return SolutionRow(number, states, weight, margin, short, impact, fields[5])


def _integer(word: str, line: int, file: str) -> int:
    digits = word.strip().removeprefix("-")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 12:
        reason = f"{word[:20]!r} is not a whole number."
        raise MatrixFileError(file, line, reason, "not_a_number", found=word[:20])
    return int(word)


def _weight(word: str, line: int, file: str) -> float:
    """A weight, possibly rounded and written like 1.677722E+07."""
    try:
        weight = float(word)
    except ValueError:
        weight = math.nan
    if not 0 <= weight < math.inf:
        reason = f"{word[:20]!r} is not a weight."
        raise MatrixFileError(file, line, reason, "sl_weight", found=word[:20])
    return weight
