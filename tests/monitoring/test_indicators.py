"""One indicator: fixed classes, reasons, trends that stop at breaks, comparisons, the sheet."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.evidence.tables import flat
from tests.evidence.test_turns import held_by_another_thread
from tests.monitoring.figures_setting import KREISE, kreise, plain, rate
from weitblick.evidence import actions, builtin
from weitblick.evidence import queries as evidence
from weitblick.evidence.models import Indicator
from weitblick.monitoring.analysis import intervals, trends
from weitblick.monitoring.analysis.sheet import Asked, Sheet, drawn
from weitblick.workshop.models import Membership, Role

DAY = "2024-12-31"


def url(process, name, *args):
    return reverse(f"monitoring:{name}", args=[process.slug, *args])


@pytest.fixture
def quota(db):
    """A rate for all Kreise, 2015 to 2024, rising by one a year, with a break in 2018."""
    kreise()
    one = rate("quote", breaks=[{"at": "2018-01-01", "reason": "Neue Zählung"}])
    plain("quote", [(key, year, str(number + year - 2015).replace(".", ","))
                    for number, key in enumerate(KREISE) for year in range(2015, 2025)])
    return one


def test_a_trend_never_crosses_a_break(quota):
    found = evidence.series("quote", "16051")
    assert trends.sentence(found, quota) == (
        "Zu wenige Jahre für einen Trend: 7 Werte seit dem Bruch 2018, nötig sind 8.")
    assert trends.break_years(found) == [2018]


def test_a_trend_is_said_with_its_range_and_the_wish(quota):
    quota.breaks = []
    quota.save()
    found = evidence.series("quote", "16051")
    assert trends.sentence(found, quota) == (
        "Gestiegen von 2015 bis 2024, im Mittel um +1,0 % je Jahr (95-%-Bereich 1,0 bis 1,0; "
        "10 Jahre). Das ist nicht die erwünschte Richtung.")


def test_the_line_is_interrupted_at_the_break(quota):
    picture = drawn(evidence.series("quote", "16051"), quota)
    assert picture["lines"][0]["path"].count("M") == 8, "nine steps, one of them across the break"
    assert [one["said"] for one in picture["breaks"]] == ["Neue Zählung"]


def test_classes_are_the_same_for_all_years(quota):
    early, late = (Sheet(Asked("quote", year=year)) for year in (2015, 2024))
    assert early.breaks == late.breaks and len(early.breaks) == 4
    assert (early.year, late.year) == (2015, 2024)


def test_a_page_compares_with_the_middle_the_past_and_similar_areas(quota, process, desk):
    page = desk.get(url(process, "indicator", "quote") + "?gebiet=16061").content.decode()
    assert "Mittleres Gebiet (Median): 19,5 %, hier 5,5 weniger" in page
    assert "Gegenüber 2019 (9 %): +5 %" in page
    assert "01.01.2018: Neue Zählung" in page and "Amt für Tests" in page


def test_amounts_are_not_compared_between_areas(db, process, desk):
    builtin.load()
    actions.import_file(flat([(key, DAY, "", "1000") for key in KREISE]), "x.csv")
    page = desk.get(url(process, "indicator", "bevoelkerung") + "?gebiet=16051").content.decode()
    assert "Anzahlen lassen sich zwischen verschieden großen Gebieten nicht vergleichen." in page
    assert "Median" not in page


@pytest.fixture
def small(db):
    """Two people in Jena: hidden, and others with it."""
    builtin.load()
    rows = [(key, DAY, "", "2" if key == "16053" else "500") for key in KREISE]
    total = 2 + 21 * 500
    actions.import_file(flat([*rows, ("16", DAY, "", str(total))]), "x.csv")


def test_hidden_values_show_on_no_page_and_in_no_download_but_the_offices_own(
    small, process, desk, facilitator
):
    address = url(process, "indicator", "bevoelkerung")
    page = desk.get(address).content.decode()
    assert "geheim zu halten" in page and "Statistikstelle" not in page
    rows = desk.get(url(process, "values", "bevoelkerung")).content.decode("utf-8-sig")
    jena = next(row for row in rows.splitlines() if row.startswith("16053"))
    assert jena.split(";")[5:8] == ["", "Personen", "geheim zu halten"]
    Membership.objects.create(process=process, user=facilitator, role=Role.STATISTICS)
    assert "Sie sehen diese Seite als Statistikstelle." in desk.get(address).content.decode()
    again = desk.get(url(process, "values", "bevoelkerung")).content.decode("utf-8-sig")
    assert again == rows


def test_readers_see_a_public_process_only(small, process, client: Client):
    address = reverse("public-monitoring:indicator", args=[process.slug, "bevoelkerung"])
    assert client.get(address).status_code == 404
    process.is_public = True
    process.save()
    page = client.get(address).content.decode()
    assert "geheim zu halten" in page and "Kennblatt bearbeiten" not in page


def test_a_breakdown_can_be_chosen(db, process, desk):
    builtin.load()
    actions.import_file(flat([("16051", DAY, "", "300"), ("16051", DAY, "GESW", "170"),
                              ("16051", DAY, "GESM", "130")]), "x.csv")
    page = desk.get(url(process, "indicator", "bevoelkerung")
                    + "?gliederung=GES%3DGESW").content.decode()
    assert "weiblich, Personen 2024" in page and "170" in page and "300" not in page


def test_a_rate_of_counts_has_an_interval_of_chance(db):
    builtin.load()
    day = "2023-12-31"
    actions.import_file(flat([("16051", day, "", "10000")]), "b.csv")
    actions.import_file(flat([("16051", day, "", "500")], statistic="22411", variable="X",
                             label="Pflegebedürftige"), "p.csv")
    one = Indicator.objects.get(formula__startswith="pflegebeduerftige / bevoelkerung")
    cells = evidence.cells(one.code, ["16051"])
    found = intervals.intervals(one, cells)["16051", 2023]
    assert (cells[0].value, round(found.low, 2), round(found.high, 2)) == (50.0, 45.71, 54.58)


def test_the_units_are_those_of_the_year_that_is_shown(db):
    builtin.load()
    actions.import_file(flat([(key, "2020-12-31", "", "100") for key in [*KREISE, "16056"]]),
                        "x.csv")
    assert "16056" in {one.key for one in Sheet(Asked("bevoelkerung")).units}


def sheet_data(desk, address):
    form = desk.get(address).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_the_sheet_is_changed_by_analysts_and_its_protection_decided_anew(small, process, desk):
    actions.import_file(flat([("16051", "2023-12-31", "", "30")]), "y.csv")
    address = url(process, "sheet", "bevoelkerung")
    data = sheet_data(desk, address)
    bad = desk.post(address, {**data, "breaks": "gestern | etwas"})
    assert bad.status_code == 422 and "Zeile 1" in bad.content.decode()
    more = {**data, "min_n": "50", "responsible": "Jugendamt"}
    assert desk.post(address, more).status_code == 302
    one = Indicator.objects.get(code="bevoelkerung")
    assert (one.min_n, one.responsible, one.is_builtin) == (50, "Jugendamt", False)
    assert evidence.cells("bevoelkerung", ["16051"], years=(2023, 2023))[0].value is None


def test_only_the_statistics_office_lets_smaller_counts_be_seen(
    small, process, desk, facilitator
):
    address = url(process, "sheet", "bevoelkerung")
    less = {**sheet_data(desk, address), "min_n": "0"}
    refused = desk.post(address, less)
    assert refused.status_code == 422 and "nur die Statistikstelle" in refused.content.decode()
    assert Indicator.objects.get(code="bevoelkerung").min_n == 3
    assert evidence.cells("bevoelkerung", ["16053"])[0].value is None
    Membership.objects.create(process=process, user=facilitator, role=Role.STATISTICS)
    assert desk.post(address, less).status_code == 302
    assert evidence.cells("bevoelkerung", ["16053"])[0].value == 2


def test_protection_is_not_changed_while_an_import_decides_by_it(small, process, desk):
    address = url(process, "sheet", "bevoelkerung")
    data = {**sheet_data(desk, address), "responsible": "Jugendamt"}
    with held_by_another_thread(4):
        page = desk.post(address, {**data, "min_n": "50"})
        assert page.status_code == 422
        assert "Gerade wird eine andere Datei übernommen." in page.content.decode()
        assert 'value="Jugendamt"' in page.content.decode()
        assert Indicator.objects.get(code="bevoelkerung").min_n == 3
        assert desk.post(address, data).status_code == 302, "words may change meanwhile"
    assert Indicator.objects.get(code="bevoelkerung").responsible == "Jugendamt"
    assert desk.post(address, {**data, "min_n": "50"}).status_code == 302


def test_nobody_else_changes_a_sheet(small, process, desk, facilitator):
    Membership.objects.filter(user=facilitator).update(role=Role.SCRIBE)
    assert desk.get(url(process, "sheet", "bevoelkerung")).status_code == 403


def test_addresses_of_unknown_things_are_not_found_and_odd_wishes_are_left_out(
    quota, process, desk
):
    assert desk.get(url(process, "indicator", "gibt_es_nicht")).status_code == 404
    odd = url(process, "indicator", "quote") + "?jahr=abcd&ebene=mond&gebiet=99999"
    assert desk.get(odd).status_code == 200
