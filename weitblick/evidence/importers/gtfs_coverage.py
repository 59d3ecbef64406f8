"""How many people live near a stop that is served well enough, and who has only the Rufbus."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from weitblick.engines.access import Demand, nearest_metres

from .errors import InputError
from .gtfs import StopService, Timetable

DAYS = ("weekday", "saturday", "sunday")


@dataclass(frozen=True)
class Coverage:
    """People within ``metres``. ``scheduled``: near a stop with at least ``least`` departures on
    that day; ``on_demand_only``: not there, but near a stop or in the area of a Rufbus that comes
    on that day; ``neither``: the others. Shares: divide by ``people``."""

    metres: float
    least: int
    day: str
    people: float
    scheduled: float
    on_demand_only: float
    neither: float


def coverage(
    demand: Demand,
    timetable: Timetable,
    *,
    least: int = 1,
    metres: Sequence[float] = (300.0, 600.0),
    day: str = "weekday",
) -> tuple[Coverage, ...]:
    """One row a distance. ``day``: weekday (mean of Monday to Friday), saturday or sunday."""
    if day not in DAYS:
        raise InputError("gtfs_day_unknown", f"{day!r} is none of {', '.join(DAYS)}.", day=day)
    good = [s for s in timetable.stops if _departures(s, day) >= least]
    apart = nearest_metres(demand, [s.lat for s in good], [s.lon for s in good])
    called, areas = _on_demand(demand, timetable, day)
    found = []
    for most in metres:
        near = apart <= most
        only = ~near & ((called <= most) | areas)
        people = [float(demand.people[who].sum()) for who in (near, only, ~near & ~only)]
        found.append(Coverage(most, least, day, demand.total, *people))
    return tuple(found)


def _departures(stop: StopService, day: str) -> float:
    return stop.weekday if day == "weekday" else stop.days[4 + DAYS.index(day)].departures


def _on_demand(
    demand: Demand, timetable: Timetable, day: str
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Metres to the nearest Rufbus stop, and who lives in the area of one."""
    days = range(5) if day == "weekday" else (5,) if day == "saturday" else (6,)
    comes = [one for one in timetable.on_demand if any(one.days[d] for d in days)]
    spots = [timetable.positions[stop] for one in comes for stop in one.stops
             if stop in timetable.positions]  # fmt: skip
    points = shapely.points(demand.lon, demand.lat)
    inside = np.zeros(len(demand.keys), bool)
    for one in comes:
        if one.polygon is not None:
            inside |= shapely.covers(shape(one.polygon), points)
    apart = nearest_metres(demand, [lat for lat, _lon in spots], [lon for _lat, lon in spots])
    return apart, inside
