"""Small places whose tables are not of one kind with those beside them.

Proven: a place counted earlier than its Kreis begins with its share of the Kreis, and it is said.
"""

import datetime as dt

import pytest

from tests.monitoring.figures_setting import plain
from tests.monitoring.test_forecast_methods import SONNEBERG, ask, real
from weitblick.evidence.models import Area, AreaList, Level

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
