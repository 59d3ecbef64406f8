"""Every layout in a house style: accessible in all formats, with logos and references."""

import base64
import dataclasses
import io
import re

import docx as word
import pikepdf
import pytest

from tests.exports import word_lint
from tests.exports.document_samples import HOUSE, RICH, picture
from tests.exports.pdf_reading import alternatives, findings, pages, roles, squeezed
from tests.exports.test_docx import schema_errors, validator  # noqa: F401
from weitblick.exports import docx, html, pdf
from weitblick.exports.document import (
    Chapter,
    Document,
    DocumentError,
    House,
    Logo,
    Paragraph,
    Picture,
    Run,
    Table,
    Work,
    from_json,
    to_json,
    validate,
)
from weitblick.exports.house import contrast, readable

LAYOUTS = ("paper", "report", "brief", "posters")


def styled(layout: str) -> Document:
    return dataclasses.replace(RICH, layout=layout, house=HOUSE)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pdfs_of_every_layout_pass_both_standards(layout):
    assert findings(pdf.write(styled(layout))) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_word_files_of_every_layout_are_valid_and_accessible(layout, validator, tmp_path):  # noqa: F811
    made = docx.write(styled(layout))
    assert schema_errors(validator, made, tmp_path) == []
    assert word_lint.findings(made) == []


def test_the_lint_would_find_something():
    broken = word.Document()
    broken.add_heading("Zu tief", 2)
    broken.add_paragraph("")
    broken.add_table(1, 1)
    out = io.BytesIO()
    broken.save(out)
    found = word_lint.findings(out.getvalue())
    assert "the first heading is not of level 1" in found
    assert "an empty paragraph (Normal)" in found
    assert "table 1: no caption" in found
    assert len(found) == 6


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_styled_document_survives_its_json(layout):
    document = styled(layout)
    assert from_json(to_json(document)) == document


@pytest.mark.parametrize("layout", ["brief", "posters"])
def test_a_leaflet_leads_to_its_sources_by_their_addresses(layout):
    made = pdf.write(styled(layout))
    with pikepdf.open(io.BytesIO(made)) as document:
        found = {str(note.A.URI) for page in document.pages for note in page.get("/Annots", [])
                 if "/A" in note and "/URI" in note.A}
    assert "https://weitblick.example.org/faden/card-6" in found
    assert squeezed("Daten zu den Abbildungen") not in squeezed("".join(pages(made)))
    page = html.write(styled(layout))
    assert 'id="w-sources"' not in page
    assert 'href="/faden/card-6"' in page


def test_without_an_address_the_short_id_stands_alone():
    document = dataclasses.replace(styled("brief"), base_url="")
    assert findings(pdf.write(document)) == []
    assert squeezed("K-006, K-010") in squeezed("".join(pages(pdf.write(document))))


def test_posters_are_a3_landscape_a_page_a_chapter():
    said = (Paragraph("Ein Satz."),)
    chapters = tuple(Chapter(f"c{i}", f"Botschaft {i}", said) for i in range(3))
    document = Document("Poster", "de", "2026-11-22", layout="posters", chapters=chapters)
    with pikepdf.open(io.BytesIO(pdf.write(document))) as made:
        boxes = [[round(float(x) / 72 * 2.54) for x in page.mediabox[2:]] for page in made.pages]
    assert boxes == [[42, 30]] * 4
    section = word.Document(io.BytesIO(docx.write(document))).sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (42.0, 29.7)


def test_references_and_citations_print_numbers_and_lead_there():
    page = html.write(RICH)
    assert '<a href="#bbsr">[1, S. 12]</a>' in page
    assert '<a href="#abb-abdeckung">Abbildung\u202f1</a>' in page
    assert '<a href="#empfehlung-1">Empfehlung\u202f1</a>' in page
    text = squeezed("".join(pages(pdf.write(RICH))))
    assert squeezed("[1, S. 12]; siehe Abbildung 1 und Empfehlung 1.") in text
    assert squeezed("[2] Glenn, Jerome C.; Gordon") in text


def test_logos_and_funders_stand_in_every_format_with_their_descriptions():
    document = styled("report")
    assert {"Wappen des Landkreises", "Musterstiftung"} <= set(alternatives(pdf.write(document)))
    page = html.write(document)
    assert re.findall(r'<img [^>]*alt="([^"]+)"', page)[0] == "Wappen des Landkreises"
    assert "Gefördert durch die Musterstiftung" in page
    opened = word.Document(io.BytesIO(docx.write(document)))
    described = [shape._inline.docPr.get("descr") for shape in opened.inline_shapes]
    assert (described[0], described[-1]) == ("Wappen des Landkreises", "Musterstiftung")


def test_the_house_colour_and_face_reach_every_format():
    document = styled("paper")
    with pikepdf.open(io.BytesIO(pdf.write(document))) as made:
        fonts = {str(font.BaseFont) for page in made.pages
                 for font in page.Resources.get("/Font", {}).values()}
    assert any("NotoSans" in name for name in fonts)
    heading = word.Document(io.BytesIO(docx.write(document))).styles["Heading 1"]
    assert (str(heading.font.color.rgb), heading.font.name) == ("005F56", "Arial")
    assert "--chart-accent: #005f56;" in html.styles(HOUSE)
    assert "#005f56" not in html.styles()


def test_a_house_template_gives_its_styles_and_loses_its_body():
    template = word.Document()
    for name in ("Caption", "Quote", "List Bullet", "List Number"):
        template.add_paragraph("Muster", style=name)
    template.styles["Heading 1"].font.name = "Impact"
    out = io.BytesIO()
    template.save(out)
    made = word.Document(io.BytesIO(docx.write(styled("report"), template=out.getvalue())))
    assert made.styles["Heading 1"].font.name == "Impact"
    assert "Muster" not in [p.text for p in made.paragraphs]


@pytest.mark.parametrize("content", [b"", b"kein Word", b"PK\x03\x04"])
def test_what_is_no_word_file_is_no_template(content):
    with pytest.raises(DocumentError) as caught:
        docx.check_template(content)
    assert caught.value.code == "template"


@pytest.mark.parametrize(
    "change,code",
    [
        ({"house": House(accent="red")}, "colour"),
        ({"house": House(logo=Logo("x", "bm8="))}, "picture"),
        ({"house": House(logo=Logo("", picture()))}, "empty"),
        ({"literature": (Work("a", ""),)}, "empty"),
        ({"literature": (Work("a", "x"), Work("a", "y"))}, "key-twice"),
    ],
)
def test_a_house_or_work_that_cannot_be_printed_is_named(change, code):
    with pytest.raises(DocumentError) as caught:
        validate(dataclasses.replace(Document("T", "de", "2026-11-22"), **change))
    assert caught.value.code == code


@pytest.mark.parametrize(
    "block,code",
    [
        (Paragraph((Run("", "citation", "#nichts"),)), "citation"),
        (Paragraph((Run("", "reference", "#nichts"),)), "link-target"),
        (Paragraph((Run("", "reference", "nichts"),)), "href"),
        (Picture("Bild", "Ein Bild", "%%%"), "picture"),
        (Picture("Bild", "Ein Bild", picture(), "image/jpeg"), "picture"),
        (Picture("Bild", "", picture()), "empty"),
    ],
)
def test_a_broken_reference_or_picture_is_named(block, code):
    chapters = (Chapter("a", "A", (block,)),)
    with pytest.raises(DocumentError) as caught:
        validate(Document("T", "de", "2026-11-22", chapters=chapters))
    assert caught.value.code == code


def test_a_colour_that_cannot_be_read_gets_a_proposal():
    assert contrast("#000000", "#ffffff") == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    proposal = readable("#f2c200", "#ffffff", "#f7f2e7")
    assert min(contrast(proposal, "#ffffff"), contrast(proposal, "#f7f2e7")) >= 4.5
    assert readable("#3d3577", "#ffffff") == "#3d3577"
    assert contrast(readable("#3d3577", "#191724"), "#191724") >= 4.5


def test_a_large_photograph_costs_no_memory_to_speak_of():
    data = picture("JPEG", (2400, 1800))
    blocks = tuple(Picture("Wand", "Eine Wand", data, "image/jpeg") for _ in range(12))
    document = Document("T", "de", "2026-11-22", chapters=(Chapter("a", "A", blocks),))
    made = pdf.write(document)
    assert findings(made) == []
    assert roles(made).count("Figure") == 12
    assert len(made) < 3 * len(base64.b64decode(data)) + 200_000  # the same picture is stored once


def test_a_table_in_a_poster_keeps_its_headers():
    table = Table("Zahlen", ("a", "b"), (("1", "2"),))
    chapters = (Chapter("c", "C", (table,)),)
    made = pdf.write(Document("T", "de", "2026-11-22", layout="posters", chapters=chapters))
    assert findings(made) == []
    assert roles(made).count("TH") == 3
