"""What leads through a Word file: the contents in front, the annexes at the end."""

from __future__ import annotations

from docx.text.paragraph import Paragraph as WordParagraph

from weitblick.exports.docx_blocks import Writer
from weitblick.exports.docx_styles import BOX_TITLE, LINK, SMALL
from weitblick.exports.docx_xml import close_field, link_run, open_field
from weitblick.exports.places import Mark, title_of


def contents(writer: Writer) -> None:
    """A table of contents that is filled already; Word adds page numbers on update."""
    writer.paragraph(writer.words["contents"], BOX_TITLE)
    entries = _entries(writer)
    for i, (level, text, anchor) in enumerate(entries):
        paragraph = writer.new(f"toc {level}")
        if i == 0:
            open_field(paragraph, 'TOC \\o "1-2" \\h \\z \\u')
        link_run(
            paragraph, text, writer.styles.identifier(LINK), bookmark=writer.bookmarks.name(anchor)
        )
        if i + 1 == len(entries):
            close_field(paragraph)


def _entries(writer: Writer) -> list[tuple[int, str, str]]:
    found = []
    for part in writer.plan.parts:
        found.append((1, part.title, part.anchor))
        for placed in part.blocks:
            if 1 < placed.level <= 2:
                found.append((placed.level, title_of(placed.block), placed.anchor))
    annex = {writer.words[name]: f"w-{name}"
             for name in ("data", "literature", "sources", "lists")}  # fmt: skip
    groups = {group.title: f"w-group{i}" for i, group in enumerate(writer.plan.groups)}
    heads = writer.plan.annex_headings()
    return found + [(level, text, {**groups, **annex}[text]) for level, text in heads]


def annexes(writer: Writer) -> None:
    """Data of the figures, works, sources, and the marks that were cut."""
    data = writer.plan.data if writer.plan.is_annexed else ()
    if data:
        writer.heading(writer.words["data"], 1, "w-data")
    for placed, table in data:
        caption = writer.paragraph(table.caption, "Caption", f"{placed.anchor}-data")
        caption.paragraph_format.keep_with_next = True
        writer.grid(table)
        writer.after_table(table.note, None)
    if writer.plan.literature:
        _literature(writer)
    if writer.plan.groups and writer.plan.is_annexed:
        _source_list(writer)


def _literature(writer: Writer) -> None:
    writer.heading(writer.words["literature"], 1, "w-literature")
    for one in writer.plan.literature:
        entry = writer.new(SMALL)
        entry.add_run(f"[{one.number}] ").bold = True
        if one.work.url:
            link_run(entry, one.work.text, writer.styles.identifier(LINK), href=one.work.url)
        else:
            writer.runs(entry, one.work.text)
        writer.bookmarks.put(entry, one.work.key)


def _source_list(writer: Writer) -> None:
    writer.heading(writer.words["sources"], 1, "w-sources")
    intro = f"{writer.words['sources_intro']} {writer.words['n_title']}."
    writer.paragraph(intro, "Normal")
    for i, group in enumerate(writer.plan.groups):
        writer.heading(group.title, 2, f"w-group{i}")
        for source in group.sources:
            paragraph = writer.new(SMALL)
            _label(writer, paragraph, source.ref.label, writer.plan.address(source.ref))
            writer.runs(paragraph, f" {source.ref.text}".rstrip())
            writer.bookmarks.put(paragraph, source.anchor)
    if writer.plan.lists:
        _many(writer)


def _label(writer: Writer, paragraph: WordParagraph, label: str, url: str) -> None:
    if url:
        link_run(paragraph, label, writer.styles.identifier(LINK), href=url)
    else:
        paragraph.add_run(label).bold = True


def _many(writer: Writer) -> None:
    writer.heading(writer.words["lists"], 2, "w-lists")
    writer.paragraph(writer.words["lists_intro"], "Normal")
    for mark in writer.plan.lists:
        paragraph = writer.paragraph(f"B{mark.list_number} ", SMALL)
        writer.refs(paragraph, Mark(mark.refs, mark.n))
        writer.bookmarks.put(paragraph, f"w-list{mark.list_number}")
