"""From need to effect: judged only with a tolerance, never across a break, nothing deleted."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.evidence.tables import flat
from tests.monitoring.figures_setting import kreise, plain, rate
from weitblick.evidence import actions as evidence
from weitblick.monitoring.actions import measures as actions
from weitblick.monitoring.analysis import effects
from weitblick.monitoring.models import Goal, Measure, Milestone, Target
from weitblick.portable import export_process, import_process
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind


def url(process, name, *args):
    return reverse(f"monitoring:{name}", args=[process.slug, *args])


@pytest.fixture
def goal(process):
    return actions.add_goal(process, "Mehr Betreuung", "Es fehlen Plätze",
                            "fachkraeftesicherung", "2.2")


@pytest.fixture
def measure(goal):
    return actions.add_measure(goal, "Neue Gruppe", "Jugendamt")


def values(*rows: tuple[int, str]) -> None:
    kreise()
    rate("quote", direction="good", name="Quote")
    plain("quote", [("16051", year, value) for year, value in rows])


def told(target: Target) -> tuple[str, str]:
    found = effects.effect(target)
    return found.tone, found.sentence


def test_with_a_tolerance_the_way_is_judged_in_words(measure):
    values((2020, "40,0"), (2023, "44,0"))
    on = actions.add_target(measure, "quote", "16051", 60, 2030, start_value=40, start_year=2020,
                            tolerance=2)
    assert told(on) == ("on", "2023: 44,0 %. Auf geradem Weg wären es 46,0, Toleranz 2.")
    strict = actions.add_target(measure, "quote", "16051", 60, 2030, start_value=40,
                                start_year=2020, tolerance=1)
    assert told(strict)[0] == "behind"
    low = actions.add_target(measure, "quote", "16051", 43, 2030, start_value=40, start_year=2020,
                             tolerance=1)
    assert told(low)[0] == "reached"


def test_less_can_be_the_aim(measure):
    values((2020, "40,0"), (2023, "30,0"))
    target = actions.add_target(measure, "quote", "16051", 20, 2030, start_value=40,
                                start_year=2020, tolerance=0)
    assert told(target)[0] == "on"


def test_without_a_tolerance_nothing_is_judged(measure):
    values((2020, "40,0"), (2023, "45,0"))
    target = actions.add_target(measure, "quote", "16051", 60, 2030, start_value=40,
                                start_year=2020)
    assert told(target) == ("none", "2023: 45,0 %. Das sind 25\u202f% des Weges zum Ziel.")


def test_nothing_is_judged_across_a_break_or_without_a_new_value(measure):
    values((2020, "40,0"), (2023, "45,0"))
    target = actions.add_target(measure, "quote", "16051", 60, 2030, start_value=40,
                                start_year=2020, tolerance=1)
    one = effects.effect(target).indicator
    one.breaks = [{"at": "2022-01-01", "reason": "Neu gezählt"}]
    one.save()
    assert told(target)[0] == "none" and "Bruch der Reihe" in told(target)[1]
    late = actions.add_target(measure, "quote", "16051", 60, 2030, tolerance=1)
    assert (late.start_value, late.start_year) == (45.0, 2023)
    assert told(late) == ("none", "Seit 2023 ist kein neuer Wert erschienen.")


def test_impossible_targets_are_refused_with_words(measure):
    values((2020, "40,0"))
    with pytest.raises(ValidationError, match="nach dem Ausgangsjahr 2020"):
        actions.add_target(measure, "quote", "16051", 60, 2020)
    with pytest.raises(ValidationError, match="noch keinen Wert"):
        actions.add_target(measure, "quote", "16052", 60, 2030)


def test_the_whole_way_through_the_pages(process, desk, client: Client):
    values((2020, "40,0"), (2023, "45,0"))
    item = trace.create(process, Kind.RECOMMENDATION, "Plätze schaffen")
    data = {"need": "Es fehlen Plätze", "title": "Mehr Betreuung",
            "dimension": "fachkraeftesicherung", "lsz_field": "2.2"}
    assert desk.post(url(process, "new-goal"), {**data, "need": ""}).status_code == 422
    assert desk.post(url(process, "new-goal"), data).status_code == 302
    goal = Goal.objects.get()
    made = {"title": "Neue Gruppe", "responsible": "Jugendamt", "state": "planned",
            "sources": [item.public_id]}
    assert desk.post(url(process, "new-measure", goal.pk), made).status_code == 302
    measure = Measure.objects.get()
    act = url(process, "measure-act", measure.pk)
    desk.post(act, {"wish": "milestone", "title": "Räume gefunden", "due_on": "2025-05-01"})
    desk.post(act, {"wish": "settle", "pk": Milestone.objects.get().pk})
    assert Milestone.objects.get().done_on is not None
    target = {"wish": "target", "indicator": "quote", "area_key": "16051", "target_value": "60",
              "target_year": "2030", "start_value": "40", "start_year": "2020",
              "tolerance": "1,5"}
    assert desk.post(act, {**target, "target_year": "2019"}).status_code == 422
    assert desk.post(act, target).status_code == 302
    page = desk.get(url(process, "measure", measure.pk)).content.decode()
    assert "Auf dem Weg" in page and "Plätze schaffen" in page and "2.2 Vereinbarkeit" in page
    rows = desk.get(url(process, "measures-export")).content.decode("utf-8-sig").splitlines()
    assert rows[1].split(";")[13:20] == ["Quote", "Erfurt", "40", "2020", "60", "2030", "1,5"]
    process.is_public = True
    process.save()
    public = client.get(reverse("public-monitoring:measures", args=[process.slug]))
    assert "Es fehlen Plätze" in public.content.decode()


def test_a_target_is_retired_and_put_back_never_deleted(process, desk, measure):
    values((2020, "40,0"))
    target = actions.add_target(measure, "quote", "16051", 60, 2030)
    act = url(process, "measure-act", measure.pk)
    desk.post(act, {"wish": "retire", "pk": target.pk})
    assert effects.shown(Measure.objects.get()).effects == ()
    assert "Wieder verfolgen" in desk.get(url(process, "measure", measure.pk)).content.decode()
    desk.post(act, {"wish": "restore", "pk": target.pk})
    assert len(effects.shown(Measure.objects.get()).effects) == 1


def test_a_measure_is_changed_and_its_end_comes_after_its_beginning(process, desk, measure):
    data = {"title": "Neue Gruppe", "responsible": "Kreis", "state": "running",
            "starts_on": "2025-01-01", "ends_on": "2026-01-01"}
    assert desk.post(url(process, "measure-edit", measure.pk), data).status_code == 302
    measure.refresh_from_db()
    assert (measure.responsible, measure.ends_on) == ("Kreis", dt.date(2026, 1, 1))
    with pytest.raises(ValidationError, match="vor dem Beginn"):
        actions.change_measure(measure, ends_on=dt.date(2024, 1, 1))


def test_plans_travel_with_the_process(process, measure, tmp_path):
    values((2020, "40,0"))
    actions.add_target(measure, "quote", "16051", 60, 2030, tolerance=1)
    actions.add_milestone(measure, "Räume", dt.date(2025, 5, 1))
    actions.change_measure(measure, sources=[trace.create(process, Kind.OPTION, "Räume teilen")])
    export_process(process, tmp_path / "p.json")
    process.delete()
    again = import_process(tmp_path / "p.json")
    found = effects.by_field(again)[0].goals[0][2][0]
    assert found.effects[0].aim == "von 40,0 (2020) auf 60,0 % bis 2030"
    assert [one.text for one in found.sources] == ["Räume teilen"]


def test_an_indicator_that_is_missing_here_is_said(measure):
    target = Target.objects.create(measure=measure, indicator="fremd", area_key="16051",
                                   start_value=1, start_year=2020, target_value=2, target_year=2030)
    assert told(target)[1] == "Den Indikator „fremd“ gibt es in dieser Installation nicht."


def test_goals_need_a_dimension_of_the_frame(process):
    with pytest.raises(ValidationError, match="keine Entwicklungsdimension"):
        actions.add_goal(process, "Ziel", "Bedarf", "mond")


def parted() -> None:
    """A count of all, and of women."""
    kreise()
    rows = [("16051", f"{year}-12-31", sex, n) for year, sex, n in (
        (2020, "", "100"), (2020, "GESW", "40"), (2023, "", "120"), (2023, "GESW", "60"))]
    evidence.import_file(flat(rows, statistic="99999", variable="TEST", label="Plätze"), "t.csv")


def test_a_target_can_hold_for_a_part_and_says_so(process, desk, measure):
    parted()
    page = url(process, "measure", measure.pk)
    text = desk.get(page, {"indikator": "r_99999_test"}).content.decode()
    assert "Für welchen Teil?" in text and '<option value="GES=GESW">weiblich</option>' in text
    target = {"wish": "target", "indicator": "r_99999_test", "dimensions": "GES=GESW",
              "area_key": "16051", "target_value": "80", "target_year": "2030",
              "start_value": "40", "start_year": "2020", "tolerance": "5"}
    act = url(process, "measure-act", measure.pk)
    assert desk.post(act, {**target, "dimensions": "GES=ANDERS"}).status_code == 422
    assert desk.post(act, target).status_code == 302
    made = Target.objects.get()
    assert (made.dimensions, effects.effect(made).part) == ("GES=GESW", "weiblich")
    assert told(made) == ("on", "2023: 60 Anzahl. Auf geradem Weg wären es 52, Toleranz 5.")
    assert "Plätze, weiblich, Erfurt" in desk.get(page).content.decode()
    rows = desk.get(url(process, "measures-export")).content.decode("utf-8-sig").splitlines()
    assert rows[1].split(";")[13:15] == ["Plätze, weiblich", "Erfurt"]


def test_the_start_of_a_part_is_its_own_newest_value(measure):
    parted()
    made = actions.add_target(measure, "r_99999_test", "16051", 90, 2030, dimensions="GES=GESW")
    assert (made.start_value, made.start_year) == (60.0, 2023)
