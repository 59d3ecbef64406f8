"""The exact search returns the complete set of consistent scenarios, as the definition has it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.matrices import (
    CASES,
    FILES,
    brute_force,
    expected,
    mixed_matrix,
    named,
    needs_cases,
    published,
    random_matrix,
)  # fmt: skip
from weitblick.engines.crossimpact import (
    MatrixError,
    consistency_value,
    count_consistent,
    solve,
    total_impact,
)
from weitblick.engines.crossimpact.enumeration import consistent_blocks
from weitblick.engines.crossimpact.question import Question
from weitblick.engines.crossimpact.tables import build_tables
from weitblick.engines.crossimpact.walk import Walk, single_states
from weitblick.engines.errors import InputError


def searched(matrix, tolerance=0):
    """What the compiled search alone finds, sorted, 1-based."""
    walk, found = Walk(build_tables(matrix, tolerance)), []
    while not walk.finished:
        found += single_states(walk.advance(50)).tolist()
    return sorted(tuple(state + 1 for state in states) for states in found)


@needs_cases
@pytest.mark.parametrize("name", FILES)
def test_published_matrices_have_their_published_scenarios(name):
    case, solutions = expected()[name], solve(published(name))
    assert solutions.complete
    assert solutions.count == case["n_consistent"]
    assert list(map(list, solutions.scenarios)) == sorted(case["consistent_1based"])
    values = dict(zip(map(tuple, case["consistent_1based"]), case["min_margin_TIS"], strict=True))
    for scenario, margin, impact in zip(
        solutions.scenarios, solutions.consistency, solutions.total_impact, strict=True
    ):
        assert [margin, impact] == values[scenario]


@needs_cases
@pytest.mark.parametrize("case", expected("random_expected.json") if CASES.is_dir() else [])
def test_random_matrices_have_the_scenarios_two_solvers_agreed_on(case):
    matrix = random_matrix(case["N"], case["density"], case["seed"])
    assert list(map(list, solve(matrix).scenarios)) == sorted(case["consistent_1based"])
    assert list(map(list, searched(matrix))) == sorted(case["consistent_1based"])


@pytest.mark.parametrize("tolerance", [0, 1, 3])
def test_enumeration_and_search_agree_with_the_definition_on_small_mixed_matrices(tolerance):
    for seed in range(120):
        matrix = mixed_matrix(seed)
        truth = brute_force(matrix, tolerance)
        assert list(solve(matrix, tolerance=tolerance).scenarios) == truth, seed
        assert searched(matrix, tolerance) == truth, seed


@given(st.integers(0, 10**9), st.sampled_from([1, 3, 20, 40_000]), st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_search_agrees_with_the_definition_for_any_size_of_judgements(seed, largest, tolerance):
    matrix = mixed_matrix(seed, largest)
    assert searched(matrix, tolerance) == brute_force(matrix, tolerance)


def test_a_constant_added_to_a_row_of_a_section_changes_nothing():
    for seed in range(30):
        matrix = mixed_matrix(seed, diagonal=False)
        values = matrix.values.copy()
        draw = np.random.default_rng(seed)
        row, target = draw.integers(len(values)), int(draw.integers(len(matrix.counts)))
        values[row, matrix.columns(target)] += 2
        assert solve(matrix.with_values(values)).scenarios == solve(matrix).scenarios


def test_a_limit_keeps_that_many_and_says_incomplete():
    matrix = named((3, 3), np.zeros((6, 6)))
    solutions = solve(matrix, limit=4)
    assert (solutions.count, solutions.complete) == (4, False)
    assert solve(matrix, limit=9).complete


def test_stop_keeps_what_was_found_and_says_incomplete():
    matrix = named((3,) * 20, np.zeros((60, 60)))
    solutions = solve(matrix, stop=lambda: True)
    assert not solutions.complete
    assert 0.0 < solutions.explored < 1.0
    assert solutions.count == len(set(solutions.scenarios)) > 0


def test_progress_rises_to_the_whole_tree():
    seen = []
    solve(random_matrix(20, 1.0, 1), progress=seen.append)
    explored = [report.explored for report in seen]
    assert explored == sorted(explored)
    assert explored[-1] == 1.0


def test_values_belong_to_their_scenarios():
    matrix = random_matrix(12, 0.3, 1)
    solutions = solve(matrix, tolerance=2)
    for scenario, margin, impact in zip(
        solutions.scenarios, solutions.consistency, solutions.total_impact, strict=True
    ):
        assert consistency_value(matrix, scenario) == margin >= -2
        assert total_impact(matrix, scenario) == impact


def test_the_digest_names_matrix_and_tolerance():
    matrix, other = random_matrix(5, 0.5, 1), random_matrix(5, 0.5, 2)
    assert solve(matrix).digest == solve(matrix).digest
    assert len({solve(matrix).digest, solve(matrix, tolerance=1).digest, solve(other).digest}) == 3


def test_bad_options_and_scenarios_are_refused_with_a_reason():
    matrix = random_matrix(3, 1.0, 1)
    with pytest.raises(InputError) as refused:
        solve(matrix, tolerance=-1)
    assert refused.value.code == "negative_tolerance"
    with pytest.raises(InputError) as refused:
        solve(matrix, limit=0)
    assert refused.value.code == "limit_too_small"
    with pytest.raises(MatrixError) as wrong:
        consistency_value(matrix, (1, 4, 1))
    assert wrong.value.params == {"descriptor": 2, "states": 3, "found": 4}


def test_descriptors_with_very_many_states_are_answered_by_cp_sat():
    draw = np.random.default_rng(3)
    matrix = named((15,) * 5, draw.integers(-9, 10, (75, 75)))
    solutions = solve(matrix)
    truth = [row for _, block in consistent_blocks(Question(matrix)) for row in block.tolist()]
    assert (solutions.method, solutions.complete) == ("cp-sat", True)
    assert solutions.scenarios == tuple(tuple(state + 1 for state in row) for row in truth)
    with pytest.raises(InputError) as refused:
        count_consistent(matrix)
    assert refused.value.code == "too_many_states"


def test_a_single_descriptor_and_a_single_state_are_fine():
    assert solve(named((1,), [[0]])).scenarios == ((1,),)
    assert solve(named((3,), [[0, 1, 0], [0, 0, 0], [2, 0, 1]])).scenarios == ((2,),)
