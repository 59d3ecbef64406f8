"""An area over all indicators: value, comparison, small picture, by the fields of the frame."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from weitblick.evidence import queries as evidence
from weitblick.evidence.cells import Cell, Series
from weitblick.evidence.models import Area, Indicator, Level
from weitblick.monitoring.analysis import comparing, places, printing
from weitblick.monitoring.analysis.credits import credited
from weitblick.monitoring.analysis.printing import is_amount
from weitblick.monitoring.snapshots import places_of
from weitblick.workshop.models import Process

WIDE, HIGH, EDGE = 160, 48, 5


@dataclass(frozen=True)
class Peers:
    """With whom an area is compared: keys, how to call them, and how they were chosen."""

    keys: tuple[str, ...]
    name: str
    how: str = ""


@dataclass(frozen=True)
class Entry:
    """An indicator of an area: its newest value and what there is to say about it."""

    indicator: Indicator
    dimension: str
    cell: Cell | None
    value: str
    year: str
    median: float | None
    middle: str
    standing: comparing.Standing | None
    past: str
    spark: dict[str, Any] | None
    url: str
    attributions: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """An action field with its indicators that have a value or the reason of a missing one."""

    numeral: str
    title: str
    entries: tuple[Entry, ...]


def peers_of(area: Area) -> Peers:
    """All Kreise for a Kreis; municipalities of its size for a municipality; none for others."""
    if area.level == Level.KREIS:
        keys = tuple(one.key for one in places.units(Level.KREIS))
        return Peers(keys, _("der Kreise und kreisfreien Städte"))
    if area.level == Level.GEMEINDE:
        alike = places.similar_to(area, places.units(Level.GEMEINDE))
        return Peers(alike.keys, _("der ähnlichen Gemeinden"), alike.how)
    return Peers((), "")


def profile(
    process: Process, area: Area, url: Callable[[str], str], *, office: bool = False
) -> list[Field]:
    """The action fields of the frame with what is known of the area; empty fields are left out."""
    peers = peers_of(area)
    by_dimension: dict[str, list[Indicator]] = {}
    for one in evidence.indicators(with_values=True):
        by_dimension.setdefault(one.dimension, []).append(one)
    fields = []
    for field in process.frame.fields:
        entries = [
            entry for dimension in field.dimensions for one in by_dimension.get(dimension.slug, ())
            if (entry := _entry(one, dimension.title, area, peers, url, office))
        ]
        if entries:
            fields.append(Field(field.numeral, field.title, tuple(entries)))
    return fields


def _entry(
    one: Indicator, dimension: str, area: Area, peers: Peers, url: Callable[[str], str],
    office: bool,
) -> Entry | None:
    found = evidence.series(one.code, area.key, for_statistics_office=office)
    if not found.cells or (one.formula and not found.numbers):
        return None  # a derived value without any number only says that an operand is missing
    cell = found.latest or found.cells[-1]
    values = _values(one, peers, cell)
    middle = float(np.median(values)) if len(values) >= comparing.FEWEST else None
    return Entry(
        one, dimension, cell, printing.printed(cell, one), printing.dated(cell), middle,
        f"{printing.bare(middle, cell.step)} {one.unit}".strip() if middle is not None else "",
        comparing.standing(cell, values, one, peers.name), comparing.own_past(found, one),
        spark(found), url(one.code), credited(one, [area.key]),
    )


def _values(one: Indicator, peers: Peers, cell: Cell) -> list[float]:
    """What the peers have in the same year; nothing for amounts."""
    if is_amount(one) or not peers.keys:
        return []
    found = evidence.cells(one.code, peers.keys, years=(cell.year, cell.year))
    newest = {each.area: each.value for each in sorted(found, key=lambda each: each.end)
              if each.has_number and each.value is not None}
    return list(newest.values())


def spark(found: Series) -> dict[str, Any] | None:
    """A very small picture of a series; interrupted at breaks and gaps. None below two values."""
    cells = found.numbers
    if len(cells) < 2:
        return None
    first, last = cells[0].end.toordinal(), cells[-1].end.toordinal()
    low, high = (end(cell.value or 0.0 for cell in cells) for end in (min, max))
    span = (high - low) or 1.0
    spots = [(cell, round(EDGE + (WIDE - 2 * EDGE) * (cell.end.toordinal() - first)
                          / max(last - first, 1)),
              round(HIGH - EDGE - (HIGH - 2 * EDGE) * ((cell.value or 0.0) - low) / span))
             for cell in cells]
    parts = []
    for (old, x, y), (new, to_x, to_y) in pairwise(spots):
        if not any(old.end < one.at <= new.end for one in found.breaks) and _adjacent(
            found.cells, old, new
        ):
            parts.append(f"M{x} {y}L{to_x} {to_y}")
    return {"w": WIDE, "h": HIGH, "path": "".join(parts), "x": spots[-1][1], "y": spots[-1][2],
            "dots": [{"x": x, "y": y} for _cell, x, y in spots],
            "first": printing.dated(cells[0]), "last": printing.dated(cells[-1])}


def _adjacent(cells: Sequence[Cell], old: Cell, new: Cell) -> bool:
    """No missing value lies between them."""
    return not any(old.end < one.end < new.end and not one.has_number for one in cells)


def sources(fields: Iterable[Field]) -> list[str]:
    """Every line of attribution, once."""
    return sorted({line for field in fields for one in field.entries for line in one.attributions})


def rounded(value: float | None, cell: Cell | None) -> float | None:
    """As exactly as the source prints it, for tables."""
    if value is None or cell is None or not math.isfinite(value):
        return None
    return round(value, places_of(cell.step))
