"""Figures: clean and deterministic SVG, readable colours, exact data tables, hostile labels."""

import itertools
import struct
from xml.etree import ElementTree

import pytest

from tests.exports import figure_samples as samples
from weitblick.exports import figures
from weitblick.exports.charts import canvas
from weitblick.exports.charts.palette import DARK, LIGHT
from weitblick.exports.charts.placing import Area, placed_labels
from weitblick.exports.figures import Bar, Bars, DivergingVotes, Network, Node, Votes

KINDS = [spec.kind for spec in samples.ALL]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return ["".join(e.itertext()) for e in root.iter() if e.tag.endswith("}text")]


@pytest.mark.parametrize("spec", samples.ALL, ids=KINDS)
@pytest.mark.parametrize("theme", ["light", "dark", "print", "web"])
def test_the_svg_passes_a_strict_policy_and_names_itself_once(spec, theme):
    svg = figures.svg(spec, theme, title="Titel", description="Lesart", anchor="abb")
    root = ElementTree.fromstring(svg)
    names = {name for element in root.iter() for name in element.attrib}
    assert {n for n in names if n.startswith("aria-")} == {"aria-labelledby", "aria-describedby"}
    assert not names & {"style", "class", "onclick", "href"}
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "g", "path", "line", "rect", "text", "tspan", "title", "desc"}
    assert root.get("role") == "img"
    assert [root[0].text, root[1].text] == ["Titel", "Lesart"]
    assert figures.svg(spec, theme, title="Titel", description="Lesart", anchor="abb") == svg


def test_only_the_web_theme_uses_custom_properties():
    assert 'fill="var(--chart-step-2, #51438a)"' in figures.svg(samples.VOTES, "web")
    assert "var(" not in figures.svg(samples.VOTES, "light")
    assert 'font-family="Libertinus Serif"' in figures.svg(samples.VOTES, "print")


@pytest.mark.parametrize("spec", samples.ALL, ids=KINDS)
def test_the_png_is_three_pixels_a_point(spec):
    png = figures.png(spec)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", png[16:20]) == (3 * canvas.WIDTH,)


def test_numbers_follow_the_language():
    spec = Bars((Bar("a", 1234.5), Bar("b", -20)), "Wert")
    assert [row[1] for row in figures.data(spec, "de").rows] == ["1\u202f234,5", "−20"]
    assert [row[1] for row in figures.data(spec, "en").rows] == ["1,234.5", "−20"]
    assert "1\u202f234,5" in texts(figures.svg(spec, language="de"))
    assert "1,234.5" in texts(figures.svg(spec, language="en"))
    share = Bars((Bar("a", 0.375),), "Anteil", percent=True)
    assert "38\u202f%" in texts(figures.svg(share, language="de"))


def test_every_kind_has_its_data_table():
    assert figures.data(samples.VOTES).rows[2] == (
        "Politik", "5 (42\u202f%)", "3 (25\u202f%)", "4 (33\u202f%)", "12",
    )  # fmt: skip
    assert figures.data(samples.HEATMAP).rows[3] == (
        "Gemeinsamer Fördermittellotse", "1,2", "2,4", "0,8", "–",
    )  # fmt: skip
    assert figures.data(samples.GRID).rows[7] == (
        "8", "Alterung der Bevölkerung", "24", "10", "Hebel", "ja",
    )  # fmt: skip
    assert figures.data(samples.COVERAGE).rows[5] == (
        "Flexible Mobilität", "II Infrastrukturen im ländlichen Raum", "5",
    )  # fmt: skip
    assert figures.data(samples.DISTRIBUTION).rows[0][-4:] == (
        "45\u202f%", "62\u202f%", "70\u202f%", "48",
    )  # fmt: skip
    assert figures.data(samples.NETWORK).rows[-1] == ("Tafelverein (Wohlfahrtspflege)", "–", "0")
    assert figures.data(samples.MAP).rows[3] == ("Dornheim", "32\u202f%", "unsicherer Wert", "")
    assert figures.data(samples.MAP).rows[5] == (
        "Friedau", "–", "geheim gehalten", "Schule am Berg (2)",
    )  # fmt: skip
    assert figures.data(samples.MAP, "en").rows[-1] == (
        "outside the areas", "–", "", "Praxis Fern (1)",
    )  # fmt: skip
    for spec in samples.ALL:
        made = figures.data(spec)
        assert {len(row) for row in made.rows} == {len(made.header)}


def test_quadrants_are_named_from_the_upper_left():
    named = {row[0]: row[4] for row in figures.data(samples.GRID).rows}
    assert [named[sign] for sign in ("8", "9", "11", "2")] == [
        "Hebel", "Kritische Faktoren", "Puffernde Faktoren", "Anzeiger",
    ]  # fmt: skip


HOSTILE = '<script>alert(1)</script> "${x}" {{y}} datum.z'


def test_labels_are_data_never_markup_or_expressions():
    svg = figures.svg(Bars((Bar(HOSTILE, 1),), HOSTILE), title=HOSTILE, description=HOSTILE)
    root = ElementTree.fromstring(svg)
    assert not [e for e in root.iter() if "script" in e.tag]
    assert root[0].text == HOSTILE
    assert "".join(texts(svg)).count("alert(1)") == 2


def test_equal_labels_stay_apart():
    svg = figures.svg(DivergingVotes((Votes("Tisch", 3, 0, 1), Votes("Tisch", 1, 0, 3))))
    assert texts(svg).count("Tisch") == 2
    assert texts(svg).count("75\u202f%") == 2


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_colours_can_be_read(palette):
    assert all(
        contrast(ground, ink) >= 4.5
        for ground, ink in zip(palette.dusk, palette.dusk_ink, strict=True)
    )
    grounds = (palette.ground, palette.paper)
    inks = (palette.ink, palette.muted, palette.accent, *palette.fields)
    assert min(contrast(ink, ground) for ink in inks for ground in grounds) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_dusk_to_dawn_rises_in_greyscale(palette):
    grey = [luminance(colour) for colour in palette.dusk]
    assert grey == sorted(grey)
    assert min(b - a for a, b in itertools.pairwise(grey)) > 0.02


def test_long_words_are_cut_before_a_syllable():
    assert canvas.wrap("Unternehmensgründungen", 80, 7.6) == "Unternehmensgrün-\ndungen"
    assert canvas.wrap("kurz und gut", 300) == "kurz und gut"
    assert canvas.wrap("eins zwei drei vier fünf sechs", 40, 9, lines=2).endswith(" …")


def test_labels_beside_dots_touch_nothing():
    dots = [Area.around(50 + 4 * i, 50 + 3 * i, 15, 15) for i in range(6)]
    wanted = [(f"Faktor {i}", 50.0 + 4 * i, 50.0 + 3 * i) for i in range(6)]
    bounds = Area(0, 0, 200, 120)
    labels = placed_labels(wanted, dots, bounds, 10)
    assert len({(label.x, label.y) for label in labels}) == len(labels) >= 3
    assert placed_labels(wanted, [bounds], bounds, 10) == []


def test_a_network_without_edges_can_be_drawn():
    svg = figures.svg(Network((Node("A", "G"), Node("B", "G")), (), "Gewicht"))
    assert texts(svg) == ["A", "B", "G"]


def test_a_figure_of_many_rows_still_fits_a_page():
    long = "Jeder Ortsteil soll über ein eigenes kleines Budget selbst bestimmen können"
    spec = DivergingVotes(tuple(Votes(f"{long} {i}", 5, 1, 2) for i in range(24)))
    assert float(ElementTree.fromstring(figures.svg(spec)).get("height")) <= 640
    few = DivergingVotes(spec.rows[:3])
    assert float(ElementTree.fromstring(figures.svg(few)).get("height")) <= 200
