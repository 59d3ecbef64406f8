"""What every importer gives: one reading of one file, row by row, with nothing lost on the way.

Pure data: no Django, no database. Every line of the file ends as a header, a note (footer), a
blank, a line outside the selection, a line that gave rows, or a :class:`Rejected` line with its
reason; :class:`Tally` counts them so that the sum can be checked against the length of the file.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

ONE = Decimal(1)
TOTALS = frozenset(
    {"Insgesamt", "insgesamt", "Total", "total", "Zusammen", "zusammen", "Gesamt", "gesamt"}
)
Progress = Callable[[int, int], None]


class Format(StrEnum):
    """The kinds of file that can be told apart. GTFS, boundaries and roads are read
    elsewhere."""

    FLAT_5 = "genesis-ffcsv-5"
    FLAT_4 = "genesis-ffcsv-4"
    CROSSTAB = "genesis-crosstab"
    INKAR_WEB = "inkar-web"
    INKAR_WORKBOOK = "inkar-workbook"
    INKAR_BULK = "inkar-bulk"
    IRIS = "iris"
    WEGWEISER = "wegweiser-json"
    BA_WORKBOOK = "ba-workbook"
    GISD = "gisd"
    ZENSUS_GRID = "zensus-grid"
    VG250 = "vg250-ew"
    PLAIN_CSV = "plain-csv"
    PLAIN_WORKBOOK = "plain-workbook"
    GTFS = "gtfs"
    BOUNDARIES = "boundaries"
    ROADS = "roads"


class Sign(StrEnum):
    """Why a cell holds no plain number, or how far its number can be trusted.

    The first nine are the signs of the German statistical offices; ``Row.raw`` keeps what stood
    in the file. ``NOTHING`` is zero only where the area existed at that date: the register of
    areas decides that, not the sign.
    """

    NUMBER = "number"
    ROUNDED_ZERO = "rounded_zero"  # 0: more than nothing, less than half of the last digit
    UNCERTAIN = "uncertain"  # (12) or quality (): the number is kept
    NOTHING = "nothing"  # - or an en dash
    SUPPRESSED = "suppressed"  # . or *
    UNRELIABLE = "unreliable"  # /
    NOT_APPLICABLE = "not_applicable"  # x
    PENDING = "pending"  # ...
    EMPTY = "empty"  # the cell is blank


@dataclass(frozen=True, slots=True)
class Variable:
    """What is counted or measured: the office's code where there is one, and its words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """One breakdown of a value, such as sex = female.

    ``attribute`` is empty for the total category of GENESIS; ``total`` marks every total
    (also ``LB-INS``), so that a sum over the others never counts people twice.
    """

    variable: str
    attribute: str
    label: str
    variable_label: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One observation. ``number``: line in the file, from 1; ``column``: cell in it, from 1.

    The quantity is ``value * scale`` in ``unit``: 7 with unit ``1000`` in the file becomes value
    7, scale 1000, unit ''. ``value`` is None for every sign that is no number. ``area_level`` is
    the file's own word for the level (``KREISE``, ``GEMEIN``, ``Kreise``), '' if it has none.
    """

    number: int
    area_key: str
    area_name: str
    period_start: dt.date
    period_end: dt.date
    variable: Variable
    value: Decimal | None
    sign: Sign = Sign.NUMBER
    raw: str = ""
    quality: str = ""
    unit: str = ""
    scale: Decimal = ONE
    dimensions: tuple[Dimension, ...] = ()
    area_level: str = ""
    column: int = 0

    @property
    def total(self) -> bool:
        """Whether any breakdown is a total: such rows are never added to others."""
        return any(dimension.total for dimension in self.dimensions)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line (or, with ``column``, one cell) that was not used, and why; ``raw``: its start."""

    number: int
    code: str
    params: dict[str, object] = field(default_factory=dict)
    column: int = 0
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the file that people must know.

    ``needs_consent``: the rows concerned stay rejected until the caller hands ``code`` back in
    ``consent``; ``mended`` says whether that happened. ``lines`` counts what is concerned,
    ``where`` is the first such line (0: the file). ``params`` always has an ``example`` if there
    is one. Words: :func:`weitblick.evidence.importers.reasons.explain`.
    """

    code: str
    where: int = 0
    lines: int = 0
    params: dict[str, object] = field(default_factory=dict)
    needs_consent: bool = False
    mended: bool = False


@dataclass(slots=True)
class Tally:
    """Lines of the file by what became of them; filled while the rows are taken."""

    headers: int = 0
    notes: int = 0
    blank: int = 0
    outside: int = 0
    used: int = 0
    rows: int = 0
    rejected_cells: int = 0
    rejected: Counter[str] = field(default_factory=Counter)

    @property
    def rejected_lines(self) -> int:
        """Lines with data that gave no row."""
        return sum(self.rejected.values())

    @property
    def lines(self) -> int:
        """All lines seen."""
        return (
            self.headers + self.notes + self.blank + self.outside + self.used + self.rejected_lines
        )


@dataclass(slots=True)
class Reading:
    """A file that has been understood. ``rows`` can be taken once.

    ``problems`` and ``tally`` are complete when the rows have been taken to the end; for every
    format but the streamed ones the problems are complete at once. ``metadata``: per indicator
    (or '' for the file) the words the file brings along. ``territorial_status``: the date of the
    boundaries, if the file names it.
    """

    format: Format
    rows: Iterator[Row | Rejected]
    title: str = ""
    source: str = ""
    attribution: str = ""
    territorial_status: dt.date | None = None
    metadata: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
