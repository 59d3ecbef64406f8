"""Places and planning areas are put on a map by clicks that work without any script.

The picture has a fixed size and is sent back with the pixel of the click; nothing is saved before
somebody says so; with the keyboard a municipality, a distance and a direction do the same.
"""

import re

import pytest
from django.urls import reverse

from tests.evidence.tables import case
from weitblick.evidence import actions
from weitblick.evidence.models import Area, Place
from weitblick.monitoring.analysis import pickmap
from weitblick.monitoring.forms.whatifs import PlaceForm

SONNEBERG = "16072"


def url(process, name, *args):
    return reverse(f"monitoring:{name}", args=[process.slug, *args])


@pytest.fixture
def mapped(db, settings, tmp_path):
    settings.DATA = tmp_path
    actions.import_file(case("geo/kreise_th_vg2500_4326.geojson"))
    actions.import_file(case("geo/gemeinden_th_2022-12-31_vg250ew.csv"))
    actions.import_file(case("geo/gemeinden_th_2017_vg250_simplified.geojson"),
                        "gemeinden_2017-01-01.geojson")


def pixel(within: str, width: int, lat: float, lon: float) -> dict[str, str]:
    x, y = pickmap.ground(within, width).drawn.place(lon, lat)
    return {f"karte{width}.x": str(round(x)), f"karte{width}.y": str(round(y))}


def test_a_pixel_and_its_position_agree_within_the_size_of_a_pixel(mapped):
    for width in pickmap.WIDTHS:
        found = pickmap.ground(SONNEBERG, width)
        x, y = (round(one) for one in found.drawn.place(11.17, 50.36))
        click = found.click(x, y)
        assert click.area == "16072018"  # Sonneberg, Stadt
        assert abs(click.lat - 50.36) < 0.6 / found.drawn.kilometre / 111 + 1e-4
        assert abs(click.lon - 11.17) < 0.6 / found.drawn.kilometre / 70 + 1e-4


def test_two_clicks_fill_in_a_position_and_save_nothing(mapped, process, desk):
    page = desk.get(url(process, "places")).content.decode()
    assert re.search(r'<input type="image"[^>]+name="karte280"[^>]+width="280"', page)
    typed = {"kind": "laden", "name": "Dorfladen", "hours": "Mo-Fr 8-12"}
    page = desk.post(url(process, "places"), {
        **typed, "kreis": "", **pixel("", 280, 50.36, 11.17)}).content.decode()
    assert "Sonneberg: Klicken Sie jetzt auf die Stelle." in page
    page = desk.post(url(process, "places"), {
        **typed, "kreis": SONNEBERG, **pixel(SONNEBERG, 640, 50.36, 11.17)}).content.decode()
    lat, lon = (re.search(rf'name="{name}" value="([\d,]+)"', page)[1] for name in ("lat", "lon"))
    assert (round(float(lat.replace(",", ".")), 2), round(float(lon.replace(",", ".")), 2)) == (
        50.36, 11.17)
    assert 'value="Dorfladen"' in page and "Noch nicht eingetragen." in page
    assert not Place.objects.exists()
    desk.post(url(process, "places"), {**typed, "kreis": SONNEBERG, "lat": lat, "lon": lon})
    assert [(one.name, round(one.lat, 2)) for one in Place.objects.all()] == [("Dorfladen", 50.36)]


def test_with_the_keyboard_a_municipality_a_distance_and_a_direction_say_it(mapped, process, desk):
    pressed = {"kind": "laden", "name": "X", "kreis": "", "karte280.x": "0", "karte280.y": "0"}
    assert "Mit der Tastatur: Wählen Sie unten eine Ortsmitte" in desk.post(
        url(process, "places"), pressed).content.decode()
    form = PlaceForm({"kind": "laden", "name": "X", "spot": "16072018", "distance": "2",
                      "direction": "0"}, spots=[("16072018", "Sonneberg")])
    assert form.is_valid()
    assert form.where({"16072018": (50.36, 11.17)}) == (50.37799, 11.17)
    east = PlaceForm({"kind": "laden", "name": "X", "spot": "16072018", "distance": "2",
                      "direction": "90"}, spots=[("16072018", "Sonneberg")])
    assert east.is_valid() and east.where({"16072018": (50.36, 11.17)}) == (50.36, 11.19819)
    lost = desk.post(url(process, "places"), {
        "kind": "laden", "name": "X", "spot": "16072018", "distance": "2", "direction": ""})
    assert lost.status_code == 422 and "auch die Richtung" in lost.content.decode()


def test_a_click_takes_a_municipality_into_a_planning_area_and_out_again(mapped, process, desk):
    typed = {"name": "Oberland", "valid_from": "2024-01-01", "note": "", "kreis": SONNEBERG}
    click = pixel(SONNEBERG, 280, 50.36, 11.17)
    page = desk.post(url(process, "new-planning"), {**typed, **click}).content.decode()
    assert "Sonneberg gehört jetzt dazu." in page and "1 Gemeinde gewählt" in page
    assert re.search(r'value="16072018"[^>]* checked', page) and 'value="Oberland"' in page
    assert "gewaehlt=16072018" in page
    page = desk.post(url(process, "new-planning"), {
        **typed, "members": ["16072018"], **click}).content.decode()
    assert "Sonneberg gehört nicht mehr dazu." in page
    assert not Area.objects.filter(level="planning").exists()
    desk.post(url(process, "new-planning"), {**typed, "members": ["16072018", "16072013"]})
    area = Area.objects.get(level="planning")
    later = {**typed, "valid_from": "2026-01-01", "members": ["16072018"]}
    page = desk.post(url(process, "planning-version", area.key), {**later, **click})
    assert area.versions.count() == 1
    desk.post(url(process, "planning-version", area.key), later)
    assert [(one.valid_from.year, one.members.count())
            for one in area.versions.order_by("valid_from")] == [(2024, 2), (2026, 1)]


def test_the_picture_is_a_drawing_without_script_style_or_foreign_address(mapped, process, desk):
    answer = desk.get(url(process, "pick-map") + f"?breite=280&kreis={SONNEBERG}&gewaehlt=16072018"
                      "&lat=50.36&lon=11.17")
    text = answer.content.decode()
    assert answer["Content-Type"] == "image/svg+xml"
    assert text.startswith("<svg") and text.count("#2f5d62") == 1 and "#b3261e" in text
    assert not re.search(r"<script|style=|href=|<style", text)
    assert desk.get(url(process, "pick-map") + "?breite=9999").status_code == 404


def test_without_outlines_the_form_says_so_and_works(db, process, desk):
    page = desk.get(url(process, "places")).content.decode()
    assert "Eine Karte erscheint hier, sobald Grenzen eingelesen sind." in page
    desk.post(url(process, "places"), {"kind": "laden", "name": "X", "lat": "50,4", "lon": "11,2"})
    assert Place.objects.count() == 1
