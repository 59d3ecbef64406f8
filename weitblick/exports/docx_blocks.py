"""Blocks as Word paragraphs, tables and pictures."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from typing import Any

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Cm, Emu, Length, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph as WordParagraph

from weitblick.exports import columns, figures, render
from weitblick.exports.blocks import (
    Box,
    Bullets,
    Figure,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Recommendation,
    Story,
    Table,
    Text,
)
from weitblick.exports.charts.palette import LIGHT
from weitblick.exports.docx_styles import (
    BOX,
    BOX_TITLE,
    DATA,
    DENSE,
    EYEBROW,
    LINK,
    SMALL,
    STORY,
)
from weitblick.exports.docx_text import TextWriter
from weitblick.exports.docx_xml import add_field, element, link_run, set_language
from weitblick.exports.house import Logo
from weitblick.exports.places import Mark, Outline, Placed

_PICTURE, _TALLEST = Cm(15.6), Cm(11)


class Writer(TextWriter):
    """Appends blocks to a Word document."""

    def __init__(self, word: Word, plan: Outline) -> None:
        super().__init__(word, plan)
        page = word.sections[0]
        self.line = Emu(
            (page.page_width or Cm(21)) - (page.left_margin or 0) - (page.right_margin or 0))
        self._makers: dict[type, Callable[[Any, Placed, str], None]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            Table: self._table,
            Figure: self._figure,
            Picture: self._photograph,
            Quote: self._quote,
            Story: self._story,
            Recommendation: self._recommendation,
            Box: self._box,
        }

    def block(self, placed: Placed, style: str = "Normal") -> None:
        self._makers[type(placed.block)](placed.block, placed, style)

    def _heading(self, block: Heading, placed: Placed, style: str) -> None:
        self.heading(block.text, block.level, placed.anchor)

    def _paragraph(self, block: Paragraph, placed: Placed, style: str) -> None:
        self._traced(self.paragraph(block.text, style), placed)

    def _traced(self, paragraph: WordParagraph, placed: Placed) -> None:
        self.mark(paragraph, placed.mark)
        self.bookmarks.put(paragraph, placed.anchor)

    def _bullets(self, block: Bullets, placed: Placed, style: str) -> None:
        name = "List Number" if block.ordered else "List Bullet"
        number = _new_numbering(self.word, name) if block.ordered else None
        made = [self.paragraph(item, name) for item in block.items]
        for paragraph in made:
            if number is not None:
                _set_numbering(paragraph, number)
        if made:
            self._traced(made[-1], placed)

    def _quote(self, block: Quote, placed: Placed, style: str) -> None:
        paragraph = self.paragraph(block.text, "Quote")
        if block.language:
            for run in paragraph.runs:
                set_language(run, block.language)
        self._traced(paragraph, placed)
        if block.attribution:
            paragraph.paragraph_format.keep_with_next = True
            self.paragraph(f"– {block.attribution}", SMALL)

    def _story(self, block: Story, placed: Placed, style: str) -> None:
        if block.form:
            self.paragraph(block.form, EYEBROW)
            self._headed(block.title, placed)
        else:
            self.heading(block.title, placed.level, placed.anchor)
        made = [self.paragraph(text, STORY) for text in block.paragraphs]
        if made:
            self.mark(made[-1], placed.mark)

    def _box(self, block: Box, placed: Placed, style: str) -> None:
        self.paragraph(block.title, BOX_TITLE, placed.anchor)
        for inner in placed.inside:
            self.block(inner, BOX)
        self.sources(placed.mark, BOX)

    def _recommendation(self, block: Recommendation, placed: Placed, style: str) -> None:
        field = f"{block.numeral} {block.field}".strip()
        eyebrow = f"{self.words['recommendation']} {block.number}"
        above = self.paragraph(f"{eyebrow} · {field}" if field else eyebrow, EYEBROW)
        above.runs[0].font.color.rgb = RGBColor.from_string(
            LIGHT.field(block.numeral).lstrip("#").upper())
        self._headed(block.title, placed)
        made = [self.paragraph(block.text, BOX)]
        if block.basis:
            made.append(self.paragraph(block.basis, BOX))
        if block.dimensions:
            names = " · ".join(block.dimensions)
            made.append(self.paragraph(f"{self.words['dimensions']}: {names}", SMALL))
        for paragraph in made:
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.keep_with_next = placed.mark is not None
        self.sources(placed.mark, SMALL)

    def _headed(self, title: str, placed: Placed) -> None:
        """A title right below its eyebrow."""
        made = self.heading(title, placed.level, placed.anchor)
        made.paragraph_format.space_before = Pt(0)

    def _figure(self, block: Figure, placed: Placed, style: str) -> None:
        language = self.plan.document.language
        picture = self.new("Normal")
        picture.paragraph_format.keep_with_next = True
        render.tell(*self.plan.drawn_before(placed))
        image = figures.png(block.spec, language=language)
        shape = picture.add_run().add_picture(io.BytesIO(image), width=_PICTURE)
        _describe(shape._inline.docPr, block.caption, block.description)
        caption = self._caption(self.words["figure"], placed.number, block.caption)
        caption.paragraph_format.keep_with_next = None
        self.bookmarks.put(caption, placed.anchor)
        if not self.plan.is_annexed:
            self.mark(self.paragraph(block.description, SMALL), placed.mark)
            return
        reading = self.paragraph(block.description + " ", SMALL)
        label = f"{self.words['data_of']} {placed.number}"
        link_run(
            reading,
            label,
            self.styles.identifier(LINK),
            bookmark=self.bookmarks.name(f"{placed.anchor}-data"),
        )
        self.mark(reading, placed.mark)

    def _photograph(self, block: Picture, placed: Placed, style: str) -> None:
        picture = self.new("Normal")
        picture.paragraph_format.keep_with_next = True
        shape = picture.add_run().add_picture(io.BytesIO(base64.b64decode(block.data)))
        _fit(shape, _PICTURE, _TALLEST)
        _describe(shape._inline.docPr, block.caption, block.description)
        caption = self._caption(self.words["figure"], placed.number, block.caption)
        caption.paragraph_format.keep_with_next = None
        self.bookmarks.put(caption, placed.anchor)
        self.mark(self.paragraph(block.description, SMALL), placed.mark)

    def logos(self, logos: Sequence[Logo], height: Length) -> None:
        """Logos beside each other, in one paragraph."""
        line = self.new("Normal")
        for i, logo in enumerate(logos):
            if i:
                line.add_run("  ")
            shape = line.add_run().add_picture(
                io.BytesIO(base64.b64decode(logo.data)), height=height
            )
            _describe(shape._inline.docPr, logo.description, logo.description)

    def _table(self, block: Table, placed: Placed, style: str) -> None:
        caption = self._caption(self.words["table"], placed.number, block.caption)
        self.bookmarks.put(caption, placed.anchor)
        self.grid(block)
        self.after_table(block.note, placed.mark)

    def after_table(self, note: str, mark: Mark | None) -> None:
        """The note below a table, and where it comes from."""
        if note:
            self.paragraph(note, SMALL)
        self.sources(mark, SMALL)

    def _caption(self, word: str, number: int, text: str) -> WordParagraph:
        caption = self.new("Caption")
        caption.add_run(f"{word} ")
        add_field(caption, f"SEQ {word} \\* ARABIC", str(number))
        caption.add_run(f". {text}")
        return caption

    def grid(self, table: Table) -> None:
        """The cells of a table, its head repeated on every page."""
        grid = self.word.add_table(len(table.rows) + 1, len(table.header), style="Table Grid")
        _declare(grid, table)
        _space(grid, table, self.line)
        self.is_below_table = True
        last = table.rows[-1] if table.rows else None
        for made, row in zip(grid.rows, (table.header, *table.rows), strict=True):
            for column, (cell, text) in enumerate(zip(made.cells, row, strict=True)):
                self._cell(cell, column, text, table, bold=row is table.header)
            if row is last:  # with the note and the sources below
                for cell in made.cells:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True

    def _cell(self, cell: Cell, column: int, text: Text, table: Table, *, bold: bool) -> None:
        paragraph = cell.paragraphs[0]
        is_dense = len(table.header) > columns.DENSE
        paragraph._p.style = self.styles.identifier(DENSE if is_dense else DATA)
        self.runs(paragraph, text)
        if bold:
            for run in paragraph.runs:
                run.bold = True
        if column in table.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if bold:
            paragraph.paragraph_format.keep_with_next = True


def _fit(shape: InlineShape, width: Length, height: Length) -> None:
    """As wide as the text, unless it would be too tall."""
    share = min(width / shape.width, height / shape.height)
    shape.width, shape.height = Emu(int(shape.width * share)), Emu(int(shape.height * share))


def _describe(properties: Any, title: str, description: str) -> None:
    """Alternative text of a picture."""
    properties.set("title", title)
    properties.set("descr", description)


def _declare(grid: WordTable, table: Table) -> None:
    """Header row that repeats, rows that stay whole, which cells are headers, a caption."""
    properties = grid._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    for name, value in (
        ("firstRow", True), ("lastRow", False), ("firstColumn", table.row_header),
        ("lastColumn", False), ("noHBand", False), ("noVBand", True),
    ):  # fmt: skip
        look.set(qn(f"w:{name}"), "1" if value else "0")
    look.set(qn("w:val"), "04A0" if table.row_header else "0420")
    properties.append(element("w:tblCaption", val=table.caption))
    for i, row in enumerate(grid.rows):
        row_properties = row._tr.get_or_add_trPr()
        row_properties.append(element("w:cantSplit"))
        if i == 0:
            row_properties.append(element("w:tblHeader"))


def _space(grid: WordTable, table: Table, line: Length) -> None:
    """Columns as wide as what stands in them; all together as wide as the text, or less."""
    is_dense = len(table.header) > columns.DENSE
    sign, pad = (Pt(4.2), columns.TIGHT) if is_dense else (Pt(5.2), columns.PAD)
    weights, filled = columns.column_weights(table, line / sign, pad)
    whole = line if filled else min(line, Emu(int(sum(weights) * sign)))
    grid.autofit = False
    for column, weight in zip(grid.columns, weights, strict=True):
        width = Emu(int(whole * weight / sum(weights)))
        column.width = width
        for cell in column.cells:
            cell.width = width


def _new_numbering(word: Word, style: str) -> int:
    """A fresh counting of the style's list, so that every list starts at 1."""
    numbering = word.part.numbering_part.element
    based = word.styles[style].element.pPr.numPr.numId.val
    abstract = next(n for n in numbering.num_lst if n.numId == based).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _set_numbering(paragraph: WordParagraph, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number
