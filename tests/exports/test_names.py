"""Every character of DIN 91379 prints: each face has its glyph, and none is lost in the PDF."""

import dataclasses
import re
import unicodedata

import pytest
import typst

from tests.exports.din_91379 import CHARACTERS, SEQUENCES
from tests.exports.pdf_reading import findings, spoken
from weitblick.exports import pdf, typesetter
from weitblick.exports.document import Chapter, Document, House, Paragraph

ALL = (*CHARACTERS, *SEQUENCES)
LINE = 20
MISSING = re.compile(r'the text `"(.*?)"` could not be displayed')


def test_the_list_is_whole():
    letters = [one for one in CHARACTERS if unicodedata.category(one)[0] == "L"]
    assert (len(CHARACTERS), len(letters), len(SEQUENCES)) == (756, 648, 149)
    assert len(set(ALL)) == len(ALL)
    assert {"\u00df", "\u1e9e", "\u0141", "C\u0328\u0306", "K\u035fH"} <= set(ALL)


def without_glyph(face: str, style: str) -> list[str]:
    """What a face alone cannot draw."""
    source = (f'#set document(title: "x", date: auto)\n#set text(lang: "de", fallback: false, '
              f'font: "{face}", {style})\n= H\n#sys.inputs.t')
    compiler = typst.Compiler(input=source.encode(), font_paths=typesetter._fonts(()),
                              sys_inputs={"t": " ".join(ALL)})
    try:
        compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=1)
    except typst.TypstError as error:
        return sorted(set(MISSING.findall(error.diagnostic)))
    return []


@pytest.mark.parametrize(("style", "book"), [
    ("weight: 400", 0), ("weight: 700", 0), ('style: "italic"', 0),
    ('weight: 700, style: "italic"', 12),
])
def test_every_letter_has_its_glyph_in_every_style(style, book):
    """The book face lacks twelve letters in bold italics, the sans face three signs of the
    extended list in all styles; each is in the other face, which is asked next."""
    serif, sans = without_glyph("Libertinus Serif", style), without_glyph("Noto Sans", style)
    assert len(serif) == book
    assert sans == ["\u221e", "\u2264", "\u2265"]
    assert set(serif) & set(sans) == set()


@pytest.mark.parametrize("face", ["book", "sans"])
def test_none_is_dropped_or_changed_on_the_way_through_the_pdf(face):
    """The engine lets each glyph of a letter made of several mean the whole letter, so that it is
    heard twice or three times; it is never another one, and never none."""
    rows = [Paragraph(" ".join(ALL[i:i + LINE])) for i in range(0, len(ALL), LINE)]
    paper = Document("T", "de", "2026-11-22", chapters=(Chapter("n", "Namen", tuple(rows)),))
    made = pdf.write(dataclasses.replace(paper, house=House(face=face)), missing="error")
    assert findings(made) == []
    heard = "".join(unicodedata.normalize("NFC", spoken(made)).split())
    at = heard.index("!\"#")
    for one in ALL:
        letter = unicodedata.normalize("NFC", one)
        assert heard.startswith(letter, at), (ascii(one), ascii(heard[at:at + 12]))
        at += len(letter)
        while one in SEQUENCES and heard.startswith(letter, at) and not unicodedata.combining(
            heard[at + len(letter):at + len(letter) + 1] or " "
        ):
            at += len(letter)
