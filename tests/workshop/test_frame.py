"""Frames: the built-in one is exactly the one of the method; wrong ones give line and reason."""

import pytest
from django.utils import translation

from weitblick.workshop.frame import FrameError, from_data, load_frame, parse_frame

GOOD = """\
slug: klein
title: Klein
language: de
region: Saale
horizon: 2040
topics: [Wohnen]
sectors: [Kommune, Politik]
fields:
  - title: Erstes Feld
    dimensions: [Eins, Zwei]
"""


@pytest.fixture(autouse=True)
def german():
    with translation.override("de"):
        yield


def test_the_built_in_frame_has_its_topics_sectors_and_fields():
    frame = load_frame("thueringen-2035")
    assert [topic.title for topic in frame.topics] == [
        "Begegnungsräume und soziale Teilhabe", "Dableibe-Vorsorge",
        "Kooperationsformen im ländlichen Raum", "Daseinsvorsorge",
    ]
    assert [sector.title for sector in frame.sectors] == [
        "Kommune", "Wohlfahrtspflege", "Politik", "Wirtschaft", "Zivilgesellschaft",
        "Wissenschaft",
    ]
    assert [(field.numeral, field.title, len(field.dimensions)) for field in frame.fields] == [
        ("I", "Begegnungs- und Entwicklungsräume", 5),
        ("II", "Infrastrukturen im ländlichen Raum", 5),
        ("III", "Beteiligung, Demokratie und Zivilgesellschaft", 5),
        ("IV", "Kooperationsstrukturen und Governance", 5),
        ("V", "Regionale Wirtschaft und Arbeitsmarkt", 5),
        ("VI", "Planung, Daten, Trends und Sozialraumplanung", 5),
    ]
    assert frame.horizon == 2035
    assert frame.dimensions[0].slug == "soziale-begegnung"
    assert frame.dimensions[-1].title == "Chancengerechte Entwicklung"
    assert len({dimension.slug for dimension in frame.dimensions}) == 30


def test_a_frame_survives_the_way_into_the_database_and_back():
    frame = load_frame("thueringen-2035")
    assert from_data(frame.as_data()) == frame


def test_a_dimension_knows_its_field():
    frame = load_frame("thueringen-2035")
    assert frame.field_of("flexible-mobilitaet").numeral == "II"
    assert frame.field_of("unbekannt") is None
    assert frame.title_of("buergerbeteiligung") == "Bürgerbeteiligung"


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (("horizon: 2040", "horizon: bald"), 5, "„bald“ ist kein Jahr zwischen 2000 und 2200."),
        (("topics: [Wohnen]", "topics: []"), 6,
         "„topics“ braucht eine Liste mit mindestens einem Eintrag."),
        (("[Kommune, Politik]", "[Kommune, kommune]"), 7, "„kommune“ steht zweimal da."),
        (("slug: klein\n", ""), 1, "Der Schlüssel „slug“ fehlt."),
        (("language: de", "sprache: de"), 3, "Unbekannter Schlüssel „sprache“."),
        (("    dimensions: [Eins, Zwei]", "    dimensions: [Eins, ' ']"), 10,
         "Hier wird ein Text erwartet."),
    ],
)
def test_a_wrong_frame_names_line_and_reason(change, line, reason):
    with pytest.raises(FrameError) as caught:
        parse_frame(GOOD.replace(*change), "klein.yaml")
    assert (caught.value.line, caught.value.reason) == (line, reason)
    assert str(caught.value) == f"klein.yaml, Zeile {line}: {reason}"


def test_broken_yaml_names_its_line():
    with pytest.raises(FrameError) as caught:
        parse_frame("slug: a\n  title: [b", "x.yaml")
    assert caught.value.line == 2


def test_an_unknown_frame_names_the_known_ones():
    with pytest.raises(FrameError, match="Mitgeliefert: thueringen-2035"):
        load_frame("atlantis")


def test_a_frame_file_of_ones_own_is_read(tmp_path):
    file = tmp_path / "klein.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert load_frame(str(file)).fields[0].dimensions[1].title == "Zwei"
