"""How many people live near a stop: the share within some metres, as the crow flies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from weitblick.engines.access.inputs import Demand
from weitblick.engines.access.roads import on_sphere
from weitblick.engines.access.sources import EARTH_METRES


@dataclass(frozen=True)
class Near:
    """People within ``metres`` of a stop, and their share of all (None where there is nobody)."""

    metres: float
    people: float
    share: float | None


def share_near(
    demand: Demand, lat: ArrayLike, lon: ArrayLike, metres: Sequence[float] = (300.0, 600.0)
) -> tuple[Near, ...]:
    """The people of all demand points within each distance of any of the stops."""
    apart = nearest_metres(demand, lat, lon)
    found = []
    for most in metres:
        people = float(demand.people[apart <= most].sum())
        found.append(Near(most, people, people / demand.total if demand.total else None))
    return tuple(found)


def nearest_metres(demand: Demand, lat: ArrayLike, lon: ArrayLike) -> np.ndarray:
    """Metres from each demand point to the nearest stop, ``inf`` without stops or a position."""
    stops = on_sphere(np.asarray(lat, float), np.asarray(lon, float))
    known = np.isfinite(demand.lat) & np.isfinite(demand.lon)
    apart = np.full(len(demand.keys), np.inf)
    if len(stops):
        spots = on_sphere(demand.lat[known], demand.lon[known])
        chord = scipy.spatial.cKDTree(stops).query(spots)[0]
        apart[known] = 2 * EARTH_METRES * np.arcsin(np.minimum(chord / 2, 1.0))
    return apart
