"""GENESIS flat files before 2024/25 (ffcsv version 4): wide, Latin-1, German column names.

A value column is called ``BEVSTD__Bevoelkerungsstand__Anzahl``: code, label, unit; one of changes
``Verbraucherpreisindex__CH0004``: label and kind of change, without a unit. Either may be followed
by the column of its quality, ``PREIS1__Verbraucherpreisindex__q``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from . import periods
from .errors import InputError
from .flat5 import ATTRIBUTION, REGION
from .ledger import Ledger
from .numbers import GENESIS, Numbers, is_unit, split_unit
from .reading import TOTALS, Dimension, Format, Progress, Reading, Variable
from .text import Bytes, Shape, Text, decode, header, table
from .wide import Place, ValueColumn, enter

START = ["Statistik_Code", "Statistik_Label", "Zeit_Code", "Zeit_Label", "Zeit"]
QUALITY = "__q"
_CHANGE = re.compile(r"(.+)__(CH\d{4})")
PARTS = ("Merkmal_Code", "Merkmal_Label", "Auspraegung_Code", "Auspraegung_Label")


@dataclass(frozen=True)
class Layout:
    """The number of variables and the value columns."""

    variables: int
    columns: tuple[ValueColumn, ...]
    width: int


def read(raw: Bytes, name: str, ledger: Ledger, progress: Progress) -> Reading:
    """The file as a reading. Raises InputError if the first line is not that of such a file."""
    text = decode(raw)
    layout = _layout(text, ledger)
    numbers, label = Numbers(GENESIS), ""
    for number, parts in table(text, Shape(2, ";", layout.width), ledger, progress):
        label = label or parts[1]
        _line(number, [part.strip() for part in parts], layout, numbers, ledger)
    status = periods.date_inside(label) if "Gebietsstand" in label else None
    return Reading(
        Format.FLAT_4, ledger.close(), title=label, source="GENESIS", attribution=ATTRIBUTION,
        territorial_status=status, problems=ledger.problems, tally=ledger.tally,
    )


def _layout(text: Text, ledger: Ledger) -> Layout:
    found = header(text.lines[0], ";")
    count = 0
    while found[5 + 4 * count : 9 + 4 * count] == [f"{count + 1}_{part}" for part in PARTS]:
        count += 1
    values = found[5 + 4 * count :]
    bad = next((one for one in values if not _is_value(one) and not _is_quality(one)), None)
    if found[:5] != START or not count or not values or bad is not None:
        raise InputError(
            "damaged_header",
            f"the first line is not that of a GENESIS flat file, at {bad or found[:5]!r}; fetch "
            "the file again as 'ffcsv'",
            line=1, found=bad or "",
        )
    first = 5 + 4 * count
    signs = {one.removesuffix(QUALITY): first + n for n, one in enumerate(values)
             if _is_quality(one)}
    columns = tuple(_column(first + n, one, signs, ledger) for n, one in enumerate(values)
                    if not _is_quality(one))
    if not columns:
        raise InputError("damaged_header", "the file has no column of values; fetch it again",
                         line=1, found="")
    return Layout(count, columns, len(found))


def _is_value(name: str) -> bool:
    return len(name.split("__")) == 3 or bool(_CHANGE.fullmatch(name))


def _is_quality(name: str) -> bool:
    """The name of the column before it, without its unit, and a q."""
    return name.endswith(QUALITY) and len(name.split("__")) == 3


def _column(index: int, name: str, signs: Mapping[str, int], ledger: Ledger) -> ValueColumn:
    change = _CHANGE.fullmatch(name)
    bare = name if change else name.rpartition("__")[0]
    parts = name.replace("__", "\n").replace("_", " ").split("\n")
    code, label, said = (change[2], f"{parts[0]} {change[2]}", "") if change else parts
    known = (bool(said) and is_unit(said)) or ledger.agreed("unknown_unit", 1, example=said or name)
    unit, scale = split_unit(said)
    doubt = "" if known else "unknown_unit"
    return ValueColumn(index, Variable(code, label), None, unit, scale, (), doubt,
                       signs.get(bare, -1))


def _line(
    number: int, parts: list[str], layout: Layout, numbers: Numbers, ledger: Ledger
) -> None:
    groups = [parts[5 + 4 * n : 9 + 4 * n] for n in range(layout.variables)]
    area = next((group for group in groups if REGION.fullmatch(group[0])), None)
    if area is None:
        ledger.reject(number, "no_area_variable", ";".join(parts))
        return
    key = ledger.key(area[2], number)
    period = ledger.period(parts[4], number) if key else None
    for group in groups:
        if period and periods.is_time_variable(group[0]):
            period = periods.narrow(period, group[0], group[2])
            if period is None:
                ledger.reject(number, "bad_period", group[2], period=group[2])
    if key is None or period is None:
        return
    rest = [g for g in groups if g is not area and not periods.is_time_variable(g[0])]
    dimensions = tuple(
        Dimension(g[0], g[2], g[3], g[1], total=not g[2] or g[3] in TOTALS) for g in rest
    )
    place = Place(number, key, area[3], period, area[0], dimensions)
    enter(ledger, numbers, place, parts, layout.columns)
