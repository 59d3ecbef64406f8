"""What somebody wrote is never a formula in a spreadsheet; numbers stay numbers."""

import pytest

from weitblick.faces.cells import cell


@pytest.mark.parametrize("text", ["=1+1", "+49 361", "-2+3", "@SUM(A1)", "\t=1", "\r=1",
                                  "-1;=2", "=HYPERLINK(\"http://x\")", "+", "-1\n=2"])
def test_a_formula_becomes_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["", "Bus", "-3", "-0,5", "+12.25", "1=1", -3, 0.5, None])
def test_everything_else_stays(value: object) -> None:
    assert cell(value) == value
