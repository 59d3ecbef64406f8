"""Rows of a reading kept small: some seventy bytes each, whatever the file repeats in every line.

What many rows share (period, variable, breakdown, unit, names) is kept once; the rest of a row is
written in blocks. Order is kept, rejected lines stand among the rows.
"""

import marshal
from array import array
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any

from .reading import Rejected, Row, Sign

BLOCK = 1000
SIGNS = list(Sign)
PLACE = {sign: at for at, sign in enumerate(SIGNS)}


class Shared:
    """Values that many rows share, each once, by their number."""

    def __init__(self) -> None:
        self._known: dict[Hashable, int] = {}
        self.values: list[Any] = []

    def number(self, value: Hashable) -> int:
        """The number of a value."""
        at = self._known.get(value)
        if at is None:
            at = self._known[value] = len(self.values)
            self.values.append(value)
        return at


@dataclass
class Packed:
    """Rows and rejected lines in the order they were entered.

    ``marks``: for each place a hash that is equal for rows of the same area, period, variable and
    breakdown (0: rejected); ``numbers``: its line.
    """

    marks: "array[int]" = field(default_factory=lambda: array("q"))
    numbers: "array[int]" = field(default_factory=lambda: array("Q"))
    refused: dict[int, Rejected] = field(default_factory=dict)
    _blocks: list[bytes] = field(default_factory=list)
    _open: list[Any] = field(default_factory=list)
    _what: Shared = field(default_factory=Shared)
    _how: Shared = field(default_factory=Shared)
    _names: Shared = field(default_factory=Shared)

    def __len__(self) -> int:
        return len(self.numbers)

    def add(self, item: Row | Rejected) -> None:
        """Enter one."""
        if isinstance(item, Rejected):
            self.refused[len(self)] = item
            self.marks.append(0)
            self._open.append(None)
        else:
            self._open.append(self._packed(item))
        self.numbers.append(item.number)
        if len(self._open) == BLOCK:
            self._blocks.append(marshal.dumps(self._open))
            self._open = []

    def _packed(self, row: Row) -> tuple[Any, ...]:
        what = self._what.number(
            (row.period_start, row.period_end, row.variable, row.dimensions))
        how = self._how.number((row.unit, row.scale, row.quality, row.area_level))
        self.marks.append(hash((row.area_key, what)) or 1)
        value = None if row.value is None else str(row.value)
        raw = None if row.raw == value else row.raw
        return (row.area_key, self._names.number(row.area_name), what, how, value,
                PLACE[row.sign], raw, row.column)

    def refuse(self, place: int, instead: Rejected) -> None:
        """Put a rejected line in the place of a row."""
        self.refused[place] = instead

    def row(self, place: int) -> Row:
        """The row that was entered at a place."""
        at, within = divmod(place, BLOCK)
        block = marshal.loads(self._blocks[at]) if at < len(self._blocks) else self._open
        return self._row(place, block[within])

    def __iter__(self) -> Iterator[Row | Rejected]:
        place = 0
        for block in chain(map(marshal.loads, self._blocks), [self._open]):
            for one in block:
                refused = self.refused.get(place)
                yield refused if refused is not None else self._row(place, one)
                place += 1

    def _row(self, place: int, one: tuple[Any, ...]) -> Row:
        key, name, what, how, value, sign, raw, column = one
        start, end, variable, dimensions = self._what.values[what]
        unit, scale, quality, level = self._how.values[how]
        return Row(
            self.numbers[place], key, self._names.values[name], start, end, variable,
            None if value is None else Decimal(value), SIGNS[sign],
            value if raw is None and value is not None else raw or "", quality, unit, scale,
            dimensions, level, column,
        )
