"""Maps on pages: one link an area in the given order, classes by tokens, reasons in words.

Proven: what map, legend and table say; classes as in the paper; hatching for what is missing or
uncertain; marks for places; hostile names stay text; colours that can be read and told apart; the
keyboard walks the areas and reaches the table; the page of a land is small.
"""

import itertools
import json
import re
from pathlib import Path

import pytest
import shapely
from django.utils.translation import override
from playwright.sync_api import Browser

from tests.faces.test_colours import contrast
from tests.faces.test_components import N, render, words
from weitblick.exports.charts.palette import DARK, LIGHT
from weitblick.faces import maps, samples
from weitblick.faces.maps import Area, Place, Scale

CSS = Path(__file__).parents[2] / "weitblick/faces/static/faces/map.css"
DISTRICTS = (Path(__file__).parents[3] / "shared" / "cases" / "evidence" / "geo"
             / "kreise_th_vg2500_4326.geojson")


def square(column: int, label: str = "", **more: object) -> Area:
    west = 11 + column / 10
    ring = [[west, 50], [west + 0.1, 50], [west + 0.1, 50.1], [west, 50.1], [west, 50]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    return Area(label or f"Feld {column}", outline, **more)


AREAS = [square(0, value=5.0), square(1, value=10.0, uncertain=True),
         square(2, reason="geheim gehalten"), square(3, value=30.0, url="/gebiet/3/")]  # fmt: skip


def test_a_value_on_a_limit_belongs_above_it() -> None:
    scale = Scale((10, 20, 30))
    with override("de"):
        assert [scale.css(v) for v in (9.9, 10, 29.9, 30, None)] == [
            "map-1", "map-2", "map-4", "map-5", "map-none"]
        assert scale.words() == [("map-1", "unter 10"), ("map-2", "10 bis unter 20"),
                                 ("map-4", "20 bis unter 30"), ("map-5", "30 und mehr")]
        assert Scale((0.5,), 0, True).words()[0] == ("map-1", f"unter 50{N}%")
        assert Scale(()).words() == []


def test_every_area_is_one_link_in_the_given_order() -> None:
    html = render('{% area_map "Praxen" areas breaks "Menschen je Praxis" anchor="p" %}',
                  areas=AREAS, breaks=(10, 20))
    assert re.findall(r'<a class="map-area" href="([^"]*)"><title>([^<]*)</title>', html) == [
        ("#p-1", "Feld 0: 5"), ("#p-2", "Feld 1: 10, unsicherer Wert"),
        ("#p-3", "Feld 2: geheim gehalten"), ("/gebiet/3/", "Feld 3: 30")]
    assert re.findall(r'<tr id="(p-\d)">', html) == ["p-1", "p-2", "p-3", "p-4"]
    assert "style=" not in html
    assert 'role="group" aria-labelledby="p-title"' in html
    table = words(html.split("<table>")[1])
    assert table.startswith("Gebiet Menschen je Praxis Feld 0 5 Feld 1 10 unsicherer Wert "
                            "Feld 2 – geheim gehalten Feld 3 30")  # fmt: skip


def test_what_is_missing_or_uncertain_is_hatched() -> None:
    with override("de"):
        found = maps.map_context(AREAS, Scale((10, 20)))
    assert [area["hatch"] for area in found["areas"]] == ["", "uncertain", "none-1", ""]
    assert found["reasons"] == [{"hatch": "none-1", "words": "geheim gehalten"}]
    assert found["uncertain"] is True


def test_paths_are_whole_numbers_that_fill_the_picture() -> None:
    found = maps.map_context(AREAS[:2], Scale(()))
    assert (found["w"], found["areas"][0]["path"].count("L")) == (1000, 3)
    assert set(re.findall(r"[^\d MLZ]", found["areas"][0]["path"])) == set()
    hole = shapely.box(0, 0, 9, 9) - shapely.box(3, 3, 6, 6)
    assert maps.path(shapely.MultiPolygon([hole])).count("M") == 2


def test_places_are_drawn_by_size_and_named_beside() -> None:
    spots = [Place("Praxis", 50.05, 11.05, 1, "Hausarzt", "Mo bis Fr"),
             Place("Schule", 50.02, 11.15, 4, "Grundschule", url="/ort/2/")]  # fmt: skip
    found = maps.map_context(AREAS, Scale((10,)), spots)
    assert [(p["label"], p["radius"]) for p in found["places"]] == [("Schule", 34), ("Praxis", 22)]
    html = render('{% area_map "Orte" areas places=places %}', areas=AREAS[:1], places=spots)
    assert '<a class="map-place" href="/ort/2/"><title>Schule: Grundschule, 4</title>' in html
    assert "Praxis Hausarzt, 1, Mo bis Fr" in words(html)


def test_names_are_text_and_nothing_is_drawn_without_areas() -> None:
    html = render('{% area_map "x" areas %}', areas=[square(0, "<script>", reason='"><b>')])
    assert "<script>" not in html and "<b>" not in html
    assert "&lt;script&gt;" in html
    assert render('{% area_map "x" areas %}', areas=[]).strip() == ""


def tokens(theme: str) -> list[str]:
    """The five classes of a theme."""
    start = ":root {" if theme == "light" else ':root[data-theme="dark"] {'
    block = CSS.read_text().split(start, 1)[1].split("}", 1)[0]
    return [re.search(rf" --map-{i}: (#\w+);", block)[1] for i in range(1, 6)]


@pytest.mark.parametrize(("theme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_the_classes_are_those_of_the_paper_and_can_be_read(theme: str, palette) -> None:
    found = tokens(theme)
    assert found == [palette.dusk[step] for step in (6, 5, 3, 2, 0)]
    inks = ["#1a1826"] * 3 + ["#ffffff"] * 2
    assert min(contrast(a, b) for a, b in zip(found, inks, strict=True)) >= 4.5
    assert min(contrast(a, b) for a, b in itertools.pairwise(found)) >= 1.25


def test_dark_by_system_and_dark_by_hand_are_the_same() -> None:
    blocks = [CSS.read_text().split(start, 1)[1].split("}", 1)[0].split()
              for start in (':root:not([data-theme="light"]) {', ':root[data-theme="dark"] {')]
    assert blocks[0] == blocks[1]


def test_the_map_of_a_land_is_a_small_page() -> None:
    if not DISTRICTS.exists():
        pytest.skip(f"the outlines are not on this machine ({DISTRICTS.name})")
    rows = json.loads(DISTRICTS.read_text(encoding="utf-8"))["features"]
    areas = [Area(row["properties"]["GEN"], row["geometry"], value=float(i))
             for i, row in enumerate(rows)]  # fmt: skip
    html = render('{% area_map "Thüringen" areas breaks "Wert" %}', areas=areas, breaks=(5, 10))
    assert html.count('class="map-area"') == 22
    assert len(html.encode()) < 60_000
    with override("de"):
        named = [a["label"] for a in maps.map_context(areas, Scale((5, 10)))["areas"] if a["name"]]
    assert "Unstrut-Hainich-Kreis" in named


@pytest.mark.browser
def test_the_keyboard_walks_the_areas_and_skips_to_the_table(browser: Browser, live_server) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="de-DE")
    page.goto(f"{live_server.url}/stil/")
    page.locator(".map-skip").focus()
    assert page.locator(".map-skip").bounding_box()["height"] > 20
    walked = []
    for _ in samples.TOWNS:
        page.keyboard.press("Tab")
        walked.append(page.evaluate("document.activeElement.querySelector('title').textContent"))
    assert [one.split(":")[0] for one in walked] == list(samples.TOWNS)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "map-table"
    page.locator(".map-area").nth(3).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').textContent.includes('Dornheim')")
    page.close()
