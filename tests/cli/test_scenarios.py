"""``weitblick scenarios solve`` on the published matrices with known answers."""

import json
from pathlib import Path

import pytest

CASES = Path(__file__).parents[3] / "shared" / "cases" / "crossimpact"
EXPECTED = CASES / "expected.json"
NAMES = {"DATASET_B5": "PyCIB_DATASET_B5"}


def known() -> dict:
    return json.loads(EXPECTED.read_text()) if EXPECTED.exists() else {}


def test_the_answers_are_there():
    if not known():
        pytest.skip("the published matrices are not on this machine (shared/cases/crossimpact)")


@pytest.mark.parametrize("file", sorted(CASES.glob("*.scw")), ids=lambda file: file.stem)
def test_every_published_matrix_is_solved_to_its_known_answer(ask, file):
    answer = known()[NAMES.get(file.stem, file.stem)]
    found = ask("scenarios", "solve", file)
    pairs = sorted(zip(found["scenarios"], found["consistency"], strict=True))
    expected = sorted(
        (list(states), least) for states, (least, _total)
        in zip(answer["consistent_1based"], answer["min_margin_TIS"], strict=True)
    )
    assert (found["complete"], found["count"], pairs) == (True, len(expected), expected)
    assert len(found["digest"]) == 64


def test_tolerance_finds_more_and_changes_the_digest(ask):
    file = CASES / "somewhereland.scw"
    if not file.exists():
        pytest.skip("the published matrices are not on this machine (shared/cases/crossimpact)")
    strict, loose = (ask("scenarios", "solve", file, "--tolerance", k) for k in (0, 2))
    assert loose["count"] > strict["count"] == 10
    assert {tuple(one) for one in strict["scenarios"]} < {tuple(one) for one in loose["scenarios"]}
    assert strict["digest"] != loose["digest"]


def test_people_read_a_table_and_that_it_is_complete(run):
    file = CASES / "somewhereland.scw"
    if not file.exists():
        pytest.skip("the published matrices are not on this machine (shared/cases/crossimpact)")
    done = run("scenarios", "solve", file)
    assert done.returncode == 0
    assert "10 consistent of 486 scenarios (complete: there are no others)" in done.stdout
