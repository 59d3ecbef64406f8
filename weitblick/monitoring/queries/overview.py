"""What the numbers are for a process: its action fields with their indicators."""

from dataclasses import dataclass

from weitblick.evidence import queries as evidence
from weitblick.evidence.models import Indicator
from weitblick.workshop.models import Process


@dataclass(frozen=True)
class Row:
    """A master sheet, and whether there are values for it."""

    indicator: Indicator
    dimension: str
    is_filled: bool


@dataclass(frozen=True)
class FieldRows:
    """An action field with the indicators of its dimensions, also of those without any."""

    numeral: str
    title: str
    dimensions: tuple[tuple[str, tuple[Row, ...]], ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All indicators of the field."""
        return tuple(row for _title, rows in self.dimensions for row in rows)


def by_field(process: Process) -> list[FieldRows]:
    """The action fields of the frame with their indicators, in the frame's order."""
    filled = {one.code for one in evidence.indicators(with_values=True)}
    sheets = evidence.indicators()
    return [
        FieldRows(field.numeral, field.title, tuple(
            (dimension.title, tuple(Row(one, dimension.title, one.code in filled)
                                    for one in sheets if one.dimension == dimension.slug))
            for dimension in field.dimensions
        ))
        for field in process.frame.fields
    ]


def figures(process: Process) -> dict[str, int]:
    """How many indicators of the process's dimensions have values."""
    rows = [row for field in by_field(process) for row in field.rows]
    return {"indicators": len(rows), "filled": sum(row.is_filled for row in rows)}
