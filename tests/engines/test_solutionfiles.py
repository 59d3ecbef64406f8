"""Solution files of ScenarioWizard (.sl): the published ones hold row for row, others do not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weitblick.engines.crossimpact import basins, solve
from weitblick.engines.scenariofiles import (
    MatrixFileError,
    parse_solutions,
    read_matrix,
    read_solutions,
    verify_solutions,
)

CASES = Path(__file__).parents[3] / "shared" / "cases" / "crossimpact"
FILES = sorted(CASES.glob("*.sl"))
GLOBAL = CASES / "CIB_global.sl"
NESTED = CASES / "CIB_nested_simplified_standardized.sl"

needs_cases = pytest.mark.skipif(
    not FILES, reason="the published matrices are not on this machine (shared/cases/crossimpact)"
)


def sl(*rows: str, count: int | None = None) -> bytes:
    """A solution file with these rows."""
    number = len(rows) if count is None else count
    return "\r\n".join(["$ ScenarioWizard 3.0", "Solution set", f" {number} ", "", *rows]).encode()


@needs_cases
def test_both_published_files_are_there():
    assert [file.stem for file in FILES] == [GLOBAL.stem, NESTED.stem]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_published_row_holds_and_none_is_missing(file):
    matrix, rows = read_matrix(file.with_suffix(".scw")), read_solutions(file)
    checked = verify_solutions(matrix, rows)
    assert [one.problems for one in checked] == [()] * len(rows)
    assert sorted(row.scenario for row in rows) == list(solve(matrix).scenarios)


@needs_cases
def test_published_weights_are_the_exact_basins():
    matrix, rows = read_matrix(GLOBAL.with_suffix(".scw")), read_solutions(GLOBAL)
    found = basins(matrix)
    assert all(row.weight_is_exact for row in rows)
    assert [found.weight_of(row.scenario) for row in rows] == [row.weight for row in rows]


@needs_cases
def test_a_file_that_does_not_belong_to_its_matrix_is_caught():
    checked = verify_solutions(read_matrix(GLOBAL.with_suffix(".scw")), read_solutions(NESTED))
    assert {one.problems for one in checked} == {("no_such_scenario",)}
    assert {(one.consistency, one.total_impact) for one in checked} == {(None, None)}


@needs_cases
def test_each_wrong_field_is_named():
    rows = parse_solutions(sl(
        '" 2 3 2",4,0,0,15,""', '" 2 3 2",4,0,0,15,"again, with a comma"',
        '" 3 1 3",12,2,0,12,""', '" 2 2 2",1,0,0,10,""', '" 1 1 1",0,0,0,0,""',
        '" 1 1 9",0,0,0,0,""',
    ), "made.sl")
    checked = verify_solutions(read_matrix(GLOBAL.with_suffix(".scw")), rows)
    assert [one.problems for one in checked[:4]] == [
        (), ("repeated",), ("consistency_differs",), ("impact_differs",)]
    assert "inconsistent" in checked[4].problems
    assert checked[5].problems == ("no_such_scenario",)
    assert rows[1].name == "again, with a comma"
    assert [row.line for row in rows] == [5, 6, 7, 8, 9, 10]


def test_a_rounded_weight_is_not_taken_for_a_count():
    row, = parse_solutions(sl('" 1 2",1.677722E+07,0,0,15,""'), "made.sl")
    assert (row.weight, row.weight_is_exact) == (16_777_220.0, False)


@pytest.mark.parametrize(("data", "line", "code"), [
    (b"", 1, "sl_head"),
    (b"$ ScenarioWizard 3.0\nSolution set", 3, "sl_count"),
    (sl('" 1 2",4,0,0,15,""', count=2), 3, "sl_rows"),
    (sl('" 1 2",4,0,0,15'), 5, "sl_fields"),
    (sl('" 1 x",4,0,0,15,""'), 5, "not_a_number"),
    (sl('" 1 2",4,0.5,0,15,""'), 5, "not_a_number"),
    (sl('" 1 2",-4,0,0,15,""'), 5, "sl_weight"),
    (sl('" 1 2",nan,0,0,15,""'), 5, "sl_weight"),
    (sl('"  ",4,0,0,15,""'), 5, "sl_empty"),
])
def test_damaged_files_say_line_and_reason(data, line, code):
    with pytest.raises(MatrixFileError) as refused:
        parse_solutions(data, "broken.sl")
    assert (refused.value.file, refused.value.line, refused.value.code) == ("broken.sl", line, code)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(MatrixFileError) as refused:
        read_solutions(tmp_path / "none.sl")
    assert refused.value.code == "cannot_open"


GOOD = sl('" 1 2",4,0,0,15,""', '" 2 1",1.6E+07,-3,0,-2,"ä"')


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=8))
def test_damage_anywhere_is_read_or_refused_but_never_crashes(changes):
    data = bytearray(GOOD)
    for place, byte in changes:
        data[place] = byte
    try:
        rows = parse_solutions(bytes(data), "damaged.sl")
    except MatrixFileError as refused:
        assert refused.line >= 1
    else:
        assert len(rows) == 2
