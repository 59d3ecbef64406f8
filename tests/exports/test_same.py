"""PDF, Word and web hold the same headings, tables, figures, recommendations and sources."""

import io

import docx as word
import pytest
from lxml import html as web

from tests.exports.document_samples import RICH
from tests.exports.pdf_reading import headings, pages, squeezed
from weitblick.exports.document import Figure, Recommendation, Table
from weitblick.exports.outline import outline


@pytest.fixture(scope="module")
def texts(rich_pdf, rich_docx, rich_html) -> dict[str, str]:
    """The whole text of each format, without spaces."""
    opened = word.Document(io.BytesIO(rich_docx))
    body = "".join(node.text or "" for node in opened.element.iter() if node.tag.endswith("}t"))
    return {
        "pdf": squeezed("".join(pages(rich_pdf))),
        "docx": squeezed(body),
        "html": squeezed(web.fromstring(rich_html).text_content()),
    }


def test_the_same_headings_in_the_same_order(rich_pdf, rich_docx, rich_html):
    plan = outline(RICH)
    opened = word.Document(io.BytesIO(rich_docx))
    in_word = [(int(p.style.name[-1]), p.text) for p in opened.paragraphs
               if p.style.name[:7] == "Heading"]  # fmt: skip
    tree = web.fromstring(rich_html)
    on_web = [(int(e.tag[1]) - 1, e.text_content()) for e in tree.iter("h2", "h3", "h4", "h5")]
    in_pdf = [found for found in headings(rich_pdf) if found != (1, "Inhalt")]
    assert in_word == on_web == in_pdf == plan.headings()


@pytest.mark.parametrize("name", ["pdf", "docx", "html"])
def test_every_caption_cell_and_reading_is_there(texts, name):
    plan = outline(RICH)
    wanted = []
    for placed in plan.everywhere():
        block = placed.block
        if isinstance(block, Figure):
            wanted += [f"Abbildung {placed.number}. {block.caption}", block.description]
        if isinstance(block, Table):
            wanted.append(f"Tabelle {placed.number}. {block.caption}")
    for _, table in plan.data:
        wanted += [table.caption, *(cell for row in table.rows for cell in row)]
    missing = [text for text in wanted if squeezed(text) not in texts[name]]
    assert missing == []


@pytest.mark.parametrize("name", ["pdf", "docx", "html"])
def test_every_recommendation_with_basis_sources_and_n(texts, name):
    for placed in outline(RICH).everywhere():
        block = placed.block
        if isinstance(block, Recommendation):
            sources = ", ".join(ref.label for ref in block.sources.refs)
            line = f"Quellen: {sources} · n = {block.n}"
            for text in (block.title, block.basis, line, *block.dimensions):
                assert squeezed(text) in texts[name]


@pytest.mark.parametrize("name", ["pdf", "docx", "html"])
def test_every_source_is_listed_with_its_wording(texts, name):
    groups = outline(RICH).groups
    sources = [s.ref for group in groups for s in group.sources]
    assert len(sources) == 13
    missing = [r for r in sources if squeezed(f"{r.label} {r.text}") not in texts[name]]
    assert missing == []
