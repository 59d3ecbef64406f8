"""Text that looks like markup prints as text in every format; nothing is interpreted."""

import io
import zipfile

import pytest

from tests.exports.pdf_reading import findings, pages, squeezed
from weitblick.exports import docx, html, pdf
from weitblick.exports.document import (
    Box,
    Bullets,
    Chapter,
    Document,
    Figure,
    Paragraph,
    Quote,
    Recommendation,
    Run,
    Story,
    Table,
    Trace,
    TraceRef,
)
from weitblick.exports.figures import Bar, Bars

PROBES = {
    "typst": '#panic("x") \\ $1+1$ <e1> @foo *fett* _kursiv_ = Titel // weg /* weg */ `roh`',
    "xml": "</w:t></w:p><b>&amp;&lt; <!-- x --> ]]> <?pi?> <script>alert(1)</script>",
    "json": '{"a": "\\u0000"} \\n \' " ´`',
    "rtl": "שלום עולם und مرحبا بالعالم im Satz",
    "django": "{{ 7|add:7 }} {% load x %} %s {0}",
    "spaces": "\u00a0\u2009\u200b schmal\u00adtrenn ",
}


def everywhere(text: str) -> Document:
    """A document that shows the text in every place that takes text."""
    ref = TraceRef("x", "card", text[:30], "/x", text)
    trace = Trace((ref,), 5)
    blocks = (
        Paragraph(text, trace=trace),
        Paragraph((Run(text, "strong"), Run(text, "footnote"), Run(text, "link", "#k"))),
        Bullets((text, (Run(text, "emphasis"),)), key="k"),
        Table(text, (text, text), ((text, text),), note=text),
        Figure(text, text, Bars((Bar(text, 1),), text)),
        Quote(text, text),
        Story(text, text, (text,)),
        Box(text, (Paragraph(text),)),
        Recommendation(1, text, text, trace, 5, text, "II", (text,), text),
    )
    return Document(
        title=text, language="de", date="2026-11-22", subtitle=text, process_title=text,
        authors=(text,), imprint=(text,), chapters=(Chapter("a", text, blocks),),
    )  # fmt: skip


@pytest.mark.parametrize("probe", PROBES.values(), ids=PROBES)
def test_the_pdf_prints_it_and_stays_valid(probe):
    assert findings(pdf.write(everywhere(probe))) == []


def test_the_pdf_prints_typst_markup_letter_by_letter():
    text = squeezed("".join(pages(pdf.write(everywhere(PROBES["typst"])))))
    assert text.count(squeezed(PROBES["typst"])) >= 12


@pytest.mark.parametrize("probe", PROBES.values(), ids=PROBES)
def test_word_and_web_hold_exactly_the_text(probe):
    from docx import Document as read
    from lxml import html as web

    document = everywhere(probe)
    word = read(io.BytesIO(docx.write(document)))
    assert probe in [p.text for p in word.paragraphs]
    tree = web.fromstring(html.write(document))
    assert [h.text_content() for h in tree.iter("h1")] == [probe]
    assert list(tree.iter("script", "b")) == []


def test_the_word_package_is_well_formed_throughout():
    from lxml import etree

    package = docx.write(everywhere(PROBES["xml"]))
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        names = [n for n in parts.namelist() if n.endswith((".xml", ".rels"))]
        assert "word/footnotes.xml" in names
        roots = [etree.fromstring(parts.read(name)) for name in names]
    assert len(roots) == len(names)
