"""Whoever stops while the search is being compiled keeps what CP-SAT has found until then."""

import threading

import pytest

from tests.engines.matrices import named
from weitblick.engines.crossimpact.cpsat import CpSatRun
from weitblick.engines.crossimpact.question import Question
from weitblick.engines.crossimpact.steps import Collected, _ask_cp_sat

ROOM = 100_000


@pytest.fixture
def compiling():
    """A thread that ends when it is told to; and its end."""
    ready = threading.Event()
    thread = threading.Thread(target=ready.wait, daemon=True)
    thread.start()

    def end() -> None:
        ready.set()
        thread.join()

    yield thread, end
    end()


def begun(thread: threading.Thread):
    """A search by CP-SAT that has found something already, and more is to come."""
    wide = Question(named((3,) * 40, [[0] * 120 for _ in range(120)]))
    collected = Collected()
    work = _ask_cp_sat(CpSatRun(wide, ROOM + 1), ROOM, collected, thread)
    while not collected.count:
        next(work)
    return work, collected


@pytest.mark.parametrize("is_ready", [False, True])
def test_what_was_found_is_kept_when_it_is_stopped(compiling, is_ready):
    thread, end = compiling
    work, collected = begun(thread)
    told = collected.count
    if is_ready:
        end()  # between two steps, at the very moment of stopping
    work.close()
    assert collected.count >= told
    assert collected.count == sum(map(len, collected.blocks))
    assert not collected.complete


def test_it_is_dropped_where_the_compiled_search_goes_on(compiling):
    thread, end = compiling
    work, collected = begun(thread)
    end()
    assert list(work) in ([], [None])
    assert (collected.count, collected.blocks) == (0, [])
