"""A rough day for the server: phones that tap twice and lose their connection while a card is on
its way, and a server that is killed in the middle. What was acknowledged is there, and once."""

import argparse

from benchmarks.live import measure

PHONES, SECONDS = 10, 6


def test_killed_server_cut_connections_and_double_taps_lose_and_double_nothing() -> None:
    options = argparse.Namespace(
        phones=PHONES, boards=1, seconds=SECONDS, every=1.0, database=None, processes=1,
        kill=True, rough=True,
    )
    found = measure(options)
    assert found["sent"] >= PHONES
    assert (found["lost"], found["doubled"]) == (0, 0)
