"""GENESIS flat files since 2024/25 (ffcsv version 5): Destatis, Regionaldatenbank, Zensus 2022.

One line an observation; UTF-8 with mark, semicolons, no quotes; German files write a decimal
comma, English ones a decimal point; both keep the same codes and signs.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    Row,
    Sign,
    Variable,
)
from .text import Bytes, Shape, Text, cells, decode, header, repaired, table

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


def read(raw: Bytes, name: str, ledger: Ledger, progress: Progress) -> Reading:
    """The file as a reading. Raises InputError if the first line is not that of a flat file."""
    text = decode(raw)
    layout = _layout(text)
    shape = Shape(2, ";", layout.width)
    survey = Survey(layout.value)
    survey.look(text, layout.width)
    maker = _Maker(ledger, Numbers(survey.style(ledger)), layout, survey.usual_units())
    for number, parts in table(text, shape, ledger, progress):
        maker.line(number, [part.strip() for part in parts])
    return _reading(ledger, survey.labels, name)


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


@dataclass(frozen=True, slots=True)
class Places:
    """Which variable of a line is the area (-1: none), which cut the year, which break down."""

    area: int
    times: tuple[int, ...]
    rest: tuple[int, ...]


@dataclass
class Survey:
    """What has to be known of a whole file before its first row: how it writes numbers, in which
    unit each variable comes, what it is called."""

    at: int
    points: int = 0
    commas: int = 0
    grouped: str = ""
    is_in_threes: bool = True
    labels: Counter[tuple[str, str]] = field(default_factory=Counter)
    units: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def look(self, text: Text, width: int) -> None:
        """Look at all lines that are as wide as the header, whatever else is wrong with them."""
        for number, line in enumerate(text.lines, 1):
            parts = line.split(";") if '"' not in line else cells(line, ";") or []
            if number > 1 and len(parts) >= width:
                self.note([repaired(part) for part in parts] if text.is_twice(number) else parts)

    def note(self, parts: list[str]) -> None:
        """Look at the cells of one line."""
        value = parts[self.at].strip()
        self.labels[parts[0].strip(), parts[1].strip()] += 1
        self.units[parts[self.at + 2].strip()][parts[self.at + 1].strip()] += 1
        if "," in value:
            self.commas += bool(_COMMA.fullmatch(value))
        elif "." in value and _POINT.fullmatch(value):
            self.points += 1
            self.grouped = self.grouped or value
            self.is_in_threes = self.is_in_threes and bool(_GROUP.fullmatch(value))

    def style(self, ledger: Ledger) -> Style:
        """Comma or point as decimal sign: what most numbers have; a point in threes is doubtful."""
        if not self.points or self.commas >= self.points:
            return GENESIS
        if self.is_in_threes:
            mended = ledger.agreed("thousands_points", 0, example=self.grouped)
            return Style(",", ".", official=True) if mended else GENESIS
        return GENESIS_EN

    def usual_units(self) -> dict[str, str]:
        """The unit of each variable; a line with another one is damaged, its scale unknown."""
        return {code: counter.most_common(1)[0][0] for code, counter in self.units.items()}


class _Maker:
    """Makes rows of the lines of one file; repeated parts are shared between rows."""

    def __init__(
        self, ledger: Ledger, numbers: Numbers, layout: Layout, units: Mapping[str, str]
    ) -> None:
        self.ledger, self.numbers, self.layout, self.units = ledger, numbers, layout, units
        self._shared: dict[object, object] = {}
        self._known: dict[tuple[str, ...], Places] = {}

    def line(self, number: int, parts: list[str]) -> None:
        """Enter one line."""
        groups = [parts[at : at + 4] for at in range(5, self.layout.value, 4)]
        place = self._places(tuple(parts[5 : self.layout.value : 4]))
        area = groups[place.area] if place.area >= 0 else None
        if area is None:
            self.ledger.reject(number, "no_area_variable", ";".join(parts))
            return
        key = self.ledger.key(area[2], number)
        period = self._period(number, parts[4], [groups[n] for n in place.times]) if key else None
        if key is None or period is None:
            return
        cell = self._value(number, parts)
        if cell is None:
            return
        unit, raw = parts[self.layout.value + 1], parts[self.layout.value]
        if unit != self.units.get(parts[self.layout.value + 2], unit):
            self.ledger.reject(number, "unit_differs", raw, unit=unit)
            return
        rest = [groups[n] for n in place.rest]
        self.ledger.add(self._row(number, parts, key, area, period, cell, rest))

    def _places(self, codes: tuple[str, ...]) -> "Places":
        """Which of the variables with these codes is the area, a part of the year, a breakdown."""
        known = self._known.get(codes)
        if known is None:
            area = next((n for n, code in enumerate(codes) if REGION.fullmatch(code)), -1)
            times = tuple(n for n, code in enumerate(codes) if periods.is_time_variable(code))
            rest = tuple(n for n in range(len(codes)) if n != area and n not in times)
            known = self._known[codes] = Places(area, times, rest)
        return known

    def _period(
        self, number: int, time: str, groups: list[list[str]]
    ) -> periods.Period | None:
        period = self.ledger.period(time, number)
        for code, _, attribute, _ in groups:
            if period:
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
        period: periods.Period, cell: Read, rest: list[list[str]],
    ) -> Row:
        at = self.layout.value
        quality = parts[at + 4] if self.layout.quality else ""
        value, sign = cell
        if "(" in quality and value is not None:
            sign = Sign.UNCERTAIN
        unit, scale = self._unit(parts[at + 1])
        return Row(
            number, key, area[3].strip(), *period, self._variable(parts[at + 2], parts[at + 3]),
            value, sign, parts[at], quality, unit, scale, self._dimensions(rest),
            area[0], at + 1,
        )

    def _unit(self, said: str) -> tuple[str, Decimal]:
        if ("unit", said) not in self._shared:
            self._shared["unit", said] = split_unit(said)
        return self._shared["unit", said]  # type: ignore[return-value]

    def _variable(self, code: str, label: str) -> Variable:
        return self._shared.setdefault((code, label), Variable(code, label))  # type: ignore[return-value]

    def _dimensions(self, rest: list[list[str]]) -> tuple[Dimension, ...]:
        known = tuple(chain.from_iterable(rest))
        if known not in self._shared:
            self._shared[known] = tuple(
                Dimension(g[0], g[2], g[3], g[1], total=not g[2] or g[3] in TOTALS) for g in rest
            )
        return self._shared[known]  # type: ignore[return-value]
