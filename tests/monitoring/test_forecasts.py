"""Forecasts from real tables: inputs and what is missing are said, bands come from past errors,
runs are reproducible, nothing crosses a break."""

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.evidence.tables import case
from weitblick.evidence import actions as evidence
from weitblick.lab.models import RunState
from weitblick.monitoring import ages, schedules
from weitblick.monitoring.actions import forecasts as actions
from weitblick.monitoring.actions import notes
from weitblick.monitoring.analysis import forecasts as analysis
from weitblick.monitoring.models import Forecast
from weitblick.monitoring.queries import forecasts as queries
from weitblick.monitoring.queries import notes as note_queries
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind

KREISE = "genesis_crosstab_latin1/12411-0018.csv"
LAENDER = "genesis_ffcsv/12411-0013_2023_laender_altersjahre_de_flat.csv"


@pytest.fixture
def kreise(db):
    """The rows of Thüringen alone: the whole country takes seconds."""
    rows = case(KREISE).read_bytes().splitlines(keepends=True)
    ours = [row for row in rows if row.count(b";") < 3 or row.split(b";")[1][:2] in (b"", b"16")]
    return evidence.import_file(b"".join(ours), "12411-0018.csv")


@pytest.fixture
def made(process, kreise):
    return actions.ask(process, ["16072"], {"paths": 100}, wait=True)


@pytest.mark.parametrize(("words", "group"), [
    ("unter 3 Jahre", (0, 3)), ("3 bis unter 6 Jahre", (3, 6)), ("75 Jahre und mehr", (75, None)),
    ("1-Jährige", (1, 2)), ("unter 1 Jahr", (0, 1)), ("90 Jahre und mehr", (90, None)),
    ("männlich", None), ("20 bis 24 Jahre", (20, 25)),
])
def test_age_groups_are_read(words, group):
    assert ages.interval(words) == group


def test_spreading_over_single_years_keeps_the_sum():
    groups = {(0, 3): 300.0, (3, 75): 7200.0, (75, None): 1000.0}
    found = ages.single_years(groups, schedules.stationary(0))
    assert ages.covers(groups)
    assert found.sum() == pytest.approx(8500)
    assert list(found[:4]) == [100.0] * 4


def test_a_gap_in_the_groups_is_no_table():
    assert not ages.covers({(0, 3): 1.0, (5, None): 1.0})
    assert not ages.covers({(0, 3): 1.0, (3, 6): 1.0})


def test_levels_from_counted_events_bring_the_events_back():
    people = np.tile(schedules.stationary(0) * 1000, (2, 1))
    rates = schedules.base(1.5, (83.0, 78.0))
    assert schedules.tfr_from(float(rates.fertility @ people[0]), people[0]) == pytest.approx(1.5)
    deaths = float((-np.log(rates.survival) * people).sum())
    assert schedules.life_expectancy_from(deaths, people, (83.0, 78.0)) == pytest.approx((83, 78))


def test_all_kreise_of_a_real_table_start_from_its_sum(kreise):
    found = analysis.starts([key for key, _name in analysis.areas_with_ages()])
    assert {one.year for one in found.values()} == {2020}
    assert round(sum(one.total for one in found.values())) == 2120237


def test_single_years_of_age_of_the_land(db):
    evidence.import_file(case(LAENDER))
    found = analysis.starts(["16"])["16"]
    assert (found.year, found.total, found.widths) == (2023, 2114870.0, False)


def test_variants_stand_side_by_side_with_a_band(made):
    (one,) = queries.results(made)
    assert [name for name, _totals in one.variants] == ["mittlere", "untere", "obere"]
    middle, low, high = (totals[-1] for _name, totals in one.variants)
    assert low < middle < high
    assert one.band[-1][0] < middle < one.band[-1][1]
    assert all(value % 10 == 0 for _name, totals in one.variants for value in totals)


def test_past_errors_reach_as_far_as_the_years_do(made):
    found = queries.results(made)[0].area["past_errors"]
    assert len(found["by_horizon"]) == 3  # 2015 to 2020, three years seen first
    assert found["n"][0] == 3 * 21  # Suhl has fewer than 50,000 people


def test_what_is_counted_and_what_is_assumed_is_said(made):
    words = [row["what"] for row in made.grounds]
    assert words[0] == "Menschen nach Alter und Geschlecht, Ende 2020"
    assert "Geburten: angenommen, die Tabelle fehlt" in words


def test_the_same_question_is_computed_once(process, made):
    again = actions.ask(process, ["16072"], {"paths": 100}, wait=True)
    assert again.run == made.run
    other = actions.ask(process, ["16072"], {"paths": 100}, seed=1, wait=True)
    assert other.run != made.run


def test_without_people_by_age_it_says_which_table(process, db):
    with pytest.raises(ValidationError, match="12411-04-02-4"):
        actions.ask(process, ["16072"], {})


def test_how_wrong_an_earlier_official_forecast_was(process):
    rows = analysis.how_wrong(process, "16")
    (one,) = [row for row in rows if row.name.startswith("12.")]
    assert (one.year, one.observed, one.error) == (2024, "2\u202f100\u202f277", "−6,7 % / −5,7 %")
    assert "neu gezählt (2011, 2022)" in one.note
    assert [row.error for row in rows if row.name.startswith(("2.", "3."))] == ["−1,6 %", "−0,8 %"]


def test_a_published_forecast_needs_two_years(process):
    with pytest.raises(ValidationError, match="mindestens zwei Jahre"):
        actions.keep_earlier(process, "16", "Eine", "Quelle", [(2030, 5, 6)])


def test_pages_ask_show_compare_and_export(desk, process, kreise):
    url = reverse("monitoring:forecasts", args=[process.slug])
    text = desk.get(url).content.decode()
    assert "Wie falsch lagen frühere Vorausberechnungen?" in text
    form = {"area": "16072", "steps": "10", "reached": "5", "paths": "0", "stray_0": "3",
            "stray_1": "2", "stray_2": "2"}
    for at, one in enumerate(actions.DEFAULTS["variants"]):
        form |= {f"{name}_{at}": str(one[name]).replace(".", ",")
                 for name in ("tfr", "women", "men", "migration")}
    assert desk.post(url, {**form, "tfr_0": "9"}).status_code == 422
    assert desk.post(url, form).status_code == 302
    first = Forecast.objects.get()
    assert first.run.state == RunState.WAITING
    done = actions.ask(process, ["16072"], {"paths": 0, "steps": 10}, wait=True)
    second = actions.ask(process, ["16072"], {"paths": 0, "steps": 12}, wait=True)
    page = reverse("monitoring:forecast", args=[process.slug, done.key])
    text = desk.get(page, {"vergleich": second.key}).content.decode()
    assert "über 10\u202f000 Menschen" in text
    assert '<svg class="lines"' in text
    csv = desk.get(reverse("monitoring:forecast-export", args=[process.slug, done.key]))
    assert csv.content.decode().startswith("\ufeffSchlüssel;Gebiet;Jahr;mittlere;untere;obere")


def test_an_empty_installation_says_which_tables_to_get(desk, process):
    text = desk.get(reverse("monitoring:forecasts", args=[process.slug])).content.decode()
    assert "12612-93-01-4" in text


def test_a_forecast_is_pinned_with_its_band_and_outdated_by_a_newer_one(process, made):
    factor = trace.create(process, Kind.FACTOR, "Alterung")
    note = notes.pin(process, "forecast", {"area": "16072"}, [factor])
    last = note.snapshot["points"][-1]
    assert last["low"] < last["value"] < last["high"]
    assert "80 %" in note.item.text
    actions.ask(process, ["16072"], {"paths": 100, "steps": 15}, wait=True)
    assert note_queries.is_outdated(note)
