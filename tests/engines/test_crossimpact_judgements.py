"""Readings, certificates, interventions, repairs and counts keep what they promise.

Each is checked against what brute force says on small matrices, mostly by trying every case.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from tests.engines.matrices import (
    brute_force,
    mixed_matrix,
    named,
    needs_cases,
    published,
    random_matrix,
)  # fmt: skip
from weitblick.engines.crossimpact import (
    aggregate,
    certificate,
    consistency_value,
    count_consistent,
    disagreements,
    guarantee,
    intervene,
    needed_holds,
    readings,
    sample,
    solve,
    stream,
    total_impact,
)  # fmt: skip
from weitblick.engines.crossimpact.repairs import least_repairs, least_tolerance, repair_cost
from weitblick.engines.errors import InputError


def small(seed):
    """Two or three descriptors with two states, few judgements."""
    draw = np.random.default_rng(seed)
    count = 2 + seed % 2
    values = draw.integers(-2, 3, (2 * count, 2 * count))
    values[draw.random(values.shape) < 0.5] = 0
    return named((2,) * count, values)


def test_certain_and_possible_scenarios_are_those_of_all_and_of_some_readings():
    for seed in range(20):
        matrix, draw = small(seed), np.random.default_rng(seed)
        contested = draw.choice(matrix.values.size, 5, replace=False)
        other = matrix.values.copy()
        other.flat[contested] += draw.integers(1, 3, 5)
        found = readings(matrix, [matrix.values, other])
        every, some = None, set()
        ranges = [range(matrix.values.flat[c], other.flat[c] + 1) for c in contested]
        for reading in itertools.product(*ranges):
            values = matrix.values.copy()
            values.flat[contested] = reading
            consistent = set(brute_force(matrix.with_values(values)))
            every = consistent if every is None else every & consistent
            some |= consistent
        # A reading may read each judgement differently, so what holds for some single matrix is
        # possible, and what is certain holds in every one.
        assert set(found.certain) == every
        assert set(found.possible) == some
        assert found.certain_complete and found.possible_complete


def test_readings_of_agreeing_judges_are_the_consistent_scenarios():
    for seed in range(20):
        matrix = mixed_matrix(seed)
        found = readings(matrix, [matrix.values, matrix.values])
        assert list(found.certain) == list(found.possible) == brute_force(matrix)


def test_disagreements_name_exactly_the_judgements_that_decide():
    for seed in range(15):
        matrix, draw = small(seed), np.random.default_rng(seed + 100)
        judges = [matrix.values, matrix.values + draw.integers(0, 3, matrix.values.shape)]
        possible = readings(matrix, judges).possible
        agreed = matrix.with_values(aggregate(judges)[0])
        truth = {}
        for row, column in np.argwhere(judges[0] != judges[1]):
            verdicts = []
            for judge in judges:
                values = agreed.values.copy()
                values[row, column] = judge[row, column]
                consistent = brute_force(matrix.with_values(values))
                verdicts.append({s for s in possible if s in consistent})
            if verdicts[0] != verdicts[1]:
                truth[row, column] = (verdicts[1] - verdicts[0], verdicts[0] - verdicts[1])
        found = {
            (
                matrix.offsets[d.source] + d.source_state - 1,
                matrix.offsets[d.target] + d.target_state - 1,
            ): (set(d.gained), set(d.lost))
            for d in disagreements(matrix, judges, possible)
        }
        assert found == truth


def test_a_certificate_is_sharp():
    for seed in range(25):
        matrix = mixed_matrix(seed)
        for scenario in brute_force(matrix)[:3]:
            proof = certificate(matrix, scenario, within=4)
            if max(matrix.counts) > 1:
                assert proof.safe == consistency_value(matrix, scenario) == proof.breaking - 1
            for cell in proof.cells:
                at = (
                    matrix.offsets[cell.source] + cell.source_state - 1,
                    matrix.offsets[cell.target] + cell.target_state - 1,
                )
                assert matrix.values[at] == cell.value
                step = 1 if cell.change > 0 else -1
                for change, breaks in ((cell.change, True), (cell.change - step, False)):
                    values = matrix.values.copy()
                    values[at] += change
                    left = consistency_value(matrix.with_values(values), scenario)
                    assert (left < 0) == breaks


def test_holding_a_state_frees_its_descriptor_and_leaves_the_scores_alone():
    for seed in range(25):
        matrix = mixed_matrix(seed)
        held = intervene(matrix, hold={0: 1})
        expected = [
            scenario
            for scenario in itertools.product(*(range(1, c + 1) for c in matrix.counts))
            if scenario[0] == 1 and set(needed_holds(matrix, scenario)) <= {0}
        ]
        assert list(solve(held).scenarios) == expected
        for scenario in expected:
            assert total_impact(held, scenario) == total_impact(matrix, scenario)


def test_a_bias_pushes_by_its_points():
    matrix = named((2, 2), np.zeros((4, 4)))
    assert solve(intervene(matrix, bias={1: (0, 1)})).scenarios == ((1, 2), (2, 2))


def test_what_is_needed_for_a_target_is_enough_and_not_too_much():
    for seed in range(15):
        matrix = mixed_matrix(seed)
        target = tuple(1 for _ in matrix.counts)
        needed = needed_holds(matrix, target)
        assert target in solve(intervene(matrix, hold=needed)).scenarios
        for descriptor in needed:
            fewer = {j: state for j, state in needed.items() if j != descriptor}
            assert target not in solve(intervene(matrix, hold=fewer)).scenarios


def smallest_by_trying(matrix, goal, levers, most):
    for size in range(most + 1):
        for chosen in itertools.combinations(levers, size):
            for states in itertools.product(*(range(1, matrix.counts[j] + 1) for j in chosen)):
                held = brute_force(intervene(matrix, hold=dict(zip(chosen, states, strict=True))))
                if held and all(s[j] in welcome for s in held for j, welcome in goal.items()):
                    return size
    return None


def test_a_guarantee_holds_and_is_the_smallest():
    answers = set()
    for seed in range(10):
        matrix = random_matrix(4, 0.7, seed)
        goal = {0: {1, 2} if seed % 2 else {3}}
        found = guarantee(matrix, goal, most=2)
        size = None if found.holds is None else len(found.holds)
        assert found.proven
        assert size == smallest_by_trying(matrix, goal, [1, 2, 3], 2)
        answers.add(size)
    assert len(answers) > 1


def test_a_goal_must_name_states_that_exist():
    with pytest.raises(InputError) as refused:
        guarantee(random_matrix(3, 1.0, 1), {7: {1}})
    assert refused.value.code == "no_such_state"


def test_the_least_repair_is_the_least_and_repairs():
    repaired = 0
    for seed in range(12):
        matrix = random_matrix(4, 1.0, seed)
        everything = itertools.product(*(range(1, count + 1) for count in matrix.counts))
        costs = sorted(repair_cost(matrix, scenario) for scenario in everything)
        repairs = least_repairs(matrix, 3)
        assert [repair.cost for repair in repairs] == costs[:3]
        values = matrix.values.copy()
        for change in repairs[0].changes:
            row = matrix.offsets[change.source] + change.source_state - 1
            values[row, matrix.offsets[change.target] + change.target_state - 1] += change.points
        assert np.abs(values - matrix.values).sum() == repairs[0].cost
        assert repairs[0].scenario in brute_force(matrix.with_values(values))
        repaired += repairs[0].cost > 0
        assert brute_force(matrix, least_tolerance(matrix))
    assert repaired > 0


def test_counts_and_marginals_agree_with_the_list():
    for seed in range(40):
        matrix, tolerance = mixed_matrix(seed), seed % 3
        truth = brute_force(matrix, tolerance)
        counted = count_consistent(matrix, tolerance=tolerance)
        assert (counted.count, counted.complete) == (len(truth), True)
        assert sorted(stream(matrix, tolerance=tolerance)) == truth
        for j, row in enumerate(counted.marginals):
            states = range(1, matrix.counts[j] + 1)
            assert list(row) == [sum(s[j] == state for s in truth) for state in states]


def test_more_scenarios_than_anybody_could_list_are_counted_exactly():
    matrix = named((3,) * 40, np.zeros((120, 120)))
    counted = count_consistent(matrix)
    assert counted.count == 3**40
    assert counted.marginals[0] == (3**39,) * 3


def test_a_sample_is_even_and_repeats_with_its_seed():
    matrix = random_matrix(6, 0.4, 1)
    truth = solve(matrix, tolerance=3).scenarios
    drawn = sample(matrix, 4000, seed=3, tolerance=3)
    assert drawn == sample(matrix, 4000, seed=3, tolerance=3)
    assert set(drawn) <= set(truth)
    expected = 4000 / len(truth)
    for scenario in truth:
        assert abs(drawn.count(scenario) - expected) < 5 * expected**0.5
    assert sample(random_matrix(15, 1.0, 2), 3, seed=1) == ()


@needs_cases
def test_a_certificate_and_the_needed_holds_of_somewhereland():
    matrix = published("somewhereland")
    proof = certificate(matrix, (1, 3, 1, 2, 3, 3), within=2)
    assert (proof.safe, proof.breaking) == (1, 2)
    assert needed_holds(matrix, (1, 3, 1, 2, 3, 3)) == {}
