"""Shortlists are proven best, aggregates follow their rule, and the balance sheet adds up."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from tests.engines.matrices import brute_force, mixed_matrix, needs_cases, published, random_matrix
from weitblick.engines.crossimpact import (
    aggregate,
    consistency_value,
    ensemble,
    explain,
    impact_balance,
    robustness,
    shortlist,
    solve,
    total_impact,
    wilson_interval,
)  # fmt: skip
from weitblick.engines.crossimpact.robustness import perturbed
from weitblick.engines.errors import InputError


def apart(first, second):
    return sum(a != b for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("k", [2, 3, 4])
def test_the_shortlist_is_the_best_of_all_choices(k):
    for seed in range(12):
        matrix = random_matrix(6, 0.4, seed)
        solutions = solve(matrix, tolerance=3)
        found, values = solutions.scenarios[:14], solutions.consistency[:14]
        if len(found) <= k:
            continue

        def worth(choice, found=found, values=values):
            least = min(apart(found[a], found[b]) for a, b in itertools.combinations(choice, 2))
            return least, sum(values[a] for a in choice)

        best = max(map(worth, itertools.combinations(range(len(found)), k)))
        assert worth(shortlist(matrix, found, k)) == best


def test_a_shortlist_of_everything_is_everything():
    matrix = random_matrix(6, 0.4, 1)
    solutions = solve(matrix)
    assert shortlist(matrix, solutions, 100) == tuple(range(solutions.count))


def test_a_shortlist_of_very_many_is_refused_with_advice():
    matrix = random_matrix(6, 0.4, 1)
    with pytest.raises(InputError) as refused:
        shortlist(matrix, [(1,) * 6] * 5001, 3)
    assert (refused.value.code, refused.value.params) == ("too_many_for_shortlist", {"found": 5001})


def test_aggregate_takes_the_median_and_rounds_halves_towards_zero():
    judges = [[[0, 3], [np.nan, -1]], [[1, 3], [np.nan, -2]]]
    values, dissent = aggregate(judges)
    assert values.tolist() == [[0, 3], [0, -1]]
    assert dissent[0].tolist() == [0.5, 0.0]
    assert np.isnan(dissent[1, 0])
    assert aggregate([[[1]], [[1]], [[3]]], how="mean")[0].tolist() == [[2]]


def test_aggregate_refuses_nobody_and_unequal_shapes():
    with pytest.raises(InputError) as nobody:
        aggregate([])
    assert nobody.value.code == "no_judges"
    with pytest.raises(InputError) as unequal:
        aggregate([np.zeros((2, 2)), np.zeros((3, 3))])
    assert unequal.value.params == {"judge": 2}


def test_wilson_interval_agrees_with_the_textbook():
    low, high = wilson_interval(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson_interval(0, 10)[0] == 0.0
    assert wilson_interval(10, 10)[1] == 1.0


def test_agreeing_judges_and_no_noise_never_break_a_scenario():
    matrix = random_matrix(8, 0.5, 2)
    scenarios = solve(matrix).scenarios
    for verdict in robustness(matrix, scenarios, runs=20, seed=1, judges=[matrix.values] * 3):
        assert (verdict.stayed, verdict.share) == (20, 1.0)
    for verdict in robustness(matrix, scenarios, runs=20, seed=1, noise=0.0):
        assert verdict.stayed == 20


def test_robustness_repeats_with_its_seed_and_counts_what_it_says():
    matrix = random_matrix(8, 0.5, 2)
    scenarios = solve(matrix).scenarios
    first = robustness(matrix, scenarios, runs=50, seed=4)
    assert first == robustness(matrix, scenarios, runs=50, seed=4)
    assert all(v.low <= v.share <= v.high and v.share == v.stayed / 50 for v in first)
    assert any(v.stayed < 50 for v in first)


def test_the_balance_sheet_adds_up_line_by_line():
    for seed in range(25):
        matrix = mixed_matrix(seed)
        scenario = tuple(1 for _ in matrix.counts)
        sheet, balance = explain(matrix, scenario), impact_balance(matrix, scenario)
        assert sheet.consistency == consistency_value(matrix, scenario)
        assert sheet.total_impact == total_impact(matrix, scenario)
        for line in sheet.lines:
            assert line.scores == tuple(balance[line.descriptor])
            influences = (*line.supporting, *line.hindering)
            assert sum(influence.value for influence in influences) == line.score
            if line.rival is not None:
                assert line.margin == line.score - line.rival_score


def test_a_tip_really_tips():
    for seed in range(25):
        matrix = mixed_matrix(seed)
        scenario = tuple(1 for _ in matrix.counts)
        for line in explain(matrix, scenario).lines:
            for tip in line.tips:
                changed = list(scenario)
                changed[tip.source] = tip.state
                after = explain(matrix, changed).lines[line.descriptor]
                assert after.margin == tip.new_margin < 0


@needs_cases
def test_why_the_strongest_somewhereland_scenario_holds():
    matrix = published("somewhereland")
    sheet = explain(matrix, (1, 3, 1, 2, 3, 3))
    assert (sheet.consistency, sheet.total_impact) == (1, 21)
    values = np.array([line.score for line in sheet.lines])
    assert values.sum() == 21


def test_an_ensemble_counts_the_scenarios_of_each_perturbed_matrix():
    matrix = random_matrix(6, 0.6, 4)
    found = ensemble(matrix, runs=30, seed=2)
    counted: dict = {}
    for changed in perturbed(matrix, 30, 2):
        for scenario in brute_force(changed):
            counted[scenario] = counted.get(scenario, 0) + 1
    assert {verdict.scenario: verdict.stayed for verdict in found.scenarios} == counted
    assert (found.runs, found.cut) == (30, 0)
    own = solve(matrix).scenarios
    assert {v.scenario: v.stayed for v in robustness(matrix, own, runs=30, seed=2)} == {
        scenario: counted.get(scenario, 0) for scenario in own
    }
