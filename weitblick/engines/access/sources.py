"""Minutes from a table that was worked out elsewhere, and minutes estimated from distances.

Sources
- Straight line times detour: route factors of 1.3 to 1.4 for rural road networks, e.g. Ballou,
  Rahardja and Sakai (2002), Transportation Research A 36, 843-848; Boscoe, Henry and Zdeb (2012),
  The Professional Geographer 64, 188-196 (1.42 for ways to hospitals in the USA).
- Distances: great circle on a sphere of 6 371.0088 km (mean radius, IUGG).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from weitblick.engines.access.inputs import Assumption, Demand, Minutes, Numbers, Site
from weitblick.engines.errors import InputError

EARTH_METRES = 6_371_008.8
SPEEDS: Mapping[str, float] = {"foot": 4.8, "bike": 15.0, "car": 40.0}
"""Kilometres an hour on the way from door to door, in the country."""
DETOUR = 1.3


@dataclass(frozen=True)
class StraightLine:
    """Distance times ``detour`` at the mode's speed: an estimate that says so.

    ``speeds`` in km/h by mode.
    """

    mode: str
    detour: float = DETOUR
    speeds: Mapping[str, float] = field(default_factory=lambda: SPEEDS)

    def __post_init__(self) -> None:
        if self.mode not in self.speeds or not self.speeds[self.mode] > 0:
            raise InputError(
                "mode_unknown",
                f"No speed for mode {self.mode!r}: there are {', '.join(self.speeds)}.",
                mode=self.mode, modes=tuple(self.speeds),
            )  # fmt: skip
        if not 1 <= self.detour <= 3:
            raise InputError(
                "detour_outside_bounds",
                f"Detour {self.detour} does not lie between 1 and 3: 1.3 to 1.4 is usual.",
                detour=self.detour,
            )

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Detour and speed in words."""
        speed = self.speeds[self.mode]
        return (
            Assumption("straight_line", f"Straight line times {self.detour:g}, no road network.",
                       {"detour": self.detour}),
            Assumption("speed", f"{speed:g} km/h by {self.mode}, the same everywhere.",
                       {"mode": self.mode, "speed": speed}),
        )  # fmt: skip

    def column(self, demand: Demand, lat: float, lon: float) -> Numbers:
        """Minutes from every demand point to one spot."""
        return self._minutes(metres(demand.lat, demand.lon, lat, lon))

    def minutes(self, demand: Demand, sites: Sequence[Site]) -> Minutes:
        """Minutes between all points and sites; NaN coordinates give no way (``inf``)."""
        lat, lon = (np.array([getattr(s, name) for s in sites], float) for name in ("lat", "lon"))
        apart = metres(demand.lat[:, None], demand.lon[:, None], lat[None, :], lon[None, :])
        return Minutes(self._minutes(apart), self.mode, "straight line", True, self.assumptions)

    def _minutes(self, apart: Numbers) -> Numbers:
        taken = apart * self.detour / 1000 / self.speeds[self.mode] * 60
        return np.where(np.isnan(taken), np.inf, taken)


def metres(
    lat: ArrayLike, lon: ArrayLike, other_lat: ArrayLike, other_lon: ArrayLike
) -> Numbers:
    """Great circle distances in metres (haversine); arrays are broadcast."""
    a, b, c, d = (np.radians(np.asarray(one, float)) for one in (lat, lon, other_lat, other_lon))
    half = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return np.asarray(2 * EARTH_METRES * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def from_table(
    rows: Iterable[tuple[str, str, float]],
    demand: Demand,
    sites: Sequence[Site],
    *,
    mode: str,
    source_name: str = "",
) -> Minutes:
    """Minutes worked out elsewhere (r5py, Valhalla, OSRM …): origin, destination, minutes.

    Pairs that are not in the table have no way. Rows that name other points or sites are left
    out and counted in the assumptions. Raises InputError for negative minutes and for pairs named
    twice with different minutes.
    """
    points = {key: row for row, key in enumerate(demand.keys)}
    places = {site.key: column for column, site in enumerate(sites)}
    values = np.full((len(points), len(places)), np.inf)
    foreign = 0
    for row, (origin, destination, taken) in enumerate(rows):
        if origin not in points or destination not in places:
            foreign += 1
            continue
        at = points[origin], places[destination]
        _refuse_minutes(row, origin, destination, taken, values[at])
        values[at] = taken
    return Minutes(values, mode, "imported", False, _of_table(values, foreign, source_name))


def _of_table(values: Numbers, foreign: int, name: str) -> tuple[Assumption, ...]:
    missing = int(np.isinf(values).sum())
    return (
        Assumption("imported", f"Minutes from a table{f' ({name})' if name else ''}.",
                   {"name": name}),
        Assumption("pairs", f"{values.size - missing} of {values.size} pairs are in the table; "
                   f"{foreign} rows name other places.",
                   {"pairs": values.size - missing, "of": values.size, "foreign": foreign}),
    )  # fmt: skip


def _refuse_minutes(row: int, origin: str, destination: str, taken: float, known: float) -> None:
    way = f"from {origin!r} to {destination!r} (row {row})"
    params = {"row": row, "origin": origin, "destination": destination, "minutes": taken}
    if not taken >= 0:
        raise InputError("minutes_not_usable", f"{taken} minutes {way}: give 0 or more.", **params)
    if np.isfinite(known) and known != taken:
        raise InputError(
            "minutes_contradict",
            f"{taken} minutes {way}, but {known} in an earlier row: keep one of them.",
            earlier=known, **params,
        )  # fmt: skip
