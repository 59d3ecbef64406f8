"""Scenarios: judgements become a matrix, the complete set is found, scenarios chosen and told."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError

from tests.method.test_trends_actions import make_factor, say
from weitblick.engines.crossimpact import CrossImpactMatrix
from weitblick.lab.models import Run, RunState
from weitblick.lab.tasks import execute
from weitblick.method.scenarios import actions, assignment, matrix, queries
from weitblick.method.scenarios.actions import Cell, ScenarioRating
from weitblick.method.trends import actions as trends
from weitblick.method.trends.actions import Estimate
from weitblick.trace.models import LinkKind, State
from weitblick.trace.queries import walk_down
from weitblick.voices import actions as voices
from weitblick.voices import turns
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Channel, Judgement
from weitblick.workshop.actions import close_activity, set_tables

NAMES = (("Mobilität", "Takt", "Auto"), ("Pflege", "Nah", "Fern"), ("Ehrenamt", "Viel", "Wenig"))


@pytest.fixture
def grid(process):
    """Three factors with two assumptions each: the better one is always the first."""
    made = []
    for position, (name, *titles) in enumerate(NAMES):
        factor = make_factor(process, name, position=position)
        made.append([trends.create_assumption(factor, title) for title in titles])
    return made


def like_promotes_like(grid, strength=1):
    """Every assumption promotes those of its own kind and hinders the others."""
    flat = [(one, kind) for group in grid for kind, one in enumerate(group)]
    return [
        Cell(a, b, strength if kind_a == kind_b else -strength)
        for a, kind_a in flat for b, kind_b in flat if a.factor_id != b.factor_id
    ]


@pytest.fixture
def judged(grid, running, join):
    activity = running("scenarios", "crossimpact")
    actions.judge_crossimpacts(activity, say(join()), like_promotes_like(grid))
    return activity


@pytest.fixture
def found(process, judged):
    return actions.compute(process, wait=True)


def test_the_set_is_complete_and_exact(process, found):
    result = found.run.result
    assert (result["scenarios"], result["complete"], result["count"]) == (
        [[1, 1, 1], [2, 2, 2]], True, 2
    )
    assert (result["consistency"], result["total_impact"], result["space"]) == ([4, 4], [6, 6], 8)
    assert queries.current_set(process) == found
    assert result["digest"] == matrix.digest_of(matrix.build(process), 0)


def test_the_matrix_is_the_median_and_knows_dissent_and_voices(process, grid, running, join):
    activity = running("scenarios", "crossimpact")
    source, target = grid[0][0], grid[1][0]
    for value in (3, 2, -1, None):
        actions.judge_crossimpacts(activity, say(join()), [Cell(source, target, value)])
    built = matrix.build(process)
    assert built.matrix.values[0, 2] == 2
    assert built.voices[0, 2] == 3
    assert built.dissent[0, 2] == pytest.approx(4 / 3)
    assert int(built.voices.sum()) == 3


def test_counting_alone_gives_the_voices_of_the_whole_matrix(process, judged):
    assert matrix.counted(process).voices.tolist() == matrix.build(process).voices.tolist()


def test_a_later_judgement_of_a_table_replaces_the_earlier(process, meeting, grid, running):
    activity = running("scenarios", "crossimpact")
    table = Speaker(table=set_tables(meeting, [""])[0], channel=Channel.PAPER)
    for value in (3, -2):
        actions.judge_crossimpacts(activity, table, [Cell(grid[0][0], grid[1][0], value)])
    assert matrix.build(process).matrix.values[0, 2] == -2
    assert Judgement.objects.count() == 2


def test_without_judgements_nothing_is_computed(process, grid):
    with pytest.raises(ValidationError, match="noch keine Urteile"):
        actions.compute(process, wait=True)
    assert Run.objects.count() == 0


def test_one_factor_alone_gives_no_matrix(process):
    factor = make_factor(process, "Mobilität")
    for title in ("Takt", "Auto"):
        trends.create_assumption(factor, title)
    assert matrix.build(process) is None


def test_a_changed_matrix_is_noticed_and_not_recomputed(process, grid, judged, found, join):
    assert matrix.has_changed(found, matrix.build(process)) is False
    trends.reword_assumption(grid[0][0], "Takt und Rufbus", "")
    assert matrix.has_changed(found, matrix.build(process)) is False

    for _ in range(2):
        actions.judge_crossimpacts(judged, say(join()), [Cell(grid[0][0], grid[1][0], -3)])
    assert matrix.has_changed(found, matrix.build(process)) is True
    assert queries.current_set(process) == found


def test_the_same_matrix_is_computed_once_and_becomes_current_again(
    process, grid, judged, found, join
):
    other = join()
    actions.judge_crossimpacts(judged, say(other), like_promotes_like(grid, 3))
    second = actions.compute(process, wait=True)
    assert queries.current_set(process) == second
    actions.judge_crossimpacts(judged, say(other), like_promotes_like(grid, 1))
    assert actions.compute(process, wait=True) == found
    assert queries.current_set(process) == found
    assert Run.objects.count() == 2


def test_without_waiting_the_run_is_handed_to_the_background(
    process, judged, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = actions.compute(process)
        assert made.run.state == RunState.WAITING
        assert queries.current_set(process) is None
    assert queries.current_set(process).run.result["count"] == 2


def test_a_search_that_was_complete_before_the_wish_to_stop_is_done(process, judged):
    made = actions.compute(process)
    actions.stop(process)
    run = execute(Run.objects.get(pk=made.run_id))
    assert (run.wants_stop, run.state, run.result["complete"]) == (True, RunState.DONE, True)


def test_a_search_that_is_cut_short_keeps_what_it_found_and_is_incomplete(
    process, running, join
):
    """Fifteen factors of which one acts on another: more scenarios than one step can find."""
    made = [make_factor(process, f"Faktor {n}", position=n) for n in range(15)]
    first, second = (
        [trends.create_assumption(factor, f"Annahme {n}") for n in range(3)] for factor in made[:2]
    )
    for factor in made[2:]:
        for n in range(3):
            trends.create_assumption(factor, f"Annahme {n}")
    activity = running("scenarios", "crossimpact")
    actions.judge_crossimpacts(activity, say(join()), [Cell(second[0], first[0], 2)])
    waiting = actions.compute(process)
    actions.stop(process)
    run = execute(Run.objects.get(pk=waiting.run_id))
    assert (run.state, run.result["complete"]) == (RunState.STOPPED, False)
    assert run.result["count"] < 10_000
    assert run.result["space"] == 3**15
    assert queries.current_set(process) == waiting


def test_a_chosen_scenario_is_derived_from_its_assumptions(process, grid, found):
    made = actions.choose_scenario(found, (1, 1, 1), "Der Morgen", "Alles nah.")
    assert (made.item.kind, made.item.text, made.item.detail) == (
        "scenario", "Der Morgen", "Alles nah."
    )
    assert (made.consistency, made.total_impact, made.position) == (4, 6, 1)
    firsts = [group[0] for group in grid]
    assert queries.chosen_assumptions(made) == firsts
    assert queries.states_of(found, firsts) == (1, 1, 1)
    assert {one.item for one in firsts} <= {s.item for s in walk_down(made.item).strands}


def test_inconsistent_and_repeated_choices_are_refused(found):
    with pytest.raises(ValidationError, match="nicht unter den stimmigen"):
        actions.choose_scenario(found, (1, 1, 2), "Geht nicht")
    actions.choose_scenario(found, (1, 1, 1), "Der Morgen")
    with pytest.raises(ValidationError, match="schon ausgewählt"):
        actions.choose_scenario(found, (1, 1, 1), "Noch einmal")


def test_scenarios_stand_from_dusk_to_dawn(process, grid, found, running, join):
    delphi = running("trends", "delphi")
    trends.rate_assumptions(delphi, [
        Estimate(one, 50, 5 - 4 * kind) for group in grid for kind, one in enumerate(group)
    ], say(join()))
    bright = actions.choose_scenario(found, (1, 1, 1), "Morgen")
    dark = actions.choose_scenario(found, (2, 2, 2), "Abend")
    assert queries.scenarios(process) == [dark, bright]
    actions.move_scenario(dark, 1)
    assert queries.scenarios(process) == [bright, dark]


def test_a_given_position_is_kept(process, found):
    actions.choose_scenario(found, (1, 1, 1), "Morgen", position=2)
    actions.choose_scenario(found, (2, 2, 2), "Abend", position=1)
    assert [one.item.text for one in queries.scenarios(process)] == ["Abend", "Morgen"]


def test_taking_a_scenario_out_can_be_undone(process, found):
    made = actions.choose_scenario(found, (1, 1, 1), "Morgen")
    actions.retire_scenario(made)
    assert (queries.scenarios(process), queries.retired(process)) == ([], [made])
    actions.restore_scenario(made)
    assert queries.scenarios(process) == [made]


def test_a_story_told_by_a_person_is_a_voice_and_can_be_erased(process, found, running, join):
    made = actions.choose_scenario(found, (1, 1, 1), "Morgen")
    activity, person = running("scenarios", "story"), join()
    told = [
        actions.tell_story(made, "diary", "Dienstag", "Heute kam der Bus.", activity=activity,
                           speaker=say(person), key="k1")
        for _twice in range(2)
    ]
    assert told[0] == told[1]
    assert queries.stories(process) == [told[0]]
    link = told[0].item.down_links.get()
    assert (link.older, link.kind) == (made.item, LinkKind.TOLD_IN)

    voices.erase(person)
    told[0].item.refresh_from_db()
    assert (told[0].item.text, told[0].item.state) == ("", State.BLANKED)
    assert queries.stories(process) == []


@pytest.mark.parametrize(("form", "text", "words"), [
    ("opera", "Text", "Bitte wählen Sie eine Form"),
    ("diary", "  ", "Bitte schreiben Sie die Geschichte"),
    ("diary", "x" * 20_001, "20001 Zeichen, möglich sind 20000"),
])
def test_a_story_needs_form_and_text(found, form, text, words):
    made = actions.choose_scenario(found, (1, 1, 1), "Morgen")
    with pytest.raises(ValidationError, match=words):
        actions.tell_story(made, form, "Titel", text)


def test_a_closed_activity_takes_no_judgement_and_no_story(grid, judged, found, running, join):
    close_activity(judged)
    with pytest.raises(ValidationError, match="ist gerade nicht offen"):
        actions.judge_crossimpacts(judged, say(join()), [Cell(grid[0][0], grid[1][0], 1)])


def test_ratings_count_the_last_word_of_each_person(process, found, running, join):
    made = actions.choose_scenario(found, (1, 1, 1), "Morgen")
    activity, person = running("scenarios", "rate"), join()
    actions.rate_scenarios(activity, [ScenarioRating(made, 4, 2, key="a")], say(person))
    actions.rate_scenarios(activity, [ScenarioRating(made, 5, None, key="b")], say(person))
    assert [v.value for v in queries.ratings(process, "desirability")[made.item_id]] == [5.0]
    assert [v.value for v in queries.ratings(process, "plausibility")[made.item_id]] == [2.0]


def test_a_matrix_from_a_file_counts_as_one_table(process, meeting, grid, running):
    activity = running("scenarios", "crossimpact")
    table = Speaker(table=actions.table_of(meeting, 7), channel=Channel.IMPORT)
    values = [[0] * 6 for _ in range(6)]
    values[0][2], values[1][1] = 3, 1
    given = CrossImpactMatrix.from_array(
        [(name, titles) for name, *titles in NAMES], values
    )
    assert actions.import_matrix(activity, given, table) == 25
    built = matrix.build(process)
    assert built.matrix.values.tolist() == values

    small = CrossImpactMatrix.from_array([("A", ("x", "y"))], [[0, 0], [0, 0]])
    with pytest.raises(ValidationError, match="2 Annahmen je Faktor, der Prozess 2, 2, 2"):
        actions.import_matrix(activity, small, table)


def test_every_pair_is_handed_out_equally_often(process, grid):
    plan = assignment.units(matrix.layout_of(process), seed=5)
    assert len(plan) == 12
    assert plan == assignment.units(matrix.layout_of(process), seed=5)
    size = assignment.size(plan, pairs=10)
    given = [unit for place in range(6) for unit in turns.share(plan, place, size)]
    counts = {unit: given.count(unit) for unit in plan}
    assert set(counts.values()) == {2, 3}
    assert all(a.factor_id != b.factor_id for unit in plan for a, b in unit)


def test_beyond_the_share_the_least_judged_unit_comes_first(process, grid, join):
    plan = assignment.units(matrix.layout_of(process), seed=5)
    counts = Counter({assignment.key_of(p): 2 for unit in plan for p in unit})
    counts.subtract(assignment.key_of(p) for p in plan[4])
    found = assignment.least_judged(plan, counts, join())
    assert (found[0], len(found)) == (plan[4], 12)
    own = {assignment.key_of(plan[4][0])}
    assert assignment.begun(plan, own) == [plan[4]]
