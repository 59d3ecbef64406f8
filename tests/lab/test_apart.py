"""The process of the engines: same results as here, progress and stop reach it, its end is told."""

import threading

import pytest

from tests.lab.test_runs import INPUTS
from weitblick.lab.apart import EngineFailed, Station
from weitblick.lab.engines import ENGINES

WIDE = {
    "title": "Weit",
    "descriptors": [{"name": f"D{n}", "states": ["1", "2", "3"]} for n in range(40)],
    "values": [[0] * 120 for _ in range(120)],
}


@pytest.fixture
def station():
    one = Station()
    yield one
    one.stop()


def nothing(share: float, found: int) -> None:
    assert 0 <= share <= 1 and found >= 0


def run(station, inputs, stop=lambda: False, progress=nothing):
    return station.run("crossimpact.solve", inputs, 0, progress, stop)


def test_the_result_is_the_one_computed_here(station):
    here = ENGINES["crossimpact.solve"].run(INPUTS, 0, nothing, lambda: False)
    apart = run(station, INPUTS)
    assert {**apart, "seconds": 0} == {**here, "seconds": 0}


def test_what_an_engine_refuses_is_told_and_the_process_goes_on(station):
    with pytest.raises(EngineFailed, match="must be 4 x 4 numbers"):
        run(station, {**INPUTS, "values": [[0]]})
    assert run(station, INPUTS)["count"] == 2


def test_a_process_that_went_home_is_replaced(station):
    run(station, INPUTS)
    station._process.kill()
    station._process.join()
    assert run(station, INPUTS)["count"] == 2


def test_a_stop_reaches_it_and_keeps_what_was_found(station):
    found_so_far: list[int] = []

    def watch(share: float, found: int) -> None:
        nothing(share, found)
        found_so_far.append(found)

    found = run(station, WIDE, stop=lambda: any(found_so_far), progress=watch)
    assert not found["complete"]
    assert found["count"] >= max(found_so_far) > 0


def test_a_process_that_breaks_off_is_told_with_its_code(station):
    station.start()
    threading.Timer(2, lambda: station._process.kill()).start()
    with pytest.raises(EngineFailed, match="-9"):
        run(station, WIDE)
    assert run(station, INPUTS)["count"] == 2
