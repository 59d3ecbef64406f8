"""Maps of the matrix, tables of scenarios, reasons in plain words, the chapter: exact."""

import pytest

from tests.method.test_scenarios_actions import (  # noqa: F401  fixtures
    found,
    grid,
    judged,
    like_promotes_like,
)
from tests.method.test_trends_actions import say
from weitblick.exports import document as doc
from weitblick.method.scenarios import actions, analysis, matrix
from weitblick.method.scenarios.actions import Cell, ScenarioRating
from weitblick.method.scenarios.chapter import chapter
from weitblick.method.scenarios.step import STEP
from weitblick.method.trends import actions as trends
from weitblick.method.trends.actions import Estimate


@pytest.fixture
def chosen(found):  # noqa: F811
    dark = actions.choose_scenario(found, (2, 2, 2), "Abend", "Es wird dunkel.", position=1)
    bright = actions.choose_scenario(found, (1, 1, 1), "Morgen", "Es wird hell.", position=2)
    return dark, bright


def test_maps_have_a_number_for_every_two_factors(process, grid, judged):  # noqa: F811
    built = matrix.build(process)
    assert analysis.covered(built) == (24, 24)
    assert analysis.strength_map(built).values == [
        [None, 1.0, 1.0], [1.0, None, 1.0], [1.0, 1.0, None]
    ]
    assert analysis.coverage_map(built).values[0] == [None, 100.0, 100.0]
    assert analysis.dissent_map(built).values[0] == [None, None, None]


def test_disputes_are_listed_worst_first(process, grid, judged, join):  # noqa: F811
    source, target = grid[2][1], grid[0][0]
    actions.judge_crossimpacts(judged, say(join()), [Cell(source, target, 3)])
    first = analysis.disputes(matrix.build(process))[0]
    assert (first["source"], first["target"], first["voices"], first["dissent"]) == (
        source, target, 2, 2.0
    )


def test_completeness_is_said_with_number_digest_and_version(found):  # noqa: F811
    first, second = analysis.state_words(found)
    assert first == "Vollständig: 2 stimmige Szenarien unter 8 möglichen."
    assert second == (
        f"Matrix und Toleranz {found.run.result['digest'][:12]} · Verfahren Version 1 · "
        "exakte Suche ohne Zufall"
    )
    found.run.result["complete"] = False
    assert analysis.state_words(found)[0] == (
        "Unvollständig: bisher 2 stimmige Szenarien unter 8 möglichen, es kann weitere geben."
    )


def test_the_shortlist_says_why(found):  # noqa: F811
    picked, reason = analysis.suggestion(found, 2)
    assert [row.states for row in picked] == [[1, 1, 1], [2, 2, 2]]
    assert reason.startswith("Je zwei dieser Szenarien unterscheiden sich in mindestens 3 Faktoren")


def test_reasons_are_plain_words(found):  # noqa: F811
    sheet, reasons = analysis.reasons(found, (1, 1, 1))
    first = reasons[0]
    assert (first.factor, first.state) == ("Mobilität", "Takt")
    assert first.holds == "Hält mit 4 Punkten Vorsprung vor „Auto“."
    assert first.for_it == ["Pflege: Nah (+1)", "Ehrenamt: Viel (+1)"]
    assert (first.against, first.tips) == ([], [])
    assert analysis.weakest_words(sheet) == (
        "Am ehesten kippt „Mobilität“: 5 Punkte in den Urteilen zugunsten von „Auto“ genügen."
    )


def test_firmness_tells_how_often_redrawn_voices_keep_a_scenario(
    process, grid, judged, join  # noqa: F811
):
    """Of three voices two see like promote like; redrawn, the third seldom has the majority."""
    against = [Cell(c.source, c.target, -c.value) for c in like_promotes_like(grid)]
    actions.judge_crossimpacts(judged, say(join()), like_promotes_like(grid))
    actions.judge_crossimpacts(judged, say(join()), against)
    made = actions.compute(process, wait=True)
    rows = analysis.found_scenarios(made)
    built = matrix.build(process)
    assert len(matrix.judges_of(built, process)) == 3
    firm = analysis.firmness(built, rows, process, 0)
    again = analysis.firmness(built, rows, process, 0)
    assert firm == again
    assert {place: one.runs for place, one in firm.items()} == {1: 200, 2: 200}
    # P(at most one of three draws hits the third voice) = (2/3)^3 + 3 (1/3) (2/3)^2 = 20/27.
    assert firm[1].low < 20 / 27 < firm[1].high


def test_the_export_lists_every_scenario(found, chosen):  # noqa: F811
    assert list(analysis.rows_for_export(found)) == [
        ["Nr.", "Mobilität", "Pflege", "Ehrenamt", "Stimmigkeit", "Gesamtwirkung",
         "ausgewählt als"],
        ["1", "Takt", "Nah", "Viel", "4", "6", "Morgen"],
        ["2", "Auto", "Fern", "Wenig", "4", "6", "Abend"],
    ]


def test_the_strip_is_toned_by_desirability(process, grid, chosen, running, join):  # noqa: F811
    trends.rate_assumptions(
        running("trends", "delphi"), [Estimate(grid[0][0], 50, 5), Estimate(grid[0][1], 50, 2)],
        say(join()),
    )
    strip = analysis.strip(chosen, ["/a", "/b"])
    assert [column["title"] for column in strip] == ["Abend", "Morgen"]
    assert strip[0]["states"] == [
        {"factor": "Mobilität", "state": "Auto", "tone": 0.25},
        {"factor": "Pflege", "state": "Fern", "tone": None},
        {"factor": "Ehrenamt", "state": "Wenig", "tone": None},
    ]


def test_figures_of_the_step(process, found, chosen):  # noqa: F811
    actions.tell_story(chosen[0], "theatre", "Vorhang", "Es tritt auf: niemand.")
    assert STEP.figures(process) == {
        "consistent": 2, "complete": True, "digest": found.run.result["digest"], "chosen": 2,
        "stories": 1,
    }


def test_figures_before_anything_was_computed(process):
    assert STEP.figures(process) == {
        "consistent": 0, "complete": False, "digest": "", "chosen": 0, "stories": 0
    }


def test_the_chapter_can_be_written(process, grid, found, chosen, running, join):  # noqa: F811
    trends.rate_assumptions(running("trends", "delphi"), [
        Estimate(one, 50, 5 - 4 * kind) for group in grid for kind, one in enumerate(group)
    ], say(join()))
    text = "Erster Absatz.\n\nZweiter.\r\n\r\nDritter."
    actions.tell_story(chosen[0], "diary", "17:40 Uhr", text)
    rate = running("scenarios", "rate")
    for value in (1, 2, 2):
        actions.rate_scenarios(
            rate, [ScenarioRating(chosen[0], value, 3), ScenarioRating(chosen[1], 5, 4)],
            say(join()),
        )
    made = chapter(process)
    doc.validate(doc.Document("Papier", "de", "2026-11-22", chapters=(made,)))

    blocks = {block.key: block for block in made.blocks}
    method = blocks["scenarios.method"].blocks[0].text
    assert method.startswith(
        "Von 8 möglichen Kombinationen der 3 Faktoren sind genau 2 in sich stimmig. Die Menge ist "
        "vollständig:"
    )
    assert found.run.result["digest"][:12] in method
    table = blocks["scenarios.table"]
    assert table.header == ("Faktor", "Abend", "Morgen")
    assert table.rows[0] == ("Mobilität", "Auto", "Takt")
    assert table.rows[-1] == ("Stimmigkeit", "4", "4")
    assert [line.values for line in blocks["scenarios.profile"].spec.lines] == [
        (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    ]
    story = next(block for block in made.blocks if isinstance(block, doc.Story))
    assert (story.form, story.paragraphs) == (
        "Tagebucheintrag", ("Erster Absatz.", "Zweiter.", "Dritter.")
    )
    assert blocks["scenarios.ratings"].trace.n == 3
    assert blocks["scenarios.ratings.table"].rows[0] == (
        "Abend", "2", "1,5 – 2", "3", "3", "3", "3"
    )


def test_the_chapter_leaves_the_profile_out_where_nobody_rated(process, chosen):
    keys = {block.key for block in chapter(process).blocks}
    assert "scenarios.profile" not in keys
    assert "scenarios.ratings" not in keys
    assert "scenarios.table" in keys


def test_there_is_no_chapter_without_a_chosen_scenario(process, found):  # noqa: F811
    assert chapter(process) is None
