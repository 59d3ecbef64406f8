"""A what-if of reachability: laid out, tried in under a second, shown in the hall, proposed."""

import time

import pytest
import shapely
from django.core.exceptions import ValidationError
from django.urls import reverse

from weitblick.evidence.models import OriginKind, Place, TravelTime
from weitblick.monitoring import ways
from weitblick.monitoring.actions import notes
from weitblick.monitoring.actions import whatifs as actions
from weitblick.monitoring.analysis import service
from weitblick.monitoring.analysis import whatifs as analysis
from weitblick.monitoring.models import Proposal, WhatIf
from weitblick.monitoring.queries import whatifs as queries
from weitblick.monitoring.typed_points import typed_points
from weitblick.monitoring.views import whatif_live
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind
from weitblick.voices import actions as voices
from weitblick.workshop import actions as workshop

VILLAGES = """Oberdorf; 400; 50,90; 10,60
Mitteldorf; 900; 50,90; 10,80
Unterdorf; 250; 50,90; 11,00"""


@pytest.fixture
def points():
    return typed_points(VILLAGES, "Beispiel")


@pytest.fixture
def practices(db):
    return [actions.type_place("hausarzt", "Praxis Oberdorf", 50.90, 10.60),
            actions.type_place("hausarzt", "Praxis Unterdorf", 50.90, 11.00, capacity=2.0)]


@pytest.fixture
def whatif(process, points, practices):
    return actions.lay_out(process, "Hausärzte", "hausarzt", points, practices)


def test_how_it_is_now_in_one_sentence(whatif):
    # 14 km x 1.3 at 40 km/h: Mitteldorf needs 27 minutes.
    assert queries.tried(whatif).sentence == (
        "42\u202f% von 1\u202f550 Menschen erreichen Arztpraxis in höchstens 15 Minuten mit dem "
        "Auto.")


def test_closing_says_for_how_many_the_way_gets_longer(whatif):
    actions.close(whatif, whatif.inputs["sites"][0]["key"])
    tried = queries.tried(whatif)
    assert tried.sentence == "Für 400 Menschen wird der Weg länger als 15 Minuten."
    assert analysis.change_words(tried) == ["Praxis Oberdorf schließt."]
    first = analysis.area_rows(tried)[0]
    assert (first["before"], first["after"], first["nearest"]) == (
        "0 min", "55 min", "Praxis Unterdorf")


def test_opening_and_moving_and_taking_back(whatif):
    key = actions.open_place(whatif, "Neue Praxis", 50.90, 10.80)
    assert queries.tried(whatif).sentence == "900 Menschen kommen neu in höchstens 15 Minuten hin."
    actions.move(whatif, key, 51.90, 12.80)
    assert queries.tried(whatif).sentence == (
        "Für niemanden ändert sich der Weg zum nächsten Ort.")
    actions.undo(whatif)
    assert len(WhatIf.objects.get().changes) == 1
    actions.start_over(whatif)
    assert WhatIf.objects.get().changes == []


def test_hours_decide_where_a_day_is_asked(process, points, practices):
    Place.objects.filter(pk=practices[0].pk).update(opening={"mo": [["08:00", "12:00"]]})
    Place.objects.filter(pk=practices[1].pk).update(opening={"mo": [["08:00", "12:00"]]})
    rows = list(Place.objects.order_by("pk"))
    monday = actions.lay_out(process, "Montags", "hausarzt", points, rows, weekday=0)
    actions.set_hours(monday, monday.inputs["sites"][0]["key"], "Di 8-12")
    assert queries.tried(monday).sentence == "Für 400 Menschen wird der Weg länger als 15 Minuten."
    with pytest.raises(ValidationError, match="Mo-Fr 8-12"):
        actions.set_hours(monday, monday.inputs["sites"][0]["key"], "manchmal")


def test_a_refused_change_leaves_nothing_behind(whatif):
    with pytest.raises(ValidationError, match="nicht mehr"):
        actions.close(whatif, "o0")
    assert WhatIf.objects.get().changes == []


def test_imported_minutes_are_no_estimate_but_new_spots_are(process, points, practices):
    for village, minutes in zip(points.columns["keys"], (3, 12, 40), strict=True):
        TravelTime.objects.create(origin_kind=OriginKind.AREA, origin_key=village, mode="car",
                                  place=practices[0], minutes=minutes)
    found = actions.lay_out(process, "Tabelle", "hausarzt", points, practices, source=ways.TABLE)
    tried = queries.tried(found)
    assert not tried.is_estimate
    assert "84\u202f%" in tried.sentence
    actions.open_place(found, "Neu", 50.90, 11.00)
    assert queries.tried(found).is_estimate
    assert queries.tried(found).grounds[-1] == (
        "Neue und verlegte Orte: Schätzung mit Luftlinie × 1,3.")


def test_without_places_it_says_what_to_do(process, points):
    with pytest.raises(ValidationError, match="noch keine Orte"):
        actions.lay_out(process, "Nichts", "laden", points, [])


@pytest.mark.parametrize(("line", "what"), [
    ("Dorf; 12", "Zeile 1: Schreiben Sie"), ("Dorf; viele; 50; 10", "Zeile 1: Schreiben Sie"),
    ("Dorf; 12; 10; 50", "Zeile 1: Die Lage"), ("Dorf; nan; 50; 10", "Zeile 1: Die Lage"),
])
def test_typed_points_are_refused_with_their_line(line, what):
    with pytest.raises(ValidationError, match=what):
        typed_points(line)


def test_a_region_with_631_points_and_300_places_is_tried_in_under_a_second(process):
    points = ways.Points(
        {"keys": [f"h{at}" for at in range(631)], "people": [500 + at for at in range(631)],
         "lat": [50.3 + (at % 25) * 0.05 for at in range(631)],
         "lon": [9.9 + (at // 25) * 0.1 for at in range(631)]}, {})
    rows = [actions.type_place("laden", f"Laden {at}", 50.3 + (at % 15) * 0.08,
                               9.9 + (at // 15) * 0.12) for at in range(300)]
    found = actions.lay_out(process, "Alle", "laden", points, rows)
    start = time.perf_counter()
    actions.close(found, found.inputs["sites"][7]["key"])
    tried = queries.tried(found)
    assert tried.sentence
    assert time.perf_counter() - start < 1


def test_cells_cover_each_point_and_do_not_overlap():
    spots = {"a": (50.9, 10.6), "b": (50.9, 10.8), "c": (51.0, 10.7), "d": (51.0, 10.7),
             "e": (float("nan"), 10.0)}
    found = {key: shapely.geometry.shape(one) for key, one in analysis.cells(spots).items()}
    assert found.keys() == {"a", "b", "c"}
    assert all(found[key].covers(shapely.Point(spots[key][1], spots[key][0])) for key in found)
    assert shapely.union_all(list(found.values())).area == pytest.approx(
        sum(one.area for one in found.values()))


def test_desk_lays_out_tries_and_exports(desk, process, practices):
    url = reverse("monitoring:whatifs", args=[process.slug])
    given = {"title": "Ärzte", "kind": "hausarzt", "typed": VILLAGES, "mode": "car",
             "ways": "straight", "near": "15", "far": "30"}
    assert desk.post(url, {**given, "far": "10"}).status_code == 422
    assert desk.post(url, given).status_code == 302
    found = WhatIf.objects.get()
    page = reverse("monitoring:whatif", args=[process.slug, found.key])
    act = reverse("monitoring:whatif-act", args=[process.slug, found.key])
    desk.post(act, {"act": "close", "site": found.inputs["sites"][0]["key"]})
    text = desk.get(page).content.decode()
    assert "Für 400 Menschen wird der Weg länger als 15 Minuten." in text
    assert text.count('class="map-picture"') == 2
    assert "Schätzung: Luftlinie × 1,3" in text
    refused = desk.post(act, {"act": "open", "site": found.inputs["sites"][1]["key"]})
    assert refused.status_code == 422
    assert "Wählen Sie eine Ortsmitte" in refused.content.decode()
    csv = desk.get(reverse("monitoring:whatif-export", args=[process.slug, found.key]))
    assert csv.content.decode().startswith("\ufeffGebiet;Menschen;Weg vorher")


def test_municipalities_missing_says_what_to_read_in(desk, process, practices):
    url = reverse("monitoring:whatifs", args=[process.slug])
    answer = desk.post(url, {"title": "Ärzte", "kind": "hausarzt", "within": "16072",
                             "mode": "car", "ways": "straight", "near": "15", "far": "30"})
    assert answer.status_code == 422
    assert "VG250-EW" in answer.content.decode()


def test_places_are_typed_and_removed(desk, process):
    url = reverse("monitoring:places", args=[process.slug])
    assert desk.post(url, {"kind": "laden", "name": "Dorfladen"}).status_code == 422
    desk.post(url, {"kind": "laden", "name": "Dorfladen", "lat": "50,9", "lon": "10,7",
                    "hours": "Mo-Fr 8-12", "capacity": "1"})
    place = Place.objects.get()
    assert (place.lat, place.opening["fr"]) == (50.9, [["08:00", "12:00"]])
    desk.post(reverse("monitoring:place-remove", args=[process.slug, place.pk]))
    assert not Place.objects.exists()


def test_stops_are_classed_by_their_departures(db):
    for capacity in (25, 12, 5, 1, 0):
        Place.objects.create(kind="haltestelle", name="H", lat=50.9, lon=10.7, capacity=capacity)
    assert [n for _words, n in service.quality()["classes"]] == ["1", "1", "1", "1", "1"]


def test_phones_propose_and_the_board_counts(whatif, running, join, phone):
    activity = running("monitoring", "whatif")
    person = join()
    browser = phone(person)
    url = reverse("entrance:phone-activity", args=[activity.meeting.code, activity.pk])
    site = whatif.inputs["sites"][0]["key"]
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"wish": "open", "place": f"s:{site}"}).status_code == 422
    once = {"wish": "keep", "place": f"s:{site}", "words": "Wir brauchen sie.", "once": "a" * 32}
    browser.post(url, once)
    browser.post(url, once)
    assert Proposal.objects.get().item.text == "Praxis Oberdorf: unbedingt erhalten"
    board = whatif_live.board(activity)
    assert board.context["wishes"] == [{"words": "Praxis Oberdorf: unbedingt erhalten", "n": 1}]
    voices.erase(person)
    assert whatif_live.board(activity).context["wishes"] == []


def test_a_closed_round_refuses_and_keeps_the_text(whatif, running, join, phone):
    activity = running("monitoring", "whatif")
    browser = phone(join())
    workshop.close_activity(activity)
    url = reverse("entrance:phone-activity", args=[activity.meeting.code, activity.pk])
    site = whatif.inputs["sites"][0]["key"]
    assert browser.post(url, {"wish": "keep", "place": f"s:{site}"}).status_code == 422


def test_the_board_without_a_whatif_waits(running):
    assert whatif_live.board(running("monitoring", "whatif")).context["tried"] is None


def test_a_whatif_is_pinned_with_shares_and_the_word_estimate(process, whatif):
    factor = trace.create(process, Kind.FACTOR, "Versorgung")
    actions.close(whatif, whatif.inputs["sites"][0]["key"])
    note = notes.pin(process, "whatif", {"key": whatif.key}, [factor])
    assert note.item.text.startswith(
        "Arztpraxis in höchstens 15 Minuten erreichbar: vorher 42\u202f%, nachher 16\u202f%.")
    assert note.snapshot["remarks"][0] == "Schätzung: Luftlinie × 1,3, ohne Straßennetz."
