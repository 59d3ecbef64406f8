"""How the columns of a plain table are to be understood: proposed by us, confirmed by a person."""

from collections.abc import Mapping as Dictionary
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """What a column holds."""

    AREA = "area"
    AREA_NAME = "area_name"
    PERIOD = "period"
    VALUE = "value"
    DIMENSION = "dimension"
    VARIABLE = "variable"
    UNIT = "unit"
    QUALITY = "quality"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Column:
    """One column, from 0. For values: the variable's ``code`` (may be ''), ``unit`` and ``scale``;
    ``period`` when the header itself is a year or a date (wide tables)."""

    index: int
    role: Role
    label: str = ""
    code: str = ""
    unit: str = ""
    scale: str = "1"
    period: str = ""


@dataclass(frozen=True)
class Mapping:
    """A confirmed understanding of a plain table.

    ``header_rows``: lines before the data; ``period``: for all rows, if no column has it;
    ``sheet``: of a workbook; ``thousands`` is '' where numbers are not grouped; ``delimiter`` and
    ``encoding`` are '' for workbooks. As data: ``to_data`` and ``from_data``.
    """

    columns: tuple[Column, ...]
    header_rows: int = 1
    delimiter: str = ";"
    encoding: str = "utf-8-sig"
    decimal: str = ","
    thousands: str = ""
    period: str = ""
    sheet: str = ""
    title: str = ""
    source: str = ""
    attribution: str = ""

    def to_data(self) -> dict[str, Any]:
        """The mapping as plain data for a JSON field."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Dictionary[str, Any]) -> "Mapping":
        """The mapping from what ``to_data`` gave."""
        columns = tuple(Column(**{**one, "role": Role(one["role"])}) for one in data["columns"])
        for column in columns:
            Decimal(column.scale)  # a broken scale is told here, not in the middle of the rows
        return cls(**{**data, "columns": columns})


@dataclass(frozen=True)
class Reason:
    """Why a column (or, with column -1, the file) was understood so; words in ``reasons``."""

    column: int
    code: str
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """What we think of a plain table: a mapping to confirm, the reasons, the first 20 data rows.

    ``headers`` holds one name a column; ``missing`` names the roles nothing was found for
    ("area", "period", "value"): the mapping cannot be read before a person has set them.
    """

    mapping: Mapping
    headers: tuple[str, ...]
    preview: tuple[tuple[str, ...], ...]
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
