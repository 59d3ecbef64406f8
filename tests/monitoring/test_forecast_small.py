"""Small places whose tables are not of one kind with those beside them.

Proven: a place counted earlier than its Kreis begins with its share of the Kreis, and it is said;
cohorts end where the coarser of two tables does, so that no ratio rests on ages from a model.
"""

import datetime as dt

import pytest

from tests.monitoring import forecast_tables as tables
from tests.monitoring.figures_setting import plain
from tests.monitoring.test_forecast_methods import SONNEBERG, ask, real
from weitblick.evidence import actions as evidence
from weitblick.evidence.models import Area, AreaList, Level
from weitblick.monitoring.actions import forecasts as actions
from weitblick.monitoring.analysis import forecasts as analysis

VILLAGE, TOWN = "16072001", "16072002"


@pytest.fixture
def kreis(db):
    """The people by age of one Kreis up to 2020, and its two municipalities."""
    real(SONNEBERG)
    parent = Area.objects.get(key=SONNEBERG)
    found = AreaList.objects.create(level=Level.GEMEINDE, within="16", as_of=dt.date(2015, 1, 1))
    for key in (VILLAGE, TOWN):
        found.areas.add(Area.objects.create(key=key, level=Level.GEMEINDE, name=f"Ort {key}",
                                            parent=parent))


def test_a_place_counted_before_its_kreis_begins_with_its_share_and_it_is_said(process, kreis):
    plain("bevoelkerung", [(VILLAGE, 2017, "400"), (TOWN, 2017, "39600")])
    whole = ask(process, steps=10)[1].area["variants"][0]["totals"]
    made, one = ask(process, VILLAGE, steps=10)
    totals = one.area["variants"][0]["totals"]
    assert one.years == list(range(2020, 2031))
    assert totals == pytest.approx([0.01 * value for value in whole])
    words = [row["what"] for row in made.grounds if row["is_assumed"]]
    assert "Für 2020 ist der Anteil am Kreis angenommen, der 2017 gezählt war." in words


def test_municipalities_counted_before_their_kreis_begin_with_their_shares(process, kreis):
    plain("bevoelkerung", [(key, year, str(n)) for key, then, now in (
        (VILLAGE, 500, 400), (TOWN, 39000, 39600)) for year, n in ((2014, then), (2017, now))])
    plain("bevoelkerung", [(TOWN, 2019, "50000")])
    made, one = ask(process, steps=10, places=True)
    start = one.area["variants"][0]["totals"][0]
    first = {each["name"]: each["totals"][0] for each in made.run.result["places"]}
    assert first == pytest.approx({f"Ort {VILLAGE}": 0.01 * start, f"Ort {TOWN}": 0.99 * start})
    words = [row["what"] for row in made.grounds if row["is_assumed"]]
    assert "Für 2020 ist der Anteil am Kreis angenommen, der 2017 gezählt war." in words


def take_ages(year, open_from, number):
    """The village by groups of five years, as many in each, the open one from this age on."""
    groups = [f"{age} bis unter {age + 5} Jahre" for age in range(5, open_from, 5)]
    evidence.import_file(tables.flat("12411", "BEVSTD", "Bevölkerungsstand", (
        (VILLAGE, f"{year}-12-31", sex, age, number) for sex in ("GESW", "GESM")
        for age in ("unter 5 Jahre", *groups, f"{open_from} Jahre und mehr"))), f"{year}.csv")


@pytest.mark.parametrize(("earlier", "now"), [(75, 85), (85, 75)])
def test_cohorts_end_where_the_coarser_of_two_tables_does(process, kreis, earlier, now):
    take_ages(2015, earlier, 40)
    take_ages(2020, now, 44)
    prepared = analysis.prepare([VILLAGE], {**actions.DEFAULTS, "method": "hamilton_perry"})
    (one,) = prepared.inputs["small"]
    finer = 3 if earlier > now else 1
    assert one["before"]["female"] == pytest.approx([40.0] * 15 + [40.0 * finer])
    assert one["female"] == pytest.approx([44.0] * 15 + [44.0 * (4 - finer)])
