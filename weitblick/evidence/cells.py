"""What a reader gets to see of the evidence: plain values, already protected. No rows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from weitblick.evidence.models import Status

NUMBERS = {Status.OK, Status.ZERO, Status.UNCERTAIN}


@dataclass(frozen=True)
class Cell:
    """One value in the base unit of its indicator, or the reason why there is none.

    ``step``: the smallest difference its source prints (1000 where it prints thousands), so that
    nothing is shown more exactly than it is known. ``is_hidden``: kept back here, not by the
    source. ``run`` and ``row``: file and line it came from; None for sums and derived values.
    """

    indicator: str
    area: str
    start: dt.date
    end: dt.date
    dimensions: str
    value: float | None
    status: Status
    step: float = 1.0
    quality: str = ""
    is_hidden: bool = False
    run: int | None = None
    row: int | None = None
    revision: int = 1

    @property
    def has_number(self) -> bool:
        """Whether there is a number to show."""
        return self.status in NUMBERS

    @property
    def year(self) -> int:
        """The year its period ends in."""
        return self.end.year


@dataclass(frozen=True)
class Break:
    """From ``at`` values are not comparable with those before; ``kind``: method or territory."""

    at: dt.date
    reason: str
    kind: str = "method"


@dataclass(frozen=True)
class Series:
    """One indicator of one area over time, oldest first, with its breaks and its sources."""

    indicator: str
    area: str
    dimensions: str
    cells: tuple[Cell, ...]
    breaks: tuple[Break, ...] = ()
    attributions: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[Cell, ...]:
        """Cells with a number."""
        return tuple(cell for cell in self.cells if cell.has_number)

    @property
    def latest(self) -> Cell | None:
        """The newest cell with a number."""
        return self.numbers[-1] if self.numbers else None

    def since_last_break(self) -> tuple[Cell, ...]:
        """Cells with a number that can be compared with the newest one."""
        latest = self.latest
        last = max((one.at for one in self.breaks if latest and one.at <= latest.end),
                   default=dt.date.min)
        return tuple(cell for cell in self.numbers if cell.end >= last)


@dataclass(frozen=True)
class Table:
    """One indicator and period for all units of a level, in the order of their keys.

    Units of the level for which nothing is there have no cell; ``missing`` names them.
    """

    indicator: str
    end: dt.date
    dimensions: str
    cells: tuple[Cell, ...]
    missing: tuple[str, ...] = ()
    attributions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """A value that an import changed: what it was, and what it is now."""

    before: Cell
    after: Cell


@dataclass(frozen=True)
class Operands:
    """Cells of several indicators by area and year, as formulas need them."""

    by_place: dict[tuple[str, str, str, int], Cell] = field(default_factory=dict)

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> "Operands":
        """The newest cell of each year counts."""
        ordered = sorted(cells, key=lambda one: one.end)
        return cls({(one.indicator, one.dimensions, one.area, one.year): one for one in ordered})

    def places(self) -> list[tuple[str, int]]:
        """Areas and years for which there is anything."""
        return sorted({(area, year) for _code, _dimensions, area, year in self.by_place})
