"""Estimates: verdicts by the stated rule, sectors protected, rounds compared, exact numbers."""

import pytest

from tests.method.test_trends_actions import make_factor, say
from weitblick.exports import document as doc
from weitblick.method.trends import actions, analysis, delphi
from weitblick.method.trends.actions import Estimate
from weitblick.method.trends.chapter import chapter
from weitblick.method.trends.criteria import DESIRABILITY, PROBABILITY
from weitblick.trace import actions as trace
from weitblick.workshop.actions import close_activity


@pytest.mark.parametrize(("values", "verdict"), [
    ([], "none"),
    ([50, 50, 50, 50], "few"),
    ([40, 40, 50, 50, 60], "agreed"),
    ([0, 10, 20, 80, 90, 100], "split"),
    ([10, 30, 40, 50, 60, 60, 90], "agreed"),
    ([20, 30, 30, 50, 50, 60, 60, 60], "spread"),
])
def test_verdicts(values, verdict):
    assert delphi.spread(values, PROBABILITY).verdict == verdict


def test_the_spread_is_told_on_the_scale_of_the_question():
    found = delphi.spread([10, 20, 40, 50, 50, 60, 60, 70], PROBABILITY)
    assert found.counts == (0, 1, 1, 0, 1, 2, 2, 1, 0, 0, 0)
    assert (found.q1, found.median, found.q3, found.iqr) == (35.0, 50.0, 60.0, 25.0)
    assert (found.low, found.high) == (0.25, 0.125)


def test_dissent_is_told_with_both_shares():
    found = delphi.spread([1, 1, 2, 3, 5, 5, 4, 4], DESIRABILITY)
    assert found.verdict == "split"
    assert delphi.in_words(found) == (
        "Geteilte Meinungen: 38\u202f% urteilen im unteren Drittel der Skala, "
        "50\u202f% im oberen."
    )


def test_consensus_is_told_with_the_middle_half():
    assert delphi.in_words(delphi.spread([40, 40, 50, 50, 60], PROBABILITY)) == (
        "Weitgehend einig: Die mittlere Hälfte liegt zwischen 40\u202f% und 50\u202f%."
    )


@pytest.fixture
def rated(process, running, join):
    """Six of the municipality say 30, five of politics 70, one of science 100."""
    factor = make_factor(process, "Mobilität")
    made = actions.create_assumption(factor, "Rufbus", "Er fährt bis abends.")
    actions.create_assumption(factor, "Auto")
    activity = running("trends", "delphi")
    people = [(join("kommune"), 30) for _ in range(6)]
    people += [(join("politik"), 70) for _ in range(5)] + [(join("wissenschaft"), 100)]
    for person, value in people:
        actions.rate_assumptions(activity, [Estimate(made, value, 3)], say(person))
    return made, activity, people


def test_small_sectors_are_not_shown_and_cannot_be_had_by_subtraction(process, rated):
    rows = analysis.by_sector(process, rated[0], PROBABILITY)
    assert [(row.sector, row.n, row.median) for row in rows] == [
        ("Kommune", 6, "30\u202f%"), ("Politik", None, "–"), ("Wissenschaft", None, "–")
    ]
    assert rows[1].words == rows[2].words == "nicht gezeigt, Gruppe unter 5"


def test_rounds_are_compared_by_the_same_people(process, rated, running):
    made, first, people = rated
    close_activity(first)
    second = running("trends", "delphi")
    for person, value in people[:4]:
        actions.rate_assumptions(second, [Estimate(made, value)], say(person))
    actions.rate_assumptions(second, [Estimate(made, 40)], say(people[6][0]))

    found = analysis.rounds_compared(process)[made.item_id]["probability"]
    assert (found.n, found.share_changed) == (5, 0.2)
    assert analysis.stability_words(found) == (
        "20\u202f% von 5 Personen haben ihre Antwort zwischen den Runden geändert."
    )


def test_gaps_are_named(process):
    factor = make_factor(process, "Mobilität")
    assert analysis.gap(factor, 1) == (
        "Hier fehlt noch 1 Annahme: Ein Faktor braucht mindestens zwei."
    )
    assert [bool(analysis.gap(factor, n)) for n in (0, 2, 3, 4, 5)] == [
        True, False, False, False, True
    ]


def test_the_export_has_one_row_an_assumption(process, rated):
    rows = list(analysis.rows_for_export(process, delphi.estimated(process)))
    assert rows[1] == [
        "Mobilität", "a", "Rufbus", "Er fährt bis abends.", rated[0].item.public_id, "",
        "50", "30", "70", "12", "3", "3", "3", "12",
    ]
    assert rows[2][6:] == ["", "", "", "0", "", "", "", "0"]


def test_the_chapter_can_be_written_and_traces_every_assumption(process, rated):
    made = chapter(process)
    doc.validate(doc.Document("Papier", "de", "2026-11-22", chapters=(made,)))
    quoted = next(b for b in made.blocks if b.key == f"trends.assumption.{rated[0].item.public_id}")
    assert quoted.trace.n == 12
    assert quoted.trace.refs[0].url == f"/p/werkstatt/faden/{rated[0].item.public_id}/"
    assert quoted.text[0].text == "a) Rufbus"
    assert quoted.text[2].text.startswith(
        " Wahrscheinlichkeit (n = 12): 50\u202f%, geteilt: 50\u202f% im unteren, "
    )
    figure = next(b for b in made.blocks if isinstance(b, doc.Figure))
    assert figure.spec.rows[0].counts == (0, 0, 0, 6, 0, 0, 0, 5, 0, 0, 1)
    assert figure.table.rows[0][-4:] == ("30\u202f%", "50\u202f%", "70\u202f%", "12")


def test_there_is_no_chapter_without_assumptions(process):
    make_factor(process, "Mobilität")
    assert chapter(process) is None


def test_a_blanked_assumption_leaves_pages_and_chapter(process, rated):
    trace.blank([rated[0].item])
    assert [one.assumption.item.text for _, g in delphi.estimated(process) for one in g] == ["Auto"]
    assert "Rufbus" not in str(chapter(process))
