"""The benchmark's adapter to `prophesy-cib`: what counts as its answer, and that the sets agree."""

import itertools

import numpy as np
import pytest

from benchmarks import scenario_peers
from weitblick.engines.crossimpact import CrossImpactMatrix, solve

INSTALLED = scenario_peers.PYTHON.exists()


def test_only_single_scenarios_that_the_tool_rates_as_consistent_count():
    listed = [["2,1", 3.0], ["1,2", 0.0], ["1,1", -4.0], ["1,1 > 2,2 > 1,1", 0.0],
              ["TiesAcrossTrials", 0.0]]
    assert scenario_peers._consistent(listed) == ([(1, 2), (2, 1)], 1)


def test_a_tool_that_is_not_installed_is_said_to_be(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(scenario_peers, "PYTHON", tmp_path / "python")
    assert scenario_peers.meet("", 1) == []
    assert "NOT INSTALLED, not measured" in capsys.readouterr().out


@pytest.mark.skipif(not INSTALLED, reason="prophesy-cib is not installed (make .venv-bench/done)")
@pytest.mark.parametrize("seed", range(3))
def test_the_tool_and_the_engine_find_the_same_scenarios(seed):
    draw = np.random.default_rng(seed)
    values = np.zeros((11, 11), dtype=np.int64)
    cuts = [0, 2, 5, 8, 11]
    for (a, b), (c, d) in itertools.permutations(itertools.pairwise(cuts), 2):
        values[a:b, c:d] = draw.integers(-3, 4, (b - a, d - c))
    names = [(f"x{n}", tuple("abc"[: b - a])) for n, (a, b) in enumerate(itertools.pairwise(cuts))]
    matrix = CrossImpactMatrix.from_array(names, values)
    answer = scenario_peers.prophesy(matrix, 30)
    assert answer is not None
    assert answer[1] == list(solve(matrix).scenarios)


@pytest.mark.skipif(not INSTALLED, reason="prophesy-cib is not installed (make .venv-bench/done)")
def test_the_limit_of_time_ends_the_tool():
    names = [(f"x{n}", ("a", "b", "c")) for n in range(11)]
    matrix = CrossImpactMatrix.from_array(names, np.zeros((33, 33), dtype=np.int64))
    assert scenario_peers.prophesy(matrix, 1) is None
