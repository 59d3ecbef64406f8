"""The import desk: what is brought, asked, taken over, counted, compared and taken back."""

import io
import json
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.evidence.tables import case, flat
from tests.evidence.test_turns import held_by_another_thread
from weitblick.evidence import files
from weitblick.evidence.models import ImportRun, Indicator, Observation, Place, RunState
from weitblick.monitoring import ways
from weitblick.monitoring.actions import uploads, whatifs
from weitblick.monitoring.models import Upload
from weitblick.monitoring.queries import whatifs as queries
from weitblick.monitoring.typed_points import typed_points
from weitblick.workshop.models import Membership, Role

DAY = "2024-12-31"
BEV = flat([("16051", DAY, "", "100"), ("16053", DAY, "", "200")])
OWN = ("Gemeinde;AGS;Jahr;Plätze\nHeiligenstadt;16061045;2023;12\n"
       "Worbis;16061115;2023;acht\n").encode()


def url(process, name, *args):
    return reverse(f"monitoring:{name}", args=[process.slug, *args])


@pytest.fixture
def bring(process, desk, django_capture_on_commit_callbacks):
    def send(**named: bytes) -> list[Upload]:
        several = [SimpleUploadedFile(name.replace("__", "."), data)
                   for name, data in named.items()]
        with django_capture_on_commit_callbacks(execute=True):
            answer = desk.post(url(process, "upload"), {"brought": several})
        assert answer.status_code == 302
        return list(Upload.objects.order_by("pk"))

    return send


@pytest.fixture
def answer(process, desk, django_capture_on_commit_callbacks):
    def send(upload: Upload, data: dict, query: str = "") -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return desk.post(url(process, "question", upload.pk) + query, data).status_code

    return send


def test_files_without_questions_are_taken_over_at_once_several_together(bring, process, desk):
    found = bring(bev__csv=BEV, more__csv=flat([("16054", DAY, "", "7")]))
    assert [(one.state, one.form) for one in found] == [("done", "genesis-ffcsv-5")] * 2
    page = desk.get(url(process, "imports")).content.decode()
    assert "GENESIS-Flachdatei (ffcsv)" in page and "bev.csv" in page
    report = desk.get(url(process, "import", found[0].run.pk)).content.decode()
    assert "Kein vorhandener Wert wurde verändert." in report


def test_the_same_file_again_changes_nothing(bring):
    bring(bev__csv=BEV)
    found = bring(bev__csv=BEV)
    assert found[-1].is_repeated and ImportRun.objects.count() == 1


def test_a_revision_is_shown_and_undo_makes_the_former_value_current(bring, process, desk):
    bring(bev__csv=BEV)
    run = bring(neu__csv=flat([("16051", DAY, "", "110"), ("16053", DAY, "", "200")]))[-1].run
    page = desk.get(url(process, "import", run.pk)).content.decode()
    assert "1 Wert war vorher anders." in page and "100" in page and "110" in page
    rows = desk.get(url(process, "differences", run.pk)).content.decode("utf-8-sig").splitlines()
    assert rows[1].split(";")[-2:] == ["100", "110"]
    assert desk.post(url(process, "import-undo", run.pk)).status_code == 302
    run.refresh_from_db()
    assert run.state == RunState.UNDONE
    current = Observation.objects.counting().get(area_key="16051")
    assert current.value == 100


def test_who_takes_an_import_back_while_another_runs_is_told_at_once(bring, process, desk):
    run = bring(bev__csv=BEV)[-1].run
    with held_by_another_thread(4):
        began = time.monotonic()
        page = desk.post(url(process, "import-undo", run.pk), follow=True).content.decode()
        assert time.monotonic() - began < 4
    assert "Gerade wird eine andere Datei übernommen." in page
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_taking_back_twice_is_refused_with_words(bring, process, desk):
    run = bring(bev__csv=BEV)[0].run
    desk.post(url(process, "import-undo", run.pk))
    answer = desk.post(url(process, "import-undo", run.pk), follow=True)
    assert "Diese Übernahme ist schon zurückgenommen." in answer.content.decode()


def test_damage_is_mended_only_with_a_tick(bring, answer, process, desk):
    name = "damaged/12411-0018_2019_excel_resaved_lost_leading_zero.csv"
    upload = bring(kreise__csv=case(name).read_bytes())[0]
    assert (upload.state, ImportRun.objects.count()) == ("asking", 0)
    page = desk.get(url(process, "question", upload.pk)).content.decode()
    assert "Die führende Null" in page and "324 Zeilen" in page
    assert answer(upload, {"lost_leading_zeros": "on"}) == 302
    upload.refresh_from_db()
    assert upload.run.consent == ["lost_leading_zeros"]
    assert upload.run.report["rows"] == {"read": 476, "used": 476, "rejected": 0}


def test_without_the_tick_the_lines_stay_out_and_are_counted_with_their_reason(
    bring, answer, process, desk
):
    name = "damaged/12411-0018_2019_excel_resaved_lost_leading_zero.csv"
    upload = bring(kreise__csv=case(name).read_bytes())[0]
    answer(upload, {})
    upload.refresh_from_db()
    assert upload.run.report["rows"] == {"read": 476, "used": 152, "rejected": 324}
    rows = desk.get(url(process, "rejected", upload.run.pk)).content.decode("utf-8-sig")
    lines = rows.splitlines()
    assert lines[0] == "Zeile;Grund" and lines[1].startswith("7;Ohne Ihre Zustimmung")


def test_columns_of_a_plain_table_are_proposed_previewed_and_confirmed(
    bring, answer, process, desk
):
    upload = bring(eigen__csv=OWN)[0]
    assert upload.fault["code"] == "mapping_needed"
    page = desk.get(url(process, "question", upload.pk)).content.decode()
    assert "Was enthält die Spalte „AGS“?" in page and "Heiligenstadt" in page
    form = {"role-0": "area_name", "role-1": "area", "role-2": "period", "role-3": "value",
            "header_rows": "1", "decimal": ",", "attribution": "Jugendamt"}
    assert answer(upload, {**form, "role-1": "ignored"}, "?inhalt=values") == 422
    assert answer(upload, form, "?inhalt=values") == 302
    upload.refresh_from_db()
    assert (upload.state, upload.findings["rows"]) == (
        "asking", {"read": 2, "used": 1, "rejected": 1}), "a rejected row is shown before"
    assert answer(upload, {}) == 302
    upload.refresh_from_db()
    assert (upload.state, upload.run.attribution) == ("done", "Jugendamt")
    assert Observation.objects.get().value == 12
    assert Indicator.objects.get(is_raw=True).name_de == "Plätze"


def test_a_table_of_places_becomes_places(bring, answer):
    table = "Name;Art;lat;lon\nPraxis;hausarzt;51.38;10.14\nOhne Lage;hausarzt;;\n"
    upload = bring(praxen__csv=table.encode())[0]
    data = {"role-name": "0", "role-kind": "1", "role-lat": "2", "role-lon": "3",
            "origin": "Kreis", "attribution": "Kreis"}
    assert answer(upload, data, "?inhalt=places") == 302
    upload.refresh_from_db()
    assert [one.name for one in Place.objects.all()] == ["Praxis"]
    assert upload.run.report["rows"] == {"read": 2, "used": 1, "rejected": 1}


def test_a_timetable_becomes_stops(bring):
    upload = bring(fahrplan__zip=case("gtfs/google_sample_gtfs.zip").read_bytes())[0]
    assert (upload.state, upload.form, Place.objects.count()) == ("done", "gtfs", 9)


def test_what_cannot_be_read_says_why_in_german_and_leaves_nothing(
    bring, process, desk, django_capture_on_commit_callbacks
):
    upload = bring(bericht__pdf=b"%PDF-1.7 something")[0]
    assert (upload.state, ImportRun.objects.count()) == ("failed", 0)
    page = desk.get(url(process, "imports")).content.decode()
    assert "Diese Datei ist PDF, keine Tabelle." in page
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(url(process, "drop", upload.pk))
    upload.refresh_from_db()
    assert upload.state == "dropped" and not (files.folder() / upload.sha256).exists()


def test_boundaries_without_a_date_ask_for_it(bring, answer):
    square = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"AGS": "16051", "GEN": "Erfurt"},
         "geometry": {"type": "Polygon", "coordinates": [
             [[11, 50.9], [11.1, 50.9], [11.1, 51], [11, 51], [11, 50.9]]]}}]}
    upload = bring(grenzen__geojson=json.dumps(square).encode())[0]
    assert (upload.state, upload.fault["code"]) == ("asking", "no_day")
    assert answer(upload, {"as_of": "nie"}) == 422
    assert answer(upload, {"as_of": DAY}) == 302
    upload.refresh_from_db()
    assert upload.run.territorial_status == DAY


def test_a_file_that_is_too_large_is_refused_with_the_way_out(process, monkeypatch, desk):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    answer = desk.post(url(process, "upload"), {"brought": io.BytesIO(BEV)})
    assert answer.status_code == 422
    assert "weitblick evidence import" in answer.content.decode()
    assert Upload.objects.count() == 0


def test_no_file_and_foreign_uploads_are_refused(process, desk, bring):
    assert desk.post(url(process, "upload"), {}).status_code == 422
    assert desk.get(url(process, "question", 999)).status_code == 404


def test_scribes_may_read_and_not_import(process, desk, facilitator):
    Membership.objects.filter(user=facilitator).update(role=Role.SCRIBE)
    assert desk.get(url(process, "imports")).status_code == 200
    assert desk.post(url(process, "upload"), {}).status_code == 403


def test_the_empty_desk_says_which_table_to_fetch_where(process, desk):
    page = desk.get(url(process, "imports")).content.decode()
    assert "Noch ist nichts eingelesen" in page and "12411-01-01-4" in page


def test_hidden_revisions_are_for_the_statistics_office_alone(
    bring, process, desk, facilitator, client
):
    bring(eins__csv=flat([("16051", DAY, "", "900"), ("16053", DAY, "", "2")]))
    run = bring(zwei__csv=flat([("16051", DAY, "", "901"), ("16053", DAY, "", "1")]))[-1].run
    assert "2 Werte waren vorher anders." not in desk.get(
        url(process, "import", run.pk)).content.decode()
    Membership.objects.create(process=process, user=facilitator, role=Role.STATISTICS)
    page = desk.get(url(process, "import", run.pk)).content.decode()
    assert "2 Werte waren vorher anders." in page and "Statistikstelle" in page
    rows = desk.get(url(process, "differences", run.pk)).content.decode("utf-8-sig").splitlines()
    assert [row for row in rows if row.startswith("16053")] == []


ROADS = b"""from;to;from_lat;from_lon;to_lat;to_lon;class;metres
a;b;50.90;10.60;50.90;10.65;tertiary;5000
b;c;50.90;10.65;50.90;10.70;tertiary;5000
"""


def test_a_table_of_roads_is_asked_for_its_source_and_then_ways_are_computed_on_it(
    bring, answer, process, desk
):
    found = bring(strassen__csv=ROADS)[0]
    assert (found.state, found.form) == ("asking", "roads")
    page = desk.get(url(process, "question", found.pk)).content.decode()
    assert "nennt keine Quelle" in page and "Quellenangabe" in page
    assert answer(found, {"attribution": ""}) == 422
    assert answer(found, {"attribution": "Landkreis Musterland"}) == 302
    found.refresh_from_db()
    assert (found.state, found.run.attribution) == ("done", "Landkreis Musterland")
    report = desk.get(url(process, "import", found.run.pk)).content.decode()
    assert "mit dem Auto: 3 zusammenhängende Punkte" in report
    assert "Kein vorhandener Wert" not in report
    practice = whatifs.type_place("hausarzt", "Praxis", 50.90, 10.60)
    points = typed_points("Dorf; 100; 50,90; 10,70", "Beispiel")
    assert ways.available("car") == ["roads", "straight"]
    made = whatifs.lay_out(process, "Auf Straßen", "hausarzt", points, [practice], source="roads")
    # 10 km on a tertiary road at 50 km/h.
    assert made.inputs["minutes"]["values"] == [[12.0]]
    assert any("Landkreis Musterland" in one for one in queries.tried(made).grounds)
    desk.post(url(process, "import-undo", found.run.pk))
    assert ways.available("car") == ["straight"]
