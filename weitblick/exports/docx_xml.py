"""WordprocessingML that python-docx has no words for: fields, links, footnotes, bookmarks."""

from __future__ import annotations

from docx.document import Document as Word
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree  # type: ignore[import-untyped]


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """One element; attribute names are in the w: name space."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field with the text it shows until Word updates it."""
    open_field(paragraph, instruction)
    paragraph.add_run(shown)
    close_field(paragraph)


def open_field(paragraph: Paragraph, instruction: str) -> None:
    """The beginning of a field; what it shows follows, in this or in later paragraphs."""
    _field_character(paragraph, "begin")
    text = element("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {instruction} "
    paragraph.add_run()._r.append(text)
    _field_character(paragraph, "separate")


def close_field(paragraph: Paragraph) -> None:
    """The end of the field that was opened last."""
    _field_character(paragraph, "end")


def _field_character(paragraph: Paragraph, kind: str) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType=kind))


class StyleNames:
    """Style name -> id, looked up once: python-docx searches all styles at every use."""

    def __init__(self, word: Word) -> None:
        self._word = word
        self._ids: dict[str, str] = {}

    def identifier(self, name: str) -> str:
        if name not in self._ids:
            self._ids[name] = str(self._word.styles[name].style_id)
        return self._ids[name]


class Bookmarks:
    """Anchor -> bookmark: Word allows 40 letters, digits and underscores, so they are counted."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, anchor: str) -> str:
        return self._names.setdefault(anchor, f"_b{len(self._names) + 1}")

    def put(self, paragraph: Paragraph, anchor: str) -> None:
        """Bookmark the whole paragraph."""
        number = self.name(anchor)[2:]
        start = element("w:bookmarkStart", id=number, name=self.name(anchor))
        at = 1 if paragraph._p.pPr is not None else 0
        paragraph._p.insert(at, start)
        paragraph._p.append(element("w:bookmarkEnd", id=number))


def link_run(
    paragraph: Paragraph, text: str, style: str, *, href: str = "", bookmark: str = ""
) -> Run:
    """A run inside a hyperlink to an address or to a bookmark of the document."""
    link = element("w:hyperlink")
    if href:
        link.set(qn("r:id"), paragraph.part.relate_to(href, RT.HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), bookmark)
    link.set(qn("w:history"), "1")
    run = paragraph.add_run(text)
    run._r.style = style
    link.append(run._r)
    paragraph._p.append(link)
    return run


def set_language(run: Run, language: str) -> None:
    run._r.get_or_add_rPr().append(element("w:lang", val=language))


class Footnotes:
    """The footnotes part: separators first, then the notes in order."""

    def __init__(self, document: Word, styles: StyleNames) -> None:
        self._document = document
        self._styles = styles
        self._root = parse_xml(
            f"<w:footnotes {nsdecls('w')}>"
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
            '</w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
            "<w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"
        )
        self.count = 0

    def add(self, paragraph: Paragraph, text: str) -> None:
        """A mark at the end of the paragraph and its note."""
        self.count += 1
        mark = paragraph.add_run()
        mark._r.style = self._styles.identifier("Footnote Reference")
        mark._r.append(element("w:footnoteReference", id=str(self.count)))
        self._root.append(self._note(text))

    def _note(self, text: str) -> BaseOxmlElement:
        note = element("w:footnote", id=str(self.count))
        body, properties = element("w:p"), element("w:pPr")
        properties.append(element("w:pStyle", val=self._styles.identifier("footnote text")))
        number, number_style = element("w:r"), element("w:rPr")
        number_style.append(element("w:rStyle", val=self._styles.identifier("Footnote Reference")))
        number.extend([number_style, element("w:footnoteRef")])
        run, words = element("w:r"), element("w:t")
        words.text = f" {text}"
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        body.extend([properties, number, run])
        note.append(body)
        return note

    def save(self) -> None:
        """Hang the part into the package, if there is a note at all."""
        if not self.count:
            return
        package = self._document.part.package
        xml = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, xml, package)
        self._document.part.relate_to(part, RT.FOOTNOTES)
        settings = self._document.settings.element
        properties = element("w:footnotePr")
        properties.append(element("w:footnote", id="-1"))
        properties.append(element("w:footnote", id="0"))
        insert_setting(settings, properties)


# The schema's order of the settings this writer touches or that stand behind them.
_AFTER_HYPHENATION = (
    "w:consecutiveHyphenLimit", "w:hyphenationZone", "w:doNotHyphenateCaps", "w:showEnvelope",
    "w:summaryLength", "w:clickAndTypeStyle", "w:defaultTableStyle", "w:evenAndOddHeaders",
    "w:bookFoldRevPrinting", "w:bookFoldPrinting", "w:bookFoldPrintingSheets",
    "w:drawingGridHorizontalSpacing", "w:drawingGridVerticalSpacing",
    "w:displayHorizontalDrawingGridEvery", "w:displayVerticalDrawingGridEvery",
    "w:doNotUseMarginsForDrawingGridOrigin", "w:drawingGridHorizontalOrigin",
    "w:drawingGridVerticalOrigin", "w:doNotShadeFormData", "w:noPunctuationKerning",
    "w:characterSpacingControl", "w:printTwoOnOne", "w:strictFirstAndLastChars",
    "w:noLineBreaksAfter", "w:noLineBreaksBefore", "w:savePreviewPicture",
    "w:doNotValidateAgainstSchema", "w:saveInvalidXml", "w:ignoreMixedContent",
    "w:alwaysShowPlaceholderText", "w:doNotDemarcateInvalidXml", "w:saveXmlDataOnly",
    "w:useXSLTWhenSaving", "w:saveThroughXslt", "w:showXMLTags", "w:alwaysMergeEmptyNamespace",
    "w:updateFields", "w:hdrShapeDefaults",
)  # fmt: skip
_AFTER_FOOTNOTES = (
    "w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:attachedSchema",
    "w:themeFontLang", "w:clrSchemeMapping", "w:doNotIncludeSubdocsInStats",
    "w:doNotAutoCompressPictures", "w:forceUpgrade", "w:captions", "w:readModeInkLockDown",
    "w:smartTagType", "w:schemaLibrary", "w:shapeDefaults", "w:doNotEmbedSmartTags",
    "w:decimalSymbol", "w:listSeparator",
)  # fmt: skip


def insert_setting(settings: BaseOxmlElement, setting: BaseOxmlElement) -> None:
    """Put a setting where the schema wants it; Word offers to repair the file otherwise."""
    later: tuple[str, ...] = _AFTER_FOOTNOTES
    if setting.tag == qn("w:autoHyphenation"):
        later = (*_AFTER_HYPHENATION, "w:footnotePr", *_AFTER_FOOTNOTES)
    names = {qn(name) for name in later if name.startswith("w:")}
    names.add("{http://schemas.openxmlformats.org/officeDocument/2006/math}mathPr")
    for old in settings.findall(setting.tag):
        settings.remove(old)
    following = next((child for child in settings if child.tag in names), None)
    if following is None:
        settings.append(setting)
    else:
        following.addprevious(setting)
