"""``weitblick evidence forecast|access`` print what the desk shows."""

import json
from argparse import Namespace

import pytest
from django.core.exceptions import ValidationError

from tests.monitoring.forecast_tables import flat
from weitblick.cli import evidence_ahead
from weitblick.cli.problems import Refused
from weitblick.evidence import actions as evidence
from weitblick.monitoring.actions import whatifs
from weitblick.monitoring.typed_points import typed_points


@pytest.fixture
def whatif(process):
    place = whatifs.type_place("laden", "Dorfladen", 50.9, 10.6)
    return whatifs.lay_out(process, "Läden", "laden", typed_points("Oberdorf; 400; 50,9; 10,6"),
                           [place])


def test_a_whatif_as_json(process, whatif, capsys):
    evidence_ahead.access(Namespace(process=process.slug, key=whatif.key, json=True))
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["people"], told["is_estimate"], told["within"][0]["before"]) == (400.0, True, 1.0)


def test_an_unknown_key_is_refused(process):
    with pytest.raises(Refused, match="gibt es nicht"):
        evidence_ahead.access(Namespace(process=process.slug, key="nichts", json=False))


def test_a_forecast_without_tables_says_which(process):
    with pytest.raises(ValidationError, match="12411"):
        evidence_ahead.forecast(asked(process))


def asked(process, **more):
    return Namespace(**{
        "process": process.slug, "area": ["16072"], "years": 10, "paths": 0, "seed": 0,
        "method": "auto", "official": "", "tfr": None, "life_expectancy": None,
        "migration": None, "json": True, **more})


@pytest.fixture
def ages(db):
    """People of a Kreis by age, in 2015 and 2020; made up."""
    rows = [("16072", f"{year}-12-31", sex, age, n + year - 2015) for year in (2015, 2020)
            for sex in ("GESW", "GESM")
            for age, n in (("unter 20 Jahre", 5000), ("20 bis unter 65 Jahre", 15000),
                           ("65 Jahre und mehr", 8000))]
    evidence.import_file(flat("12411", "BEVSTD", "Bevölkerungsstand", rows), "alter.csv")


def test_a_forecast_as_json_tells_method_assumptions_and_what_is_missing(process, ages, capsys):
    evidence_ahead.forecast(asked(process, tfr=1.6, life_expectancy=[85.0, 80.5]))
    told = json.loads(capsys.readouterr().out)
    assert (told["method"], told["areas"][0]["reason"]) == ("cohort", "large")
    middle, low, _high = told["variants"]
    assert (middle["tfr"], middle["women"], middle["men"]) == (1.6, 85.0, 80.5)
    assert low["tfr"] == 1.45
    assert [(one["method"], one["is_advised"]) for one in told["methods"]] == [
        ("cohort", True), ("hamilton_perry", False)]
    assert told["areas"][0]["ages"][0]["age"] == "unter 20"


def test_another_method_is_taken_by_its_name_and_refused_where_it_does_not_fit(
    process, ages, capsys
):
    evidence_ahead.forecast(asked(process, method="hamilton_perry"))
    told = json.loads(capsys.readouterr().out)
    assert (told["method"], told["areas"][0]["years"]) == ("hamilton_perry", [2020, 2025, 2030])
    with pytest.raises(ValidationError, match="passt nicht zur Größe"):
        evidence_ahead.forecast(asked(process, method="shares"))
