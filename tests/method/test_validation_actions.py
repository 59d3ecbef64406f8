"""Proves that votes, reasons, wordings and verdicts are kept whole, and that the last word of each
person and each counted table counts."""

import pytest
from django.core.exceptions import ValidationError

from weitblick.method.validation import actions, queries
from weitblick.method.validation.models import AmendmentState, Outcome
from weitblick.method.validation.queries import Tally
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind, Link, LinkKind
from weitblick.voices.actions import Speaker, erase
from weitblick.voices.models import Rating
from weitblick.workshop.actions import close_activity, set_tables


def statement(process, text="Bänke helfen.", **kwargs):
    return actions.create_statement(process, text, **kwargs)


def votes_of(process, one) -> Tally:
    return queries.tallies(process).get(one.item_id, Tally())


def test_a_statement_keeps_its_sources_and_their_dimensions(process) -> None:
    option = trace.create(process, Kind.OPTION, "Bänke", dimensions=["soziale-begegnung"])
    one = statement(process, derived_from=[option])
    assert Link.objects.get(newer=one.item).older == option
    assert [f.dimension for f in one.item.filings.all()] == ["soziale-begegnung"]
    assert queries.open_statements(process) == [one]


def test_the_last_vote_of_a_person_counts_and_a_repeated_one_counts_once(
    process, running, join
) -> None:
    one, activity, person = statement(process), running("validation", "vote"), Speaker(join())
    for value, key in ((1, "a"), (-1, "b"), (-1, "b")):
        actions.vote(activity, person, [actions.Vote(one, value, key)])
    actions.vote(activity, Speaker(join()), [actions.Vote(one, 0)])
    assert votes_of(process, one) == Tally(agree=0, disagree=1, passed=1)
    assert Rating.objects.count() == 3


def test_shares_count_passes() -> None:
    assert (Tally(3, 1, 4).share, Tally(3, 1, 4).against, Tally(3, 1, 4).n) == (0.375, 0.125, 8)
    assert (Tally().share, Tally().against) == (None, None)


def test_hands_count_as_often_as_they_were_raised_and_a_new_count_replaces_the_old(
    process, running, join, meeting
) -> None:
    one, activity = statement(process), running("validation", "vote")
    first, second = set_tables(meeting, ["daseinsvorsorge"] * 2)
    actions.vote(activity, Speaker(join()), [actions.Vote(one, 1)])
    actions.count_hands(activity, one, agree=9, disagree=2, table=first)
    actions.count_hands(activity, one, agree=4, disagree=0, passed=1, table=second)
    actions.count_hands(activity, one, agree=7, disagree=3, table=first)
    assert votes_of(process, one) == Tally(agree=12, disagree=3, passed=1)


def test_a_closed_vote_takes_nothing(process, running, join) -> None:
    one, activity = statement(process), running("validation", "vote")
    close_activity(activity)
    with pytest.raises(ValidationError):
        actions.vote(activity, Speaker(join()), [actions.Vote(one, 1)])
    with pytest.raises(ValidationError):
        actions.give_reason(activity, Speaker(join()), one, "Weil")
    assert (votes_of(process, one), queries.reasons(process)) == (Tally(), [])


def test_a_reason_supports_its_statement_and_keeps_its_side(process, running, join) -> None:
    one, activity = statement(process), running("validation", "vote")
    speaker = Speaker(join())
    card = actions.give_reason(activity, speaker, one, "Weil", side="agree", key="k")
    again = actions.give_reason(activity, speaker, one, "Weil", side="agree", key="k")
    link = Link.objects.get(newer=card.item)
    assert (again, link.older, link.kind) == (card, one.item, LinkKind.SUPPORTS)
    assert [(c.item.text, c.side) for c in queries.reasons(process, statement=one)] == [
        ("Weil", "agree")
    ]


def test_an_adopted_amendment_becomes_the_wording_and_can_be_taken_back(
    process, running, join
) -> None:
    one, activity = statement(process), running("validation", "amend")
    made = actions.propose_amendment(activity, Speaker(join()), one, "Bänke helfen oft.", key="k")
    actions.adopt_amendment(made)
    one.item.refresh_from_db()
    assert (one.item.text, made.state) == ("Bänke helfen oft.", AmendmentState.ADOPTED)
    assert Link.objects.get(kind=LinkKind.AMENDED_BY).older == made.item
    with pytest.raises(ValidationError):
        actions.decline_amendment(made)
    actions.withdraw_adoption(made)
    one.item.refresh_from_db()
    assert (one.item.text, made.state) == ("Bänke helfen.", AmendmentState.PROPOSED)
    assert [r.text for r in one.item.revisions.all()] == [
        "Bänke helfen.", "Bänke helfen oft.", "Bänke helfen."
    ]


def test_an_adoption_that_was_reworded_since_cannot_be_taken_back(process, running, join) -> None:
    one, activity = statement(process), running("validation", "amend")
    made = actions.propose_amendment(activity, Speaker(join()), one, "Anders.")
    actions.adopt_amendment(made)
    actions.reword_statement(one, "Noch anders.")
    made.statement.item.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.withdraw_adoption(made)
    assert queries.find_statement(process, one.item.public_id).item.text == "Noch anders."


def test_a_declined_amendment_stays_readable_and_the_same_wording_is_none(
    process, running, join
) -> None:
    one, activity = statement(process), running("validation", "amend")
    with pytest.raises(ValidationError):
        actions.propose_amendment(activity, Speaker(join()), one, " Bänke helfen. ")
    speaker = Speaker(join())
    made = actions.propose_amendment(activity, speaker, one, "Nein.", key="x")
    assert actions.propose_amendment(activity, speaker, one, "Nein.", key="x") == made
    actions.decline_amendment(made)
    assert [a.state for a in queries.amendments(process)] == [AmendmentState.DECLINED]
    assert one.item.text == "Bänke helfen."


def test_votes_for_an_earlier_wording_are_counted_as_such(process, running, join) -> None:
    one, activity, changer = statement(process), running("validation", "vote"), join()
    for person in (changer, join(), join()):
        actions.vote(activity, Speaker(person), [actions.Vote(one, 1)])
    actions.count_hands(activity, one, agree=4, disagree=1)
    assert queries.votes_before_rewording(process) == {}
    actions.reword_statement(one, "Bänke helfen oft.")
    actions.vote(activity, Speaker(changer), [actions.Vote(one, -1)])
    assert queries.votes_before_rewording(process) == {one.item_id: 7}


def test_the_newest_verdict_counts_and_earlier_ones_are_kept(process, facilitator) -> None:
    one = statement(process)
    actions.give_verdict(one, Outcome.OPEN, reason="Zu früh", by=facilitator)
    actions.give_verdict(one, Outcome.ACCEPTED, reason="Breite Zustimmung", by=facilitator)
    assert queries.verdicts(process)[one.pk].outcome == Outcome.ACCEPTED
    assert [(v.outcome, v.by_user) for v in one.verdicts.all()] == [
        ("accepted", facilitator), ("open", facilitator)
    ]
    with pytest.raises(ValidationError):
        actions.give_verdict(one, "vielleicht")


def test_a_statement_taken_out_keeps_its_votes(process, running, join) -> None:
    one = statement(process)
    actions.vote(running("validation", "vote"), Speaker(join()), [actions.Vote(one, 1)])
    actions.moderate(one, True)
    assert queries.statements(process) == []
    actions.moderate(one, False)
    assert votes_of(process, one) == Tally(agree=1)


def test_an_erased_person_leaves_votes_and_no_words(process, running, join) -> None:
    one, activity, person = statement(process), running("validation", "vote"), join()
    actions.vote(activity, Speaker(person), [actions.Vote(one, 1)])
    actions.give_reason(activity, Speaker(person), one, "Geheim")
    actions.propose_amendment(running("validation", "amend"), Speaker(person), one, "Geheimer")
    erase(person)
    assert votes_of(process, one) == Tally(agree=1)
    assert (queries.reasons(process), queries.amendments(process)) == ([], [])


def test_what_goes_into_a_run_names_nobody(process, running, join) -> None:
    one, two = statement(process, "A."), statement(process, "B.")
    actions.moderate(two, True)
    activity = running("validation", "vote")
    for value in (1, -1):
        actions.vote(activity, Speaker(join()), [actions.Vote(one, value), actions.Vote(two, 0)])
    actions.count_hands(activity, one, agree=4, disagree=0)
    a, b = one.item.public_id, two.item.public_id
    assert queries.vote_inputs(process) == {
        "votes": [[0, a, 1], [0, b, 0], [1, a, -1], [1, b, 0]], "moderated_out": [b],
    }
