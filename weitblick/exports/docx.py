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
from docx.enum.section import WD_ORIENT
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Cm

from weitblick.exports import docx_annexes, docx_styles
from weitblick.exports.document import Document, DocumentError, validate
from weitblick.exports.docx_blocks import Writer
from weitblick.exports.docx_xml import add_field
from weitblick.exports.outline import outline
from weitblick.exports.places import Outline
from weitblick.exports.words import base, long_date, region, words


def write(document: Document, *, template: Path | bytes | None = None) -> bytes:
    """The document as .docx; a house ``template`` keeps its page, header and styles, its body goes.

    The same document gives the same bytes.
    """
    plan = outline(validate(document))
    word = opened(template)
    _properties(word, document)
    language = full_language(document.language)
    docx_styles.apply(word, language, document.house, is_theirs=template is not None,
                      is_tight=document.layout == "brief")
    if document.layout == "posters" and template is None:
        _turn(word)
    _furniture(word, document, house=template is not None)
    writer = Writer(word, plan)
    _front(writer, plan)
    for i, part in enumerate(plan.parts):
        title = writer.heading(part.title, 1, part.anchor)
        begins_page = document.layout == "posters" or (document.layout == "paper" and i == 0)
        title.paragraph_format.page_break_before = begins_page or None
        for placed in part.blocks:
            writer.block(placed)
    docx_annexes.annexes(writer)
    _funders(writer, document)
    writer.footnotes.save()
    _date_comments(word, document.date)
    out = io.BytesIO()
    word.save(out)
    return _steady(out.getvalue(), document.date)


def opened(template: Path | bytes | None) -> Word:
    """A new document, or a template without its body; DocumentError if it is none."""
    if template is None:
        return docx.Document()
    source = io.BytesIO(template) if isinstance(template, bytes) else str(template)
    try:
        word = docx.Document(source)
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise DocumentError("template", "template", "is no Word file (.docx)") from error
    body = word.element.body
    for part in list(body)[:-1]:
        body.remove(part)
    return word


def check_template(template: bytes) -> None:
    """Raise DocumentError unless the template can be used."""
    docx_styles.check(opened(template))


def _turn(word: Word) -> None:
    """A3 landscape."""
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(42), Cm(29.7)


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
    if document.house.logo:
        writer.logos((document.house.logo,), Cm(1.8))
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
    if plan.is_annexed:
        docx_annexes.contents(writer)


def _funders(writer: Writer, document: Document) -> None:
    house = document.house
    if house.funding:
        writer.paragraph(house.funding, docx_styles.SMALL)
    if house.funders:
        writer.logos(house.funders, Cm(1.2))


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
