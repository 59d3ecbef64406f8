"""Places and travel times from tables: columns proposed, every row used or told why not.

Proven: German and English headers, degrees, UTM and addresses, decimal commas, opening hours;
workbooks as well as CSV; contradictions refuse both lines.
"""

import io
from pathlib import Path

import openpyxl
import pytest

from weitblick.evidence.importers import places, times
from weitblick.evidence.importers.errors import InputError
from weitblick.evidence.importers.reasons import explain

CSV = (
    "Einrichtung;Art;Breitengrad;Längengrad;Straße;PLZ;Ort;Plätze;Öffnungszeiten;Telefon\n"
    "Hausarztpraxis Am Anger;hausarzt;50,6123;10,7012;Anger 3;98529;Suhl;1,5;Mo-Fr 8-12;03681 1\n"
    ";hausarzt;50,6;10,7;;;;1;;\n"
    "Praxis Süd;hausarzt;10,7;50,6;;;;1;;\n"
    "Praxis Nord;hausarzt;fünfzig;10,7;;;;1;;\n"
    "Praxis West;hausarzt;;;Talstraße 5;98530;Rohr;;nach Vereinbarung;\n"
    "Praxis Ost;hausarzt;;;;;;;;\n"
    "Praxis Mitte;hausarzt;50.7;10.8;;;;viele;;\n"
    "Praxis Mitte;hausarzt;50.7;10.8;;;;2;Di, Do;\n"
    "PRAXIS MITTE;hausarzt;50.7;10.8;;;;3;;\n"
)


def stream(text: str) -> io.BytesIO:
    return io.BytesIO(text.encode("utf-8"))


def test_the_columns_are_proposed_from_their_headers() -> None:
    found = places.propose(stream(CSV), "praxen.csv")
    assert found.columns == {"name": 0, "kind": 1, "lat": 2, "lon": 3, "street": 4, "postcode": 5,
                             "town": 6, "capacity": 7, "opening": 8}  # fmt: skip
    assert (found.positions, found.missing, len(found.preview)) == ("degrees", (), 9)
    bare = places.propose(stream("foo;bar\n1;2\n"))
    assert (bare.columns, bare.missing) == ({}, ("name", "position"))


def test_every_row_is_used_or_says_why_not() -> None:
    found = places.read(stream(CSV), places.propose(stream(CSV)).columns)
    first, west, middle = found.rows
    assert first == places.PlaceRow(
        2, "Hausarztpraxis Am Anger", "hausarzt", 50.6123, 10.7012, "Anger 3, 98529 Suhl", 1.5,
        {day: [["08:00", "12:00"]] for day in ("mo", "tu", "we", "th", "fr")},
        details={"Telefon": "03681 1"},
    )  # fmt: skip
    assert (west.lat, west.lon, west.address, west.opening) == (
        None, None, "Talstraße 5, 98530 Rohr", {})  # fmt: skip
    assert middle.opening == {"tu": [["00:00", "24:00"]], "th": [["00:00", "24:00"]]}
    assert [(r.number, r.code) for r in found.rejected] == [
        (3, "place_without_name"), (4, "place_swapped_position"), (5, "place_bad_position"),
        (7, "place_without_position"), (8, "place_bad_capacity"), (10, "duplicate")]  # fmt: skip
    assert found.rejected[-1].params == {"other": 9}
    assert [(p.code, p.where, p.lines) for p in found.problems] == [
        ("place_by_address", 6, 1), ("place_unknown_hours", 6, 1)]  # fmt: skip
    assert explain(found.rejected[2]) == (
        "fünfzig 10,7 is no position in or near Germany; correct it")
    assert "nach Vereinbarung" in explain(found.problems[1])


@pytest.mark.parametrize("zone", ["", "32"])
def test_official_coordinates_become_degrees(zone: str) -> None:
    # On the central meridian of zone 32 the meridian arc to 50 degrees is 5 540 847.04 m on GRS 80;
    # times the scale of 0.9996 that is the northing.
    text = f"name,rechtswert,hochwert\nBüro,{zone}500000,5538630.70\n"
    found = places.read(stream(text), places.propose(stream(text)).columns, kind="beratung")
    assert (round(found.rows[0].lat, 6), round(found.rows[0].lon, 6)) == (50.0, 9.0)
    assert found.rows[0].kind == "beratung"


def test_a_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Typ", "lat", "lon", "Kapazität"])
    book.active.append(["Grundschule", "schule", 50.5, 11.25, 120])
    path = tmp_path / "schulen.xlsx"
    book.save(path)
    found = places.read(path, places.propose(path).columns)
    assert found.rows == (places.PlaceRow(2, "Grundschule", "schule", 50.5, 11.25, "", 120.0),)


@pytest.mark.parametrize("columns", [{"lat": 2, "lon": 3}, {"name": 0}, {"name": 0, "lat": 99},
                                     {"name": 0, "lat": 2, "lon": 3, "colour": 1}])  # fmt: skip
def test_columns_that_do_not_fit_are_refused(columns: dict[str, int]) -> None:
    with pytest.raises(InputError) as raised:
        places.read(stream(CSV), columns)
    assert raised.value.code == "incomplete_mapping"


TIMES = (
    "from_id,to_id,travel_time_p50,mode\n"
    "a,s,12.5,car\na,t,,car\nb,s,-3,car\nb,t,20,car\nb,t,20,car\nc,s,5,car\nc,s,6,car\n"
    "c,s,7,car\nc,s,5,bike\n,s,1,car\nc,t,bald,car\n"
)


def test_travel_times_with_contradictions_and_pairs_without_a_way() -> None:
    found = times.read(stream(TIMES))
    assert [(r.number, r.origin, r.destination, r.minutes, r.mode) for r in found.rows] == [
        (2, "a", "s", 12.5, "car"), (5, "b", "t", 20.0, "car"), (10, "c", "s", 5.0, "bike")]
    assert (found.no_way, found.modes) == (1, ("car", "bike"))
    assert [(r.number, r.code, r.params.get("other")) for r in found.rejected] == [
        (4, "way_bad_minutes", None), (6, "duplicate", 5), (7, "contradiction", 8),
        (8, "contradiction", 7), (9, "contradiction", 7), (11, "way_without_ends", None),
        (12, "way_bad_minutes", None)]  # fmt: skip


def test_a_mode_for_files_without_one_and_columns_by_hand() -> None:
    text = "A;B;Wert\nx;y;3,5\n"
    assert times.propose(stream(text)) == {}
    with pytest.raises(InputError) as raised:
        times.read(stream(text))
    assert raised.value.params["missing"] == ("origin", "destination", "minutes")
    found = times.read(stream(text), {"origin": 0, "destination": 1, "minutes": 2}, mode="car")
    assert found.rows == (times.TimeRow(2, "x", "y", 3.5, "car"),)


def test_a_file_without_a_table_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        times.read(stream("\n\n"))
    assert raised.value.code == "no_rows"
