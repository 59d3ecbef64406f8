"""Public transport from a GTFS feed: how well each stop is served in a usual week.

No routing: departures for each day, first and last one, headway, and how many people live near a
stop that is served well enough. On-demand services (GTFS-Flex) are a class of their own, Rufbus.

Counted are departures at which one may board: not the last stop of a trip, not stops without
pick-up. Platforms count for their station, both directions together. Times are seconds after
midnight of the service day and may exceed 24 hours.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from .errors import InputError
from .gtfs_calendar import Calendar, read_calendar
from .gtfs_files import Feed, seconds, whole
from .gtfs_ondemand import ADOPTED, DRAFT, Flex, OnDemand, read_flex
from .reading import Problem

Box = tuple[float, float, float, float]
UNTIMED = -1
_FIELDS = 4  # of one call: sequence, stop, time, boarding (0 no, 1 yes, 2 on request)


@dataclass(frozen=True)
class Day:
    """One day at a stop. ``on_request`` of the ``departures`` must be asked for by phone.

    ``headway``: median minutes from one time of departure to the next, None below two.
    """

    departures: int = 0
    on_request: int = 0
    first: int | None = None
    last: int | None = None
    headway: float | None = None


@dataclass(frozen=True)
class StopService:
    """A station or a stop without one, with its days from Monday and its platforms' ids."""

    id: str
    name: str
    lat: float
    lon: float
    platforms: int
    days: tuple[Day, ...]
    members: tuple[str, ...] = ()

    @property
    def weekday(self) -> float:
        """Departures on a mean day from Monday to Friday."""
        return sum(day.departures for day in self.days[:5]) / 5


@dataclass(frozen=True)
class Timetable:
    """A feed as read. ``week``: the Monday of the week that was counted."""

    week: dt.date
    stops: tuple[StopService, ...]
    on_demand: tuple[OnDemand, ...]
    agencies: tuple[str, ...]
    publisher: str
    problems: tuple[Problem, ...]
    positions: Mapping[str, tuple[float, float]]
    """Latitude and longitude of every stop of the feed, for the stops of a Rufbus."""


@dataclass
class _Trip:
    """A trip of the week: its days, what is known of its calls."""

    route: str
    runs: list[bool]
    calls: array[int] = field(default_factory=lambda: array("i"))
    first: tuple[int, int] = (2**31 - 1, UNTIMED)
    last: int = -1
    frequencies: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class _Stop:
    id: str
    name: str
    lat: float
    lon: float
    parent: str
    kind: str


def read(
    source: Path | bytes | BinaryIO, *, week: dt.date | None = None, within: Box | None = None
) -> Timetable:
    """Read a feed. ``week``: any day of the week to count, by default a usual one;
    ``within``: south, west, north, east, of the stops to report.

    Raises InputError with the file and the line for what cannot be read.
    """
    with Feed(source) as feed:
        calendar = read_calendar(feed)
        monday = week - dt.timedelta(days=week.weekday()) if week else _usual(feed, calendar)
        trips, names = _trips(feed, calendar, monday), _route_names(feed)
        stops = {stop.id: stop for stop in _stops(feed)}
        flex, notes = read_flex(feed), dict[str, tuple[int, int]]()
        inside = {s.id for s in stops.values() if _inside(s, within)}
        numbers = {name: number for number, name in enumerate(stops)}
        _calls(feed, trips, numbers, inside, flex, notes)
        _frequencies(feed, trips)
        publisher = next((row[0] for _l, row in
                          feed.rows("feed_info.txt", (), ("feed_publisher_name",))), "")
        agencies = tuple(row[0] for _l, row in feed.rows("agency.txt", ("agency_name",)))
    return Timetable(
        monday, _served(stops, inside, trips.values()), flex.services(names), agencies, publisher,
        tuple(Problem(code, where, lines) for code, (where, lines) in notes.items()),
        {stop.id: (stop.lat, stop.lon) for stop in stops.values()},
    )  # fmt: skip


def _usual(feed: Feed, calendar: Calendar) -> dt.date:
    trips = np.zeros(len(calendar.services), np.int64)
    for _line, (service,) in feed.rows("trips.txt", ("service_id",)):
        if service in calendar.services:
            trips[calendar.services[service]] += 1
    return calendar.usual_week(trips)


def _trips(feed: Feed, calendar: Calendar, monday: dt.date) -> dict[str, _Trip]:
    """The trips that run in that week."""
    runs = calendar.week(monday)
    found: dict[str, _Trip] = {}
    for _line, (trip, route, service) in feed.rows(
        "trips.txt", ("trip_id", "route_id", "service_id")
    ):
        place = calendar.services.get(service)
        if place is not None and runs[place].any():
            found[trip] = _Trip(route, [bool(on) for on in runs[place]])
    return found


def _route_names(feed: Feed) -> dict[str, str]:
    rows = feed.rows("routes.txt", ("route_id",), ("route_short_name", "route_long_name"))
    return {route: long or short or route for _line, (route, short, long) in rows}


def _stops(feed: Feed) -> Iterable[_Stop]:
    optional = ("stop_name", "stop_lat", "stop_lon", "parent_station", "location_type")
    for line, (stop, name, lat, lon, parent, kind) in feed.rows(
        "stops.txt", ("stop_id",), optional
    ):
        yield _Stop(stop, name, _degrees(lat, 90, line), _degrees(lon, 180, line), parent, kind)


def _degrees(text: str, most: int, line: int) -> float:
    """NaN for a blank: entrances and generic nodes may have no position."""
    try:
        found = float(text) if text else float("nan")
    except ValueError:
        found = float("inf")
    if abs(found) > most:
        raise InputError(
            "gtfs_bad_position", f"stops.txt, line {line}: {text!r} is no position on earth.",
            file="stops.txt", line=line, value=text,
        )  # fmt: skip
    return found


def _inside(stop: _Stop, box: Box | None) -> bool:
    return box is None or (box[0] <= stop.lat <= box[2] and box[1] <= stop.lon <= box[3])


def _calls(
    feed: Feed,
    trips: Mapping[str, _Trip],
    numbers: Mapping[str, int],
    inside: set[str],
    flex: Flex,
    notes: dict[str, tuple[int, int]],
) -> None:
    """Stream the stop times into the trips; windows go to the Rufbus."""
    file, window = "stop_times.txt", DRAFT if flex.spelling == "draft" else ADOPTED
    optional = ("stop_id", "departure_time", "pickup_type", *window, "location_group_id",
                "location_id", "pickup_booking_rule_id", "arrival_time")  # fmt: skip
    for line, cells in feed.rows(file, ("trip_id", "stop_sequence"), optional):
        name, order, stop, leaves, pickup, opens, closes, group, area, rule, comes = cells
        trip = trips.get(name)
        if trip is None:
            continue
        start, end = seconds(opens, file, line), seconds(closes, file, line)
        if start is not None and end is not None:
            if pickup != "1":
                flex.add(trip.route, group or area or stop, (start, end), trip.runs, rule)
            continue
        sequence = whole(order, file, line, "stop_sequence")
        taken = seconds(leaves or comes, file, line)
        time = UNTIMED if taken is None else taken
        trip.first, trip.last = min(trip.first, (sequence, time)), max(trip.last, sequence)
        if stop in inside:
            boards = 0 if pickup == "1" else 2 if pickup == "2" else 1
            trip.calls.extend((sequence, numbers[stop], time, boards))
        elif stop not in numbers:
            first, many = notes.get("gtfs_unknown_stop", (line, 0))
            notes["gtfs_unknown_stop"] = (first, many + 1)


def _frequencies(feed: Feed, trips: Mapping[str, _Trip]) -> None:
    file = "frequencies.txt"
    needed = ("trip_id", "start_time", "end_time", "headway_secs")
    for line, (name, start, end, headway) in feed.rows(file, needed):
        step = whole(headway, file, line, "headway_secs")
        span = seconds(start, file, line), seconds(end, file, line)
        if step == 0 or span[0] is None or span[1] is None:
            raise InputError(
                "gtfs_bad_number", f"{file}, line {line}: give start, end and a headway above 0.",
                file=file, line=line, column="headway_secs", value=headway,
            )  # fmt: skip
        if name in trips:
            trips[name].frequencies.append((span[0], span[1], step))


def _served(
    stops: Mapping[str, _Stop], inside: set[str], trips: Iterable[_Trip]
) -> tuple[StopService, ...]:
    """Stations and stops without one, with the departures of all their platforms."""
    ids = list(stops)
    station = {s.id: s.parent if s.parent in stops else s.id for s in stops.values()}
    found: dict[str, array[int]] = {}
    for trip in trips:
        mask = sum(1 << day for day in range(7) if trip.runs[day])
        for number, times, boards in _departures(trip):
            row = found.setdefault(station[ids[number]], array("i"))
            for time in times:
                row.extend((time, mask, boards))
    shown = dict.fromkeys(station[s.id] for s in stops.values()
                          if s.id in inside and s.kind in ("", "0", "1"))  # fmt: skip
    platforms: dict[str, list[str]] = {one: [] for one in shown}
    for stop in stops.values():
        if stop.kind in ("", "0") and station[stop.id] in platforms:
            platforms[station[stop.id]].append(stop.id)
    return tuple(
        StopService(s.id, s.name, s.lat, s.lon, len(own), _days(found.get(s.id)), tuple(own))
        for s, own in ((stops[name], platforms[name]) for name in shown)
    )


def _departures(trip: _Trip) -> Iterable[tuple[int, list[int], int]]:
    """Stop number, times and kind of boarding; a frequency repeats the trip."""
    calls = np.array(trip.calls).reshape(-1, _FIELDS)
    calls = calls[calls[:, 0].argsort(kind="stable")]
    times = _interpolated(calls[:, 2])
    for (sequence, number, _time, boards), time in zip(calls.tolist(), times, strict=True):
        if boards and sequence != trip.last:
            yield number, _repeated(trip, time), boards


def _interpolated(times: NDArray[np.int64]) -> list[int]:
    """Stops between two timed ones share the time evenly; without both it stays unknown."""
    known = np.flatnonzero(times >= 0)
    if not len(known) or len(known) == len(times):
        return [int(t) for t in times]
    filled = np.interp(np.arange(len(times)), known, times[known])
    between = (np.arange(len(times)) >= known[0]) & (np.arange(len(times)) <= known[-1])
    return [int(t) if ok else UNTIMED for t, ok in zip(np.round(filled), between, strict=True)]


def _repeated(trip: _Trip, time: int) -> list[int]:
    if not trip.frequencies:
        return [time]
    unknown = UNTIMED in (time, trip.first[1])
    after = 0 if unknown else time - trip.first[1]
    starts = [at for start, end, step in trip.frequencies for at in range(start, end, step)]
    return [UNTIMED if unknown else at + after for at in starts]


def _days(row: array[int] | None) -> tuple[Day, ...]:
    if row is None:
        return (Day(),) * 7
    times, masks, boards = np.array(row).reshape(-1, 3).T
    return tuple(_day(times, boards, (masks >> day & 1).astype(bool)) for day in range(7))


def _day(
    times: NDArray[np.int64], boards: NDArray[np.int64], runs: NDArray[np.bool_]
) -> Day:
    known = np.sort(times[runs & (times >= 0)])
    return Day(
        int(runs.sum()), int((boards[runs] == 2).sum()),
        int(known[0]) if len(known) else None, int(known[-1]) if len(known) else None,
        float(np.median(np.diff(np.unique(known)))) / 60 if len(np.unique(known)) > 1 else None,
    )  # fmt: skip
