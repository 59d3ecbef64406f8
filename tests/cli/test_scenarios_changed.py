"""``weitblick scenarios robust | intervene | convert``: what changes scenarios, and formats."""

from pathlib import Path

import pytest

from weitblick.engines.crossimpact import robustness, solve
from weitblick.engines.scenariofiles import read_matrix

CASES = Path(__file__).parents[3] / "shared" / "cases" / "crossimpact"
LAND = CASES / "somewhereland.scw"

pytestmark = pytest.mark.skipif(
    not LAND.exists(),
    reason="the published matrices are not on this machine (shared/cases/crossimpact)",
)


def test_robustness_is_the_engine_s_firmest_first(ask):
    found = ask("scenarios", "robust", LAND, "--runs", 200, "--seed", 7)
    matrix = read_matrix(LAND)
    verdicts = robustness(matrix, solve(matrix).scenarios, runs=200, seed=7)
    stayed = {tuple(row["scenario"]): row["stayed"] for row in found["scenarios"]}
    assert stayed == {verdict.scenario: verdict.stayed for verdict in verdicts}
    assert [row["stayed"] for row in found["scenarios"]] == sorted(stayed.values(), reverse=True)
    assert all(row["low"] <= row["share"] <= row["high"] for row in found["scenarios"])
    assert (found["complete"], found["runs"], found["count"]) == (True, 200, 10)


def test_without_noise_every_scenario_stays(ask):
    found = ask("scenarios", "robust", LAND, "--runs", 5, "--noise", 0)
    assert {row["share"] for row in found["scenarios"]} == {1.0}


def test_judges_who_agree_change_nothing(ask):
    found = ask("scenarios", "robust", LAND, "--runs", 5, "--judge", LAND, "--judge", LAND)
    assert (found["judges"], found["noise"]) == (2, None)
    assert {row["share"] for row in found["scenarios"]} == {1.0}


def test_all_perturbed_matrices_also_show_what_nearly_exists(ask):
    found = ask("scenarios", "robust", LAND, "--runs", 40, "--seed", 1, "--all")
    known = {tuple(one) for one in ask("scenarios", "solve", LAND)["scenarios"]}
    assert known < {tuple(row["scenario"]) for row in found["scenarios"]}
    assert (found["runs"], found["cut"]) == (40, 0)


def test_people_read_runs_noise_seed_and_the_interval(run):
    told = run("scenarios", "robust", LAND, "--runs", 20, "--seed", 4).stdout
    assert "20 perturbed matrices, 20.0 % of the judgements moved by a point each time, seed 4" \
        in told
    assert "95 % interval" in told


def test_holding_a_state_shows_what_is_new_and_what_is_gone(ask):
    found = ask("scenarios", "intervene", LAND, "economy=shrinking")
    before = ask("scenarios", "solve", LAND)["scenarios"]
    assert [(one["descriptor"], one["state"]) for one in found["hold"]] == [(3, 1)]
    assert {one[2] for one in found["scenarios"]} == {1}
    kept = [one for one, new in zip(found["scenarios"], found["new"], strict=True) if not new]
    assert kept == [[1, 3, 1, 2, 3, 3]]
    assert sorted(found["gone"] + kept) == before


def test_a_hold_may_be_named_by_numbers_or_a_part_of_the_name(ask):
    named = [ask("scenarios", "intervene", LAND, word)["scenarios"]
             for word in ("3=1", "C. Economy=C1 Shrinking", "econ=shrink")]
    assert named[0] == named[1] == named[2]


def test_the_smallest_set_that_guarantees_a_goal_does_guarantee_it(ask):
    found = ask("scenarios", "intervene", LAND, "--goal", "economy=dynamic")
    assert [(one["descriptor"], one["state"]) for one in found["needed"]] == [(1, 2)]
    assert found["proven"] is True
    held = ask("scenarios", "intervene", LAND, "1=2")
    assert {one[2] for one in held["scenarios"]} == {3}
    assert found["example"] in held["scenarios"]


def test_several_welcome_states_are_one_goal(ask):
    words = [("--goal", f"economy={state}") for state in (1, 2, 3)]
    assert ask("scenarios", "intervene", LAND, *sum(words, ()))["needed"] == []


def test_a_goal_out_of_reach_is_said_to_be(run):
    done = run("scenarios", "intervene", LAND, "--goal", "economy=dynamic", "--most", 0)
    assert done.returncode == 0
    assert "Nothing guarantees C. Economy = C3 Dynamic: no set of up to 0 holds" in done.stdout


def test_a_full_target_needs_exactly_what_is_out_of_balance(ask, run):
    found = ask("scenarios", "intervene", LAND, "--target", "1,1,1,1,1,1")
    assert [one["descriptor"] for one in found["needed"]] == [1, 2, 3, 4, 5]
    holds = [f"{one['descriptor']}={one['state']}" for one in found["needed"]]
    assert [1] * 6 in ask("scenarios", "intervene", LAND, *holds)["scenarios"]
    told = run("scenarios", "intervene", LAND, "--target", "1 3 1 2 3 3").stdout
    assert "consistent as it is; nothing more must be held" in told


@pytest.mark.parametrize(("words", "reason"), [
    ([], "Say what to hold"),
    (["economy"], "'economy' is not of the form NAME=STATE."),
    (["moon=1"], "'moon' names no descriptor"),
    (["economy=9"], "'9' names no state of C. Economy"),
    (["3=1", "3=2"], "C. Economy cannot be held at two states."),
    (["3=1", "--target", "1,1,2,1,1,1"], "The target contradicts what is held: C. Economy"),
    (["--target", "1,x"], "A scenario is written as numbers"),
    (["--target", "1,1"], "A scenario needs 6 states, this one has 2."),
])
def test_an_intervention_that_cannot_be_meant_is_refused(run, words, reason):
    done = run("scenarios", "intervene", LAND, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr


@pytest.mark.parametrize(("words", "reason"), [
    (["--noise", 2], "--noise is a share from 0 to 1"),
    (["--runs", 0], "Robustness needs at least one run."),
    (["--judge", CASES / "CIB_global.scw"], "has other descriptors or states"),
])
def test_perturbations_that_cannot_be_meant_are_refused(run, words, reason):
    done = run("scenarios", "robust", LAND, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".scw"])
def test_a_converted_matrix_is_the_same_matrix(ask, tmp_path, suffix):
    out = tmp_path / f"land{suffix}"
    told = ask("scenarios", "convert", LAND, out)
    assert (told["identical"], told["descriptors"], told["states"]) == (True, 6, 17)
    assert told["remarks_left_out"] is (suffix != ".scw")
    assert read_matrix(out) == read_matrix(LAND)
    assert ask("scenarios", "solve", out)["digest"] == ask("scenarios", "solve", LAND)["digest"]


def test_a_file_that_is_there_is_replaced_only_on_demand(run, tmp_path):
    out = tmp_path / "land.csv"
    out.write_text("mine")
    assert run("scenarios", "convert", LAND, out).returncode == 2
    assert out.read_text() == "mine"
    assert run("scenarios", "convert", LAND, out, "--force").returncode == 0
    assert read_matrix(out) == read_matrix(LAND)


def test_a_format_that_does_not_exist_is_refused(run, tmp_path):
    done = run("scenarios", "convert", LAND, tmp_path / "land.pdf")
    assert done.returncode == 2
    assert "the name must end in one of .scw, .csv, .xlsx." in done.stderr


def test_a_solution_set_is_held_against_the_search(ask, run):
    file = CASES / "CIB_global.scw"
    told = ask("scenarios", "solve", file, "--check", CASES / "CIB_global.sl")
    assert told == {"complete": True, "same": True, "rows": 4, "right": 4, "wrong": [],
                    "missing": []}
    said = run("scenarios", "solve", file, "--check", CASES / "CIB_global.sl").stdout
    assert said == "4 of 4 rows are right, computed anew\nthe set is the complete one\n"


def test_a_solution_set_of_another_matrix_is_caught(ask, run):
    file, other = CASES / "CIB_global.scw", CASES / "CIB_nested_simplified_standardized.sl"
    told = ask("scenarios", "solve", file, "--check", other)
    assert (told["same"], told["right"], len(told["wrong"]), len(told["missing"])) == (
        False, 0, 15, 4)
    assert {row["problems"][0] for row in told["wrong"]} == {"no_such_scenario"}
    assert "the matrix has no such scenario" in run("scenarios", "solve", file, "--check",
                                                    other).stdout
