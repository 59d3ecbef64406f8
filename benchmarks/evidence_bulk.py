"""The INKAR bulk file at its real manner and size: seconds and memory while it is streamed.

``python -m benchmarks.evidence_bulk --megabytes 500 [--json]``

Writes a file of that size into a temporary folder (all levels of all Länder, quotes around none,
decimal commas), then reads the districts, municipalities and associations of Thüringen in a
process of its own, whose peak memory is what is reported. The rows read are counted against what
was written.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from weitblick.evidence import importers
from weitblick.evidence.importers import Row

HEADER = "Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert\n"
LEVELS = (("Kreise", 25, "000"), ("Gemeinden", 170, ""), ("Gemeindeverbände", 74, "0"))
YEARS = range(1995, 2023)


def areas() -> list[tuple[str, str, bool]]:
    """Level, key and whether it is wanted: as many in every Land as there are on average."""
    found = []
    for level, count, ending in LEVELS:
        for land in range(1, 17):
            for number in range(count):
                place = f"{land}{51 + number % 27:03}" + (ending or f"{number:03}")
                key = place + f"{number:03}" if level == "Gemeindeverbände" else place
                found.append((level, key, land == 16))
    return found


def block(indicator: int, places: list[tuple[str, str, bool]]) -> str:
    """All lines of one indicator."""
    start = f"Bevölkerung und Soziales;{indicator};q_ind{indicator};Indikator Nummer {indicator}"
    return "".join(
        f"{start};{level};{key};Gebiet {key};{year};{(indicator * year) % 997},{year % 10}\n"
        for level, key, _ in places
        for year in YEARS
    )


def write(path: Path, megabytes: int) -> tuple[int, int]:
    """Write the file; lines and wanted lines."""
    places = areas()
    wanted = sum(one[2] for one in places) * len(YEARS)
    indicators = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        while file.tell() < megabytes * 1_000_000:
            indicators += 1
            file.write(block(indicators, places))
    return indicators * len(places) * len(YEARS) + 1, indicators * wanted


def read(path: Path) -> dict[str, object]:
    """Read it as the product does; figures of this process."""
    began = time.perf_counter()
    reading = importers.read(path)
    rows = sum(isinstance(item, Row) for item in _all(reading.rows))
    seconds = time.perf_counter() - began
    return {
        "seconds": round(seconds, 1), "rows": rows, "lines": reading.tally.lines,
        "rejected": reading.tally.rejected_lines,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _all(rows: Iterator[object]) -> Iterator[object]:
    yield from rows


def main() -> int:
    """Write, read in a process of its own, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--read", type=Path)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(read(options.read)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inkar_2025.csv"
        lines, wanted = write(path, options.megabytes)
        command = [sys.executable, "-m", "benchmarks.evidence_bulk", "--read", str(path)]
        done = subprocess.run(command, capture_output=True, check=True, env=dict(os.environ))
        figures = json.loads(done.stdout)
        figures["megabytes"] = round(path.stat().st_size / 1_000_000)
    figures["complete"] = (figures["lines"], figures["rows"]) == (lines, wanted)
    print(json.dumps(figures, indent=None if options.json else 2))
    return 0 if figures["complete"] and figures["peak_mb"] < 300 else 1


if __name__ == "__main__":
    raise SystemExit(main())
