"""The Word file's house style: real styles, so that editors change them in one place."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from weitblick.exports.blocks import DocumentError
from weitblick.exports.charts.palette import LIGHT
from weitblick.exports.docx_xml import element, insert_setting
from weitblick.exports.house import Face, House

BOX, BOX_TITLE, STORY, EYEBROW, SMALL, DATA, DENSE = (
    "Weitblick Box", "Weitblick Box Title", "Weitblick Story", "Weitblick Eyebrow",
    "Weitblick Small", "Weitblick Table", "Weitblick Table Dense",
)  # fmt: skip
TRACE, LINK = "Weitblick Trace", "Hyperlink"

NEEDED = (
    "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Caption", "Quote",
    "List Bullet", "List Number", "Table Grid",
)  # fmt: skip
BODIES: dict[Face, str] = {"book": "Georgia", "sans": "Arial"}
"""Faces every Word has; ours are not on the machines of those who edit."""
_SIZE = 10.5
HAIRLINE = "#c9c5d1"
_HEADS = {1: (20, False), 2: (14, True), 3: (12, True), 4: (11, True)}


def _colour(hex_colour: str) -> RGBColor:
    return RGBColor.from_string(hex_colour.lstrip("#").upper())


def apply(
    word: Word, language: str, style: House, *, is_theirs: bool, is_tight: bool = False
) -> None:
    """Set language, hyphenation and styles; a house template (theirs) keeps its page and faces."""
    check(word)
    _language(word, language)
    if not is_theirs:
        body = BODIES[style.face]
        _normal(word, body)
        _page(word)
        for level, (size, bold) in _HEADS.items():
            _heading(word, level, size, bold, body, style.accent)
        _given(word, body, style.accent)
        ruled(word)
    _paragraphs(word, style.accent)
    _characters(word, style.accent)
    if is_tight and not is_theirs:
        _tighten(word)


def _tighten(word: Word) -> None:
    """A leaflet: small heads, narrow margins, little between the paragraphs."""
    section = word.sections[0]
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    sizes = {"Normal": (9.5, 0, 3), "Title": (22, 0, 4), "Heading 1": (14, 9, 4),
             "Heading 2": (11, 6, 2), EYEBROW: (8, 6, 1), SMALL: (8, 0, 2), BOX: (9.5, 0, 2)}
    for name, (size, before, after) in sizes.items():
        own = word.styles[name]
        own.font.size = Pt(size)
        own.paragraph_format.space_before, own.paragraph_format.space_after = Pt(before), Pt(after)
        own.paragraph_format.line_spacing = 1.05


def check(word: Word) -> None:
    """A house template must have Word's styles; Word saves only those that were once used."""
    missing = [name for name in NEEDED if name not in {style.name for style in word.styles}]
    if missing:
        names = ", ".join(missing)
        raise DocumentError(
            "template", "template", f"lacks {names}; use each once in Word and save", names=missing
        )


def _normal(word: Word, body: str) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = body, Pt(_SIZE)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    normal.paragraph_format.line_spacing = 1.25


def _language(word: Word, language: str) -> None:
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


def _heading(
    word: Word, level: int, size: float, bold: bool, body: str, accent: str
) -> None:
    style = word.styles[f"Heading {level}"]
    _face(style, size, body)
    style.font.bold = bold
    style.font.italic = level == 4
    style.font.color.rgb = _colour(accent if level < 3 else LIGHT.ink)
    style.paragraph_format.space_before = Pt(26 - 4 * level)
    style.paragraph_format.space_after = Pt(8)
    style.paragraph_format.keep_with_next = True


def _face(style: ParagraphStyle | CharacterStyle, size: float, body: str) -> None:
    """A font in every script slot; the template's theme fonts would win otherwise."""
    style.font.size = Pt(size)
    style.font.name = body
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    fonts.set(qn("w:cs"), body)


def _given(word: Word, body: str, accent: str) -> None:
    """The styles that Word's own template has."""
    for name, size in (("Title", 30), ("Subtitle", 15), ("Caption", 9.5), ("Quote", 10.5)):
        style = word.styles[name]
        _face(style, size, body)
        style.font.color.rgb = _colour(accent if name == "Title" else LIGHT.ink)
        style.font.bold = name == "Caption"
    caption = word.styles["Caption"].paragraph_format
    caption.keep_with_next, caption.space_before = True, Pt(10)


def ruled(word: Word) -> None:
    """Tables with three strong lines and hairlines between the rows instead of a cage."""
    table = word.styles["Table Grid"].element.find(qn("w:tblPr"))
    for old in table.findall(qn("w:tblBorders")):
        table.remove(old)
    borders = element("w:tblBorders")
    for side, size, colour in (("top", 8, LIGHT.ink), ("bottom", 8, LIGHT.ink),
                               ("insideH", 4, HAIRLINE)):
        borders.append(element(f"w:{side}", val="single", sz=str(size), space="0",
                               color=colour.lstrip("#")))
    before = next((table.find(qn(name)) for name in ("w:shd", "w:tblLayout", "w:tblCellMar")
                   if table.find(qn(name)) is not None), None)
    table.append(borders) if before is None else before.addprevious(borders)
    head, cell, below = (element(f"w:{name}") for name in ("tblStylePr", "tcPr", "tcBorders"))
    head.set(qn("w:type"), "firstRow")
    below.append(element("w:bottom", val="single", sz="6", space="0",
                         color=LIGHT.ink.lstrip("#")))
    cell.append(below)
    head.append(cell)
    word.styles["Table Grid"].element.append(head)


@dataclass(frozen=True)
class _Own:
    """A paragraph style of this paper: sizes and distances in points, indent in centimetres."""

    name: str
    base: str = "Normal"
    size: float = _SIZE
    after: float = 7
    before: float = 0
    line: float | None = None
    indent: float = 0
    bold: bool | None = None
    keep: bool | None = None
    colour: str = ""
    frame: str = ""


_OWN = (
    _Own("toc 1", size=10, after=1, before=5, line=1.0, bold=True),
    _Own("toc 2", size=10, after=1, line=1.0, indent=0.8),
    _Own("footnote text", size=9, after=2, line=1.1),
    _Own(SMALL, size=9, after=4, line=1.15, colour=LIGHT.muted),
    _Own(EYEBROW, size=9, after=2, before=14, bold=True, keep=True, colour=LIGHT.accent),
    _Own(DATA, size=9, after=2, before=2, line=1.0),
    _Own(DENSE, DATA, size=7.5, after=1, before=1, line=1.0),
    _Own(BOX, indent=0.5, frame=LIGHT.accent),
    _Own(BOX_TITLE, BOX, bold=True, keep=True),
    _Own(STORY, indent=0.5, frame=LIGHT.dusk[5]),
)


def _paragraphs(word: Word, accent: str) -> None:
    """The styles that are this paper's own; one that is there already stays as it is."""
    known = {style.name for style in word.styles}
    for own in _OWN:
        if own.name not in known:
            _add(word, own, accent)


def _add(word: Word, own: _Own, accent: str) -> None:
    style = word.styles.add_style(own.name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = word.styles[own.base]
    style.quick_style = True
    style.font.size, style.font.bold = Pt(own.size), own.bold
    style.paragraph_format.space_after = Pt(own.after)
    if own.before:
        style.paragraph_format.space_before = Pt(own.before)
    if own.line:
        style.paragraph_format.line_spacing = own.line
    style.paragraph_format.keep_with_next = own.keep
    if own.indent:
        style.paragraph_format.left_indent = Cm(own.indent)
    if own.colour:
        style.font.color.rgb = _colour(accent if own.colour == LIGHT.accent else own.colour)
    if own.frame:
        _framed(style, accent if own.frame == LIGHT.accent else own.frame)


def _framed(style: ParagraphStyle, hex_colour: str) -> None:
    """A line down the left side, as a border of the paragraph."""
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


def _characters(word: Word, accent: str) -> None:
    link = _character(word, LINK)
    link.font.color.rgb, link.font.underline = _colour(accent), True
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
