"""Small files as statistical offices write them, made for the tests; where the real ones lie."""

from pathlib import Path

import pytest

CASES = Path(__file__).parents[3] / "shared" / "cases" / "evidence"
HEAD = ("statistics_code;statistics_label;time_code;time_label;time;1_variable_code;"
        "1_variable_label;1_variable_attribute_code;1_variable_attribute_label;2_variable_code;"
        "2_variable_label;2_variable_attribute_code;2_variable_attribute_label;value;value_unit;"
        "value_variable_code;value_variable_label")
SEX = {"": "Insgesamt", "GESM": "männlich", "GESW": "weiblich"}


def case(name: str) -> Path:
    """A real file, or a skip that says which one is missing."""
    path = CASES / name
    if not path.exists():
        pytest.skip(f"the test data {name} are not on this machine")
    return path


def flat(
    rows: list[tuple[str, str, str, str]], *, statistic: str = "12411", variable: str = "BEVSTD",
    label: str = "Bevölkerungsstand", unit: str = "Anzahl",
) -> bytes:
    """A GENESIS flat file of (area, day, sex code, value)."""
    lines = [
        f"{statistic};Statistik;STAG;Stichtag;{day};KREISE;Kreise;{area};Name {area};"
        f"GES;Geschlecht;{sex};{SEX[sex]};{value};{unit};{variable};{label}"
        for area, day, sex, value in rows
    ]
    return ("\ufeff" + "\n".join([HEAD, *lines]) + "\n").encode()
