"""Sheets for the room: each passes PDF/UA-1 and PDF/A-2a, says everything; codes can be read.

Hostile texts stay texts; what does not fit is named.
"""

import io
import shutil
import subprocess
import zlib

import pikepdf
import pytest

from tests.conftest import need
from tests.exports.pdf_reading import findings, headings, pages, roles, squeezed
from weitblick.exports import room
from weitblick.exports.document import DocumentError
from weitblick.exports.pdf_streams import saved, settled

URL = "https://weitblick.example.org/m/ABC234/tisch/7/"
HOSTILE = '#panic("x") $1 <e> @f "Zitat"'
HEAD = room.Head("Sitzordnung", "2026-11-22", process_title=HOSTILE, example=True)
SHEET = room.Sheet("Tisch 7", "Begegnungsräume und soziale Teilhabe", (HOSTILE, "Eine Karte, ein "
                   "Gedanke."), URL, "Code mit dem Telefon öffnen")
TAGS = [room.Tag(str(n), "Muntere Bachstelze", "Zivilgesellschaft", "Z", URL if n < 5 else "")
        for n in range(1, 11)]
ROWS = [[str(n), "Graue Meise", "7", "–"] for n in range(1, 91)]

MADE = {
    "signs": lambda: room.signs(HEAD, [SHEET, room.Sheet("Tisch 8")]),
    "tables": lambda: room.table_sheets(HEAD, [SHEET, room.Sheet("Tisch 8", "Aufgabe")]),
    "poster-a3": lambda: room.posters(HEAD, [SHEET]),
    "poster-a1": lambda: room.posters(HEAD, [SHEET, SHEET], size="a1"),
    "hands": lambda: room.hand_counts(HEAD, [SHEET], ["1", "2", "3", "4", "5"],
                                      count="Hände", sheet_no="Tisch"),
    "places": lambda: room.place_list(HEAD, ["Nr.", "Pseudonym", "Runde 1", "Runde 2"], ROWS),
    "tags": lambda: room.name_tags(HEAD, TAGS),
}


@pytest.mark.parametrize("kind", MADE)
def test_every_sheet_passes_both_standards(kind):
    assert findings(MADE[kind]()) == []


@pytest.mark.parametrize("kind", ["signs", "tables", "poster-a3", "hands"])
def test_every_sheet_says_everything(kind):
    made = MADE[kind]()
    text = squeezed(pages(made)[0])
    assert headings(made)[0] == (1, "Tisch 7")
    for wanted in ("Begegnungsräume und soziale Teilhabe", "Code mit dem Telefon öffnen",
                   "Beispieldaten"):
        assert squeezed(wanted) in text


def test_one_sheet_for_each_table():
    assert [len(pages(MADE[kind]())) for kind in ("signs", "tables", "poster-a1")] == [2, 2, 2]


def test_a_count_has_a_box_for_each_value_of_each_line():
    made = MADE["hands"]()
    assert roles(made).count("TR") == 3
    assert roles(made).count("TH") == 6
    assert squeezed(HOSTILE) in squeezed(pages(made)[0])


def test_the_place_list_repeats_its_head_on_every_page():
    made = MADE["places"]()
    assert [("Pseudonym" in text) for text in pages(made)] == [True] * len(pages(made))
    assert sum(text.count("Graue Meise") for text in pages(made)) == 90


def test_eight_tags_on_a_sheet():
    made = MADE["tags"]()
    assert [text.count("Zivilgesellschaft") for text in pages(made)] == [8, 2]


def test_posters_have_their_size():
    with pikepdf.open(io.BytesIO(MADE["poster-a1"]())) as document:
        box = [float(v) for v in document.pages[0].MediaBox]
    assert [round(v) for v in box] == [0, 0, 1684, 2384]


def test_the_same_sheet_gives_the_same_bytes():
    assert MADE["tables"]() == MADE["tables"]()


def test_a_stream_that_ends_like_a_line_is_written_otherwise():
    with pikepdf.new() as document:
        document.add_blank_page()
        document.pages[0].Contents = document.make_stream(b"% Ende\r")
        made = saved(document)
    assert b"\r\nendstream" in made
    better = settled(made)
    assert b"\r\nendstream" not in better and better == settled(made)
    with pikepdf.open(io.BytesIO(better)) as document:
        assert document.pages[0].Contents.read_bytes() == b"% Ende\r"
    assert settled(better) == better


def test_such_a_stream_keeps_the_parameters_of_its_filter():
    rows = b"\x02abc\x02" + b"\x00" * 3  # PNG prediction, two rows of three bytes
    raw, png = zlib.compress(rows) + b"\r", pikepdf.Dictionary(Predictor=12, Columns=3)
    with pikepdf.new() as document:
        document.add_blank_page()
        stream = document.make_stream(b"")
        stream.write(raw, filter=pikepdf.Name.FlateDecode, decode_parms=png)
        document.pages[0].Contents = stream
        made = settled(saved(document))
    assert b"\r\nendstream" not in made
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.pages[0].Contents.read_bytes() == b"abcabc"


def test_metadata_that_end_so_stay_readable():
    with pikepdf.new() as document:
        page = document.add_blank_page()
        page.Metadata = document.make_stream(b"<x/>\r", Type=pikepdf.Name.Metadata)
        made = settled(saved(document))
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.pages[0].Metadata.read_raw_bytes() == b"<x/>\r\n"


def test_what_does_not_fit_is_named():
    with pytest.raises(DocumentError, match="1 to 400, not 0"):
        room.signs(HEAD, [])
    with pytest.raises(DocumentError, match="has 1 cells, 2 are needed"):
        room.place_list(HEAD, ["a", "b"], [["x"]])
    with pytest.raises(DocumentError, match="must not be empty"):
        room.signs(HEAD, [room.Sheet(" ")])
    with pytest.raises(DocumentError, match="must be 1 to 12"):
        room.hand_counts(HEAD, [SHEET], [], count="n", sheet_no="Tisch")


def test_printed_codes_can_be_scanned(tmp_path):
    tools = shutil.which("zbarimg") and shutil.which("pdftoppm")
    need("zbar", bool(tools), "no zbarimg or pdftoppm (Debian: zbar-tools, poppler-utils)")
    (tmp_path / "tags.pdf").write_bytes(MADE["tags"]())
    command = ["pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-png", "tags.pdf", "s"]
    subprocess.run(command, check=True, cwd=tmp_path)
    image = str(next(tmp_path.glob("*.png")))
    read = subprocess.run(["zbarimg", "-q", "--raw", image], capture_output=True, text=True)
    assert read.stdout.split() == [URL] * 4
