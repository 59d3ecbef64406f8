"""Lines with several values: each value column knows its variable, time and breakdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .ledger import Ledger
from .numbers import Cell, NotANumber, Numbers
from .periods import Period
from .reading import ONE, Dimension, Row, Sign, Variable
from .workbook import text


@dataclass(frozen=True)
class ValueColumn:
    """A column of values, from 0; ``period`` is None where the line has its own; ``doubt``: the
    code for which its cells are rejected; ``quality``: the column of its signs, -1 for none."""

    index: int
    variable: Variable
    period: Period | None = None
    unit: str = ""
    scale: Decimal = ONE
    dimensions: tuple[Dimension, ...] = ()
    doubt: str = ""
    quality: int = -1


@dataclass(frozen=True)
class Place:
    """Where and when the values of one line hold."""

    number: int
    key: str
    name: str
    period: Period | None = None
    level: str = ""
    dimensions: tuple[Dimension, ...] = ()


def enter(
    ledger: Ledger, numbers: Numbers, place: Place, cells: Sequence[Cell],
    columns: Sequence[ValueColumn], quality: str = "",
) -> None:
    """Enter the values of one line, cell by cell."""
    for column in columns:
        raw = text(cells[column.index])
        period = column.period or place.period
        said = text(cells[column.quality]).strip() if column.quality >= 0 else quality
        if column.doubt:
            ledger.reject(place.number, column.doubt, raw, column.index + 1, unit=column.unit)
            continue
        try:
            value, sign = numbers.read(cells[column.index])
        except NotANumber as error:
            ledger.reject(place.number, error.code, raw, column.index + 1, value=raw)
            continue
        if column.quality >= 0 and "(" in said and value is not None:
            sign = Sign.UNCERTAIN
        if period is None:
            ledger.reject(place.number, "bad_period", raw, column.index + 1, period="")
            continue
        ledger.add(
            Row(
                place.number, place.key, place.name, *period, column.variable, value, sign, raw,
                said, column.unit, column.scale, place.dimensions + column.dimensions,
                place.level, column.index + 1,
            )
        )
