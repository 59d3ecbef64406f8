"""Tables that leave the house: no text is a formula, numbers stay numbers, empty cells empty."""

import pytest
from django.utils.translation import gettext_lazy as lazy

from weitblick.faces.cells import as_csv, cell


@pytest.mark.parametrize("text", ["=1+1", "+49 361", "-2+3", "@SUM(A1)", "\t=1", "\r=1",
                                  "-1;=2", "=HYPERLINK(\"http://x\")", "+", "-1\n=2"])
def test_a_formula_becomes_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["", "Bus", "-3", "-0,5", "+12.25", "1=1", -3, 0.5, None])
def test_everything_else_stays(value: object) -> None:
    assert cell(value) == value


def test_a_table_is_a_file_for_any_spreadsheet() -> None:
    rows = [["Jena; Nord", 3], ["Gera", -0.5]]
    answer = as_csv("werkstatt-liste", ["Ort", "n"], rows, ["Quelle"])
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="werkstatt-liste.csv"'
    assert answer.content.decode() == "\ufeffOrt;n\r\n\"Jena; Nord\";3\r\nGera;-0,5\r\nQuelle\r\n"


def test_empty_cells_stay_empty() -> None:
    assert as_csv("x", ["a", ""], [["", None], (0, 0.0)]).content.decode() == \
        "\ufeffa;\r\n;\r\n0;0\r\n"


def test_heads_cells_and_notes_are_disarmed() -> None:
    found = as_csv("x", ["=1"], [["@x"], [lazy("-ab")], ["-0,5"]], ["+y"]).content.decode()
    assert found == "\ufeff'=1\r\n'@x\r\n'-ab\r\n-0,5\r\n'+y\r\n"
