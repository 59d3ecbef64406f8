"""Blocks as HTML elements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from weitblick.exports import figures, render
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
from weitblick.exports.html_text import TextWriter, add, append, append_text
from weitblick.exports.places import Mark, Outline, Placed


class Writer(TextWriter):
    """Appends blocks to elements."""

    def __init__(self, plan: Outline, *, absolute: bool) -> None:
        super().__init__(plan, absolute=absolute)
        self._makers: dict[type, Callable[[Element, Any, Placed], None]] = {
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

    def block(self, parent: Element, placed: Placed) -> None:
        self._makers[type(placed.block)](parent, placed.block, placed)

    def _heading(self, parent: Element, block: Heading, placed: Placed) -> None:
        add(parent, f"h{block.level + 1}", block.text, id=placed.anchor)

    def _paragraph(self, parent: Element, block: Paragraph, placed: Placed) -> None:
        paragraph = add(parent, "p", id=placed.anchor)
        self.runs(paragraph, block.text)
        self.mark(paragraph, placed.mark)

    def _bullets(self, parent: Element, block: Bullets, placed: Placed) -> None:
        entries = add(parent, "ol" if block.ordered else "ul", id=placed.anchor)
        for item in block.items:
            self.runs(add(entries, "li"), item)
        if len(entries):
            self.mark(entries[-1], placed.mark)

    def _quote(self, parent: Element, block: Quote, placed: Placed) -> None:
        figure = add(parent, "figure", cls="quote", id=placed.anchor)
        quote = add(figure, "blockquote")
        self.set_language(quote, block.language)
        paragraph = add(quote, "p")
        self.runs(paragraph, block.text)
        self.mark(paragraph, placed.mark)
        if block.attribution:
            add(figure, "figcaption", block.attribution)

    def _story(self, parent: Element, block: Story, placed: Placed) -> None:
        story = add(parent, "section", cls="story")
        if block.form:
            add(story, "p", block.form, cls="story-form")
        add(story, f"h{placed.level + 1}", block.title, id=placed.anchor)
        for text in block.paragraphs:
            self.runs(add(story, "p"), text)
        self.mark(story[-1], placed.mark)

    def _box(self, parent: Element, block: Box, placed: Placed) -> None:
        box = add(parent, "div", cls=f"box box-{block.kind}", id=placed.anchor, role="note")
        add(box, "p", block.title, cls="box-title")
        for inner in placed.inside:
            self.block(box, inner)
        self.sources(box, placed.mark)

    def _recommendation(self, parent: Element, block: Recommendation, placed: Placed) -> None:
        numeral = f" field-{block.numeral.lower()}" if block.numeral.isalnum() else ""
        card = add(parent, "section", cls=f"recommendation{numeral}")
        card.set("data-number", str(block.number))
        field = f"{block.numeral} {block.field}".strip()
        eyebrow = f"{self.words['recommendation']} {block.number}"
        add(card, "p", f"{eyebrow} · {field}" if field else eyebrow, cls="recommendation-field")
        add(card, f"h{placed.level + 1}", block.title, id=placed.anchor)
        self.runs(add(card, "p", cls="recommendation-text"), block.text)
        if block.basis:
            add(card, "p", block.basis, cls="recommendation-basis")
        if block.dimensions:
            names = " · ".join(block.dimensions)
            add(card, "p", f"{self.words['dimensions']}: {names}", cls="recommendation-dimensions")
        self.sources(card, placed.mark)

    # --- tables and figures ---

    def _table(self, parent: Element, block: Table, placed: Placed) -> None:
        self._grid(parent, block, f"{self.words['table']} {placed.number}. ", placed.anchor)
        if block.note:
            add(parent, "p", block.note, cls="table-note")
        self.sources(parent, placed.mark)

    def _grid(self, parent: Element, block: Table, label: str, anchor: str) -> None:
        """A table that scrolls in its own frame, reachable by keyboard."""
        frame = add(parent, "div", cls="table-frame", role="group", tabindex="0")
        frame.set("aria-labelledby", f"{anchor}-caption")
        grid = add(frame, "table", id=anchor)
        caption = add(grid, "caption", id=f"{anchor}-caption")
        if label:
            add(caption, "strong", label)
        append_text(caption, block.caption)
        head = add(add(grid, "thead"), "tr")
        for column, text in enumerate(block.header):
            add(head, "th", text, cls=_kind(block, column), scope="col")
        body = add(grid, "tbody")
        for row in block.rows:
            self._row(add(body, "tr"), block, row)

    def _row(self, parent: Element, block: Table, row: Sequence[Text]) -> None:
        for column, cell in enumerate(row):
            heads = block.row_header and column == 0
            scope = {"scope": "row"} if heads else {}
            made = add(parent, "th" if heads else "td", cls=_kind(block, column), **scope)
            self.runs(made, cell)

    def _figure(self, parent: Element, block: Figure, placed: Placed) -> None:
        figure = add(parent, "figure", cls=f"chart chart-{block.spec.kind}", id=placed.anchor)
        frame = add(figure, "div", cls="chart-frame", role="group", tabindex="0")
        frame.set("aria-label", block.caption)
        frame.append(self._picture(block, placed))
        caption = add(figure, "figcaption")
        line = add(caption, "p")
        add(line, "strong", f"{self.words['figure']} {placed.number}. ")
        append_text(line, block.caption)
        self.mark(add(caption, "p", block.description, cls="chart-reading"), placed.mark)
        details = add(figure, "details")
        add(details, "summary", f"{self.words['data_of']} {placed.number}")
        self._grid(details, self._data(placed), "", f"{placed.anchor}-data")

    def _photograph(self, parent: Element, block: Picture, placed: Placed) -> None:
        figure = add(parent, "figure", cls="photograph", id=placed.anchor)
        source = f"data:{block.media_type};base64,{block.data}"
        add(figure, "img", src=source, alt=block.description)
        caption = add(figure, "figcaption")
        line = add(caption, "p")
        add(line, "strong", f"{self.words['figure']} {placed.number}. ")
        append_text(line, block.caption)
        self.mark(add(caption, "p", block.description, cls="chart-reading"), placed.mark)

    def _data(self, placed: Placed) -> Table:
        return next(table for figure, table in self.plan.data if figure.anchor == placed.anchor)

    def _picture(self, block: Figure, placed: Placed) -> Element:
        render.tell(*self.plan.drawn_before(placed))
        text = figures.svg(
            block.spec,
            "web",
            language=self.language,
            title=block.caption,
            description=block.description,
            anchor=f"{placed.anchor}-chart",
        )
        root = ElementTree.fromstring(text)
        for element in root.iter():
            element.tag = element.tag.rpartition("}")[2]
        return root

    # --- annexes ---

    def annexes(self, root: Element) -> None:
        if self.plan.data and self.plan.is_annexed:
            section = add(root, "section", cls="paper-annex")
            add(section, "h2", self.words["data"], id="w-data")
            entries = add(section, "ul")
            for placed, table in self.plan.data:
                add(add(entries, "li"), "a", table.caption, href=f"#{placed.anchor}")
        if self.plan.literature:
            self._literature(add(root, "section", cls="paper-annex"))
        if self.plan.groups and self.plan.is_annexed:
            self._source_list(add(root, "section", cls="paper-annex"))
        if self.notes:
            self._notes(root)

    def _literature(self, section: Element) -> None:
        add(section, "h2", self.words["literature"], id="w-literature")
        entries = add(section, "ul", cls="source-list")
        for one in self.plan.literature:
            entry = add(entries, "li", id=one.work.key)
            add(entry, "strong", f"[{one.number}]")
            append(entry, " ")
            if one.work.url:
                add(entry, "a", one.work.text, href=one.work.url)
            else:
                append_text(entry, one.work.text)

    def _source_list(self, section: Element) -> None:
        add(section, "h2", self.words["sources"], id="w-sources")
        add(section, "p", f"{self.words['sources_intro']} {self.words['n_title']}.")
        for group in self.plan.groups:
            add(section, "h3", group.title)
            entries = add(section, "ul", cls="source-list")
            for source in group.sources:
                entry = add(entries, "li", id=source.anchor)
                href = self.address(source.ref)
                item = {"data-item": source.ref.public_id}
                if href:
                    add(entry, "a", source.ref.label, cls="trace", href=href, **item)
                else:
                    add(entry, "strong", source.ref.label)
                append_text(entry, f" {source.ref.text}".rstrip())
        if self.plan.lists:
            self._many(section)

    def _many(self, section: Element) -> None:
        add(section, "h3", self.words["lists"], id="w-lists")
        add(section, "p", self.words["lists_intro"])
        entries = add(section, "ul", cls="source-list")
        for mark in self.plan.lists:
            entry = add(entries, "li", id=f"w-list{mark.list_number}")
            add(entry, "strong", f"B{mark.list_number}")
            append(entry, " ")
            self.refs(entry, Mark(mark.refs, mark.n))

    def _notes(self, root: Element) -> None:
        label = {"aria-label": self.words["footnotes"]}
        section = add(root, "section", cls="footnotes", role="doc-endnotes", **label)
        entries = add(section, "ol")
        for i, run in enumerate(self.notes, start=1):
            entry = add(entries, "li", f"{run.text} ", id=f"w-note{i}")
            self.set_language(entry, run.language)
            back = {"aria-label": f"{self.words['back']} {i}"}
            add(entry, "a", "↩", href=f"#w-note-mark{i}", **back)


def _kind(block: Table, column: int) -> str:
    return "numeric" if column in block.numeric else ""
