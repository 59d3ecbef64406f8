"""Outlines: any projection, one set a day, and a former status is recognised and kept apart."""

import datetime as dt
import json

import pytest
from shapely.geometry import LinearRing, shape

from tests.evidence.tables import case
from weitblick.evidence import actions, queries
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import Boundary, RunState

pytestmark = pytest.mark.django_db
GEOJSON, SHAPES = "geo/kreise_th_vg2500_4326.geojson", "geo/kreise_th_vg2500_25832_shp.zip"
OLD = "geo/gemeinden_th_2017_vg250_simplified.geojson"
NOW = dt.date(2024, 12, 31)


def square(key: str, west: float, south: float = 50.0, **more: str) -> dict:
    ring = [[west, south], [west, south + 1], [west + 1, south + 1], [west + 1, south],
            [west, south]]
    return {"type": "Feature", "properties": {"AGS": key, "GEN": key, **more},
            "geometry": {"type": "Polygon", "coordinates": [ring]}}


def collection(*features: dict, **more: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


@pytest.mark.parametrize("name", [GEOJSON, SHAPES])
def test_exactly_the_twenty_two_kreise_without_eisenach(name):
    run = actions.import_file(case(name)).run
    assert run.report["rows"] == {"read": 22, "used": 22, "rejected": 0}
    assert (run.report["status"], run.report["problems"]) == ("current", [])
    assert run.territorial_status == "2021-07-01"
    found = queries.outlines("kreis", NOW)
    keys = [one["id"] for one in found["features"]]
    assert len(keys) == 22 and "16056" not in keys
    assert found["attribution"] == "© GeoBasis-DE / BKG, dl-de/by-2-0"
    assert len(json.dumps(found)) < 100_000


def test_both_files_give_the_same_areas_whatever_their_projection():
    first, second = (actions.import_file(case(name)).run for name in (GEOJSON, SHAPES))
    one, two = (dict(run.boundaries.values_list("area_key", "area_km2"))
                for run in (first, second))
    assert one.keys() == two.keys()
    assert max(abs(one[key] - two[key]) / one[key] for key in one) < 0.0005
    assert 16_100 < sum(one.values()) < 16_300


def test_outlines_turn_counter_clockwise_and_simplifying_moves_no_area():
    run = actions.import_file(case(GEOJSON)).run
    for one in run.boundaries.all():
        parts = shape(one.geometry)
        for part in getattr(parts, "geoms", [parts]):
            assert LinearRing(part.exterior.coords).is_ccw
    erfurt = run.boundaries.get(area_key="16051")
    assert 264 < erfurt.area_km2 < 276
    assert 10.7 < erfurt.west < erfurt.east < 11.3


def test_the_849_municipalities_of_old_are_a_former_status_and_never_mixed_in():
    actions.import_file(case("geo/gemeinden_th_2022-12-31_vg250ew.csv"))
    run = actions.import_file(case(OLD)).run
    assert run.report["areas"] == Boundary.objects.count() == 849
    assert run.report["status"] == "former"
    problem = run.report["problems"][0]
    assert problem["code"] == "former_territorial_status"
    assert (problem["params"]["units"], problem["params"]["units_now"]) == (849, 631)
    assert queries.outlines("gemeinde", NOW) is None
    then = queries.outlines("gemeinde", dt.date(2017, 6, 30))
    assert len(then["features"]) == 849


def test_without_a_list_of_units_nobody_can_tell_whether_they_are_the_present_ones():
    report = actions.import_file(case(OLD)).run.report
    assert (report["status"], report["problems"][0]["code"]) == ("unknown", "no_list")


def test_water_is_left_out_and_parts_of_one_unit_become_one():
    content = collection(
        square("16051", 11, GF="4"), square("16051", 12, GF="4"), square("16051", 13, GF="2"))
    run = actions.import_file(content, "kreise_2022-12-31.geojson").run
    assert run.report["rows"] == {"read": 3, "used": 2, "rejected": 1}
    assert [one["code"] for one in run.report["rejected"]] == ["water_part"]
    only = run.boundaries.get()
    assert (only.west, only.east, only.geometry["type"]) == (11.0, 13.0, "Polygon")


def test_shared_borders_stay_shared_when_they_are_simplified():
    run = actions.import_file(case(GEOJSON)).run
    shapes = {one.area_key: shape(one.geometry) for one in run.boundaries.all()}
    gotha, erfurt = shapes["16067"], shapes["16051"]
    assert gotha.intersection(erfurt).area < 1e-6
    assert gotha.boundary.intersection(erfurt.boundary).length > 0.05


@pytest.mark.parametrize(("content", "code"), [
    (b'{"type": "FeatureCollection", "features": []}', "no_features"),
    (collection(square("16051", 11), square("16051000", 12)), "one_level"),
    (collection({"type": "Feature", "properties": {}, "geometry": None}), "one_level"),
    (collection(square("16051", 11)), "no_day"),
])
def test_files_that_cannot_be_used_say_why_and_leave_nothing(content, code):
    with pytest.raises(EvidenceError) as raised:
        actions.import_file(content, "grenzen.geojson")
    assert raised.value.code == code
    assert not Boundary.objects.exists()


def test_metres_without_a_projection_are_no_place_on_earth():
    far = collection(square("16051", 600_000.0, 5_600_000.0), square("16052", 11))
    report = actions.import_file(far, "kreise_2022-12-31.geojson").run.report
    assert [(one["row"], one["code"]) for one in report["rejected"]] == [(1, "no_shape")]


def test_taking_outlines_back_brings_the_former_ones_forward():
    first = actions.import_file(case(GEOJSON)).run
    second = actions.import_file(case(SHAPES)).run
    assert actions.undo(second).state == RunState.UNDONE
    assert Boundary.objects.count() == 22
    assert queries.outlines("kreis", NOW)["as_of"] == first.territorial_status
