"""The built-in register agrees with the official table it was taken from."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from weitblick.evidence.areas import thueringen

CASES = Path(__file__).parents[3] / "shared" / "cases" / "evidence" / "genesis_ffcsv"
TABLE = CASES / "12411-01-01-4_1773175772751_de_flat.csv"


def test_twenty_two_districts_after_eisenach_joined_the_wartburgkreis():
    register = thueringen()
    assert len(register.areas) == 22
    assert register.as_of == dt.date(2024, 12, 31)
    assert register.population == 2_100_277
    assert register.find("16056") is None
    assert register.find("16063").name == "Wartburgkreis"
    assert sum(area.kind == "city" for area in register.areas) == 5
    assert len({area.nuts for area in register.areas}) == 22
    assert "dl-de/by-2-0" in register.source


def test_every_population_is_that_of_the_official_table():
    if not TABLE.exists():
        pytest.skip(f"the official table is not on this machine ({TABLE.name})")
    with TABLE.open(encoding="utf-8-sig") as file:
        official = {
            row["1_variable_attribute_code"]: row["value"]
            for row in csv.DictReader(file, delimiter=";")
            if row["2_variable_attribute_code"] == "" and row["value"] != "-"
        }
    for area in thueringen().areas:
        assert official[area.key] == str(area.population), area.name
