"""Methods by size and data, schedules from counted tables, official totals, what is kept and shown.

Proven: births, deaths and moves by age that were taken over become the rates, and bring the counts
back; where they are missing a model is used and said; a small area follows its Kreis, cohorts
follow two real tables; all Kreise are brought to the Land; what cannot be done names the table
that is missing; a run is taken off and put back; the file says it all.
"""

import datetime as dt

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.evidence.tables import case
from tests.monitoring import forecast_tables as tables
from tests.monitoring.figures_setting import plain
from tests.monitoring.test_forecasts import KREISE
from weitblick.evidence import actions as evidence
from weitblick.evidence.models import Area, AreaList, Level
from weitblick.monitoring import ages, schedules
from weitblick.monitoring.actions import forecasts as actions
from weitblick.monitoring.analysis import forecasts as analysis
from weitblick.monitoring.analysis.forecasts import events, methods, people
from weitblick.monitoring.models import EarlierForecast
from weitblick.monitoring.queries import forecasts as queries

SONNEBERG, YEAR = "16072", 2020
SMALL = {"16072001": ("Dorf", 400, 380), "16072002": ("Stadt", 30000, 29000),
         "16072003": ("Markt", 27000, 26500)}


def real(*keys):
    """Take the real table of people by age, 2015 to 2020, over: the rows of these areas."""
    rows = case(KREISE).read_bytes().splitlines(keepends=True)
    wanted = tuple(key.encode() for key in keys)
    ours = [row for row in rows if row.count(b";") < 3 or not row.split(b";")[1]
            or row.split(b";")[1].startswith(wanted)]
    return evidence.import_file(b"".join(ours), "12411-0018.csv")


@pytest.fixture
def kreise(db):
    """Three of the Kreise: the whole table takes seconds."""
    return real(SONNEBERG, "16062", "16070")


@pytest.fixture
def all_kreise(db):
    """All of Thüringen."""
    return real("16")


@pytest.fixture
def counted(kreise):
    """Births, deaths and moves by age of Sonneberg, made up."""
    for name, make in (("b", tables.births), ("d", tables.deaths), ("a", tables.arrivals),
                       ("w", tables.departures)):
        evidence.import_file(make(SONNEBERG, YEAR), f"{name}.csv")


@pytest.fixture
def villages(kreise):
    """Three municipalities of the Kreis, counted in 2017 and 2020."""
    parent = Area.objects.get(key=SONNEBERG)
    found = AreaList.objects.create(level=Level.GEMEINDE, within="16", as_of=dt.date(2019, 1, 1))
    for key, (name, _then, _now) in SMALL.items():
        found.areas.add(Area.objects.create(key=key, level=Level.GEMEINDE, name=name,
                                            parent=parent))
    plain("bevoelkerung", [(key, year, str(n)) for key, (_name, then, now) in SMALL.items()
                           for year, n in ((2017, then), (2020, now))])


def ask(process, area=SONNEBERG, **asked):
    made = actions.ask(process, [area], {"paths": 0, **asked}, wait=True)
    return made, queries.results(made)[0]


def url(process, name, *args):
    return reverse(f"monitoring:{name}", args=[process.slug, *args])


def test_schedules_from_tables_bring_the_counts_back():
    women = np.full(ages.GROUPS, 500.0)
    born = {(0, 20): 8.0, (20, 25): 40.0, (25, 40): 300.0, (40, None): 16.0}
    fertility = schedules.fertility_from(born, women)
    assert float(fertility @ women) == pytest.approx(364)
    assert float(fertility[25:40] @ women[25:40]) == pytest.approx(300)
    people_there = np.tile(schedules.stationary(0) * 1000, (2, 1))
    dead = {(0, 65): 2000.0, (65, None): 20000.0}
    rates = schedules.mortality_from((dead, dead), people_there, 5)
    force = -np.log(rates.survival) * people_there
    assert force[0, 65:].sum() == pytest.approx(20000, rel=0.01)
    assert force[1, :65].sum() == pytest.approx(2000, rel=0.01)
    moves = schedules.migration_from(({(0, 18): 20.0, (18, None): -50.0}, {(0, None): 7.0}))
    assert (moves[0, :18].sum(), moves[0, 18:].sum(), moves[1].sum()) == pytest.approx(
        (20, -50, 7))


def test_few_deaths_are_drawn_to_the_level_of_all_ages():
    there = np.tile(schedules.stationary(0) * 10, (2, 1))
    none = {(0, 1): 0.0, (1, None): 100.0}
    rates = schedules.mortality_from((none, none), there, 1)
    assert 0 < rates.survival[0, 0] < 1


def test_counted_tables_by_age_become_the_rates_and_say_where_they_stood(counted):
    start = people.starts([SONNEBERG])[SONNEBERG]
    found = events.count([SONNEBERG], start.year)[SONNEBERG]
    # One infant of each sex is kept secret, and with it not counted.
    assert (found.births, found.deaths, found.migration) == (404, 940, -20)
    told = analysis.suggest([SONNEBERG], None, methods.COHORT, actions.DEFAULTS)
    assert (told.missing, told.about) == ((), "Sonneberg")
    assert set(told.origins.values()) == {
        f"aus Tabelle {table}, Stand 2020" for table in ("12612", "12613", "12711")}
    middle, low, high = told.variants
    assert middle["migration"] == round(-20 * 1000 / start.total, 1)
    assert (round(middle["tfr"] - low["tfr"], 2), round(high["tfr"] - middle["tfr"], 2)) == (
        0.15, 0.15)


def test_without_tables_the_model_is_said_and_the_tables_are_named(kreise):
    told = analysis.suggest([SONNEBERG], None, methods.COHORT, actions.DEFAULTS)
    assert told.variants == actions.DEFAULTS["variants"]
    assert set(told.origins.values()) == {"Modellannahme, von Ihnen zu ändern"}
    assert [one.table for one in told.missing] == [
        "12612-93-01-4", "12613-93-01-4", "12711-04-02-4"]


def test_a_kreis_without_tables_borrows_from_ten_others_but_not_from_one(all_kreise):
    evidence.import_file(tables.births(SONNEBERG, YEAR), "b.csv")
    alone = analysis.suggest(["16070"], None, methods.COHORT, actions.DEFAULTS)
    assert alone.origins["tfr"] == "Modellannahme, von Ihnen zu ändern"
    others = [f"160{n}" for n in (61, 62, 64, 65, 66, 67, 68, 69, 71)]
    evidence.import_file(tables.flat("12612", "BEV001", "Lebendgeborene", (
        (area, str(YEAR), "", age, n) for area in others
        for age, n in tables.MOTHERS.items())), "andere.csv")
    told = analysis.suggest(["16070"], None, methods.COHORT, actions.DEFAULTS)
    assert told.origins["tfr"] == "aus Tabelle 12612, Stand 2020, 10 Kreise zusammen"
    assert told.origins["women"] == "Modellannahme, von Ihnen zu ändern"


def test_a_town_borrows_the_ages_of_its_kreis_and_keeps_its_own_level(process, counted):
    Area.objects.create(key="16072010", level=Level.GEMEINDE, name="Städtchen",
                        parent=Area.objects.get(key=SONNEBERG))
    evidence.import_file(tables.flat("12411", "BEVSTD", "Bevölkerungsstand", (
        ("16072010", "2020-12-31", sex, age, n) for sex in ("GESW", "GESM")
        for age, n in (("unter 20 Jahre", 400), ("20 bis unter 65 Jahre", 1200),
                       ("65 Jahre und mehr", 700)))), "ort.csv")
    evidence.import_file(tables.flat("12612", "BEV001", "Lebendgeborene", (
        ("16072010", str(YEAR), "", "Insgesamt", 60),)), "ort-geburten.csv")
    plan = analysis.plan("16072010")
    assert (plan.people, plan.advised, plan.reason) == (4600, "cohort_borrowed", "medium")
    told = analysis.suggest(["16072010"], plan, plan.advised, actions.DEFAULTS)
    kreis = analysis.suggest([SONNEBERG], None, methods.COHORT, actions.DEFAULTS)
    assert told.origins["women"] == "aus Tabelle 12613, Stand 2020, Sonneberg"
    assert told.origins["tfr"] == "aus Tabelle 12612, Stand 2020"
    # 60 births are far more than the Kreis has by head; the level is drawn half way back to it.
    assert told.variants[0]["tfr"] > kreis.variants[0]["tfr"]
    made, one = ask(process, "16072010")
    assert (made.asked["method"], one.variants[0][1][0]) == ("cohort_borrowed", 4600)


def test_the_first_year_has_the_counted_births(process, counted):
    start = analysis.suggest([SONNEBERG], None, methods.COHORT, actions.DEFAULTS)
    made, one = ask(process, variants=start.variants)
    first = one.area["variants"][0]
    assert first["births"][0] == pytest.approx(404, rel=0.03)
    assert first["migration"][0] == pytest.approx(-20, abs=3)
    rows = {row["what"]: row for row in made.grounds}
    assert rows["Geburten: gezählt (aus Tabelle 12612, Stand 2020)"]["is_assumed"] is False
    assert rows["Alter der Mütter: gezählt (aus Tabelle 12612, Stand 2020)"]["is_assumed"] is False


def test_a_set_level_says_what_was_counted(counted):
    variants = [{**one, "tfr": 1.9} for one in actions.DEFAULTS["variants"]]
    told = analysis.suggest([SONNEBERG], None, methods.COHORT,
                            {**actions.DEFAULTS, "variants": variants}, typed=True)
    assert told.origins["tfr"].startswith("gesetzt; gezählt ")


def test_the_kreis_is_worked_out_by_age_and_two_real_tables_allow_cohorts(process, kreise):
    plan = analysis.plan(SONNEBERG)
    assert (plan.advised, plan.reason, plan.year) == ("cohort", "large", 2020)
    assert [one.model for one in plan.possible] == ["cohort", "hamilton_perry"]
    made, one = ask(process, method="hamilton_perry")
    assert (made.asked["method"], one.years) == ("hamilton_perry", [2020, 2025, 2030, 2035, 2040])
    assert [name for name, _totals in one.variants] == ["nach Jahrgängen"]
    assert [words for words, *_rest in one.ages] == [
        "unter 20", "20 bis 64", "65 bis 74", "ab 75"]
    assert any("Von 2018 auf 2019 springt" in row["what"] for row in made.grounds)


def test_cohorts_and_rates_agree_where_the_territory_stayed(process, kreise):
    made, cohorts = ask(process, "16062", method="hamilton_perry")
    assert not any("springt" in row["what"] for row in made.grounds)
    rates = ask(process, "16062")[1]
    assert cohorts.variants[0][1][-1] == pytest.approx(rates.variants[0][1][-1], rel=0.1)


def test_a_tiny_village_is_a_share_of_its_kreis(process, villages):
    plan = analysis.plan("16072001")
    assert (plan.people, plan.advised, plan.reason) == (380, "shares", "tiny")
    assert [one.model for one in plan.ways] == ["shares"]
    made, one = ask(process, "16072001", steps=10)
    assert (made.title, made.asked["method"]) == ("Dorf", "shares")
    assert one.years == list(range(2020, 2031))
    assert one.variants[0][1][0] == 380
    assert one.ages == []
    words = " ".join(row["what"] for row in made.grounds)
    assert "Anteil am Kreis: 3 Gemeinden, Einwohnerzahlen 2017 und 2020" in words


def test_places_of_a_kreis_keep_to_it(process, villages):
    whole = ask(process, steps=10)[1].area["variants"][0]["totals"]
    parts = [ask(process, key, steps=10, method="shares")[1].area["variants"][0]["totals"]
             for key in SMALL]
    scale = sum(one[0] for one in parts) / whole[0]
    assert sum(one[-1] for one in parts) == pytest.approx(whole[-1] * scale)


def test_with_one_count_the_share_stays_and_it_is_said(process, kreise):
    Area.objects.create(key="16072009", level=Level.GEMEINDE, name="Weiler",
                        parent=Area.objects.get(key=SONNEBERG))
    plain("bevoelkerung", [("16072009", 2020, "300")])
    made, one = ask(process, "16072009", steps=10)
    kreis = ask(process, steps=10)[1].area["variants"][0]["totals"]
    totals = one.area["variants"][0]["totals"]
    assert totals[-1] / totals[0] == pytest.approx(kreis[-1] / kreis[0])
    words = " ".join(row["what"] for row in made.grounds)
    assert "Nur ein vergleichbarer Zeitpunkt" in words and "alle übrigen zusammen" in words


def test_nothing_crosses_a_break(kreise):
    rows = people.tables([SONNEBERG])[SONNEBERG]
    assert people.before(rows, 5).year == 2015
    sheet = people.evidence.indicator(people.POPULATION)
    sheet.breaks = [*sheet.breaks, {"at": "2018-01-01", "reason": "Neu gezählt"}]
    sheet.save()
    assert people.before(rows, 5) is None
    assert {one["horizon"] for one in analysis.misses([SONNEBERG])} == set()


def test_what_is_missing_is_named_with_its_table(process, kreise):
    Area.objects.create(key="16072009", level=Level.GEMEINDE, name="Weiler",
                        parent=Area.objects.get(key=SONNEBERG))
    plan = analysis.plan("16072009")
    assert plan.advised is None
    assert {one.table for way in plan.missing for one in way.missing} == {
        "12411-02-03-5", "12411-01-01-5"}
    with pytest.raises(ValidationError, match="12411-01-01-5"):
        actions.ask(process, ["16072009"], {})
    with pytest.raises(ValidationError, match="passt nicht zur Größe"):
        actions.ask(process, [SONNEBERG], {"method": "shares"})


def test_all_kreise_are_brought_to_the_land_where_only_it_is_published(process, all_kreise):
    plain("dritte_rbv", [tables.RBV], attribution=tables.RBV_SOURCE)
    keys = [key for key, _name in analysis.areas_with_ages()]
    made = actions.ask(process, keys, {"paths": 0, "steps": 22,
                                       "official": "r_plain_csv_dritte_rbv"}, wait=True)
    last = [one.area["variants"][0]["totals"][-1] for one in queries.results(made)]
    assert sum(last) == pytest.approx(1925700)


def test_each_kreis_keeps_its_distance_to_the_mean(process, counted):
    keys = [SONNEBERG, "16070"]
    variants = [{**one, "tfr": 1.4} for one in actions.DEFAULTS["variants"]]
    evidence.import_file(tables.births("16070", YEAR), "b2.csv")
    made = actions.ask(process, keys, {"paths": 0, "variants": variants}, wait=True)
    first, second = (one.area["variants"][0]["tfr"][-1] for one in queries.results(made))
    start = people.starts(keys)
    weights = [start[key].total for key in keys]
    assert first != second
    assert np.average([first, second], weights=weights) == pytest.approx(1.4)


def test_a_run_is_taken_off_and_put_back(process, desk, kreise):
    made, _one = ask(process)
    act = url(process, "forecast-act", made.key)
    assert desk.post(act, {"wish": "retire"}).status_code == 302
    assert (queries.forecasts(process), queries.forecasts(process, is_retired=True)) == ([], [made])
    assert "Wieder zeigen" in desk.get(url(process, "forecasts")).content.decode()
    desk.post(act, {"wish": "restore"})
    assert queries.forecasts(process) == [made]


def test_a_typed_in_forecast_is_taken_off_and_put_back(process, desk, kreise):
    actions.keep_earlier(process, "16", "Eigene", "Buch", [(2010, 5, 6), (2030, 5, 6)])
    row = EarlierForecast.objects.get()
    names = [one.name for one in analysis.how_wrong(process, "16")]
    assert "Eigene" in names
    desk.post(url(process, "earlier"), {"wish": "retire", "pk": row.pk})
    assert "Eigene" not in [one.name for one in analysis.how_wrong(process, "16")]
    desk.post(url(process, "earlier"), {"wish": "restore", "pk": row.pk})
    assert "Eigene" in [one.name for one in analysis.how_wrong(process, "16")]


def test_own_runs_are_compared_with_what_came(process, kreise):
    made, _one = ask(process)
    (row,) = analysis.how_wrong(process, SONNEBERG)
    assert "neu gezählt (2022)" in row.note
    assert (row.year, row.name) == (2024, f"Eigene Rechnung vom {made.created_at:%d.%m.%Y}")
    assert analysis.picture(process, SONNEBERG)["lines"][0]["name"] == "gekommen"


def test_the_pages_show_method_origin_control_and_picture(process, desk, counted, villages):
    plain("dritte_rbv", [(SONNEBERG, 2030, "50000")], attribution=tables.RBV_SOURCE)
    text = desk.get(url(process, "forecasts"), {"gebiet": SONNEBERG}).content.decode()
    assert "aus Tabelle 12612, Stand 2020" in text and "Empfohlen." in text
    assert 'class="lines' in text and "gekommen" in text
    text = desk.get(url(process, "forecasts"), {"gebiet": "16072001"}).content.decode()
    assert "Als Anteil am Kreis." in text and "Annahmen für Sonneberg" in text
    made, _one = ask(process, official="r_plain_csv_dritte_rbv")
    page = url(process, "forecast", made.key)
    text = desk.get(page).content.decode()
    assert "Eigene Rechnung und amtliche Summen" in text and "Alter in Jahren" in text
    assert "Mit amtlichen Summen zeigen" in desk.get(page, {"amtlich": "ohne"}).content.decode()
    csv = desk.get(url(process, "forecast-export", made.key)).content.decode()
    assert "ohne amtliche Summen" in csv.splitlines()[0]
    assert "Verfahren: Nach Alter und Geschlecht" in csv and "Startwert 0" in csv
    assert f"Quelle: {tables.RBV_SOURCE}" in csv and "Variante „mittlere“" in csv


def test_an_area_without_data_says_so_on_the_page(process, desk, kreise):
    Area.objects.create(key="16072009", level=Level.GEMEINDE, name="Weiler",
                        parent=Area.objects.get(key=SONNEBERG))
    text = desk.get(url(process, "forecasts"), {"gebiet": "16072009"}).content.decode()
    assert "Es lässt sich noch nichts berechnen" in text and "12411-01-01-5" in text
    assert url(process, "imports") in text
