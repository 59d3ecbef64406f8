"""Service quality of stops from GTFS feeds.

Proven: the numbers of three published feeds, counted here a second time with plain csv; times after
midnight, frequencies, exceptions, stations, trips that end, stops without times; Rufbus in both
spellings of GTFS-Flex with windows and booking; people near stops; damaged zips name file and line.
"""

import csv
import datetime as dt
import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from weitblick.engines import access
from weitblick.evidence.importers import gtfs
from weitblick.evidence.importers.errors import InputError
from weitblick.evidence.importers.gtfs_coverage import coverage

CASES = Path(__file__).parents[3] / "shared" / "cases" / "evidence" / "gtfs"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def case(name: str) -> Path:
    path = CASES / name
    if not path.exists():
        pytest.skip(f"the feed is not on this machine ({name})")
    return path


def plain(path: Path, name: str) -> list[dict[str, str]]:
    """A file of a feed as a list of dictionaries."""
    with zipfile.ZipFile(path) as feed:
        if name not in feed.namelist():
            return []
        return list(csv.DictReader(io.StringIO(feed.read(name).decode("utf-8-sig"))))


def counted(path: Path, day: dt.date) -> Counter[str]:
    """Departures at each stop on one day: slow, by the book, without any of our code."""
    stamp = day.strftime("%Y%m%d")
    on = {r["service_id"] for r in plain(path, "calendar.txt")
          if r[DAYS[day.weekday()]] == "1" and r["start_date"] <= stamp <= r["end_date"]}
    for row in plain(path, "calendar_dates.txt"):
        if row["date"] == stamp:
            (on.add if row["exception_type"] == "1" else on.discard)(row["service_id"])
    trips = {r["trip_id"] for r in plain(path, "trips.txt") if r["service_id"] in on}
    runs = Counter[str]()
    for row in plain(path, "frequencies.txt"):
        (start, end) = (sum(int(part) * unit for part, unit in
                            zip(row[name].split(":"), (3600, 60, 1), strict=True))
                        for name in ("start_time", "end_time"))  # fmt: skip
        runs[row["trip_id"]] += -(-(end - start) // int(row["headway_secs"]))
    calls = [r for r in plain(path, "stop_times.txt")
             if r["trip_id"] in trips and not r.get("start_pickup_dropoff_window")]
    last = {r["trip_id"]: max(int(c["stop_sequence"]) for c in calls
                              if c["trip_id"] == r["trip_id"])
            for r in calls} if len(calls) < 500 else ends(calls)  # fmt: skip
    found = Counter[str]()
    for row in calls:
        if int(row["stop_sequence"]) != last[row["trip_id"]] and row.get("pickup_type") != "1":
            found[row["stop_id"]] += runs.get(row["trip_id"], 1)
    return found


def ends(calls: list[dict[str, str]]) -> dict[str, int]:
    last: dict[str, int] = {}
    for row in calls:
        last[row["trip_id"]] = max(last.get(row["trip_id"], -1), int(row["stop_sequence"]))
    return last


@pytest.mark.parametrize("name", ["google_sample_gtfs.zip", "cairns_gtfs.zip",
                                  "bbnavi_rufbus_gtfs-flex.zip"])  # fmt: skip
def test_departures_are_those_of_a_count_by_the_book(name: str) -> None:
    path = case(name)
    found = gtfs.read(path)
    for day in (0, 1, 5, 6):
        slow = counted(path, found.week + dt.timedelta(days=day))
        assert {s.id: s.days[day].departures for s in found.stops
                if s.days[day].departures} == dict(slow)  # fmt: skip


def test_the_cairns_feed_in_numbers() -> None:
    found = gtfs.read(case("cairns_gtfs.zip"))
    assert (found.week, len(found.stops), found.on_demand) == (dt.date(2014, 5, 26), 416, ())
    campus = max(found.stops, key=lambda s: s.weekday)
    assert campus.name == "James Cook University - N242"
    assert (campus.weekday, campus.days[6].departures) == (178.0, 88)
    # The last bus leaves after midnight: 24:09.
    assert (campus.days[1].first, campus.days[1].last) == (6 * 3600 + 900, 24 * 3600 + 540)
    queens = gtfs.read(case("cairns_gtfs.zip"), week=dt.date(2014, 6, 11))
    assert queens.week == dt.date(2014, 6, 9)
    assert sum(s.days[0].departures for s in queens.stops) < sum(
        s.days[1].departures for s in queens.stops)  # fmt: skip
    box = gtfs.read(case("cairns_gtfs.zip"), within=(-16.76, 145.0, -16.0, 146.0))
    assert 0 < len(box.stops) < 60
    whole = {s.id: s for s in found.stops}
    assert all(s == whole[s.id] for s in box.stops)


def test_the_rufbus_of_angermuende_in_the_drafted_spelling() -> None:
    found = gtfs.read(case("bbnavi_rufbus_gtfs-flex.zip"))
    assert len(found.on_demand) == 5
    first = found.on_demand[0]
    assert (first.route, first.name, first.spelling) == ("flex-476", "RufBus 476", "draft")
    assert first.hours == (4.5,) * 5 + (14.0, 14.0)
    assert first.days[0] == ((17 * 3600 + 1800, 22 * 3600),)
    members = [r["location_id"] for r in plain(case("bbnavi_rufbus_gtfs-flex.zip"),
                                               "location_groups.txt")
               if r["location_group_id"] == "flex-476-stops"]  # fmt: skip
    assert list(first.stops) == members
    rule = first.booking[0]
    assert (rule.id, rule.kind, rule.notice_minutes, rule.phone) == (
        "flächenrufbus-angermünde-weekdays", "same day", 60, "+49 3332 442 755")  # fmt: skip
    assert found.on_demand[3].hours == (0.0,) * 5 + (12.0, 12.0)


BASE = {
    "agency.txt": "agency_name,agency_url\nKreisbus,http://example.org\n",
    "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,"
                    "start_date,end_date\nw,1,1,1,1,1,0,0,20261102,20261129\n",
    "calendar_dates.txt": "service_id,date,exception_type\nw,20261118,2\nsa,20261107,1\n",
    "routes.txt": "route_id,route_short_name,route_type\nr,476,3\n",
    "trips.txt": "route_id,service_id,trip_id\nr,w,früh\nr,w,spät\nr,sa,samstag\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon,parent_station,location_type\n"
                 "ort,Ort,50.0,11.0,,1\na,Steig A,50.0,11.0,ort,0\nb,Steig B,50.0,11.0,ort,\n"
                 "c,Weiler,50.01,11.0,,\ntor,Eingang,,,ort,2\n",
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type\n"
                      "früh,6:00:00,6:00:00,a,1,\nfrüh,,,c,5,2\nfrüh,6:20:00,6:20:00,b,9,\n"
                      "spät,25:10:00,25:10:00,b,1,0\nspät,25:20:00,25:20:00,c,2,1\n"
                      "spät,25:30:00,25:30:00,a,3,\nsamstag,9:00:00,9:00:00,a,1,\n"
                      "samstag,9:30:00,9:30:00,c,2,\n",
}  # fmt: skip


def packed(folder: str = "", mark: bool = False, **changed: str | None) -> bytes:
    """A small feed; ``stops=None`` leaves a file out."""
    files = {**BASE, **{f"{name}.txt": text for name, text in changed.items()}}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as feed:
        for name, text in files.items():
            if text is not None:
                feed.writestr(folder + name, ("\ufeff" if mark else "") + text)
    return stream.getvalue()


@pytest.mark.parametrize("source", [packed(), packed("feed/"), packed(mark=True)])
def test_a_small_feed_by_hand(source: bytes) -> None:
    found = gtfs.read(source)
    # The week of 16 November has a day off, that of 2 November a Saturday: the 9th is usual.
    assert (found.week, found.agencies) == (dt.date(2026, 11, 9), ("Kreisbus",))
    station, hamlet = found.stops
    assert (station.id, station.platforms, station.weekday) == ("ort", 2, 2.0)
    assert station.days[0] == gtfs.Day(2, 0, 6 * 3600, 25 * 3600 + 600, 1150.0)
    assert station.days[5] == gtfs.Day()
    # The time of the hamlet lies between the two that are known; one may only get off at night.
    assert hamlet.days[0] == gtfs.Day(1, 1, 6 * 3600 + 600, 6 * 3600 + 600, None)
    holiday = gtfs.read(source, week=dt.date(2026, 11, 20))
    assert [day.departures for day in holiday.stops[0].days] == [2, 2, 0, 2, 2, 0, 0]
    saturday = gtfs.read(source, week=dt.date(2026, 11, 2))
    assert saturday.stops[0].days[5] == gtfs.Day(1, 0, 9 * 3600, 9 * 3600, None)


def test_frequencies_repeat_a_trip() -> None:
    often = "trip_id,start_time,end_time,headway_secs\nfrüh,6:00:00,8:00:00,1800\n"
    found = gtfs.read(packed(frequencies=often))
    assert found.stops[0].days[0] == gtfs.Day(5, 0, 6 * 3600, 25 * 3600 + 600, 30.0)
    assert (found.stops[1].days[0].departures, found.stops[1].days[0].first) == (4, 6 * 3600 + 600)


FLEX = (
    "trip_id,stop_id,location_group_id,location_id,stop_sequence,start_pickup_drop_off_window,"
    "end_pickup_drop_off_window,pickup_type,pickup_booking_rule_id,departure_time\n"
    "früh,,dörfer,,1,08:00:00,12:00:00,2,tags,\nfrüh,,dörfer,,2,08:00:00,12:00:00,1,,\n"
    "spät,,,tal,1,10:00:00,26:00:00,2,tags,\n"
)
RULES = ("booking_rule_id,booking_type,prior_notice_last_day,prior_notice_last_time\n"
         "tags,2,1,16:00:00\n")
AREA = ('{"type": "FeatureCollection", "features": [{"id": "tal", "type": "Feature", "geometry": '
        '{"type": "Polygon", "coordinates": [[[10,49],[10,52],[12,52],[12,49],[10,49]]]}}]}')


def flexible(**changed: str | None) -> bytes:
    stream = io.BytesIO(packed(stop_times=FLEX, booking_rules=RULES, location_groups=None, **{
        "location_group_stops": "location_group_id,stop_id\ndörfer,c\n", **changed}))
    with zipfile.ZipFile(stream, "a") as feed:
        feed.writestr("locations.geojson", AREA)
    return stream.getvalue()


def test_the_adopted_spelling_with_groups_and_polygons() -> None:
    found = gtfs.read(flexible())
    villages, valley = found.on_demand
    assert (villages.area, villages.stops, villages.spelling) == ("dörfer", ("c",), "adopted")
    assert villages.hours == (4.0,) * 5 + (0.0, 0.0)
    assert valley.days[0] == ((10 * 3600, 26 * 3600),)
    assert valley.polygon["type"] == "Polygon"
    rule = valley.booking[0]
    assert (rule.kind, rule.last_day, rule.last_time) == ("days before", 1, "16:00:00")
    assert [s.weekday for s in found.stops] == [0.0, 0.0]


def test_people_near_a_stop_that_is_served_or_with_a_rufbus_only() -> None:
    people = access.demand(["ort", "tal", "fern"], [100, 50, 10],
                           lat=[50.0, 51.0, 54.0], lon=[11.0, 11.0, 11.0])  # fmt: skip
    near, wide = coverage(people, gtfs.read(packed()), least=2, metres=(300, 200_000))
    assert (near.scheduled, near.on_demand_only, near.neither) == (100.0, 0.0, 60.0)
    assert (wide.scheduled, wide.neither) == (150.0, 10.0)
    called = coverage(people, gtfs.read(flexible()), metres=(300,))[0]
    assert (called.scheduled, called.on_demand_only, called.neither) == (0.0, 150.0, 10.0)
    sunday = coverage(people, gtfs.read(flexible()), metres=(300,), day="sunday")[0]
    assert sunday.neither == 160.0


CALLS = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"


@pytest.mark.parametrize(("source", "code", "file", "line"), [
    (b"PK no zip", "gtfs_not_a_zip", None, 0),
    (packed()[:-40], "gtfs_not_a_zip", None, 0),
    (packed(stops=None), "gtfs_file_missing", None, 0),
    (packed(calendar=None, calendar_dates=None), "gtfs_file_missing", None, 0),
    (packed(trips="route_id,trip_id\nr,früh\n"), "gtfs_column_missing", "trips.txt", 1),
    (packed(stop_times=CALLS + "früh,6:00,6:00,a,1\n"), "gtfs_bad_time", "stop_times.txt", 2),
    (packed(stop_times=CALLS + "früh,6:00:00,,a,1\nfrüh,7:00:00,,a,x\n"), "gtfs_bad_number",
     "stop_times.txt", 3),
    (packed(stops="stop_id,stop_lat,stop_lon\na,50;0,11\n"), "gtfs_bad_position", "stops.txt", 2),
    (packed(stops="stop_id,stop_lat,stop_lon\na,5000,11\n"), "gtfs_bad_position", "stops.txt", 2),
    (packed(calendar_dates="service_id,date,exception_type\nw,31.12.2026,2\n"), "gtfs_bad_date",
     "calendar_dates.txt", 2),
    (packed(frequencies="trip_id,start_time,end_time,headway_secs\nfrüh,6:00:00,7:00:00,0\n"),
     "gtfs_bad_number", "frequencies.txt", 2),
])  # fmt: skip
def test_damage_names_the_file_and_the_line(source, code, file, line) -> None:
    with pytest.raises(InputError) as raised:
        gtfs.read(source)
    assert raised.value.code == code
    assert (raised.value.params.get("file"), raised.value.params["line"]) == (file, line)


def test_a_file_whose_bytes_were_hurt_is_no_timetable() -> None:
    whole = packed(stop_times=BASE["stop_times.txt"] * 40)
    with zipfile.ZipFile(io.BytesIO(whole)) as feed:
        at = feed.getinfo("stop_times.txt").header_offset + 60
    hurt = whole[:at] + bytes(byte ^ 0xFF for byte in whole[at : at + 30]) + whole[at + 30 :]
    with pytest.raises(InputError) as raised:
        gtfs.read(hurt)
    assert (raised.value.code, raised.value.params["file"]) == ("gtfs_damaged", "stop_times.txt")


def test_another_encoding_is_refused_and_an_unknown_stop_noted() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as feed:
        for name, text in BASE.items():
            feed.writestr(name, text.encode("latin-1"))
    with pytest.raises(InputError) as raised:
        gtfs.read(stream.getvalue())
    assert raised.value.code == "gtfs_not_text"
    foreign = BASE["stop_times.txt"] + "früh,6:10:00,6:10:00,weg,6,\n"
    found = gtfs.read(packed(stop_times=foreign))
    assert [(p.code, p.where, p.lines) for p in found.problems] == [("gtfs_unknown_stop", 10, 1)]
