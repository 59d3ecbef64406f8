"""Every real file is taken over with exactly the counts and sums that its office published.

The counts stand in the README of the test data and were made without this program.
"""

import datetime as dt
from collections import Counter

import pytest
from django.db.models import F, Sum

from tests.evidence.tables import case
from weitblick.evidence import actions
from weitblick.evidence.models import Category, ImportRun, Indicator, Observation

pytestmark = pytest.mark.django_db
FLAT = "genesis_ffcsv/"
DE = FLAT + "12411-01-01-4_1773175772751_de_flat.csv"
EN = FLAT + "12411-01-01-4_1773175790049_en_flat.csv"


def take(name: str) -> ImportRun:
    return actions.import_file(case(name)).run


def total(run: ImportRun, **where: object) -> float | None:
    return run.observations.filter(**where).aggregate(
        sum=Sum(F("value") * F("scale")))["sum"]


# File, lines with data, figures, areas, statuses
FILES = [
    (DE, 1467, 1467, 489, {"ok": 1245, "not_existing": 222}),
    (EN, 1467, 1467, 489, {"ok": 1245, "not_existing": 222}),
    (FLAT + "12411-0013_2023_laender_altersjahre_de_flat.csv", 4416, 4416, 16, {"ok": 4416}),
    (FLAT + "12531-0043_THsubset_flat.csv", 3959, 3959, 22, {"ok": 3959}),
    (FLAT + "AI-N-01-2-5_THsubset_de_flat.csv", 2010, 2010, 1005,
     {"ok": 1219, "not_existing": 748, "zero": 36, "na": 7}),
    (FLAT + "91111-0001_1773174964548_de_flat.csv", 4719, 4719, 1,
     {"ok": 2411, "suppressed": 2016, "pending": 257, "unreliable": 33, "na": 2}),
    (FLAT + "52111-0001_1773175341165_de_flat.csv", 68, 68, 1, {"ok": 68}),
    (FLAT + "1000A-2022_1773175355216_de_flat.csv", 1360, 1360, 17, {"ok": 1003, "zero": 357}),
    ("inkar/A_ArbeitslosigkeitKreis.xls", 400, 10_800, 400, {"ok": 10_800}),
    ("inkar/inkar_web_export_2019_bom_crlf_thousandsdot.csv", 401, 10_426, 401, {"ok": 10_426}),
    ("gisd/GISD_Thueringen_Kreis.csv", 528, 528, 22, {"ok": 528}),
]


@pytest.mark.parametrize(("name", "lines", "values", "areas", "statuses"), FILES)
def test_every_line_is_counted(name, lines, values, areas, statuses):
    take("geo/gemeinden_th_2022-12-31_vg250ew.csv")
    run = take(name)
    assert run.report["rows"] == {"read": lines, "used": lines, "rejected": 0}
    assert run.report["values"] == run.observations.count() == values
    assert (run.report["areas"], run.report["statuses"]) == (areas, statuses)
    assert run.observations.values("identity").distinct().count() == values


def test_the_people_of_thueringen_in_2024():
    run = take(DE)
    assert total(run, area_key__startswith="16", dimensions="") == 2_100_277
    assert not run.observations.filter(area_key="16056").exclude(status="not_existing").exists()
    words = Category.objects.get(variable="GES", code="GESW")
    assert (words.variable_label, words.label) == ("Geschlecht", "weiblich")


def test_the_english_file_holds_the_same_values_and_replaces_them_one_by_one():
    first, second = take(DE), take(EN)
    assert second.report["replaced"] == 1467
    fields = ("identity", "value", "status")
    assert set(first.observations.values_list(*fields)) == set(
        second.observations.values_list(*fields))
    assert Category.objects.get(variable="GES", code="GESW").label == "weiblich"


def test_single_ages_are_never_added_to_their_total():
    run = take(FLAT + "12411-0013_2023_laender_altersjahre_de_flat.csv")
    assert total(run, area_key="16", dimensions="") == 2_114_870
    assert total(run, area_key="16", dimensions="GES=GESM") == 1_044_781
    assert total(run, area_key="16", dimensions="GES=GESW") == 1_070_089
    ages = run.observations.filter(area_key="16", dimensions__regex=r"^ALT\d+=[^;]+$")
    assert ages.aggregate(sum=Sum("value"))["sum"] == 2_114_870


def test_the_crosstab_gives_the_sums_of_twenty_three_units_year_by_year():
    run = take("genesis_crosstab_latin1/12411-0018.csv")
    sums = {year: int(total(run, area_key__startswith="16", period_end__year=year))
            for year in range(2015, 2021)}
    assert list(sums.values()) == [2170714, 2158128, 2151205, 2143145, 2133378, 2120237]
    units = run.observations.filter(area_key__startswith="16").order_by()
    assert units.values("area_key").distinct().count() == 23
    assert run.report["indicators"] == ["bevoelkerung"]


def test_the_crosstab_of_care_keeps_an_abolished_concept_as_not_collected():
    run = take("genesis_crosstab_latin1/22411-02-03-4.csv")
    former = run.observations.filter(indicator__code__contains="alltagskompetenz",
                                     period_end=dt.date(2019, 12, 31))
    assert set(former.values_list("status", "value")) == {("discontinued", None)}
    germany = run.observations.filter(area_key="DG", indicator__code="pflegebeduerftige",
                                      period_end=dt.date(2019, 12, 31), dimensions="")
    assert [one.value for one in germany] == [4_127_605]


def test_the_municipalities_bring_people_and_surface():
    run = take("geo/gemeinden_th_2022-12-31_vg250ew.csv")
    assert run.report["rows"] == {"read": 631, "used": 631, "rejected": 0}
    assert total(run, indicator__code="bevoelkerung") == 2_126_846
    assert run.report["values"] == 1262


def test_thousands_points_scales_and_percentages_are_read_as_they_are_meant():
    inkar = take("inkar/inkar_web_export_2019_bom_crlf_thousandsdot.csv")
    density = inkar.observations.get(area_key="01001", indicator__name_de="Einwohnerdichte")
    assert density.value == 1560
    forms = take(FLAT + "12211-Z-11_1773175349407_de_flat.csv")
    one = forms.observations.get(area_key="05554", dimensions="")
    assert (one.value, one.scale, one.quality) == (166, 1000, "e")
    couples = forms.observations.filter(status="uncertain")
    assert couples.count() == 14 and not couples.filter(value=None).exists()


def test_several_variables_and_units_in_one_file_become_several_indicators():
    run = take(FLAT + "61511-01-03-4_1773175078131_de_flat.csv")
    assert run.report["indicators"] == [
        f"r_61511_bau00{number}" for number in range(1, 5)]
    units = dict(Indicator.objects.filter(is_raw=True).values_list("code", "unit"))
    assert units["r_61511_bau004"] == "EUR"
    price = run.observations.get(area_key="09474", indicator__code="r_61511_bau004",
                                 dimensions="")
    assert (price.value, price.decimals) == (191.67, 2)


def test_the_deprivation_index_finds_its_sheet():
    run = take("gisd/GISD_Thueringen_Kreis.csv")
    assert run.report["indicators"] == ["gisd"]
    assert "CC BY 4.0" in run.attribution
    erfurt = run.observations.get(area_key="16051", period_end__year=1998)
    assert (erfurt.value, erfurt.decimals) == (0.66752, 5)


def test_keys_that_lost_their_zero_stay_out_until_somebody_agrees():
    name = "damaged/12411-0018_2019_excel_resaved_lost_leading_zero.csv"
    without = take(name)
    assert without.report["rows"]["rejected"] == 324
    assert without.report["problems"][0]["needs_consent"] is True
    consented = actions.import_file(case(name), consent=["lost_leading_zeros"])
    assert consented.repeated is False
    assert consented.report["rows"] == {"read": 476, "used": 476, "rejected": 0}
    without.refresh_from_db()
    assert without.state == "undone"
    assert set(Counter(Observation.objects.values_list("run", flat=True))) == {consented.run.pk}


def test_the_raw_file_is_kept_and_can_be_found_by_its_digest(settings, tmp_path):
    settings.DATA = tmp_path
    run = take(DE)
    kept = tmp_path / "evidence" / run.sha256
    assert kept.read_bytes() == case(DE).read_bytes()
    assert run.size == kept.stat().st_size
