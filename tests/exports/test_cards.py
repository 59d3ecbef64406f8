"""Card sheets and posters: valid, complete, repeatable; their codes lead where they should."""

import io
import re
import shutil
import subprocess
from xml.etree import ElementTree

import pikepdf
import pytest
import segno

from tests.conftest import need
from tests.exports.pdf_reading import findings, headings, pages, squeezed
from weitblick.exports import cards, qr
from weitblick.exports.document import DocumentError

URL = "https://weitblick.example.org/m/ABC234"
HOSTILE = '#panic("x") $1 <e> @f "Zitat"'


def sheet(copies: int = 4, **fields) -> bytes:
    known = {"title": "Sammeln", "prompt": "Was bestimmt das Jahr 2035?", "url": URL}
    usual = {"date": "2026-11-22", "code": "ABC234", "fields": ("Akteursgruppe", "Tisch")}
    return cards.card_sheet(copies=copies, **{**known, **usual, **fields})


@pytest.mark.parametrize(
    "fields",
    [{}, {"numeral": "III", "example": True}, {"url": "", "code": "", "fields": ()},
     {"language": "en"}, {"prompt": HOSTILE, "title": HOSTILE, "process_title": HOSTILE}],
)  # fmt: skip
def test_card_sheets_pass_both_standards(fields):
    assert findings(sheet(**fields)) == []


@pytest.mark.parametrize("size", ["a4", "a3", "a1"])
def test_posters_pass_both_standards(size):
    made = cards.join_sheet(
        "Machen Sie mit", URL, "ABC234", date="2026-11-22", size=size, example=True,
        process_title=HOSTILE, steps=("Kamera auf den Code richten.", "Karte abgeben."),
    )  # fmt: skip
    assert findings(made) == []
    text = squeezed(pages(made)[0])
    for wanted in ("weitblick.example.org/m/ABC234", "ABC234", HOSTILE, "Karte abgeben.",
                   "Beispieldaten"):  # fmt: skip
        assert squeezed(wanted) in text
    assert len(pages(made)) == 1
    assert headings(made) == [(1, "Machen Sie mit")]


def test_four_numbered_cards_on_a_sheet_of_a4():
    made = sheet(6, first_number=11)
    assert [re.findall(r"Karte (\d+)", text) for text in pages(made)] == [
        ["11", "12", "13", "14"], ["15", "16"],
    ]  # fmt: skip
    with pikepdf.open(io.BytesIO(made)) as document:
        box = [float(v) for v in document.pages[0].MediaBox]
    assert [round(v, 1) for v in box] == [0, 0, 595.3, 841.9]


def test_the_same_sheet_gives_the_same_bytes():
    assert sheet() == sheet()


@pytest.mark.parametrize(
    ("fields", "where"),
    [({"copies": 0}, "copies"), ({"copies": 401}, "copies"), ({"prompt": " "}, "prompt"),
     ({"prompt": "x" * 301}, "prompt"), ({"title": "a\x00"}, "title"),
     ({"url": "x" * 4000}, "url"), ({"language": "fr"}, "language")],
)  # fmt: skip
def test_what_does_not_fit_is_named(fields, where):
    with pytest.raises(DocumentError) as caught:
        sheet(**fields)
    assert caught.value.where == where


def modules(svg: str) -> set[tuple[int, int]]:
    """The dark modules of a code drawn as horizontal strokes, without the quiet zone."""
    path = next(e for e in ElementTree.fromstring(svg).iter() if e.get("stroke")).get("d")
    dark, x, y = set(), 0.0, 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", path):
        if command == "h":
            dark |= {(int(x) - 4 + i, int(y) - 4) for i in range(int(first))}
            x += float(first)
        else:
            x, y = (x + float(first), y + float(second or 0)) if command == "m" else (
                float(first), float(second))  # fmt: skip
    return dark


def test_the_code_on_screen_is_the_address():
    matrix = segno.make(URL, error="m", micro=False).matrix
    wanted = {(x, y) for y, row in enumerate(matrix) for x, bit in enumerate(row) if bit}
    assert modules(qr.svg(URL)) == wanted


def test_the_code_on_screen_is_clean_and_named():
    root = ElementTree.fromstring(qr.svg(URL, label="Mitmachen"))
    assert (root.get("role"), root[0].text) == ("img", "Mitmachen")
    names = {name for element in root.iter() for name in element.attrib}
    assert names == {"viewBox", "role", "fill", "d", "stroke"}


def test_printed_codes_can_be_scanned(tmp_path):
    tools = shutil.which("zbarimg") and shutil.which("pdftoppm")
    need("zbar", bool(tools), "no zbarimg or pdftoppm (Debian: zbar-tools, poppler-utils)")
    (tmp_path / "sheet.pdf").write_bytes(sheet())
    command = ["pdftoppm", "-r", "150", "-png", str(tmp_path / "sheet.pdf"), str(tmp_path / "s")]
    subprocess.run(command, check=True)
    image = str(next(tmp_path.glob("*.png")))
    read = subprocess.run(["zbarimg", "-q", "--raw", image], capture_output=True, text=True)
    assert read.stdout.split() == [URL] * 4
