"""Rufbus: services that come when they are called, with their windows and how to book them.

Reads GTFS-Flex as adopted (``start_pickup_drop_off_window``, ``location_group_id``,
``location_id``, ``location_group_stops.txt``) and as drafted before
(``start_pickup_dropoff_window``, members in ``location_groups.txt``, the id of a group or a
polygon in ``stop_id``).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .errors import InputError
from .gtfs_files import Feed, whole

Window = tuple[int, int]
ADOPTED = ("start_pickup_drop_off_window", "end_pickup_drop_off_window")
DRAFT = ("start_pickup_dropoff_window", "end_pickup_dropoff_window")
_BOOKING = ("booking_type", "prior_notice_duration_min", "prior_notice_last_day",
            "prior_notice_last_time", "message", "phone_number", "info_url")  # fmt: skip


@dataclass(frozen=True)
class Booking:
    """How to book. ``kind``: "now" (no notice), "same day" (``notice_minutes`` before) or "days
    before" (``last_day`` days before, until ``last_time``)."""

    id: str
    kind: Literal["now", "same day", "days before"]
    notice_minutes: int | None = None
    last_day: int | None = None
    last_time: str = ""
    message: str = ""
    phone: str = ""
    url: str = ""


@dataclass(frozen=True)
class OnDemand:
    """One Rufbus route in one area. ``days``: windows in seconds for each day from Monday.

    ``stops``: ids of its stops; ``polygon``: its area as GeoJSON geometry, None if it has stops.
    ``spelling``: which GTFS-Flex the feed speaks.
    """

    route: str
    name: str
    area: str
    days: tuple[tuple[Window, ...], ...]
    booking: tuple[Booking, ...]
    stops: tuple[str, ...] = ()
    polygon: Mapping[str, Any] | None = None
    spelling: Literal["adopted", "draft"] = "adopted"

    @property
    def hours(self) -> tuple[float, ...]:
        """Hours a day in which it comes, overlapping windows counted once."""
        return tuple(_covered(day) / 3600 for day in self.days)


@dataclass
class _Gathered:
    windows: list[set[Window]] = field(default_factory=lambda: [set() for _ in range(7)])
    rules: dict[str, None] = field(default_factory=dict)


@dataclass
class Flex:
    """What the feed says of areas, and the windows gathered while stop times are read."""

    spelling: Literal["adopted", "draft"]
    groups: dict[str, list[str]]
    polygons: dict[str, Mapping[str, Any]]
    rules: dict[str, Booking]
    unknown: int = 0
    _found: dict[tuple[str, str], _Gathered] = field(default_factory=dict)

    def add(self, route: str, area: str, window: Window, runs: list[bool], rule: str) -> None:
        """One stop time with a window."""
        if area not in self.groups and area not in self.polygons:
            self.groups[area] = [area]  # a single stop
        gathered = self._found.setdefault((route, area), _Gathered())
        for day in range(7):
            if runs[day]:
                gathered.windows[day].add(window)
        if rule in self.rules:
            gathered.rules[rule] = None

    def services(self, names: Mapping[str, str]) -> tuple[OnDemand, ...]:
        """All routes with their areas."""
        return tuple(
            OnDemand(
                route, names.get(route, route), area, tuple(map(_sorted, found.windows)),
                tuple(self.rules[rule] for rule in found.rules),
                tuple(self.groups.get(area, ())), self.polygons.get(area), self.spelling,
            )
            for (route, area), found in self._found.items()
        )


def read_flex(feed: Feed) -> Flex:
    """The areas and booking rules of a feed; empty for one without."""
    draft = DRAFT[0] in feed.columns("stop_times.txt")
    groups: dict[str, list[str]] = {}
    member = "location_id" if "location_id" in feed.columns("location_groups.txt") else ""
    file, column = ("location_groups.txt", member) if member else (
        "location_group_stops.txt", "stop_id")  # fmt: skip
    for _line, (group, stop) in feed.rows(file, ("location_group_id", column)):
        if stop:
            groups.setdefault(group, []).append(stop)
    rules = {
        row[0]: _booking(row, line)
        for line, row in feed.rows("booking_rules.txt", ("booking_rule_id",), _BOOKING)
    }
    return Flex("draft" if draft else "adopted", groups, _polygons(feed), rules)


def _booking(row: list[str], line: int) -> Booking:
    rule, kind, notice, last_day, last_time, message, phone, url = row
    file = "booking_rules.txt"
    kinds: tuple[Literal["now", "same day", "days before"], ...] = ("now", "same day",
                                                                    "days before")  # fmt: skip
    chosen = whole(kind, file, line, "booking_type", 0)
    if chosen >= len(kinds):
        raise InputError(
            "gtfs_bad_number", f"{file}, line {line}: booking_type is {kind}, not 0, 1 or 2.",
            file=file, line=line, column="booking_type", value=kind,
        )  # fmt: skip
    numbers = [whole(text, file, line, column) if text else None for text, column in
               ((notice, "prior_notice_duration_min"), (last_day, "prior_notice_last_day"))]
    return Booking(rule, kinds[chosen], numbers[0], numbers[1], last_time, message, phone, url)


def _polygons(feed: Feed) -> dict[str, Mapping[str, Any]]:
    if not feed.has("locations.geojson"):
        return {}
    try:
        features = json.loads(feed.text("locations.geojson"))["features"]
        return {str(one.get("id", one.get("properties", {}).get("id"))): one["geometry"]
                for one in features}  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise InputError(
            "gtfs_bad_geojson", f"locations.geojson is no list of areas: {problem}.",
            file="locations.geojson", line=getattr(problem, "lineno", 0),
        ) from problem  # fmt: skip


def _sorted(windows: set[Window]) -> tuple[Window, ...]:
    return tuple(sorted(windows))


def _covered(windows: tuple[Window, ...]) -> int:
    total, reached = 0, 0
    for start, end in windows:
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
