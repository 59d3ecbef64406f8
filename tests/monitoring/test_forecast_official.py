"""Official totals: which indicators are offered as such, which is preset, and what is refused.

Proven: totals are met in their year and can be switched off; series of coming years that count
something else are not offered; only a declared statistic is preset; totals far from the own result
are refused with a sentence.
"""

import pytest
from django.core.exceptions import ValidationError

from tests.monitoring import forecast_tables as tables
from tests.monitoring.figures_setting import plain
from tests.monitoring.test_forecast_methods import SONNEBERG, ask, real
from weitblick.evidence import actions as evidence
from weitblick.monitoring.actions import forecasts as actions
from weitblick.monitoring.analysis import forecasts as analysis
from weitblick.monitoring.queries import forecasts as queries


@pytest.fixture
def kreis(db):
    """The people by age of one Kreis, 2015 to 2020."""
    return real(SONNEBERG)


def test_official_totals_of_a_press_release_are_met_and_can_be_switched_off(process, kreis):
    plain("dritte_rbv", [(SONNEBERG, 2030, "50000"), (SONNEBERG, 2040, "45000")],
          attribution=tables.RBV_SOURCE)
    assert analysis.official_codes([SONNEBERG], 2020) == [
        ("r_plain_csv_dritte_rbv", f"Wert ({tables.RBV_SOURCE})")]
    made, one = ask(process, official="r_plain_csv_dritte_rbv")
    totals = one.area["variants"][0]["totals"]
    assert (totals[10], totals[20]) == (pytest.approx(50000), pytest.approx(45000))
    raw = queries.results(made, is_raw=True)[0]
    free = ask(process)[1]
    assert raw.variants == free.variants
    assert one.without_control == free.variants[0][1]
    assert one.factors[5] == pytest.approx((1 + one.factors[10]) / 2)
    row = next(row for row in made.grounds if "amtlichen Summen" in row["what"])
    assert "Veröffentlichte Jahre: 2 von 20" in row["what"]
    assert row["source"] == tables.RBV_SOURCE


def test_only_what_counts_people_is_offered_and_only_a_declared_statistic_is_preset(kreis):
    plain("alter", [(SONNEBERG, year, "51,5") for year in (2030, 2060)])
    plain("pflege", [(SONNEBERG, 2060, "3000")], attribution="Pflegevorausberechnung")
    plain("dritte_rbv", [(SONNEBERG, 2030, "50000")], attribution=tables.RBV_SOURCE)
    offered = analysis.official_codes([SONNEBERG], 2020)
    assert [code for code, _words in offered] == ["r_plain_csv_dritte_rbv"]
    assert analysis.official_preset(offered) == ""
    evidence.import_file(tables.flat("12421", "BEV500", "Bevölkerungsvorausberechnung", [
        (SONNEBERG, "2030-12-31", "", "Insgesamt", 51000)]), "12421.csv")
    offered = analysis.official_codes([SONNEBERG], 2020)
    assert [code for code, _words in offered] == ["r_12421_bev500", "r_plain_csv_dritte_rbv"]
    assert analysis.official_preset(offered) == "r_12421_bev500"


def test_totals_far_from_the_own_result_are_refused_with_a_sentence(process, kreis):
    plain("alter", [(SONNEBERG, 2030, "47")], attribution=tables.RBV_SOURCE)
    with pytest.raises(ValidationError, match="passt nicht zu Sonneberg: 47 für 2030"):
        actions.ask(process, [SONNEBERG], {"paths": 0, "official": "r_plain_csv_alter"})
    plain("saldo", [(SONNEBERG, 2030, "-12")], attribution=tables.RBV_SOURCE)
    with pytest.raises(ValidationError, match="ob dort Menschen gezählt sind"):
        actions.ask(process, [SONNEBERG], {"paths": 0, "official": "r_plain_csv_saldo"})
