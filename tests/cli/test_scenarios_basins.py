"""``weitblick scenarios basins``: weights as ScenarioWizard published them, cycles, samples."""

from math import sqrt
from pathlib import Path

import pytest

CASES = Path(__file__).parents[3] / "shared" / "cases" / "crossimpact"
GLOBAL = CASES / "CIB_global.scw"

pytestmark = pytest.mark.skipif(
    not GLOBAL.exists(),
    reason="the published matrices are not on this machine (shared/cases/crossimpact)",
)


def test_weights_are_the_published_ones(ask):
    found = ask("scenarios", "basins", GLOBAL)
    weights = {tuple(a["scenarios"][0]): a["weight"]
               for a in found["attractors"] if not a["cycle"]}
    assert weights == {(2, 3, 2): 4, (3, 1, 3): 12, (2, 2, 2): 1, (1, 2, 3): 2}
    assert (found["exact"], found["starts"], found["cycle_weight"]) == (True, 36, 17)


def test_a_sample_says_that_it_is_one_and_how_far_off_it_may_be(ask):
    found = ask("scenarios", "basins", GLOBAL, "--samples", 400, "--seed", 3)
    assert (found["exact"], found["starts"]) == (False, 400)
    assert sum(a["weight"] for a in found["attractors"]) == 400
    for a in found["attractors"]:
        assert a["standard_error"] == sqrt(a["share"] * (1 - a["share"]) / 400)
    assert found == ask("scenarios", "basins", GLOBAL, "--samples", 400, "--seed", 3)


def test_the_rule_decides_about_cycles_but_not_about_the_consistent_scenarios(ask):
    by_rule = {rule: ask("scenarios", "basins", GLOBAL, "--rule", rule)
               for rule in ("global", "local")}
    assert by_rule["local"]["rule"] == "local"
    assert by_rule["local"]["cycle_weight"] != by_rule["global"]["cycle_weight"]


def test_limit_shows_the_largest_and_says_what_is_left_out(ask, run):
    everything = ask("scenarios", "basins", GLOBAL)
    found = ask("scenarios", "basins", GLOBAL, "--limit", 2)
    assert found["attractors"] == everything["attractors"][:2]
    assert found["count"] == 5
    assert "3 smaller ones left out" in run("scenarios", "basins", GLOBAL, "--limit", 2).stdout


def test_people_read_the_rule_whether_it_is_exact_and_the_cycles(run):
    told = run("scenarios", "basins", GLOBAL).stdout
    assert "attractors: 4 consistent, 1 cyclic; 47.2 % of the starts end in a cycle" in told
    assert "rule global: all descriptors move at once" in told
    assert "36 starts, all followed (exact)" in told
    assert "cycle of 2" in told


@pytest.mark.parametrize(("words", "reason"), [
    (["--exact", "--samples", 5], "Take either --exact or --samples"),
    (["--samples", 0], "A sample needs at least one start."),
    (["--limit", 0], "The limit must be at least 1."),
    (["--runner", "moon"], "Work runs on"),
])
def test_what_cannot_be_meant_is_refused(run, words, reason):
    done = run("scenarios", "basins", GLOBAL, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr
