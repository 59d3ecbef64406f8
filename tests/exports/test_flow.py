"""How a page fills: tall figures float, leaflets fit two pages, columns fit what stands in them."""

import dataclasses

import pytest

from tests.exports.pdf_reading import findings, pages
from weitblick.exports import pdf
from weitblick.exports.columns import column_weights
from weitblick.exports.document import (
    Block,
    Bullets,
    Chapter,
    Document,
    Figure,
    Heading,
    Paragraph,
    Recommendation,
    Table,
    Trace,
    TraceRef,
)
from weitblick.exports.outline import outline
from weitblick.exports.specs import Bar, Bars, Heatmap

LONG = "Der Bus fährt, wenn Schule ist, und der Laden schließt um zwölf. " * 6


def sources(count: int) -> tuple[TraceRef, ...]:
    return tuple(TraceRef(f"c{i}", "card", f"K{i}", f"/faden/c{i}/", "Wort") for i in range(count))


def heatmap(rows: int) -> Figure:
    names = tuple(f"Option {i}" for i in range(rows))
    values = tuple((float(i % 3), 1.0, 2.0) for i in range(rows))
    spec = Heatmap(names, ("A", "B", "C"), values, -3, 3, "Wirkung", "Option")
    return Figure("Was wo hilft", "Alle helfen.", spec, key="map")


def told(name: str, count: int) -> list[Block]:
    return [Paragraph(f"{name} {i}: {LONG}") for i in range(count)]


def paper(*blocks: Block) -> list[str]:
    made = pdf.write(Document("T", "de", "2026-11-22", chapters=(Chapter("a", "A", blocks),)))
    assert findings(made) == []
    return pages(made)


def page_of(found: list[str], words: str) -> int:
    return next(i for i, text in enumerate(found) if words in " ".join(text.split()))


def test_text_runs_on_above_a_tall_figure_that_has_no_room():
    found = paper(*told("Davor", 5), heatmap(22), *told("Danach", 8))
    here = page_of(found, "Davor 4")
    assert page_of(found, "Danach 0") == here
    assert page_of(found, "Abbildung 1.") == here + 1


def test_a_figure_that_is_all_a_section_has_stays_below_its_heading():
    found = paper(*told("Davor", 5), Heading(2, "Nur ein Bild"), heatmap(22), *told("Danach", 2))
    there = page_of(found, "Abbildung 1.")
    assert "Nur ein Bild" in found[there] and "Danach 0" in found[there]


@pytest.mark.parametrize("before", range(4, 9))
def test_a_list_beside_a_figure_that_fills_a_page_stays_a_list(before):
    items = tuple(f"Punkt {i}: {LONG[:150]}" for i in range(30))
    found = paper(*told("Davor", before), heatmap(40), Bullets(items), *told("Danach", 3))
    assert page_of(found, "Punkt 29") > page_of(found, "Punkt 0")


def leaflet(count: int) -> Document:
    cards = tuple(
        Recommendation(i, "Mindeststandards für alle Wohnorte rechtzeitig zusagen und einhalten",
                       "", Trace(sources(6), 70), 70, field="Planung und Sozialraumplanung",
                       numeral="VI", basis="56 Karten; 77 % Zustimmung (n = 70)", key=f"r{i}")
        for i in range(1, count + 1)
    )
    bars = Bars(tuple(Bar(f"{i} Mindeststandards zusagen", 0.7) for i in range(count)),
                "Zustimmung", percent=True)
    steps = Table("Die ersten Schritte", ("Erster Schritt", "Wer", "Bis"),
                  ((LONG[:150], "Kreisverbände", "30. September 2027"),) * 5)
    chapters = (Chapter("a", "Empfehlungen", cards),
                Chapter("b", "Zustimmung", (Figure("Zustimmung", "Viel.", bars),)),
                Chapter("c", "Schritte", (*told("Vorrede", 1), steps)))
    return Document("Gut leben", "de", "2026-11-22", chapters=chapters, layout="brief")


@pytest.mark.parametrize("count", [12, 20])
def test_a_leaflet_fits_on_two_pages(count):
    assert len(pages(pdf.write(leaflet(count)))) == 2


def test_the_type_of_a_leaflet_only_shrinks_where_it_must():
    few, many = leaflet(12), leaflet(20)
    chapters = (*many.chapters, Chapter("d", "Noch mehr", tuple(told("Nachrede", 3))))
    crowded = dataclasses.replace(many, chapters=chapters)
    assert [len(pages(pdf.write(one))) for one in (few, crowded)] == [2, 2]


def test_passages_with_the_same_sources_share_an_entry_of_the_annex():
    blocks = (Paragraph("Eins", trace=Trace(sources(5), 7)), Paragraph("Zwei", trace=Trace(
        sources(5), 7)), Paragraph("Drei", trace=Trace(sources(6), 7)))
    plan = outline(Document("T", "de", "2026-11-22", chapters=(Chapter("a", "A", blocks),)))
    assert [placed.mark.list_number for placed in plan.everywhere()] == [1, 1, 2]
    assert [len(mark.refs) for mark in plan.lists] == [5, 6]


def test_a_date_keeps_its_line_and_a_long_text_gets_what_is_left():
    table = Table("T", ("Was", "Bis"), ((LONG, "30. September 2027"),))
    (wide, date), filled = column_weights(table, 100)
    assert (date, filled) == (20.4, True)
    assert wide == 100 - date


def test_numbers_with_their_sign_are_one_word():
    table = Table("T", ("Was", "Anteil"), ((LONG, "22,5\u202f%"),), numeric=(1,))
    assert column_weights(table, 40)[0][1] == 9.17  # "Anteil" as a head, and the room beside it
