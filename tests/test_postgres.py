"""The same behaviour on PostgreSQL; several processes hear each other."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import REQUIRED, need
from tests.postgres import programs, server
from weitblick.live.hub import Hub
from weitblick.live.postgres import Relay

ROOT = Path(__file__).parent.parent
# "example" builds the whole worked example twice; that it can be stored is proven by the rooms.
ROOMS = ["workshop", "evidence", "trace", "voices", "lab", "method", "entrance", "test_portable.py",
         *(["example"] if "thorough" in REQUIRED else [])]
# What reads files, counts or draws behaves the same wherever the rows are.
WITH_ROWS = ["-p", "tests.database_only"]


@pytest.fixture(scope="module")
def address():
    need("postgres", programs() is not None,
         "no PostgreSQL on this machine (Debian: apt install postgresql)")
    with server() as found:
        yield found


@pytest.mark.postgres
def test_all_rooms_with_a_database_behave_the_same_on_postgresql(address, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *WITH_ROWS,
         *(f"tests/{room}" for room in ROOMS)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "WEITBLICK_DATABASE": address, "WEITBLICK_REQUIRE": "",
             "WEITBLICK_DATA": str(tmp_path)},
    )
    assert done.returncode == 0, done.stdout[-8000:]


@pytest.mark.postgres
def test_one_process_hears_what_another_tells(address):
    near, far = Hub(), Hub()
    relays = [Relay(near, address), Relay(far, address)]
    for relay in relays:
        relay.start()
    try:
        deadline = time.monotonic() + 10
        while far.version("boards-1") == 0 and time.monotonic() < deadline:
            near.tell("boards-1")
            time.sleep(0.2)
        assert far.version("boards-1") > 0
        before = near.version("quiet")
        near.tell("quiet")
        time.sleep(0.5)
        assert near.version("quiet") == before + 1, "a process does not hear its own words twice"
    finally:
        for relay in relays:
            relay.stop()
