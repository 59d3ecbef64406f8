"""One import at a time, in one server and between processes; who waits at a desk is told so."""

import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from tests.evidence.tables import flat
from weitblick.evidence import actions, queries, turns
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import ImportRun

DAY = "2024-12-31"


@pytest.fixture
def own_folder(db, settings, tmp_path):
    settings.DATA = tmp_path


def take(*rows: tuple[str, str]):
    return actions.import_file(flat([(area, DAY, "", value) for area, value in rows]), "x.csv")


HOLD = """
import json, sys, time
how, where = sys.argv[1], json.loads(sys.argv[2])
if how == "postgresql":
    import psycopg
    held = psycopg.connect(**where["to"], autocommit=True)
    held.execute("SELECT pg_advisory_lock(%s, 0)", [where["room"]])
else:
    import fcntl
    held = open(where["file"], "a")
    fcntl.flock(held, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(30)
"""


def _place_of_the_lock() -> str:
    if connection.vendor != "postgresql":
        return json.dumps({"file": str(Path(turns.settings.DATA) / turns.LOCK)})
    known = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    return json.dumps({"room": turns.ROOM, "to": {
        name: known[name] for name in names if known.get(name)}})


def test_only_one_import_at_a_time_and_nobody_waits_with_a_lock_in_hand(own_folder):
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, connection.vendor, _place_of_the_lock()],
        stdout=subprocess.PIPE)
    try:
        assert other.stdout is not None and other.stdout.readline() == b"held\n"
        with pytest.raises(Exception, match="andere Datei übernommen"):
            take(("16051", "100"))
        assert ImportRun.objects.count() == 0
    finally:
        other.kill()
        other.wait()
    assert retried(("16051", "100")).repeated is False


def retried(*rows: tuple[str, str]):
    """PostgreSQL needs a moment to notice that the other one is gone."""
    for _attempt in range(50):
        try:
            return take(*rows)
        except EvidenceError:
            time.sleep(0.1)
    raise AssertionError("the lock of a process that is gone is still held")


@contextmanager
def held_by_another_thread(seconds: float):
    """As an import does that runs in the background of this server."""
    held = threading.Event()

    def hold() -> None:
        with turns._here:
            held.set()
            time.sleep(seconds)

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    yield
    other.join()


def test_who_asks_in_a_transaction_does_not_wait_for_an_import_of_the_same_server(own_folder):
    run = take(("16051", "100")).run
    with held_by_another_thread(2):
        began = time.monotonic()
        with pytest.raises(EvidenceError) as raised:
            actions.undo(run)
        assert (raised.value.code, time.monotonic() - began < 1) == ("import_running", True)
    assert queries.cells("bevoelkerung", ["16051"])[0].value == 100


def test_patience_ends_with_a_word_that_an_import_is_running(monkeypatch):
    alone = SimpleNamespace(vendor="sqlite", in_atomic_block=False)
    monkeypatch.setattr(turns, "connection", alone)
    with held_by_another_thread(3):
        began = time.monotonic()
        with pytest.raises(EvidenceError) as raised, turns.turn(patience=0.5):
            pass
        assert raised.value.code == "import_running"
        assert 0.5 <= time.monotonic() - began < 2
