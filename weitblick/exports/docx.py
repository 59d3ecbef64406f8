"""Documents as Word files for the last editing: real styles, captions, footnotes, comments.

What a passage was made from stands as short ids behind it and, in full, in a comment.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import docx
from docx.document import Document as Word
from docx.oxml.ns import qn

from weitblick.exports import docx_styles
from weitblick.exports.document import Document, validate
from weitblick.exports.docx_blocks import Writer
from weitblick.exports.docx_xml import add_field
from weitblick.exports.outline import Outline, outline
from weitblick.exports.words import base, long_date, region, words


def write(document: Document, *, template: Path | None = None) -> bytes:
    """The document as .docx; with a ``template`` its page, header and further styles are kept.

    The same document gives the same bytes.
    """
    plan = outline(validate(document))
    word = docx.Document(str(template)) if template else docx.Document()
    _properties(word, document)
    docx_styles.apply(word, full_language(document.language), house=template is not None)
    _furniture(word, document, house=template is not None)
    writer = Writer(word, plan)
    _front(writer, plan)
    for part in plan.parts:
        writer.heading(part.title, 1, part.anchor)
        for placed in part.blocks:
            writer.block(placed)
    writer.annexes()
    writer.footnotes.save()
    _date_comments(word, document.date)
    out = io.BytesIO()
    word.save(out)
    return _steady(out.getvalue(), document.date)


def full_language(language: str) -> str:
    """ "de" -> "de-DE": Word wants the region."""
    return f"{base(language)}-{region(language)}"


def _properties(word: Word, document: Document) -> None:
    core, day = word.core_properties, datetime.datetime.fromisoformat(document.date)
    core.title, core.subject = document.title, document.subtitle
    core.author = core.last_modified_by = "; ".join(document.authors) or "Weitblick"
    core.language = full_language(document.language)
    core.keywords = document.process_title
    core.comments = words(document.language)["example"] if document.example else ""
    core.created = core.modified = day
    core.revision = 1


def _furniture(word: Word, document: Document, *, house: bool) -> None:
    """Header with process and example label, footer with the page number.

    A house template keeps its own; only the example label is added to its header.
    """
    section, known = word.sections[0], words(document.language)
    if house and not document.example:
        return
    header = section.header.add_paragraph() if house else section.header.paragraphs[0]
    header.style = word.styles[docx_styles.SMALL]
    if not house:
        header.add_run(document.process_title or document.title)
    if document.example:
        gap = "" if house else " · "
        header.add_run(f"{gap}{known['example']}").bold = True
    if house:
        return
    footer = section.footer.paragraphs[0]
    footer.style = word.styles[docx_styles.SMALL]
    footer.add_run(f"{known['page']} ")
    add_field(footer, "PAGE", "1")


def _front(writer: Writer, plan: Outline) -> None:
    document, word = plan.document, words(plan.document.language)
    if document.process_title:
        writer.paragraph(document.process_title, docx_styles.EYEBROW)
    writer.paragraph(document.title, "Title")
    if document.subtitle:
        writer.paragraph(document.subtitle, "Subtitle")
    if document.authors:
        writer.paragraph(f"{word['authors']}: {', '.join(document.authors)}", docx_styles.SMALL)
    writer.paragraph(
        f"{word['date']}: {long_date(document.date, document.language)}", docx_styles.SMALL
    )
    if document.example:
        writer.paragraph(word["example"], docx_styles.BOX_TITLE)
    if document.imprint:
        writer.paragraph("\n".join((word["imprint"], *document.imprint)), docx_styles.SMALL)
    writer.contents()


def _date_comments(word: Word, date: str) -> None:
    """Comments carry the paper's date, not the moment of writing."""
    for comment in word.part._comments_part.element:
        comment.set(qn("w:date"), f"{date}T00:00:00Z")


def _steady(package: bytes, date: str) -> bytes:
    """The same package with fixed times in its directory."""
    year, month, day = (int(part) for part in date.split("-"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (max(year, 1980), month, day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
