"""``weitblick scenarios solve``: explanations, limits, runners; Ctrl+C keeps what was found."""

import json
import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from weitblick.engines.crossimpact import CrossImpactMatrix, warm_up
from weitblick.engines.scenariofiles import write_matrix

VALUES = [[0, 0, 2, -2], [0, 0, -2, 2], [1, -1, 0, 0], [-1, 1, 0, 0]]


@pytest.fixture
def small(tmp_path) -> Path:
    """Two descriptors that support each other; names with brackets, and one without."""
    descriptors = [("Bus", ("runs [daily]", "stands")), ("", ("open", ""))]
    write_matrix(CrossImpactMatrix.from_array(descriptors, VALUES), tmp_path / "small.csv")
    return tmp_path / "small.csv"


@pytest.fixture
def hard(tmp_path) -> Path:
    """Forty descriptors, all judged on each other: no search ends in reasonable time."""
    draw = np.random.default_rng(1)
    values = draw.integers(-3, 4, (120, 120))
    descriptors = [(f"d{n}", ("a", "b", "c")) for n in range(40)]
    write_matrix(CrossImpactMatrix.from_array(descriptors, values), tmp_path / "hard.scw")
    return tmp_path / "hard.scw"


def test_the_balance_sheet_says_why_it_holds_and_what_would_tip_it(run, small):
    told = run("scenarios", "solve", small, "--explain", 1).stdout.splitlines()
    assert told == [
        "Scenario 1 of 2: consistent, least margin 2 (total impact 3)",
        "",
        "Bus: runs [daily]",
        "  Holds with score 1, 2 points ahead of stands (-1).",
        "  For it: descriptor 2 in open (+1).",
        "  Would be tipped by descriptor 2 becoming state 2 (then 2 points behind).",
        "",
        "descriptor 2: open",
        "  Holds with score 2, 4 points ahead of state 2 (-2).",
        "  For it: Bus in runs [daily] (+2).",
        "  Would be tipped by Bus becoming stands (then 4 points behind).",
        "",
        "Weakest place: Bus; judgements changed by 3 points in total tip it.",
        "complete: there are no others",
    ]


def test_programs_get_the_balance_sheet_as_data(ask, small):
    sheet = ask("scenarios", "solve", small, "--explain", 2)["explanation"]
    assert (sheet["scenario"], sheet["consistency"], sheet["total_impact"]) == ([2, 2], 2, 3)
    assert [line["needed_change"] for line in sheet["lines"]] == [3, 5]


@pytest.mark.parametrize("number", [0, 3])
def test_a_scenario_that_was_not_found_cannot_be_explained(run, small, number):
    done = run("scenarios", "solve", small, "--explain", number)
    assert done.returncode == 2
    assert f"There is no scenario {number} to explain: 2 were found." in done.stderr


def test_names_with_brackets_and_missing_names_are_shown(run, small):
    told = run("scenarios", "solve", small).stdout
    assert "runs [daily]" in told
    assert "descriptor 2" in told
    assert "state 2" in told


def test_where_nothing_holds_people_read_how_to_go_on(run, tmp_path):
    descriptors = [("a", ("x", "y")), ("b", ("x", "y"))]
    chase = [[0, 0, 1, 0], [0, 0, 0, 1], [0, 1, 0, 0], [1, 0, 0, 0]]
    write_matrix(CrossImpactMatrix.from_array(descriptors, chase), tmp_path / "chase.csv")
    done = run("scenarios", "solve", tmp_path / "chase.csv")
    assert done.returncode == 0
    assert "0 consistent of 4 scenarios (complete: there are no others)" in done.stdout
    assert "--tolerance K accepts scenarios that fall short" in done.stdout
    for command in ("robust", "basins"):
        assert run("scenarios", command, tmp_path / "chase.csv").returncode == 0


def test_the_limit_ends_the_search_and_says_so(run, ask, small):
    found = ask("scenarios", "solve", small, "--limit", 1)
    assert (found["complete"], found["count"]) == (False, 1)
    assert "INCOMPLETE: there may be more" in run("scenarios", "solve", small, "--limit", 1).stdout


@pytest.mark.parametrize(("words", "reason"), [
    (["--runner", "moon"], "Work runs on 'here', 'cores', 'cores:4' or 'dask:ADDRESS'"),
    (["--tolerance", "-1"], "The tolerance cannot be negative."),
    (["--limit", 0], "The limit must be at least 1."),
])
def test_options_that_cannot_be_meant_are_refused(run, small, words, reason):
    done = run("scenarios", "solve", small, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr


def test_the_runner_changes_nothing_about_the_answer(ask, small):
    here, cores = (ask("scenarios", "solve", small, "--runner", where)
                   for where in ("here", "cores:2"))
    assert {**here, "seconds": 0} == {**cores, "seconds": 0}


def test_more_than_can_be_listed_are_counted(ask, run, tmp_path):
    descriptors = [(f"d{n}", ("a", "b", "c")) for n in range(40)]
    free = CrossImpactMatrix.from_array(descriptors, np.zeros((120, 120), dtype=int))
    write_matrix(free, tmp_path / "free.scw")
    counted = ask("scenarios", "solve", tmp_path / "free.scw", "--count")
    assert (counted["complete"], counted["count"]) == (True, 3**40)
    assert counted["marginals"] == [[3**39] * 3] * 40
    assert f"{3**40} consistent of 10^19.1 scenarios (complete: exactly so many)" in run(
        "scenarios", "solve", tmp_path / "free.scw", "--count").stdout


def test_the_count_is_that_of_the_list(ask, run, small):
    counted = ask("scenarios", "solve", small, "--count")
    assert (counted["count"], counted["marginals"]) == (2, [[1, 1], [1, 1]])
    done = run("scenarios", "solve", small, "--count", "--limit", 1)
    assert (done.returncode, "leave --limit and --runner out" in done.stderr) == (2, True)


def test_a_dask_cluster_gives_the_same_answer(ask, tmp_path):
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    warm_up(3)
    values = np.random.default_rng(2).integers(-3, 4, (48, 48))
    descriptors = [(f"d{n}", ("a", "b", "c")) for n in range(16)]
    write_matrix(CrossImpactMatrix.from_array(descriptors, values), tmp_path / "m.scw")
    here = ask("scenarios", "solve", tmp_path / "m.scw")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=2, processes=False,
                                  dashboard_address=None) as cluster:
        there = ask("scenarios", "solve", tmp_path / "m.scw",
                    "--runner", f"dask:{cluster.scheduler_address}")
    assert {**here, "seconds": 0} == {**there, "seconds": 0}
    assert here["complete"] is True


def interrupt_the_work() -> None:
    """Press Ctrl+C as soon as somebody listens for it."""
    usual = signal.getsignal(signal.SIGINT)

    def press() -> None:
        for _ in range(600):
            if signal.getsignal(signal.SIGINT) is not usual:
                time.sleep(0.3)
                os.kill(os.getpid(), signal.SIGINT)
                return
            time.sleep(0.05)

    threading.Thread(target=press, daemon=True).start()


def test_an_interrupted_search_keeps_what_it_found_and_says_that_it_is_incomplete(run, hard):
    warm_up(3)
    usual = signal.getsignal(signal.SIGINT)
    interrupt_the_work()
    done = run("scenarios", "solve", hard, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 130
    assert found["complete"] is False
    assert 0 <= found["explored"] < 1
    assert len(found["scenarios"]) == found["count"]
    assert "what was found is kept" in done.stderr
    assert signal.getsignal(signal.SIGINT) is usual


def test_interrupted_robustness_judges_the_matrices_tried_so_far(run, small):
    interrupt_the_work()
    done = run("scenarios", "robust", small, "--runs", 10_000_000, "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["complete"]) == (130, False)
    assert 0 < found["runs"] < 10_000_000
    assert {row["runs"] for row in found["scenarios"]} == {found["runs"]}
