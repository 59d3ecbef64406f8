"""Tables for the tests of forecasts: events by age as GENESIS writes them, with made-up numbers,
and what a press release says of an official forecast."""

from collections.abc import Iterable

from tests.evidence.tables import SEX


def flat(
    statistic: str, variable: str, label: str, rows: Iterable[tuple[str, str, str, str, float]],
) -> bytes:
    """A GENESIS flat file of (area, year, sex code, words of the age group, number)."""
    head = ["statistics_code", "statistics_label", "time_code", "time_label", "time"]
    for n in (1, 2, 3):
        head += [f"{n}_variable_{part}" for part in ("code", "label", "attribute_code",
                                                     "attribute_label")]
    head += ["value", "value_unit", "value_variable_code", "value_variable_label"]
    lines = [";".join(head)]
    for area, year, sex, age, number in rows:
        code = "" if age == "Insgesamt" else "A" + "".join(c for c in age if c.isalnum())
        level = "GEMEIN;Gemeinden" if len(area) == 8 else "KREISE;Kreise"
        lines.append(
            f"{statistic};Statistik;{'STAG;Stichtag' if '-' in year else 'JAHR;Jahr'};{year};"
            f"{level};{area};Name {area};GES;Geschlecht;{sex};{SEX[sex]};"
            f"ALTX;Altersgruppen;{code};{age};{number:g};Anzahl;{variable};{label}")
    return ("\ufeff" + "\n".join(lines) + "\n").encode()


MOTHERS = {"unter 20 Jahre": 8, "20 bis unter 25 Jahre": 40, "25 bis unter 30 Jahre": 110,
           "30 bis unter 35 Jahre": 150, "35 bis unter 40 Jahre": 80, "40 Jahre und mehr": 16}
DEAD = {"unter 1 Jahr": 1, "1 bis unter 65 Jahre": 60, "65 bis unter 75 Jahre": 90,
        "75 Jahre und mehr": 320}
CAME = {"unter 18 Jahre": 150, "18 bis unter 30 Jahre": 500, "30 bis unter 65 Jahre": 420,
        "65 Jahre und mehr": 60}
WENT = {"unter 18 Jahre": 120, "18 bis unter 30 Jahre": 600, "30 bis unter 65 Jahre": 360,
        "65 Jahre und mehr": 60}


def births(area: str, year: int) -> bytes:
    """404 births by age of the mother."""
    return flat("12612", "BEV001", "Lebendgeborene", (
        (area, str(year), "", age, n) for age, n in MOTHERS.items()))


def deaths(area: str, year: int) -> bytes:
    """942 deaths, two of them of infants: as many women as men in each group."""
    return flat("12613", "BEV003", "Gestorbene", (
        (area, str(year), sex, age, n) for sex in ("GESW", "GESM") for age, n in DEAD.items()))


def arrivals(area: str, year: int) -> bytes:
    """2,260 arrivals."""
    return flat("12711", "BEV081", "Zuzüge über Kreisgrenzen", (
        (area, str(year), sex, age, n) for sex in ("GESW", "GESM") for age, n in CAME.items()))


def departures(area: str, year: int) -> bytes:
    """2,280 departures."""
    return flat("12711", "BEV082", "Fortzüge über Kreisgrenzen", (
        (area, str(year), sex, age, n) for sex in ("GESW", "GESM") for age, n in WENT.items()))


RBV = ("16", 2042, "1925700")
"""Retyped from the press release: 1 925.7 thousand people in Thüringen in 2042."""
RBV_SOURCE = ("Thüringer Landesamt für Statistik, 3. regionalisierte Bevölkerungsvorausberechnung, "
              "Pressemitteilung vom Januar 2023")
