"""GENESIS flat files since 2024/25 (ffcsv version 5): Destatis, Regionaldatenbank, Zensus 2022.

One line an observation; UTF-8 with mark, semicolons, no quotes; German files write a decimal
comma, English ones a decimal point; both keep the same codes and signs.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from . import periods
from .errors import InputError
from .ledger import Ledger
from .numbers import GENESIS, GENESIS_EN, NotANumber, Numbers, Style, split_unit
from .reading import (
    TOTALS,
    Dimension,
    Format,
    Progress,
    Reading,
    Rejected,
    Row,
    Sign,
    Variable,
)
from .text import Shape, Text, decode, header, table

START = ["statistics_code", "statistics_label", "time_code", "time_label", "time"]
END = ["value", "value_unit", "value_variable_code", "value_variable_label"]
ATTRIBUTION = (
    "© Statistische Ämter des Bundes und der Länder, Datenlizenz Deutschland – Namensnennung – "
    "Version 2.0 (dl-de/by-2-0)"
)
REGION = re.compile(r"DINSG|DLAND\w?|REGBEZ|KREISE\w?|GEMEIN\w?|GEO[A-Z]{2}\w*")
_POINT, _COMMA = re.compile(r"-?\d+\.\d+"), re.compile(r"-?\d+,\d+")
_GROUP = re.compile(r"-?\d{1,3}\.\d{3}")
Read = tuple[Decimal | None, Sign]


@dataclass(frozen=True)
class Layout:
    """Where things stand in a line: the number of variables, and whether quality is given."""

    variables: int
    quality: bool

    @property
    def value(self) -> int:
        """The position of the value."""
        return 5 + 4 * self.variables

    @property
    def width(self) -> int:
        """Cells in a line."""
        return self.value + (5 if self.quality else 4)


def read(raw: bytes, name: str, ledger: Ledger, progress: Progress) -> Reading:
    """The file as a reading. Raises InputError if the first line is not that of a flat file."""
    text = decode(raw)
    layout = _layout(text)
    lines = list(table(text, Shape(2, ";", layout.width), ledger, progress))
    numbers = Numbers(style(lines, layout.value, ledger))
    maker = _Maker(ledger, numbers, layout)
    for number, parts in lines:
        maker.line(number, [part.strip() for part in parts])
    _odd_units(ledger, layout, lines)
    labels = Counter((parts[0], parts[1]) for _, parts in lines)
    return _reading(ledger, labels, name)


def _reading(ledger: Ledger, labels: Counter[tuple[str, str]], name: str) -> Reading:
    ((code, label), _), *_ = labels.most_common(1) or [(("", ""), 0)]
    table_code = re.match(r"[0-9A-Z]+(?:-[0-9A-Z]+)+", name)
    words = {"statistics_code": code, "table": table_code[0] if table_code else ""}
    return Reading(
        Format.FLAT_5, ledger.close(), title=label, source=f"GENESIS {words['table'] or code}",
        attribution=ATTRIBUTION, territorial_status=_status(label), metadata={"": words},
        problems=ledger.problems, tally=ledger.tally,
    )


def _status(label: str) -> periods.dt.date | None:
    return periods.date_inside(label) if "Gebietsstand" in label else None


def _layout(text: Text) -> Layout:
    found = header(text.lines[0], ";")
    quality = found[-1:] == ["value_q"]
    count = (len(found) - 9 - quality) // 4
    names = ("code", "label", "attribute_code", "attribute_label")
    middle = [f"{n}_variable_{what}" for n in range(1, count + 1) for what in names]
    expected = [*START, *middle, *END, *(["value_q"] if quality else [])]
    if count < 1 or found != expected:
        wrong = next(
            (h for h, e in zip(found, expected, strict=False) if h != e), "(column missing)"
        )
        raise InputError(
            "damaged_header",
            f"the first line is not that of a GENESIS flat file, at {wrong!r}; fetch the file "
            "again as 'ffcsv'",
            line=1, found=wrong,
        )
    return Layout(count, quality)


def style(lines: list[tuple[int, list[str]]], column: int, ledger: Ledger) -> Style:
    """Comma or point as decimal sign: what most numbers have. A point in threes stays in doubt."""
    values = [parts[column] for _, parts in lines]
    points, commas = sum(map(bool, map(_POINT.fullmatch, values))), 0
    if not points:
        return GENESIS
    commas = sum(map(bool, map(_COMMA.fullmatch, values)))
    if commas >= points:
        return GENESIS
    grouped = [parts[column] for _, parts in lines if _POINT.fullmatch(parts[column])]
    if all(_GROUP.fullmatch(one) for one in grouped):
        mended = ledger.agreed("thousands_points", 0, example=grouped[0])
        return Style(",", ".", official=True) if mended else GENESIS
    return GENESIS_EN


class _Maker:
    """Makes rows of the lines of one file; repeated parts are shared between rows."""

    def __init__(self, ledger: Ledger, numbers: Numbers, layout: Layout) -> None:
        self.ledger, self.numbers, self.layout = ledger, numbers, layout
        self._shared: dict[object, object] = {}

    def line(self, number: int, parts: list[str]) -> None:
        """Enter one line."""
        groups = [parts[5 + 4 * n : 9 + 4 * n] for n in range(self.layout.variables)]
        area = next((g for g in groups if REGION.fullmatch(g[0])), None)
        if area is None:
            self.ledger.reject(number, "no_area_variable", ";".join(parts))
            return
        key = self.ledger.key(area[2], number)
        period = self._period(number, parts[4], groups) if key else None
        if key is None or period is None:
            return
        cell = self._value(number, parts)
        if cell is None:
            return
        self.ledger.add(self._row(number, parts, key, area, period, cell, groups))

    def _period(
        self, number: int, time: str, groups: list[list[str]]
    ) -> periods.Period | None:
        period = self.ledger.period(time, number)
        for code, _, attribute, _ in groups:
            if period and periods.is_time_variable(code):
                period = periods.narrow(period, code, attribute)
                if period is None:
                    self.ledger.reject(number, "bad_period", attribute, period=attribute)
        return period

    def _value(self, number: int, parts: list[str]) -> Read | None:
        raw = parts[self.layout.value]
        try:
            return self.numbers.read(raw)
        except NotANumber as error:
            self.ledger.reject(number, error.code, raw, self.layout.value + 1, value=raw)
            return None

    def _row(
        self, number: int, parts: list[str], key: str, area: list[str],
        period: periods.Period, cell: Read, groups: list[list[str]],
    ) -> Row:
        at = self.layout.value
        quality = parts[at + 4] if self.layout.quality else ""
        value, sign = cell
        if "(" in quality and value is not None:
            sign = Sign.UNCERTAIN
        unit, scale = split_unit(parts[at + 1])
        return Row(
            number, key, area[3].strip(), *period, self._variable(parts[at + 2], parts[at + 3]),
            value, sign, parts[at], quality, unit, scale, self._dimensions(groups, area),
            area[0], at + 1,
        )

    def _variable(self, code: str, label: str) -> Variable:
        return self._shared.setdefault((code, label), Variable(code, label))  # type: ignore[return-value]

    def _dimensions(self, groups: list[list[str]], area: list[str]) -> tuple[Dimension, ...]:
        rest = [g for g in groups if g is not area and not periods.is_time_variable(g[0])]
        known = tuple(chain.from_iterable(rest))
        if known not in self._shared:
            self._shared[known] = tuple(
                Dimension(g[0], g[2], g[3], g[1], total=not g[2] or g[3] in TOTALS) for g in rest
            )
        return self._shared[known]  # type: ignore[return-value]


def _odd_units(ledger: Ledger, layout: Layout, lines: list[tuple[int, list[str]]]) -> None:
    """A variable has one unit; a line with another one is damaged, and its scale unknown."""
    units: dict[str, Counter[str]] = defaultdict(Counter)
    for _, parts in lines:
        units[parts[layout.value + 2]][parts[layout.value + 1]] += 1
    usual = {code: counter.most_common(1)[0][0] for code, counter in units.items()}
    if all(len(counter) == 1 for counter in units.values()):
        return
    wrong = {
        number: parts[layout.value + 1] for number, parts in lines
        if parts[layout.value + 1] != usual[parts[layout.value + 2]]
    }
    ledger.items = [
        Rejected(item.number, "unit_differs", {"unit": wrong[item.number]}, 0, item.raw)
        if isinstance(item, Row) and item.number in wrong else item
        for item in ledger.items
    ]
