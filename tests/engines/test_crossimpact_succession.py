"""Basins are exact integers, agree with published weights, and every rule ends where it must."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from tests.engines.matrices import (
    FILES,
    brute_force,
    expected,
    mixed_matrix,
    needs_cases,
    published,
    random_matrix,
)  # fmt: skip
from weitblick.engines.crossimpact import basins, trajectory
from weitblick.engines.crossimpact.drift import follow
from weitblick.engines.errors import InputError


@needs_cases
@pytest.mark.parametrize("name", FILES)
def test_basin_weights_agree_with_the_published_ones(name):
    case, result = expected()[name], basins(published(name))
    weights = [result.weight_of(tuple(scenario)) for scenario in case["consistent_1based"]]
    assert weights == case["basins_global_stay_on_tie"]
    assert result.cycle_weight == case["starts_ending_in_cycles"]
    assert sum(attractor.is_cycle for attractor in result.attractors) == case["n_cycles"]


@pytest.mark.parametrize("rule", ["global", "incremental", "local"])
def test_exact_basins_agree_with_following_every_single_start(rule):
    for seed in range(25):
        matrix = mixed_matrix(seed)
        result = basins(matrix, rule=rule)
        counted: dict = {}
        for start in itertools.product(*(range(1, count + 1) for count in matrix.counts)):
            cycle = frozenset(trajectory(matrix, start, rule)[1])
            counted[cycle] = counted.get(cycle, 0) + 1
        assert {frozenset(a.scenarios): a.weight for a in result.attractors} == counted


@pytest.mark.parametrize("rule", ["global", "incremental", "local"])
def test_fixed_points_of_every_rule_are_the_consistent_scenarios(rule):
    for seed in range(25):
        matrix = mixed_matrix(seed)
        fixed = [a.scenarios[0] for a in basins(matrix, rule=rule).attractors if not a.is_cycle]
        assert sorted(fixed) == brute_force(matrix)


def test_a_sample_estimates_the_shares_within_its_error_and_repeats_with_its_seed():
    matrix = random_matrix(8, 0.5, 3)
    exact, sample = basins(matrix), basins(matrix, samples=4000, seed=7)
    assert sample == basins(matrix, samples=4000, seed=7)
    assert (sample.exact, sample.starts) == (False, 4000)
    assert sum(attractor.weight for attractor in sample.attractors) == 4000
    shares = {attractor.scenarios: attractor.share for attractor in exact.attractors}
    for attractor in sample.attractors:
        error = abs(attractor.share - shares[attractor.scenarios])
        assert error <= 5 * attractor.standard_error


@pytest.mark.parametrize("rule", ["global", "incremental", "local"])
def test_the_compiled_count_agrees_with_the_table(rule):
    for seed in range(25):
        matrix = mixed_matrix(seed)
        table, cut = basins(matrix, rule=rule), matrix.space // 3
        counted: dict = {}
        for part in (follow(matrix, rule, 0, cut), follow(matrix, rule, cut, matrix.space)):
            for code, weight in part.items():
                counted[code] = counted.get(code, 0) + weight
        codes = {
            int(np.ravel_multi_index([state - 1 for state in a.scenarios[0]], matrix.counts)): a
            for a in table.attractors
        }
        assert counted == {code: a.weight for code, a in codes.items()}


def test_a_stopped_count_gives_way_to_a_sample():
    matrix = random_matrix(13, 0.5, 3)
    result = basins(matrix, samples=500, exact=True, stop=lambda: True)
    assert (result.exact, result.starts) == (False, 500)


def test_an_unknown_rule_is_refused():
    with pytest.raises(InputError) as refused:
        basins(random_matrix(3, 1.0, 1), rule="sideways")
    assert refused.value.code == "unknown_rule"
