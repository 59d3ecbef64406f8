"""Matrices survive every file format unchanged, and damaged files say where and why."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engines.matrices import CASES, FILES, mixed_matrix, needs_cases, published
from weitblick.engines.crossimpact import CrossImpactMatrix, Descriptor
from weitblick.engines.scenariofiles import (
    MatrixFileError,
    parse_matrix,
    read_matrix,
    render_matrix,
    write_matrix,
)  # fmt: skip

SMALL = (
    "$ ScenarioWizard 4.0\nDemo\n&A\n -a1\n -a2\n&B\n -\n -b2\n#\n&\n \n \n&\n \n \n#\n#\n"
    "FFFFFF\nFFFFFF\nFFFFFF\nFFFFFF\n#\n#\n"
    ' 0 , 0 , 1 ,-1 \n 0 , 0 ,-1 , 1 \n 2 ,-2 , 0 , 0 \n 0 , 0 , 0 , 0 \n#\n# 0-0\n""\n#\n#\n'
)
NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs"], max_codepoint=0xFFFD), max_size=8)


@needs_cases
@pytest.mark.parametrize("name", FILES)
def test_real_scw_files_come_back_byte_for_byte(name):
    original = (CASES / FILES[name]).read_bytes()
    assert render_matrix(parse_matrix(original, "m.scw"), "m.scw") == original
    windows = original.replace(b"\n", b"\r\n")
    assert render_matrix(parse_matrix(windows, "m.scw"), "m.scw") == windows


@needs_cases
@pytest.mark.parametrize("suffix", [".scw", ".csv", ".xlsx"])
@pytest.mark.parametrize("name", FILES)
def test_published_matrices_survive_every_format(name, suffix, tmp_path):
    matrix = published(name)
    write_matrix(CrossImpactMatrix.from_array(matrix.descriptors, matrix.values, matrix.title),
                 tmp_path / f"m{suffix}")  # fmt: skip
    assert read_matrix(tmp_path / f"m{suffix}") == matrix


def test_changing_one_judgement_changes_one_line():
    matrix = parse_matrix(SMALL.encode(), "m.scw")
    values = matrix.values.copy()
    values[1, 3] = -2
    changed = render_matrix(matrix.with_values(values), "m.scw").decode().split("\n")
    different = [
        pair for pair in zip(SMALL.split("\n"), changed, strict=True) if pair[0] != pair[1]
    ]
    assert different == [(" 0 , 0 ,-1 , 1 ", " 0 , 0 ,-1 ,-2 ")]


def test_empty_state_names_and_a_filled_diagonal_are_kept():
    text = SMALL.replace(" 0 , 0 , 1 ,-1 ", " 3 ,-3 , 1 ,-1 ")
    matrix = parse_matrix(text.encode(), "m.scw")
    assert matrix.descriptors == (Descriptor("A", ("a1", "a2")), Descriptor("B", ("", "b2")))
    assert matrix.values[0].tolist() == [3, -3, 1, -1]


def test_umlauts_are_read_in_both_encodings_and_kept():
    text = SMALL.replace("Demo", "Mobilität").replace("&A", "&Größe")
    for encoding in ("utf-8", "cp1252"):
        data = text.encode(encoding)
        matrix = parse_matrix(data, "m.scw")
        assert (matrix.title, matrix.descriptors[0].name) == ("Mobilität", "Größe")
        assert render_matrix(matrix, "m.scw") == data


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("$ Scen", "Scen", 1, "this is no ScenarioWizard project"),
        ("&A\n", "", 3, "expected '&descriptor' or ' -state', found ' -a1'."),
        (" 0 , 0 ,-1 , 1 ", " 0 , 0 ,-1 ", 25, "expected 4 judgements, found 3."),
        (" 0 , 0 ,-1 , 1 ", " 0 , 0 ,-1 , x ", 25, "judgement 4 is 'x', not a whole number."),
        (" 0 , 0 , 0 , 0 \n", "", 27, "expected 4 rows of judgements, found 3."),
        (" 0 , 0 , 0 , 0 \n", " 0 , 0 , 0 , 0 \n 1 , 1 , 1 , 1 \n", 28, "expected the line '#'"),
    ],
)
def test_damaged_scw_files_give_line_and_reason(old, new, line, reason):
    with pytest.raises(MatrixFileError) as error:
        parse_matrix(SMALL.replace(old, new, 1).encode(), "damaged.scw")
    assert (error.value.file, error.value.line) == ("damaged.scw", line)
    assert error.value.reason.startswith(reason)


@pytest.mark.parametrize(
    ("table", "line", "reason"),
    [
        ("", 0, "the table is empty."),
        ("t;;A;A\n;;x;y\n", 2, "there are no rows of judgements."),
        ("t;;A;A\n;;x;y\nA;x;1;0\nA;y;0;1,5\n", 4, "column 4 holds '1,5', not a whole number."),
        ("t;;A;A\n;;x;z\nA;x;1;0\nA;y;0;1\n", 2, "column 4 is headed 'z' where the rows say 'y'"),
        ("t;;A;A\n;;x;y\nA;x;1;0;7\nA;y;0;1\n", 3, "expected 2 judgements, found 3."),
    ],
)
def test_damaged_tables_give_row_and_reason(table, line, reason):
    with pytest.raises(MatrixFileError) as error:
        parse_matrix(table.encode(), "damaged.csv")
    assert (error.value.file, error.value.line) == ("damaged.csv", line)
    assert error.value.reason.startswith(reason)


def test_a_hand_made_table_with_two_heads_is_read():
    table = "Demo,,A,,B,B\n,,x,y,x,y\nA,x,,,1,-1\n,y,,,,2\nB,x,3,0,,\nB,y,0,0,,\n"
    matrix = parse_matrix(table.encode(), "hand.csv")
    assert [d.states for d in matrix.descriptors] == [("x", "y"), ("x", "y")]
    assert matrix.values.tolist() == [[0, 0, 1, -1], [0, 0, 0, 2], [3, 0, 0, 0], [0, 0, 0, 0]]


def test_missing_and_unknown_files_are_named(tmp_path):
    with pytest.raises(MatrixFileError) as missing:
        read_matrix(tmp_path / "none.scw")
    assert (missing.value.file, missing.value.code) == ("none.scw", "cannot_open")
    with pytest.raises(MatrixFileError) as unknown:
        read_matrix(tmp_path / "none.doc")
    assert unknown.value.code == "unknown_suffix"


@given(st.data(), st.sampled_from(["m.scw", "m.csv", "m.xlsx"]))
@settings(max_examples=60, deadline=None)
def test_any_names_and_judgements_survive_a_round_trip(data, name):
    matrix = mixed_matrix(data.draw(st.integers(0, 10**6)), 20)
    labels = [
        Descriptor(data.draw(NAMES), tuple(data.draw(NAMES) for _ in descriptor.states))
        for descriptor in matrix.descriptors
    ]
    named = CrossImpactMatrix.from_array(labels, matrix.values, data.draw(NAMES))
    assert parse_matrix(render_matrix(named, name), name) == named


def mutilate(data: bytes, draw: np.random.Generator) -> bytes:
    """Cut, double, overwrite or insert bytes somewhere."""
    begin, end = sorted(draw.integers(0, len(data) + 1, 2).tolist())
    end = min(end, begin + 40)
    junk = bytes(draw.integers(0, 256, 5).tolist())
    choices = [data[:begin], data[:begin] + data[end:], data[:end] + data[begin:],
               data[:begin] + junk + data[end:], data[:begin] + b"#\n" + data[begin:],
               data[:begin] + b",-9" + data[begin:]]  # fmt: skip
    return choices[int(draw.integers(len(choices)))]


@pytest.mark.parametrize("name", ["m.scw", "m.csv", "m.xlsx"])
def test_mutilated_files_are_read_or_refused_but_never_crash(name):
    original = render_matrix(parse_matrix(SMALL.encode(), "m.scw"), name)
    draw = np.random.default_rng(5)
    refused = 0
    for _ in range(400):
        data = mutilate(original, draw)
        try:
            matrix = parse_matrix(data, name)
        except MatrixFileError as error:
            refused += 1
            assert error.reason and error.file == name and error.line >= 0
        else:
            assert matrix.values.shape == (matrix.state_total, matrix.state_total)
    assert refused > 100


@given(st.binary(max_size=300), st.sampled_from(["m.scw", "m.csv", "m.xlsx"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_arbitrary_bytes_are_read_or_refused(data, name):
    head = b"$ ScenarioWizard 4.0\n" if name == "m.scw" else b""
    try:
        parse_matrix(head + data, name)
    except MatrixFileError as error:
        assert str(error).startswith(name)
