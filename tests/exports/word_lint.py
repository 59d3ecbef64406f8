"""An accessibility lint for Word files: what Word's own checker looks for, and a little more."""

import io
import itertools
import zipfile

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table


def findings(package: bytes) -> list[str]:
    """Everything that stands in the way of somebody who reads by ear; empty when nothing does."""
    word = Document(io.BytesIO(package))
    return [*_front(word), *_pictures(word), *_tables(word), *_headings(word), *_empty(word),
            *_links(word), *_parts(package)]


def _front(word) -> list[str]:
    found = [] if word.core_properties.title else ["no title"]
    language = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if language is None or not language.get(qn("w:val")):
        found.append("no language")
    return found


def _pictures(word) -> list[str]:
    described = [p for p in word.element.iter(qn("wp:docPr")) if not p.get("descr")]
    floating = list(word.element.iter(qn("wp:anchor")))
    return [f"picture {p.get('id')} has no description" for p in described] + [
        "a picture floats" for _ in floating]


def _tables(word) -> list[str]:
    found = []
    for number, grid in enumerate(word.element.body.iter(qn("w:tbl")), 1):
        table = Table(grid, word)
        marked = [bool(row._tr.trPr is not None and row._tr.trPr.findall(qn("w:tblHeader")))
                  for row in table.rows]
        if marked[:1] != [True] or any(marked[1:]):
            found.append(f"table {number}: the first row, and only it, is to be the header")
        if not all(cell.text.strip() for cell in table.rows[0].cells):
            found.append(f"table {number}: an empty column head")
        if grid.tblPr.find(qn("w:tblCaption")) is None:
            found.append(f"table {number}: no caption")
        if list(grid.iter(qn("w:vMerge"), qn("w:gridSpan"))):
            found.append(f"table {number}: merged cells")
    return found


def _headings(word) -> list[str]:
    names = [p.style.name for p in word.paragraphs]
    levels = [int(name[-1]) for name in names if name.startswith("Heading")]
    found = [] if levels[:1] in ([], [1]) else ["the first heading is not of level 1"]
    return found + [f"a heading of level {b} follows level {a}"
                    for a, b in itertools.pairwise(levels) if b > a + 1]


def _empty(word) -> list[str]:
    return [f"an empty paragraph ({p.style.name})" for p in word.paragraphs
            if not p.text.strip() and not p._p.findall(f".//{qn('w:drawing')}")]


def _links(word) -> list[str]:
    marks = {b.get(qn("w:name")) for b in word.element.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in word.element.iter(qn("w:hyperlink"))]
    return [f"a link to {name}, which is not there" for name in links if name and name not in marks]


def _parts(package: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return [f"part {name} twice" for name in {n for n in file.namelist()
                                                  if file.namelist().count(n) > 1}]
