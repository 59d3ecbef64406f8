"""The Word file's house style: real styles, so that editors change them in one place."""

from __future__ import annotations

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from weitblick.exports.charts.palette import LIGHT
from weitblick.exports.docx_xml import element, insert_setting

BOX, BOX_TITLE, STORY, EYEBROW, SMALL, DATA = (
    "Weitblick Box", "Weitblick Box Title", "Weitblick Story", "Weitblick Eyebrow",
    "Weitblick Small", "Weitblick Table",
)  # fmt: skip
TRACE, LINK = "Weitblick Trace", "Hyperlink"

_BODY, _SIZE = "Georgia", 10.5
_HEADS = {1: (20, False), 2: (14, True), 3: (12, True), 4: (11, True)}


def _colour(hex_colour: str) -> RGBColor:
    return RGBColor.from_string(hex_colour.lstrip("#").upper())


def apply(word: Word, language: str) -> None:
    """Set page, language, hyphenation and styles; styles a template brings are kept."""
    _defaults(word, language)
    _page(word)
    for level, (size, bold) in _HEADS.items():
        _heading(word, level, size, bold)
    _paragraphs(word)
    _characters(word)


def _defaults(word: Word, language: str) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = _BODY, Pt(_SIZE)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    normal.paragraph_format.line_spacing = 1.25
    defaults = word.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("w:lang", val=language, eastAsia=language, bidi="ar-SA"))
    insert_setting(word.settings.element, element("w:autoHyphenation", val="true"))


def _page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.7), Cm(2.7)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.6)


def _heading(word: Word, level: int, size: float, bold: bool) -> None:
    style = word.styles[f"Heading {level}"]
    _face(style, size)
    style.font.bold = bold
    style.font.italic = level == 4
    style.font.color.rgb = _colour(LIGHT.accent if level < 3 else LIGHT.ink)
    style.paragraph_format.space_before = Pt(26 - 4 * level)
    style.paragraph_format.space_after = Pt(8)
    style.paragraph_format.keep_with_next = True


def _face(style: ParagraphStyle | CharacterStyle, size: float) -> None:
    """A font in every script slot; the template's theme fonts would win otherwise."""
    style.font.size = Pt(size)
    style.font.name = _BODY
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    fonts.set(qn("w:cs"), _BODY)


def _paragraphs(word: Word) -> None:
    for name, size in (("Title", 30), ("Subtitle", 15), ("Caption", 9.5), ("Quote", 10.5)):
        style = word.styles[name]
        _face(style, size)
        style.font.color.rgb = _colour(LIGHT.accent if name == "Title" else LIGHT.ink)
        style.font.bold = name == "Caption"
    caption = word.styles["Caption"].paragraph_format
    caption.keep_with_next, caption.space_before = True, Pt(10)
    for level in (1, 2):
        toc = _added(word, f"toc {level}", "Normal")
        toc.paragraph_format.left_indent = Cm(0.8 * (level - 1))
        toc.paragraph_format.space_after = Pt(3)
    _small(word, "footnote text", 9)
    _small(word, SMALL, 9)
    _small(word, EYEBROW, 9).paragraph_format.keep_with_next = True
    _small(word, DATA, 9.5).paragraph_format.space_after = Pt(2)
    word.styles[SMALL].font.color.rgb = _colour(LIGHT.muted)
    _framed(_added(word, BOX, "Normal"), LIGHT.line)
    title = _added(word, BOX_TITLE, BOX)
    title.font.bold = True
    title.paragraph_format.keep_with_next = True
    _framed(_added(word, STORY, "Normal"), LIGHT.dusk[5])


def _small(word: Word, name: str, size: float) -> ParagraphStyle:
    style = _added(word, name, "Normal")
    style.font.size = Pt(size)
    style.paragraph_format.line_spacing = 1.1
    return style


def _added(word: Word, name: str, base: str) -> ParagraphStyle:
    if name in [style.name for style in word.styles]:
        found = word.styles[name]
        assert isinstance(found, ParagraphStyle)
        return found
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = word.styles[base]
    style.quick_style = True
    return style


def _framed(style: ParagraphStyle, hex_colour: str) -> None:
    """A line down the left side, as a border of the paragraph."""
    style.paragraph_format.left_indent = Cm(0.5)
    borders = element("w:pBdr")
    borders.append(
        element("w:left", val="single", sz="18", space="10", color=hex_colour.lstrip("#"))
    )
    properties = style.element.get_or_add_pPr()
    spacing = properties.find(qn("w:spacing"))
    indent = properties.find(qn("w:ind"))
    following = spacing if spacing is not None else indent
    if following is None:
        properties.append(borders)
    else:
        following.addprevious(borders)


def _characters(word: Word) -> None:
    link = _character(word, LINK)
    link.font.color.rgb, link.font.underline = _colour(LIGHT.accent), True
    reference = _character(word, "Footnote Reference")
    reference.font.superscript = True
    trace = _character(word, TRACE)
    trace.font.size, trace.font.color.rgb = Pt(8), _colour(LIGHT.muted)


def _character(word: Word, name: str) -> CharacterStyle:
    known = [style.name for style in word.styles]
    style = (
        word.styles[name] if name in known else word.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    )
    assert isinstance(style, CharacterStyle)
    return style
