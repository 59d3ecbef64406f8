"""The map: fixed classes, reasons where there is no value, outlines as the paper needs them.

Proven: a value on a limit belongs to the class above, in words and in colour; classes are told
apart in greyscale; missing and uncertain values are hatched; outer rings run clockwise; published
outlines are simplified with their shared edges; the specification survives JSON; bad ones are
named.
"""

import itertools
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import shapely

from tests.exports import figure_samples as samples
from tests.exports.test_figures import luminance, texts
from weitblick.exports import codec, figures, spec_checks
from weitblick.exports.charts import map as chart
from weitblick.exports.charts import outlines
from weitblick.exports.charts.palette import DARK, LIGHT
from weitblick.exports.document import DocumentError
from weitblick.exports.figures import Map, MapArea, MapPlace
from weitblick.exports.specs import FigureSpec

GEO = Path(__file__).parents[3] / "shared" / "cases" / "evidence" / "geo"


def square(column: int, row: int = 0, **more: object) -> MapArea:
    """A square of a tenth of a degree, anticlockwise as GeoJSON has it."""
    west, south = 11 + column / 10, 50 - row / 10
    ring = ((west, south), (west + 0.1, south), (west + 0.1, south + 0.1), (west, south + 0.1),
            (west, south))
    return MapArea(f"Feld {column}", ((ring,),), **more)


def published(name: str) -> list[MapArea]:
    path = GEO / name
    if not path.exists():
        pytest.skip(f"the outlines are not on this machine ({name})")
    rows = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [MapArea(str(i), figures.polygons(row["geometry"]), float(i))
            for i, row in enumerate(rows)]  # fmt: skip


def test_a_value_on_a_limit_belongs_to_the_class_above() -> None:
    values = (9.9, 10.0, 19.9, 20.0, 1000.0)
    spec = Map(tuple(square(i, value=v) for i, v in enumerate(values)), (10, 20, 1000), "Wert")
    fills = [row["fill"] for row in chart.draw(spec, LIGHT, "de")["layer"][0]["data"]["values"]]
    light, low, high, dark = (LIGHT.dusk[step] for step in (6, 4, 2, 0))
    assert fills == [light, low, low, high, dark]
    assert chart.classes(spec, "de") == (
        "unter 10", "10 bis unter 20", "20 bis unter 1\u202f000", "1\u202f000 und mehr")
    assert chart.classes(spec, "en")[2:] == ("20 to below 1,000", "1,000 and more")
    assert "20 bis unter 1\u202f000" in texts(figures.svg(spec))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("many", [2, 3, 4, 5])
def test_the_classes_can_be_told_apart_in_greyscale(many: int, palette) -> None:
    grey = [luminance(palette.dusk[step]) for step in chart._STEPS[many]]
    assert all(a - b > 0.05 for a, b in itertools.pairwise(grey))


def lines_of(spec: FigureSpec) -> list[dict]:
    """The hatchings of the areas."""
    found = [one for one in chart.draw(spec, LIGHT, "de")["layer"]
             if one["mark"].get("filled") is False]  # fmt: skip
    return found[0]["data"]["values"] if found else []


def test_missing_and_uncertain_values_are_hatched_and_named() -> None:
    areas = (square(0, value=5.0), square(1, reason="geheim gehalten"),
             square(2, value=1.0, uncertain=True), square(3, reason="entfällt"))
    spec = Map(areas, (3.0,), "Wert")
    assert [row["stroke"] for row in lines_of(spec)] == [
        LIGHT.muted, LIGHT.dusk_ink[6], LIGHT.muted]
    shown = texts(figures.svg(spec))
    assert {"geheim gehalten", "entfällt", "unsicherer Wert"} <= set(shown)
    assert [row[1:] for row in figures.data(spec).rows] == [
        ("5", ""), ("–", "geheim gehalten"), ("1", "unsicherer Wert"), ("–", "entfällt")]
    assert lines_of(Map(areas[:1], (3.0,), "Wert")) == []


@pytest.mark.parametrize("kind", ["rising", "falling", "crossed", "level"])
def test_hatching_stays_inside_and_leaves_no_large_gap(kind) -> None:
    area = shapely.Polygon([(0, 0), (100, 10), (80, 90), (10, 60)])
    lines = shapely.MultiLineString(outlines.hatching(area, kind, 5))
    assert area.buffer(0.01).covers(lines)
    assert area.difference(lines.buffer(6)).area == 0


def test_outer_rings_run_clockwise_on_the_page() -> None:
    drawn = outlines.outlines([square(i).polygons for i in range(3)], 480, 400)
    assert drawn.width == pytest.approx(480)
    for shape in drawn.shapes:
        for part in shape.geoms:
            # y runs downwards: clockwise to the eye is anticlockwise to the formula.
            assert part.exterior.is_ccw
    corner = drawn.place(11.0, 50.1)
    assert corner == pytest.approx((0, 0))
    assert drawn.kilometre == pytest.approx(drawn.scale / 111.195)


def test_published_outlines_fit_the_page_and_keep_their_shared_edges() -> None:
    areas = published("gemeinden_th_2017_vg250_simplified.geojson")
    drawn = outlines.outlines([area.polygons for area in areas], 480, 460)
    assert len(drawn.shapes) == 849
    assert sum(shapely.get_num_coordinates(drawn.shapes)) <= outlines.MOST_VERTICES
    assert shapely.coverage_is_valid(drawn.shapes)
    districts = published("kreise_th_vg2500_4326.geojson")
    svg = figures.svg(Map(tuple(districts), (5, 10, 15, 20), "Wert", attribution="© BKG"))
    root = ElementTree.fromstring(svg)
    assert float(root.get("width")) == 480
    assert len(svg) < 80_000
    assert "© BKG" in texts(svg)


def test_a_map_of_places_needs_no_values() -> None:
    places = (MapPlace("Praxis", 50.05, 11.05, 3, "Hausarzt"), MapPlace("Schule", 50.05, 11.15))
    spec = Map((square(0), square(1)), (), "Orte", places)
    assert [row[-1] for row in figures.data(spec).rows] == ["Praxis (3)", "Schule"]
    assert "Hausarzt" in texts(figures.svg(spec))
    spec_checks.check(spec, "spec")


def test_a_map_survives_json() -> None:
    data = json.loads(json.dumps(codec.encode(samples.MAP)))
    assert codec.decode(Map, data, "spec") == samples.MAP


@pytest.mark.parametrize(("spec", "where"), [
    (Map((), (), "x"), "spec.areas"),
    (Map((square(0, value=1.0),), (3, 2), "x"), "spec.breaks"),
    (Map((square(0, value=1.0),), (1, 2, 3, 4, 5), "x"), "spec.breaks"),
    (Map((square(0),), (3,), "x"), "spec.areas[0]"),
    (Map((square(0, value=float("nan")),), (3,), "x"), "spec.areas[0]"),
    (Map((replace(square(0), polygons=()),), (), "x"), "spec.areas[0]"),
    (Map((replace(square(0), polygons=((((0, 0), (1, 0), (1, 1), (0, 1)),),)),), (), "x"),
     "spec.areas[0]"),
    (Map((square(0),), (), "x", (MapPlace("p", 11, 500),)), "spec.places[0]"),
])  # fmt: skip
def test_a_map_that_cannot_be_drawn_is_named(spec: Map, where: str) -> None:
    with pytest.raises(DocumentError) as raised:
        spec_checks.check(spec, "spec")
    assert raised.value.where == where


def test_other_geometries_are_refused() -> None:
    with pytest.raises(DocumentError):
        figures.polygons({"type": "Point", "coordinates": [11, 50]})
