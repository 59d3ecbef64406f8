"""The PDF: PDF/UA-1 and PDF/A-2a by an independent validator, tagged as meant, reproducible."""

import dataclasses
import io

import pikepdf
import pytest

from tests.exports.document_samples import RICH
from tests.exports.pdf_reading import alternatives, findings, headings, pages, roles, squeezed
from weitblick.exports import pdf
from weitblick.exports.document import (
    Chapter,
    Document,
    DocumentError,
    Figure,
    Paragraph,
    Picture,
    Table,
    Trace,
)
from weitblick.exports.outline import outline


def paper(*blocks, **fields) -> Document:
    chapters = (Chapter("eins", "Eins", blocks),)
    return Document(**{"title": "Titel", "language": "de", "date": "2026-11-22",
                       "chapters": chapters, **fields})  # fmt: skip


def test_a_rich_paper_passes_both_standards(rich_pdf):
    assert findings(rich_pdf) == []


@pytest.mark.parametrize(
    "document",
    [
        Document("Nur ein Titel", "de", "2026-11-22"),
        paper(Paragraph("Ein Satz.")),
        dataclasses.replace(RICH, language="en", example=False, base_url="", imprint=()),
        paper(Table("Allein", ("a", "b"), (("1", "2"),), row_header=False)),
    ],
    ids=["empty", "short", "english", "table"],
)
def test_small_and_english_papers_pass_too(document):
    assert findings(pdf.write(document)) == []


def test_the_same_paper_gives_the_same_bytes(rich_pdf, monkeypatch):
    assert pdf.write(RICH) == rich_pdf
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    dated = pdf.write(RICH)
    assert dated != rich_pdf
    assert pdf.write(RICH) == dated


def test_title_language_and_author_are_declared(rich_pdf):
    with pikepdf.open(io.BytesIO(rich_pdf)) as document:
        assert str(document.Root.Lang) == "de-DE"
        assert str(document.docinfo["/Title"]) == RICH.title
        assert str(document.docinfo["/Author"]) == ", ".join(RICH.authors)
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261122")


def test_headings_are_the_outline_s(rich_pdf):
    made = [found for found in headings(rich_pdf) if found != (1, "Inhalt")]
    assert made == outline(RICH).headings()


def test_every_table_has_column_and_row_headers(rich_pdf):
    plan = outline(RICH)
    tables = [p.block for p in plan.everywhere() if isinstance(p.block, Table)]
    tables += [table for _, table in plan.data]
    found = roles(rich_pdf)
    assert found.count("Table") == len(tables)
    assert found.count("TH") == sum(len(t.header) + len(t.rows) * t.row_header for t in tables)
    assert found.count("THead") == len(tables)


def test_figures_carry_their_descriptions(rich_pdf):
    described = [p.block.description for p in outline(RICH).everywhere()
                 if isinstance(p.block, Figure | Picture)]  # fmt: skip
    assert sorted(alternatives(rich_pdf)) == sorted(described)


def test_the_result_can_travel_inside_the_paper():
    made = pdf.write(RICH, standard=("a-3a", "ua-1"), attachment='{"n": 70}')
    assert findings(made, "PDF_UA_1", "PDF_A_3A") == []
    with pikepdf.open(io.BytesIO(made)) as document:
        held = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
    assert held == {"ergebnis.json": b'{"n": 70}'}


def test_example_data_say_so_on_every_page(rich_pdf):
    label = squeezed("Beispieldaten – keine Ergebnisse einer echten Beteiligung")
    assert [label in squeezed(text) for text in pages(rich_pdf)] == [True] * len(pages(rich_pdf))
    real = pdf.write(dataclasses.replace(RICH, example=False))
    assert [label in squeezed(text) for text in pages(real)] == [False] * len(pages(real))


def test_sources_are_listed_with_their_addresses(rich_pdf):
    with pikepdf.open(io.BytesIO(rich_pdf)) as document:
        found = {
            str(note.A.URI) for page in document.pages for note in page.get("/Annots", [])
            if "/A" in note and "/URI" in note.A
        }  # fmt: skip
    wanted = {f"https://weitblick.example.org/faden/card-{i}" for i in range(1, 11)}
    assert wanted <= found
    assert "https://www.example.org/statistik" in found


def test_many_sources_stand_in_the_annex_and_three_beside_the_passage(rich_pdf):
    text = squeezed("".join(pages(rich_pdf)))
    assert squeezed("K-001, K-002, K-003 +7 (B1)") in text
    assert squeezed("B1" + ", ".join(f"K-{i:03d}" for i in range(1, 11))) in text


def test_characters_no_face_has_are_printed_by_name():
    made = pdf.write(paper(Paragraph("Gut 😀 und 漢 und 👍🏽.")))
    assert findings(made) == []
    assert squeezed("Gut [grinning face] und") in squeezed("".join(pages(made)))


def test_characters_no_face_has_are_an_error_where_that_is_wanted():
    with pytest.raises(DocumentError) as caught:
        pdf.write(paper(Paragraph("Gut"), Paragraph("😀")), missing="error")
    assert caught.value.code == "glyph"
    assert caught.value.where == "parts[0].blocks[1].runs[0].text"
    assert caught.value.params == {"characters": ["😀"]}


def test_no_stream_ends_where_its_line_end_would_swallow_a_byte():
    """Of 40 papers with some 30 streams each a few would, had they only been compressed."""
    streams = []
    for i in range(40):
        with pikepdf.open(io.BytesIO(pdf.write(paper(Paragraph(f"Nummer {i}"))))) as document:
            streams += [one.read_raw_bytes()[-1:] for one in document.objects
                        if isinstance(one, pikepdf.Stream)]
    assert len(streams) > 200
    assert b"\r" not in streams


def test_a_hundred_thousand_characters_print():
    made = pdf.write(paper(Paragraph("Wort " * 20_000, trace=Trace((), 7))))
    assert len(pages(made)) > 20
    assert "n=7" in squeezed(pages(made)[-1])


def test_a_word_longer_than_the_line_does_not_stop_the_paper():
    assert findings(pdf.write(paper(Paragraph("x" * 5000)))) == []


def test_a_long_table_repeats_its_header():
    rows = tuple((f"Zeile {i}", str(i)) for i in range(120))
    made = pdf.write(paper(Table("Lang", ("Name der Zeile", "Wert"), rows, numeric=(1,))))
    assert findings(made) == []
    assert ["Name der Zeile" in text for text in pages(made)][2:] == [True] * (len(pages(made)) - 2)
