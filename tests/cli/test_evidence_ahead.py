"""``weitblick evidence forecast|access`` print what the desk shows."""

import json
from argparse import Namespace

import pytest
from django.core.exceptions import ValidationError

from weitblick.cli import evidence_ahead
from weitblick.cli.problems import Refused
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
        evidence_ahead.forecast(Namespace(process=process.slug, area=["16072"], years=10, paths=0,
                                          seed=0, json=True))
