"""Assumptions: derived with links and filings, ordered, reworded, taken out; estimates counted."""

import pytest
from django.core.exceptions import ValidationError

from weitblick.method.factors.models import Factor
from weitblick.method.trends import actions, queries
from weitblick.method.trends.actions import Estimate
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind, State
from weitblick.trace.queries import dimensions_of, walk_down
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Channel
from weitblick.workshop.actions import close_activity, set_tables


def make_factor(process, text, *, key=True, position=0, dimensions=()):
    item = trace.create(process, Kind.FACTOR, text, dimensions=dimensions)
    return Factor.objects.create(process=process, item=item, is_key=key, position=position)


@pytest.fixture
def mobility(process):
    return make_factor(process, "Mobilität", dimensions=["flexible-mobilitaet"])


def say(participant):
    return Speaker(participant=participant)


def test_an_assumption_is_linked_to_its_factor_and_cards_and_filed_like_the_factor(
    process, mobility, running, join
):
    card = actions.suggest(running("trends", "suggest"), mobility, "Rufbus überall", say(join()))

    made = actions.create_assumption(
        mobility, "Rufbus", "Er fährt bis abends.", derived_from=[card.item]
    )

    assert (made.item.kind, made.item.text, made.item.detail) == (
        "assumption", "Rufbus", "Er fährt bis abends."
    )
    below = {strand.item for strand in walk_down(made.item).strands} - {made.item}
    assert below == {mobility.item, card.item}
    assert dimensions_of([made.item]) == {made.item.pk: ["flexible-mobilitaet"]}
    assert card.about == mobility.item


def test_assumptions_come_by_factor_and_letter_and_only_of_key_factors(process, mobility):
    care = make_factor(process, "Pflege", position=1)
    aside = make_factor(process, "Wetter", key=False, position=2)
    c = actions.create_assumption(care, "Ambulant")
    a, b = (actions.create_assumption(mobility, text) for text in ("Rufbus", "Auto"))
    actions.create_assumption(aside, "Regen")

    assert queries.assumptions(process) == [a, b, c]
    assert [one.letter for one in queries.assumptions(process)] == ["a", "b", "a"]
    assert queries.by_factor(process) == [(mobility, [a, b]), (care, [c])]


def test_moving_changes_letters(process, mobility):
    a, b, c = (actions.create_assumption(mobility, text) for text in "ABC")
    actions.move_assumption(c, -1)
    assert [one.item.text for one in queries.assumptions(process)] == ["A", "C", "B"]
    actions.move_assumption(a, -1)
    assert [one.item.text for one in queries.assumptions(process)] == ["A", "C", "B"]
    b.refresh_from_db()
    assert b.letter == "c"


def test_taking_out_keeps_the_words_and_can_be_undone(process, mobility):
    a, b = (actions.create_assumption(mobility, text) for text in "AB")
    actions.retire_assumption(a)
    assert [(one.item.text, one.letter) for one in queries.assumptions(process)] == [("B", "a")]
    assert queries.retired(process) == [a]

    a.item.refresh_from_db()
    assert (a.item.state, a.item.text) == (State.SUPERSEDED, "A")
    actions.restore_assumption(a)
    assert [one.item.text for one in queries.assumptions(process)] == ["B", "A"]
    assert b in queries.assumptions(process)


def test_rewording_keeps_the_earlier_wording(mobility):
    made = actions.create_assumption(mobility, "Rufbus", "Alt")
    actions.reword_assumption(made, "Rufbus", "Neu", reason="klarer")
    assert list(made.item.revisions.values_list("number", "detail", "reason")) == [
        (1, "Alt", ""), (2, "Neu", "klarer")
    ]


def test_a_factor_takes_26_assumptions_and_refuses_the_next(mobility):
    for number in range(26):
        actions.create_assumption(mobility, f"Annahme {number}")
    with pytest.raises(ValidationError, match="höchstens 26"):
        actions.create_assumption(mobility, "zu viel")


def test_estimates_count_once_per_key_and_the_last_one_of_a_person_counts(
    process, mobility, running, join
):
    made = actions.create_assumption(mobility, "Rufbus")
    activity, person = running("trends", "delphi"), join()
    for _twice in range(2):
        actions.rate_assumptions(activity, [Estimate(made, 40, 5, key="k1")], say(person))
    actions.rate_assumptions(activity, [Estimate(made, 60, None, key="k2")], say(person))

    assert queries.probabilities(process) == {made.item_id: 60.0}
    assert queries.desirabilities(process) == {made.item_id: 5.0}
    assert made.item.ratings.count() == 3


def test_a_probability_between_the_steps_is_refused(mobility, running, join):
    made = actions.create_assumption(mobility, "Rufbus")
    with pytest.raises(ValidationError, match="45 liegt nicht auf der Skala von 0 bis 100"):
        actions.rate_assumptions(
            running("trends", "delphi"), [Estimate(made, 45)], say(join())
        )
    assert made.item.ratings.count() == 0


def test_a_second_round_replaces_answers_of_people_and_raised_hands(
    process, meeting, mobility, running, join
):
    made = actions.create_assumption(mobility, "Rufbus")
    table = set_tables(meeting, ["daseinsvorsorge"])[0]
    hands = Speaker(table=table, channel=Channel.PAPER)
    stays, changes = join(), join()
    first = running("trends", "delphi")
    actions.rate_assumptions(first, [Estimate(made, 10)], say(stays))
    actions.rate_assumptions(first, [Estimate(made, 10)], say(changes))
    actions.rate_assumptions(first, [Estimate(made, 90, count=4)], hands)
    close_activity(first)
    second = running("trends", "delphi")
    actions.rate_assumptions(second, [Estimate(made, 30)], say(changes))
    actions.rate_assumptions(second, [Estimate(made, 80, count=3)], hands)

    values = queries.standing(process, "probability")[made.item_id]
    assert sorted((v.value, v.count) for v in values) == [(10, 1), (30, 1), (80, 3)]
    assert (queries.round_number(first), queries.round_number(second)) == (1, 2)
    assert queries.previous_round(second) == first
    assert queries.previous_round(first) is None


def test_a_round_can_be_numbered_by_its_options(running):
    first = close_activity(running("trends", "delphi", options={"round": 1}))
    second = running("trends", "delphi", options={"round": 2})
    assert [queries.round_number(one) for one in (first, second)] == [1, 2]
    assert queries.previous_round(second) == first


def test_erasing_a_person_blanks_suggestions_and_reasons_and_keeps_the_numbers(
    process, mobility, running, join
):
    person = join()
    made = actions.create_assumption(mobility, "Rufbus")
    card = actions.suggest(running("trends", "suggest"), mobility, "Mein Vorschlag", say(person))
    actions.base_on(made, [card.item])
    delphi = running("trends", "delphi")
    actions.rate_assumptions(delphi, [Estimate(made, 70)], say(person))
    actions.give_reason(delphi, made, "Weil ich es sehe", say(person))

    voices.erase(person)

    assert queries.suggestions(process) == []
    assert queries.reasons(process) == {}
    assert queries.probabilities(process) == {made.item_id: 70.0}
    assert card.item in {strand.item for strand in walk_down(made.item).strands}
