"""Work gives the same result wherever it runs, and can be watched and stopped there."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engines.matrices import named, random_matrix
from weitblick.engines.crossimpact import basins, solve
from weitblick.engines.errors import InputError
from weitblick.engines.runners import Cores, Dask, Here, runner


@pytest.fixture(scope="module")
def scheduler():
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


def test_words_name_runners():
    assert runner("here") == Here()
    assert runner("cores") == Cores()
    assert runner("cores:3").workers == 3
    assert runner("tcp://10.0.0.1:8786") == Dask("tcp://10.0.0.1:8786")
    assert runner("dask:tcp://10.0.0.1:8786") == Dask("tcp://10.0.0.1:8786")
    for words in ("", "cores:", "cores:0", "dask", "dask:", "tcp:nowhere"):
        with pytest.raises(InputError) as refused:
            runner(words)
        assert refused.value.code == "unknown_runner"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "moon://here"])
def test_a_scheduler_that_does_not_answer_is_said_to_be_the_reason(address, monkeypatch):
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    monkeypatch.setattr("weitblick.engines.runners.PATIENCE_SECONDS", 1)
    with pytest.raises(InputError) as refused, Dask(address).executor():
        pass
    assert refused.value.code == "dask_unreachable"


def test_all_runners_find_the_same_scenarios(scheduler):
    matrix = random_matrix(20, 1.0, 2)
    here = solve(matrix)
    assert (here.count, here.complete) == (5, True)
    assert solve(matrix, run=Cores(2)) == here
    assert solve(matrix, run=Dask(scheduler)) == here


def test_a_limit_keeps_the_same_scenarios_on_every_runner():
    matrix = random_matrix(30, 0.05, 3)
    here = solve(matrix, limit=50)
    assert (here.count, here.complete) == (50, False)
    assert solve(matrix, limit=50, run=Cores(2)).scenarios == here.scenarios


def test_stopping_processes_keeps_what_was_found_and_says_incomplete():
    matrix = named((3,) * 40, np.zeros((120, 120)))
    seen = []
    solutions = solve(matrix, run=Cores(1), progress=seen.append, stop=lambda: len(seen) >= 2)
    assert not solutions.complete
    assert solutions.count == seen[-1].found > 0
    assert 0.0 < solutions.explored < 1.0


def test_basins_counted_in_another_process_are_those_counted_here():
    matrix = random_matrix(14, 0.3, 1)
    here = basins(matrix)
    assert (here.exact, here.starts) == (True, 3**14)
    assert sum(attractor.weight for attractor in here.attractors) == 3**14
    assert basins(matrix, run=Cores(1)) == here
