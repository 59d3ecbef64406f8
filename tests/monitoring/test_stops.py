"""Stops are shown one by one with the quality of their service: fixed trips, and Rufbus in both
spellings of GTFS-Flex; on a map where outlines are there, in a table, and as CSV.
"""

import io
import zipfile

import pytest
from django.urls import reverse

from tests.evidence.tables import case
from weitblick.evidence import actions, placing
from weitblick.evidence.models import Place
from weitblick.monitoring.analysis import service, stops

CALENDAR = ("service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,"
            "end_date\nw,1,1,1,1,1,0,0,20261102,20261129\n")
ADOPTED = {
    "agency.txt": "agency_name,agency_url\nKreisbus,http://example.org\n",
    "calendar.txt": CALENDAR,
    "routes.txt": "route_id,route_short_name,route_type\nr,Ruf 1,3\nb,10,3\n",
    "stops.txt": ("stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
                  "s,Markt,50.36,11.17,1,\nsa,Markt A,50.36,11.17,0,s\nd,Dorf,50.40,11.20,0,\n"
                  "w,Weiler,50.65,11.36,0,\n"),
    "trips.txt": "route_id,service_id,trip_id\nr,w,flex\nb,w,t1\nb,w,t2\n",
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,location_group_id,"
        "start_pickup_drop_off_window,end_pickup_drop_off_window\n"
        "flex,,,,1,g,08:00:00,12:00:00\n"
        "t1,07:00:00,07:00:00,d,1,,,\nt1,07:20:00,07:20:00,sa,2,,,\n"
        "t2,24:05:00,24:05:00,d,1,,,\nt2,24:20:00,24:20:00,sa,2,,,\n"),
    "location_groups.txt": "location_group_id,location_group_name\ng,Umland\n",
    "location_group_stops.txt": "location_group_id,stop_id\ng,sa\ng,w\n",
}


def feed(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def url(process, name):
    return reverse(f"monitoring:{name}", args=[process.slug])


@pytest.fixture(autouse=True)
def own_folder(db, settings, tmp_path):
    settings.DATA = tmp_path


def test_the_adopted_spelling_names_stops_by_groups_also_by_their_platforms():
    placing.import_stops(feed(ADOPTED), "kreisbus.zip")
    rows = {one.name: stops.row(one) for one in stops.of("")}
    assert {name: row["class"] for name, row in rows.items()} == {
        "Dorf": "1 und mehr Abfahrten", "Markt": "nur Rufbus", "Weiler": "nur Rufbus"}
    assert (rows["Dorf"]["weekday"], rows["Dorf"]["saturday"]) == ("2", "0")
    assert (rows["Dorf"]["first"], rows["Dorf"]["last"]) == ("7:00", "24:05")
    assert rows["Markt"]["called"] == rows["Weiler"]["called"] == [
        "Ruf 1 (werktags 4, am Wochenende 0 Stunden)"]
    assert [tuple(one) for one in service.quality()["classes"]][-2:] == [
        ("nur Rufbus", "2"), ("weniger als eine Abfahrt am Werktag", "0")]


def test_the_drafted_spelling_of_a_real_rufbus():
    run = placing.import_stops(case("gtfs/bbnavi_rufbus_gtfs-flex.zip"), "rufbus.zip")
    found = stops.of("")
    assert run.report["rows"]["used"] == len(found) == 378
    called = [one for one in found if stops.is_called(one)]
    assert {stops.class_of(one) for one in called} == {"nur Rufbus"}
    routes = {each["route"] for one in called for each in one.details["on_demand"]}
    assert (len(called), sorted(routes)) == (
        378, ["RufBus 476", "RufBus 477", "RufBus 478", "RufBus 487", "RufBus 488"])
    first = next(one for one in called if one.external_id == "de:12073:900340004::1")
    assert "RufBus 476 (werktags 4,5, am Wochenende 14 Stunden)" in stops.row(first)["called"]


def test_a_fixed_timetable_of_four_hundred_stops():
    placing.import_stops(case("gtfs/cairns_gtfs.zip"), "cairns.zip")
    found = stops.of("")
    assert len(found) == 416
    best = stops.row(found[0])
    assert (best["name"], best["weekday"], best["class"]) == (
        "James Cook University - N242", "178", "20 und mehr Abfahrten")
    assert (best["sunday"], best["last"]) == ("88", "24:09")
    assert not any(stops.is_called(one) for one in found)


def test_map_table_and_csv_show_the_stops_of_a_kreis(process, desk):
    page = desk.get(url(process, "stops")).content.decode()
    assert "Noch kein Fahrplan" in page
    actions.import_file(case("geo/kreise_th_vg2500_4326.geojson"))
    placing.import_stops(feed(ADOPTED), "kreisbus.zip", attribution="© Kreisbus")
    assert set(Place.objects.values_list("area_key", flat=True)) == {"16072", "16073"}
    page = desk.get(url(process, "stops") + "?kreis=16072").content.decode()
    assert "Haltestellen nach Bedienung" in page and "© GeoBasis-DE / BKG" in page
    assert page.count('class="map-place"') == 2 + 2  # two stops, two keys of the legend
    assert "Markt" in page and "Weiler" not in page and "© Kreisbus" in page
    rows = desk.get(url(process, "stops-export")).content.decode("utf-8-sig").splitlines()
    assert [row.split(";")[0] for row in rows] == [
        "Haltestelle", "Dorf", "Markt", "Weiler", "© Kreisbus"]
