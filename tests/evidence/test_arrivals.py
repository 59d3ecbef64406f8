"""A large import hinders nobody and is never seen half: it counts from one small write on.

While it runs, other connections write within moments and read either nothing of it or all of it.
What a killed import leaves counts for nobody and is cleared before the next one.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.evidence.tables import flat
from weitblick.evidence import actions, arrivals, queries, reports, storing
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import ImportRun, Indicator, Observation, RunState

DAY = "2024-12-31"
ROWS = 60_000

MEANWHILE = """
import json, sys, time
import django
django.setup()
from weitblick.evidence import queries
from weitblick.evidence.models import ImportRun, Observation
from weitblick.workshop.models import Process
from weitblick.workshop.actions import create_process
from weitblick.workshop.frame import load_frame

frame, seen, waits = load_frame("thueringen-2035"), [], []
until = time.monotonic() + 150
while time.monotonic() < until:
    at = time.monotonic()
    create_process(frame, f"Beitrag {len(waits)}", "?")
    waits.append(time.monotonic() - at)
    values = Observation.objects.counting().count()
    running = ImportRun.objects.filter(state="arriving").exists()
    written = Observation.objects.exists()
    seen.append([values, running, written, queries.runs().count()])
    if values:
        break
    time.sleep(0.05)
print(json.dumps({"waits": waits, "seen": seen}))
"""


def take(*rows: tuple[str, str], name: str = "x.csv", **more):
    return actions.import_file(flat([(area, DAY, "", value) for area, value in rows]), name, **more)


def now() -> dict[str, float | None]:
    return {cell.area: cell.value for cell in queries.cells("bevoelkerung", ["16051", "16052"])}


@pytest.fixture
def own_folder(db, settings, tmp_path):
    settings.DATA = tmp_path


def large(path: Path) -> None:
    areas = [f"{land:02}0{number}" for land in range(1, 17) for number in range(51, 76)]
    rows = [(areas[at % 400], f"{1950 + at // 400 % 50}-12-31", ["", "GESM", "GESW"][at // 20_000],
             str(1000 + at)) for at in range(ROWS)]
    path.write_bytes(flat(rows))


def test_others_write_at_once_and_see_nothing_or_all_of_a_running_import(tmp_path):
    file, data = tmp_path / "12411-01-01-4_flat.csv", tmp_path / "data"
    large(file)
    env = {**os.environ, "WEITBLICK_DATA": str(data),
           "DJANGO_SETTINGS_MODULE": "weitblick.settings"}
    subprocess.run([sys.executable, "-m", "weitblick", "evidence", "list"], env=env, check=True,
                   capture_output=True)
    importing = subprocess.Popen(
        [sys.executable, "-m", "weitblick", "evidence", "import", str(file), "--json"], env=env,
        stdout=subprocess.PIPE)
    others = subprocess.run([sys.executable, "-c", MEANWHILE], env=env, check=True,
                            capture_output=True, timeout=300)
    told = json.loads(importing.communicate(timeout=300)[0])
    assert told["rows"] == {"read": ROWS, "used": ROWS, "rejected": 0}
    found = json.loads(others.stdout)
    assert {values for values, *_rest in found["seen"]} == {0, ROWS}
    assert any(running and written for _values, running, written, _runs in found["seen"])
    assert all(runs == (1 if values else 0) for values, _a, _b, runs in found["seen"])
    assert max(found["waits"]) < 3.0


def test_while_a_revision_arrives_the_values_before_count(own_folder):
    take(("16051", "100"), ("16052", "200"))
    heard = []

    def look(share: float, words: str) -> None:
        heard.append((now(), queries.runs().count(), len(queries.indicators())))

    sheets = len(queries.indicators())
    take(("16051", "101"), ("16052", "."), name="y.csv", progress=look)
    assert heard[:-1] == [({"16051": 100, "16052": 200}, 1, sheets)] * (len(heard) - 1)
    assert heard[-1] == ({"16051": 101, "16052": None}, 2, sheets)


def test_a_killed_import_counts_for_nobody_and_goes_before_the_next(own_folder, monkeypatch):
    class Killed(BaseException):
        """As if the process were gone: nothing is cleared."""

    def killed(*_more: object) -> None:
        raise Killed

    take(("16051", "100"))
    with monkeypatch.context() as broken:
        broken.setattr(arrivals, "let_count", killed)
        broken.setattr(arrivals, "sweep", lambda: None)
        with pytest.raises(Killed):
            actions.import_file(flat([("16051", DAY, "", "7")], statistic="99999", variable="NEU",
                                     label="Neues"), "neu.csv")
        with pytest.raises(Killed):
            take(("16051", "101"), name="y.csv")
    assert ImportRun.objects.filter(state=RunState.ARRIVING).count() == 2
    assert (now(), queries.runs().count()) == ({"16051": 100}, 1)
    assert "r_99999_neu" not in {one.code for one in queries.indicators()}
    take(("16052", "5"), name="z.csv")
    assert not ImportRun.objects.filter(state=RunState.ARRIVING).exists()
    assert not Indicator.objects.filter(code="r_99999_neu").exists()
    assert now() == {"16051": 100, "16052": 5}
    assert Observation.objects.count() == 2


def test_reading_anew_takes_the_place_of_the_former_reading_also_below_a_later_file(own_folder):
    first = take(("16051", "100"), ("16052", "200"))
    middle = take(("16051", "110"), ("1052", "9"), name="m.csv")
    last = take(("16051", "120"), name="l.csv")
    again = actions.import_file(
        flat([("16051", DAY, "", "110"), ("1052", DAY, "", "9")]), "m.csv",
        consent=["lost_leading_zeros"])
    middle.run.refresh_from_db()
    assert (middle.run.state, again.repeated) == ("undone", False)
    assert now() == {"16051": 110, "16052": 200}
    assert [(one.before.value, one.after.value) for one in queries.differences(again.run)] == [
        (120, 110)]
    assert [(one.before.value, one.after.value) for one in queries.differences(last.run)] == [
        (100, 120)]
    actions.undo(again.run)
    assert now() == {"16051": 120, "16052": 200}
    actions.undo(last.run)
    actions.undo(first.run)
    assert (now(), Observation.objects.count()) == ({}, 0)


def test_an_import_begins_and_ceases_to_count_by_few_writes(own_folder):
    rows = [(f"160{51 + at % 5}", f"{1900 + at // 5}-12-31", "", str(at + 900))
            for at in range(400)]
    run = actions.import_file(flat(rows), "x.csv").run
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.ARRIVING)
    with CaptureQueriesContext(connection) as seen:
        arrivals.step_back(run)
    assert len(seen) == 1
    with CaptureQueriesContext(connection) as seen:
        arrivals.let_count(run, None, run.report)
    assert len([one for one in seen if one["sql"].startswith(("UPDATE", "INSERT"))]) == 1


def test_what_was_cleared_while_it_arrived_never_counts(own_folder, monkeypatch):
    told = reports.of_statistics

    def cleared_meanwhile(*more, **named):
        report = told(*more, **named)
        arrivals.sweep()  # as a process would that does not see the lock
        return report

    with monkeypatch.context() as broken:
        broken.setattr(reports, "of_statistics", cleared_meanwhile)
        with pytest.raises(EvidenceError) as raised:
            take(("16051", "100"))
    assert raised.value.code == "import_lost"
    assert (ImportRun.objects.count(), Observation.objects.count()) == (0, 0)
    assert take(("16051", "100")).report["values"] == 1


def test_what_was_half_cleared_while_it_arrived_never_counts(own_folder, monkeypatch):
    told = reports.of_statistics

    def half_cleared(*more, **named):
        report = told(*more, **named)
        Observation.objects.filter(area_key="16051").delete()
        return report

    monkeypatch.setattr(reports, "of_statistics", half_cleared)
    with pytest.raises(EvidenceError, match="verworfen"):
        take(("16051", "100"), ("16052", "200"))
    assert ImportRun.objects.count() == 0


def test_what_was_hidden_for_an_import_that_broke_off_is_shown_again(own_folder, monkeypatch):
    keys = ["16051", "16052", "16053", "16054", "16055", *(f"160{n}" for n in range(61, 78))]
    take(*((key, "500") for key in keys), ("16", str(500 * len(keys))))

    def hidden() -> int:
        return sum(one.value is None for one in queries.cells("bevoelkerung", keys))

    def broken_off(*_more: object) -> None:
        raise EvidenceError("no_disk", "No space left")

    with monkeypatch.context() as broken:
        broken.setattr(arrivals, "let_count", broken_off)
        with monkeypatch.context() as killed:
            killed.setattr(arrivals, "sweep", lambda: None)
            with pytest.raises(EvidenceError):
                take(("16053", "2"), ("16", str(500 * len(keys) - 498)), name="y.csv")
        assert hidden() == 1, "the one that would have given the two people away"
        with pytest.raises(EvidenceError):
            take(("16053", "2"), ("16", str(500 * len(keys) - 498)), name="y.csv")
    assert hidden() == 0


@pytest.mark.parametrize("batch", [1, 3, 1000])
def test_doubles_are_found_across_batches(own_folder, monkeypatch, batch):
    monkeypatch.setattr(storing, "BATCH", batch)
    head = flat([]).decode()
    line = ("12411;B;STAG;Stichtag;2024-12-31;KREISE;K;16051;Erfurt;{};{};{};{};{};Anzahl;BEVSTD;"
            "Bevölkerungsstand\n")
    body = (line.format("GES", "Geschlecht", "", "Insgesamt", "5")
            + line.format("ALT", "Alter", "", "Insgesamt", "5")
            + line.format("NAT", "Nationalität", "", "Insgesamt", "6"))
    report = actions.import_file((head + body).encode(), "x.csv").report
    assert report["values"] == 1
    assert report["reasons"] == {"duplicate": 1, "contradiction": 1}


def test_the_gap_is_left_between_two_writes_of_a_large_import(monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr(storing.time, "sleep", slept.append)
    alone = SimpleNamespace(vendor="sqlite", in_atomic_block=False)
    monkeypatch.setattr(storing, "connection", alone)
    storing._leave_a_gap(time.monotonic())
    assert len(slept) == 1 and 0.1 < slept[0] <= storing.GAP
