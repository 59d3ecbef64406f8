"""The best bundles are the best of all bundles, in order, and alike ones are joined."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from weitblick.engines.consistency import (
    Bundle,
    ConsistencyMatrix,
    best_bundles,
    rate,
    raw_scenarios,
)  # fmt: skip
from weitblick.engines.errors import InputError


def generated(seed, counts):
    draw = np.random.default_rng(seed)
    total = sum(counts)
    factors = [(f"f{j}", [f"s{state}" for state in range(count)]) for j, count in enumerate(counts)]
    return ConsistencyMatrix.from_array(factors, np.triu(draw.integers(1, 6, (total, total))))


def all_bundles(matrix, least):
    everything = itertools.product(*(range(1, count + 1) for count in matrix.counts))
    allowed = [bundle for bundle in (rate(matrix, s) for s in everything) if bundle.least >= least]
    return sorted(allowed, key=lambda bundle: (-bundle.total, -bundle.least, bundle.states))


@pytest.mark.parametrize("least", [1, 2, 3])
def test_the_best_bundles_are_the_best_of_all(least):
    for seed in range(25):
        draw = np.random.default_rng(seed)
        matrix = generated(seed, tuple(int(c) for c in draw.integers(1, 5, draw.integers(1, 6))))
        for k in (1, 4, 50):
            best = best_bundles(matrix, k, least=least)
            assert best.complete
            truth = all_bundles(matrix, least)
            assert [(b.total, b.least) for b in best.bundles] == [
                (b.total, b.least) for b in truth[:k]
            ]
            assert len(set(best.bundles)) == len(best.bundles)
            assert set(best.bundles) <= set(truth)


def test_a_bundle_is_rated_by_its_pairs():
    matrix = ConsistencyMatrix.from_array(
        [("a", ["1", "2"]), ("b", ["1", "2"]), ("c", ["1"])],
        [[0, 0, 5, 1, 2], [0, 0, 3, 0, 4], [0, 0, 0, 0, 5], [0, 0, 0, 0, 1], [0, 0, 0, 0, 0]],
    )
    assert rate(matrix, (1, 1, 1)) == Bundle((1, 1, 1), 4.0, 2, 12)
    assert rate(matrix, (2, 2, 1)) == Bundle((2, 2, 1), 8 / 3, 1, 8)
    assert [b.states for b in best_bundles(matrix, 9).bundles] == [(2, 1, 1), (1, 1, 1)]


def test_thirty_factors_with_a_structure_are_solved_exactly():
    draw = np.random.default_rng(1)
    size, hidden = 30, np.random.default_rng(2).integers(0, 3, 30)
    ratings = draw.integers(1, 5, (90, 90))
    rows = 3 * np.arange(size) + hidden
    ratings[np.ix_(rows, rows)] = 5
    factors = [(str(j), ["x", "y", "z"]) for j in range(size)]
    best = best_bundles(ConsistencyMatrix.from_array(factors, np.triu(ratings)), 3)
    assert best.complete
    assert best.bundles[0].states == tuple((hidden + 1).tolist())
    assert best.bundles[0].mean == 5.0


def test_where_everything_is_indifferent_memory_stays_bounded():
    factors = [(str(j), ["x", "y", "z"]) for j in range(20)]
    best = best_bundles(ConsistencyMatrix.from_array(factors, np.zeros((60, 60))), 5)
    assert (best.complete, len(best.bundles), best.bundles[0].mean) == (True, 5, 3.0)


def test_running_out_of_nodes_is_said():
    assert not best_bundles(generated(1, (4,) * 8), 5, nodes=20).complete


def test_alike_bundles_become_one_raw_scenario():
    states = [(1, 1, 1, 1), (1, 1, 1, 2), (1, 1, 2, 1), (3, 3, 3, 3), (3, 3, 3, 2)]
    bundles = [Bundle(s, 3.0, 3, 18) for s in states]
    groups = raw_scenarios(bundles, 2)
    assert [(group.members, group.medoid) for group in groups] == [((0, 1, 2), 0), ((3, 4), 3)]
    assert raw_scenarios([], 3) == ()


def test_wrong_ratings_are_named_by_row_and_column():
    factors = [("a", ["1"]), ("b", ["1"])]
    for ratings in ([[0, 6], [0, 0]], [[0, 2], [3, 0]], [[0, float("nan")], [0, 0]]):
        with pytest.raises(InputError) as refused:
            ConsistencyMatrix.from_array(factors, ratings)
        assert refused.value.params["row"] == 1
