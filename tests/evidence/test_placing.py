"""Places, stops and travel times are stored with their area, counted row by row, and taken back."""

import pytest

from tests.evidence.tables import case
from weitblick.evidence import actions, placing
from weitblick.evidence.models import Place, TravelTime

pytestmark = pytest.mark.django_db
PRACTICES = """id;name;art;lat;lon;plätze;strasse;ort
1;Praxis am Markt;hausarzt;50,978;11,029;2;;
2;Praxis Dorf;hausarzt;50,93;11,58;1;;
3;Praxis ohne Ort;hausarzt;;;1;Hauptstr. 1;Neustadt
4;;hausarzt;50,93;11,58;1;;
"""
TIMES = "origin,destination,minutes\n16051000,1,7\n16051000,2,35.5\n16051000,99,5\n16051000,1,x\n"


@pytest.fixture
def practices(settings, tmp_path):
    settings.DATA = tmp_path
    actions.import_file(case("geo/kreise_th_vg2500_4326.geojson"))
    return placing.import_places(PRACTICES.encode(), "praxen.csv", origin="Eigene Liste")


def test_places_find_their_area_and_every_row_is_counted(practices):
    assert practices.report["rows"] == {"read": 4, "used": 2, "rejected": 2}
    assert [(one["row"], one["code"]) for one in practices.report["rejected"]] == [
        (4, "place_by_address"), (5, "place_without_name")]
    stored = Place.objects.order_by("external_id")
    assert list(stored.values_list("name", "kind", "capacity", "area_key", "source")) == [
        ("Praxis am Markt", "hausarzt", 2, "16051", "Eigene Liste"),
        ("Praxis Dorf", "hausarzt", 1, "16053", "Eigene Liste")]


def test_the_same_places_again_are_not_there_twice(practices):
    again = placing.import_places(PRACTICES.encode(), "andere.csv")
    assert again == practices
    assert Place.objects.count() == 2


def test_travel_times_lead_to_places_that_are_there(practices):
    run = placing.import_travel_times(TIMES.encode(), "zeiten.csv", mode="car")
    assert run.report["rows"] == {"read": 4, "used": 2, "rejected": 2}
    assert [(one["row"], one["code"]) for one in run.report["rejected"]] == [
        (4, "place_unknown"), (5, "way_bad_minutes")]
    found = TravelTime.objects.values_list("origin_key", "place__name", "minutes", "mode")
    assert list(found) == [("16051000", "Praxis am Markt", 7, "car"),
                           ("16051000", "Praxis Dorf", 35.5, "car")]
    actions.undo(run)
    assert (TravelTime.objects.count(), Place.objects.count()) == (0, 2)
    actions.undo(practices)
    assert Place.objects.count() == 0


def test_stops_of_a_timetable_become_places_with_their_departures(settings, tmp_path):
    settings.DATA = tmp_path
    run = placing.import_stops(case("gtfs/google_sample_gtfs.zip"), "fahrplan.zip")
    assert run.report["rows"]["used"] == Place.objects.filter(kind="haltestelle").count() == 9
    busiest = Place.objects.order_by("-capacity").first()
    assert busiest.capacity > 0 and len(busiest.details["days"]) == 7
