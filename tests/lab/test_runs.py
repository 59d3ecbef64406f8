"""Runs: the same is computed once, failures are kept, stops are honest, nothing stays behind."""

import time

from weitblick.engines.crossimpact import ENGINE_VERSION
from weitblick.lab import actions
from weitblick.lab.models import Run, RunState
from weitblick.lab.tasks import carry_out, execute
from weitblick.lab.worker import resume

# Two descriptors that want to be alike: two of four scenarios are consistent.
INPUTS = {
    "title": "Probe",
    "descriptors": [{"name": "A", "states": ["1", "2"]}, {"name": "B", "states": ["1", "2"]}],
    "values": [[0, 0, 1, -1], [0, 0, -1, 1], [1, -1, 0, 0], [-1, 1, 0, 0]],
    "tolerance": 0,
}


def test_a_run_keeps_input_version_and_result(process):
    run = actions.start(process, "crossimpact.solve", INPUTS, wait=True)
    assert (run.state, run.version, run.share) == (RunState.DONE, ENGINE_VERSION, 1.0)
    assert run.result["scenarios"] == [[1, 1], [2, 2]]
    assert (run.result["complete"], run.result["count"], run.result["space"]) == (True, 2, 4)
    assert run.inputs == INPUTS


def test_the_same_input_is_computed_once(process):
    first = actions.start(process, "crossimpact.solve", INPUTS, wait=True)
    again = actions.start(process, "crossimpact.solve", dict(reversed(INPUTS.items())), wait=True)
    other = actions.start(process, "crossimpact.solve", {**INPUTS, "tolerance": 2}, wait=True)
    assert (again, Run.objects.count()) == (first, 2)
    assert other.digest != first.digest


def test_a_failure_is_kept_with_its_reason_and_tried_anew(process):
    broken = {**INPUTS, "values": [[0]]}
    run = actions.start(process, "crossimpact.solve", broken, wait=True)
    assert run.state == RunState.FAILED
    assert len(run.message) > len("Gescheitert: ")
    assert actions.start(process, "crossimpact.solve", broken, wait=True).pk != run.pk


def test_in_the_background_it_is_queued_after_the_commit(
    process, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        run = actions.start(process, "crossimpact.solve", INPUTS)
        assert run.state == RunState.WAITING
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_a_run_that_is_done_is_not_carried_out_twice(process):
    run = actions.start(process, "crossimpact.solve", INPUTS, wait=True)
    finished = run.finished_at
    time.sleep(0.01)
    carry_out.enqueue(run.pk)
    run.refresh_from_db()
    assert run.finished_at == finished


def test_what_a_killed_server_left_behind_is_carried_out_at_the_next_start(process):
    left = Run.objects.create(
        process=process, engine="crossimpact.solve", version=ENGINE_VERSION, digest="x",
        inputs=INPUTS, state=RunState.RUNNING,
    )
    assert resume() == 1
    left.refresh_from_db()
    assert (left.state, left.result["count"]) == (RunState.DONE, 2)


def test_a_stop_keeps_what_was_found_and_says_that_it_is_incomplete(process):
    """Thirty descriptors without any judgement: every one of 2^30 scenarios is consistent."""
    n = 30
    endless = {
        "descriptors": [{"name": str(k), "states": ["1", "2"]} for k in range(n)],
        "values": [[0] * (2 * n) for _ in range(2 * n)], "limit": 10**6,
    }
    run = Run.objects.create(
        process=process, engine="crossimpact.solve", version=ENGINE_VERSION, digest="y",
        inputs=endless, wants_stop=True,
    )
    execute(run)
    assert run.state == RunState.STOPPED
    assert run.result["complete"] is False
    assert run.result["count"] == len(run.result["scenarios"]) < 2**30


def test_a_what_if_runs_by_its_name(process):
    inputs = {
        "demand": {"keys": ["A"], "people": [1240], "lat": [50.0], "lon": [11.0]},
        "sites": [{"key": "s", "lat": 50.0, "lon": 11.0}, {"key": "t", "lat": 51.0, "lon": 11.0}],
        "straight_line": {"mode": "car"}, "changes": [{"kind": "close", "site": {"key": "s"}}],
    }
    run = actions.start(process, "access.whatif", inputs, wait=True)
    assert run.state == RunState.DONE
    assert run.result["facts"][0] == {"code": "farther_than", "people": 1240.0, "points": 1,
                                      "threshold": 15.0, "group": ""}
    state = {name: value for name, value in inputs.items() if name != "changes"}
    base = actions.start(process, "access.catchment", state, wait=True)
    assert base.result["nearest"] == ["s"]
    assert base.result["is_estimate"] is True


def test_a_forecast_and_a_trend_run_by_their_names(process):
    area = {
        "name": "A", "female": [10_000.0, 9_000.0, 8_000.0], "male": [10_000.0, 9_000.0, 7_000.0],
        "rates": {
            "survival": {"female": [1.0, 0.9, 0.5], "male": [1.0, 0.9, 0.5]},
            "newborn_survival": [1.0, 1.0], "fertility": [0.0, 0.0, 0.0],
            "migration": {"female": [0.0] * 3, "male": [0.0] * 3},
        },
    }
    inputs = {"year": 2024, "steps": 1, "paths": 100, "areas": [area]}
    run = actions.start(process, "forecast.population", inputs, wait=True)
    assert (run.state, run.result["complete"]) == (RunState.DONE, True)
    # 20,000 survive, of 18,000 nine tenths, of 15,000 half.
    assert run.result["areas"][0]["variants"][0]["totals"] == [53_000.0, 43_700.0]
    assert run.result["areas"][0]["shown"][1] == [43_700.0, 43_700.0]
    rising = {"name": "up", "years": list(range(8)), "values": list(range(8))}
    trend = actions.start(process, "series.trend", {"series": [rising]}, wait=True)
    assert trend.result["series"][0]["trend"]["verdict"] == "rising"
