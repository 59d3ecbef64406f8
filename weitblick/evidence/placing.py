"""Takes places, stops and travel times over; each file is a run that can be taken back."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import shapely
from django.db import transaction
from django.utils import timezone

from weitblick.evidence import files, reports
from weitblick.evidence.importers import Problem, Rejected, gtfs, places, times
from weitblick.evidence.models import (
    ImportRun,
    Level,
    OriginKind,
    Place,
    Purpose,
    RunState,
    TravelTime,
)
from weitblick.evidence.queries.maps import outlines

STOP = "haltestelle"
BATCH = 500
ADDRESS_ALONE = {"code": "place_by_address", "params": {},
                 "reason": "the place has an address but no position; add one"}


def import_places(
    source: Path | bytes, name: str, columns: Mapping[str, int] | None = None, *, kind: str = "",
    origin: str = "", attribution: str = "", by: Any = None,
) -> ImportRun:
    """Places from a CSV or workbook. ``columns``: confirmed, else as proposed; ``origin``: who
    collected them. Places with an address alone are rejected until they have a position."""
    kept = files.keep(source, name)
    with _run(kept, name, Purpose.PLACES, "places", by) as run:
        if run.pk:
            return run
        told = columns if columns is not None else places.propose(kept.path, name).columns
        found = places.read(kept.path, told, kind=kind, name=name)
        run.source, run.attribution = origin, attribution
        run.save()
        areas = _Areas()
        rows = [
            Place(kind=one.kind, name=one.name, external_id=one.external_id, lat=one.lat,
                  lon=one.lon, capacity=one.capacity, opening=files.plain(dict(one.opening)),
                  details=files.plain({**one.details, "address": one.address}),
                  area_key=one.area_key or areas.at(one.lat, one.lon), source=origin,
                  attribution=attribution, run=run)
            for one in found.rows if one.lat is not None and one.lon is not None
        ]
        Place.objects.bulk_create(rows, batch_size=BATCH)
        without = [{"row": one.number, **ADDRESS_ALONE} for one in found.rows if one.lat is None]
        _finish(run, len(rows), found.rejected, found.problems, without)
    return run


def import_stops(
    source: Path | bytes, name: str, *, week: dt.date | None = None,
    within: tuple[float, float, float, float] | None = None, attribution: str = "", by: Any = None,
) -> ImportRun:
    """Stops of a timetable (GTFS) as places with their departures of a usual week.

    ``capacity`` is the mean number of departures from Monday to Friday; ``details``: platforms, the
    seven days, and ``on_demand``: the Rufbus routes that come when called, by their stops or their
    area, each with its hours from Monday to Sunday. ``within``: south, west, north, east."""
    kept = files.keep(source, name)
    with _run(kept, name, Purpose.PLACES, "gtfs", by) as run:
        if run.pk:
            return run
        table = gtfs.read(kept.path, week=week, within=within)
        run.title, run.attribution = table.week.isoformat(), attribution
        run.source = table.publisher or ", ".join(table.agencies)[:500]
        run.save()
        areas, called = _Areas(), _called(table)
        Place.objects.bulk_create(
            [Place(kind=STOP, name=one.name or one.id, external_id=one.id[:200], lat=one.lat,
                   lon=one.lon, capacity=one.weekday, area_key=areas.at(one.lat, one.lon),
                   details={"platforms": one.platforms, "week": table.week.isoformat(),
                            "days": [asdict(day) for day in one.days],
                            "on_demand": called(one)},
                   source=run.source[:300], attribution=attribution[:300], run=run)
             for one in table.stops], batch_size=BATCH)
        _finish(run, len(table.stops), (), table.problems, [])
    return run


def import_travel_times(
    source: Path | bytes, name: str, *, mode: str, columns: Mapping[str, int] | None = None,
    origin_kind: str = OriginKind.AREA, origin: str = "", by: Any = None,
) -> ImportRun:
    """Minutes worked out elsewhere; the destination is the external id of a place that is here."""
    kept = files.keep(source, name)
    with _run(kept, name, Purpose.TRAVEL_TIMES, "travel-times", by) as run:
        if run.pk:
            return run
        found = times.read(kept.path, columns, mode=mode, name=name)
        run.source = origin
        run.save()
        known = dict(Place.objects.exclude(external_id="").values_list("external_id", "pk"))
        rows = [one for one in found.rows if one.destination in known]
        TravelTime.objects.bulk_create(
            [TravelTime(origin_kind=origin_kind, origin_key=one.origin, minutes=one.minutes,
                        place_id=known[one.destination], mode=one.mode or mode, run=run)
             for one in rows], batch_size=BATCH)
        without = [{"row": one.number, "code": "place_unknown", "params": {"id": one.destination},
                    "reason": f"no place has the id {one.destination}; bring the places in first"}
                   for one in found.rows if one.destination not in known]
        _finish(run, len(rows), found.rejected, (), without)
    return run


def _called(table: gtfs.Timetable) -> Callable[[gtfs.StopService], list[dict[str, Any]]]:
    """The Rufbus routes of a stop: named in one of their groups, or within one of their areas."""
    stops: dict[str, list[int]] = {}
    for at, one in enumerate(table.on_demand):
        for stop in one.stops:
            stops.setdefault(stop, []).append(at)
    polygons = [(at, shapely.geometry.shape(one.polygon))
                for at, one in enumerate(table.on_demand) if one.polygon is not None]
    words = [{"route": one.name[:200], "hours": [round(day, 2) for day in one.hours]}
             for one in table.on_demand]

    def of(stop: gtfs.StopService) -> list[dict[str, Any]]:
        spot = shapely.Point(stop.lon, stop.lat)
        found = {*stops.get(stop.id, ()), *(at for at, area in polygons if area.covers(spot))}
        for platform in stop.members:
            found.update(stops.get(platform, ()))
        return [words[at] for at in sorted(found)]

    return of


@contextmanager
def _run(
    kept: files.Kept, name: str, purpose: str, form: str, by: Any
) -> Iterator[ImportRun]:
    """A run within a transaction; the former one (with a key) if the file is there already."""
    before = ImportRun.objects.filter(
        sha256=kept.sha256, purpose=purpose, state=RunState.DONE).first()
    new = ImportRun(file_name=name, sha256=kept.sha256, size=kept.size, purpose=purpose,
                    format=form, by=by)
    try:
        with transaction.atomic():
            yield before or new
    except BaseException:
        files.drop(kept)
        raise


def _finish(
    run: ImportRun, used: int, rejected: tuple[Rejected, ...], problems: tuple[Problem, ...],
    more: list[dict[str, Any]],
) -> None:
    refused = [reports.of_rejected(one.number, one.code, dict(one.params)) for one in rejected]
    every = sorted([*refused, *more], key=lambda one: one["row"])
    run.report = {
        "rows": {"read": used + len(every), "used": used, "rejected": len(every)},
        "rejected": every, "values": 0, "indicators": [], "areas": 0, "periods": [],
        "problems": [reports.of_problem(one) for one in problems],
    }
    run.finished_at = timezone.now()
    run.save()


class _Areas:
    """Which municipality (or else Kreis) of today a point lies in, by the outlines here."""

    def __init__(self) -> None:
        today = timezone.localdate()
        found = outlines(Level.GEMEINDE, today) or outlines(Level.KREIS, today)
        features = found["features"] if found else []
        self.keys = [one["id"] for one in features]
        self.tree = shapely.STRtree([shapely.geometry.shape(one["geometry"]) for one in features])

    def at(self, lat: float | None, lon: float | None) -> str:
        """The key, '' where no outline holds the point."""
        if lat is None or lon is None:
            return ""
        hits = self.tree.query(shapely.Point(lon, lat), predicate="intersects")
        return self.keys[int(min(hits))] if len(hits) else ""
