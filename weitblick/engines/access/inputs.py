"""What reachability is worked out from: people at places, sites, and minutes between them.

P demand points (people live there), S sites (people go there). Minutes are an array P x S; a way
that does not exist is ``inf``, never a great number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from weitblick.engines.access.opening import Week
from weitblick.engines.errors import InputError

Numbers: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Demand:
    """P points where people live.

    ``keys``: unique names. ``people``: P numbers, not negative, in people. ``areas``: the key of
    the area each point belongs to. ``groups`` name parts of the people (age groups), ``by_group``
    holds P x G of them; they may overlap and need not add up. ``lat``, ``lon``: degrees, NaN where
    unknown.
    """

    keys: tuple[str, ...]
    people: Numbers
    areas: tuple[str, ...]
    lat: Numbers
    lon: Numbers
    groups: tuple[str, ...] = ()
    by_group: Numbers = field(default_factory=lambda: np.empty((0, 0)))

    @property
    def total(self) -> float:
        """All people."""
        return float(self.people.sum())


@dataclass(frozen=True)
class Site:
    """One place people go to. ``capacity`` in any unit (places, full-time doctors), not negative.

    ``hours`` is None where nobody knows when it is open; such a site counts for the way, and is
    left out (and counted) where a weekday or an hour is asked for.
    """

    key: str
    capacity: float = 1.0
    kind: str = ""
    hours: Week | None = None
    lat: float = float("nan")
    lon: float = float("nan")


@dataclass(frozen=True)
class Assumption:
    """One thing a result rests on: a stable ``code``, its values, and the sentence in English."""

    code: str
    text: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Minutes:
    """Minutes from every demand point to every site by one mode, P x S.

    ``source`` is "imported", "roads" or "straight line"; the three are equal citizens, and
    ``is_estimate`` with the words of ``assumptions`` travels with every result made of them.
    """

    values: Numbers
    mode: str
    source: str
    is_estimate: bool
    assumptions: tuple[Assumption, ...] = ()


def demand(
    keys: Sequence[str],
    people: ArrayLike,
    *,
    areas: Sequence[str] = (),
    lat: ArrayLike | None = None,
    lon: ArrayLike | None = None,
    by_group: Mapping[str, ArrayLike] | None = None,
) -> Demand:
    """Check and join the columns of the demand points; without areas each point is its own."""
    many = len(keys)
    parts = dict(by_group or {})
    found = Demand(
        keys=tuple(keys),
        people=_column("people", people, many),
        areas=tuple(areas) or tuple(keys),
        lat=_column("lat", np.full(many, np.nan) if lat is None else lat, many, gaps=True),
        lon=_column("lon", np.full(many, np.nan) if lon is None else lon, many, gaps=True),
        groups=tuple(parts),
        by_group=np.column_stack([_column(name, part, many) for name, part in parts.items()])
        if parts else np.empty((many, 0)),
    )  # fmt: skip
    if len(found.areas) != many:
        raise InputError(
            "areas_other_length",
            f"{many} demand points and {len(found.areas)} areas: give one area for each point.",
            points=many, areas=len(found.areas),
        )  # fmt: skip
    refuse_repeated("demand point", found.keys)
    return found


def sites(rows: Sequence[Site]) -> tuple[Site, ...]:
    """Check sites: unique keys, capacities that are finite and not negative."""
    refuse_repeated("site", [site.key for site in rows])
    for row, site in enumerate(rows):
        if not (np.isfinite(site.capacity) and site.capacity >= 0):
            raise InputError(
                "capacity_not_usable",
                f"Site {site.key!r} (row {row}) has the capacity {site.capacity}: give 0 or more.",
                site=site.key, row=row, value=site.capacity,
            )  # fmt: skip
    return tuple(rows)


def refuse_repeated(what: str, keys: Sequence[str]) -> None:
    """Raise InputError at the first key that stands for two things."""
    seen: dict[str, int] = {}
    for row, key in enumerate(keys):
        if key in seen:
            raise InputError(
                "key_repeated",
                f"The {what} {key!r} stands in rows {seen[key]} and {row}: give each its own key.",
                what=what, key=key, first=seen[key], row=row,
            )  # fmt: skip
        seen[key] = row


def _column(name: str, values: ArrayLike, many: int, *, gaps: bool = False) -> Numbers:
    column = np.array(values, float)
    if column.shape != (many,):
        raise InputError(
            "column_other_length",
            f"{many} demand points and {name} of shape {column.shape}: give one number a point.",
            column=name, points=many, shape=column.shape,
        )  # fmt: skip
    wrong = np.zeros(many, bool) if gaps else ~(np.isfinite(column) & (column >= 0))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise InputError(
            "people_not_usable",
            f"{name} of demand point {row} is {column[row]}: give 0 or more.",
            column=name, row=row, value=float(column[row]),
        )  # fmt: skip
    return column
