"""A large flat file taken over: seconds, memory, and how long others wait for the database.

``python -m benchmarks.evidence_flat --rows 500000 [--json]``

Writes a GENESIS flat file of so many rows into a temporary folder, takes it over in a process of
its own (whose peak memory and processor time are reported), and from another process writes small
rows into the same database all the while: the longest of these writes is what a phone would have
waited.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice, product
from pathlib import Path

HEAD = ("statistics_code;statistics_label;time_code;time_label;time;1_variable_code;"
        "1_variable_label;1_variable_attribute_code;1_variable_attribute_label;2_variable_code;"
        "2_variable_label;2_variable_attribute_code;2_variable_attribute_label;value;value_unit;"
        "value_variable_code;value_variable_label\n")
MOST_MB = 300
MEANWHILE = """
import json, sys, time
import django
django.setup()
from weitblick.workshop.actions import create_process
from weitblick.workshop.frame import load_frame
frame, waits = load_frame("thueringen-2035"), []
while not sys.stdin.closed and not __import__("select").select([sys.stdin], [], [], 0.1)[0]:
    at = time.monotonic()
    create_process(frame, "Beitrag", "?")
    waits.append(time.monotonic() - at)
print(json.dumps(waits))
"""


def write(path: Path, rows: int) -> None:
    """The file: 500 areas, single ages, as many years as it takes."""
    areas = [f"{land:02}{number:03}" for land in range(1, 17) for number in range(51, 83)][:500]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(HEAD)
        cells = product(range(1990, 2100), range(100), areas)
        for at, (year, age, area) in enumerate(islice(cells, rows)):
            value = at * 7919 % 2503
            file.write(
                f"12411;Fortschreibung des Bevölkerungsstandes;STAG;Stichtag;{year}-12-31;KREISE;"
                f"Kreise und kreisfreie Städte;{area};Kreis Nummer {area};ALTX20;Altersjahre;"
                f"ALT{age:03};{age} bis unter {age + 1} Jahre;{value if value > 5 else '-'};Anzahl;"
                "BEVSTD;Bevölkerungsstand\n")


def measure(rows: int) -> dict[str, object]:
    """Take it over while another process writes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "12411-01-01-4_flat.csv"
        write(file, rows)
        env = {**os.environ, "WEITBLICK_DATA": str(Path(folder) / "data"),
               "DJANGO_SETTINGS_MODULE": "weitblick.settings"}
        start = [sys.executable, "-m", "weitblick", "evidence"]
        subprocess.run([*start, "list"], env=env, check=True, capture_output=True)
        others = subprocess.Popen([sys.executable, "-c", MEANWHILE], env=env, text=True,
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run([*start, "import", str(file), "--json"], env=env, check=True,
                              capture_output=True)
        seconds = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        waits = json.loads(others.communicate("end\n")[0])
    told = json.loads(done.stdout)
    return {"rows": told["rows"]["used"], "seconds": round(seconds, 1),
            "processor_seconds": round(after.ru_utime + after.ru_stime
                                       - before.ru_utime - before.ru_stime, 1),
            "peak_mb": round(after.ru_maxrss / 1024), "writes_meanwhile": len(waits),
            "longest_wait": round(max(waits), 2)}


def main() -> int:
    """Measure and compare with the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.rows)
    print(json.dumps(found, indent=None if options.json else 2))
    return 0 if found["rows"] == options.rows and found["peak_mb"] < MOST_MB else 1  # type: ignore[operator]


if __name__ == "__main__":
    raise SystemExit(main())
