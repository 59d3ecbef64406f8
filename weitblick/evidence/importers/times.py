"""Travel times that were worked out elsewhere: a table of origin, destination, minutes, mode."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .errors import InputError
from .grid import matched, number, read_grid
from .reading import Rejected

ROLES = {
    "origin": r"origin(_?id)?|from(_?id)?|von|start|quelle|orig",
    "destination": r"dest(ination)?(_?id)?|to(_?id)?|nach|ziel",
    "minutes": r"minutes?|minuten|min|travel_?time(_p50)?|fahrzeit|reisezeit|dauer|zeit|cost",
    "mode": r"mode|modus|verkehrsmittel|transport(_?mode)?",
}
NEEDED = ("origin", "destination", "minutes")
NO_WAY = ("", "nan", "na", "inf", "null", "none", "-")


@dataclass(frozen=True)
class TimeRow:
    """One way; the mode is '' where the file has none."""

    number: int
    origin: str
    destination: str
    minutes: float
    mode: str = ""


@dataclass(frozen=True)
class Times:
    """``rows`` of ways; ``no_way`` counts pairs that the file names as unreachable."""

    rows: tuple[TimeRow, ...]
    rejected: tuple[Rejected, ...]
    no_way: int

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes in the order of the file."""
        return tuple(dict.fromkeys(row.mode for row in self.rows))


def propose(file: Path | BinaryIO, name: str = "") -> dict[str, int]:
    """Role -> column from 0, as far as the headers tell."""
    return matched(read_grid(file, name).headers, ROLES)


def read(
    file: Path | BinaryIO,
    columns: Mapping[str, int] | None = None,
    *,
    mode: str = "",
    name: str = "",
) -> Times:
    """Read with confirmed columns, else with the proposed ones. ``mode`` for files without one.

    A pair that stands there twice with different minutes is refused in both lines; negative or
    unreadable minutes are refused; blanks, NaN and inf are pairs without a way.
    """
    grid = read_grid(file, name)
    told = dict(columns) if columns is not None else matched(grid.headers, ROLES)
    missing = [role for role in NEEDED if not 0 <= told.get(role, -1) < len(grid.headers)]
    if missing:
        raise InputError(
            "incomplete_mapping", f"No column is known for {', '.join(missing)}.",
            line=1, missing=tuple(missing), wrong=(),
        )  # fmt: skip
    found: dict[tuple[str, str, str], TimeRow] = {}
    rejected: list[Rejected] = []
    no_way = 0
    for line, cells in grid.rows:
        row = _row(line, cells, told, mode)
        if row is None:
            no_way += 1
        elif isinstance(row, Rejected):
            rejected.append(row)
        else:
            _enter(row, found, rejected)
    contradicted = {key for key, row in found.items() if row.number < 0}
    rows = tuple(row for key, row in found.items() if key not in contradicted)
    return Times(rows, tuple(sorted(rejected, key=lambda one: one.number)), no_way)


def _row(
    line: int, cells: tuple[str, ...] | None, told: Mapping[str, int], mode: str
) -> TimeRow | Rejected | None:
    if cells is None:
        return Rejected(line, "broken_quotes")
    words = {role: cells[at] if at < len(cells) else "" for role, at in told.items()}
    raw = " ".join(cells)[:120]
    if not words["origin"] or not words["destination"]:
        return Rejected(line, "way_without_ends", raw=raw)
    if words["minutes"].lower() in NO_WAY:
        return None
    minutes = number(words["minutes"])
    if minutes is None or minutes < 0:
        return Rejected(line, "way_bad_minutes", {"value": words["minutes"]}, raw=raw)
    return TimeRow(line, words["origin"], words["destination"], minutes, words.get("mode") or mode)


def _enter(
    row: TimeRow, found: dict[tuple[str, str, str], TimeRow], rejected: list[Rejected]
) -> None:
    """The same twice counts once; two different numbers are both refused."""
    key = (row.origin, row.destination, row.mode)
    first = found.setdefault(key, row)
    if first is row:
        return
    other = abs(first.number)
    same = first.minutes == row.minutes
    rejected.append(Rejected(row.number, "duplicate" if same else "contradiction",
                             {"other": other}))  # fmt: skip
    if not same and first.number > 0:
        rejected.append(Rejected(first.number, "contradiction", {"other": row.number}))
        # A negative line number marks a pair that nobody may use.
        found[key] = TimeRow(-first.number, *key[:2], first.minutes, row.mode)
