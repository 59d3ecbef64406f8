"""Recommendations rest on what carries them, through merges and back, and nothing is lost."""

import pytest
from django.core.exceptions import ValidationError

from tests.method.paper_setting import FIELD, advice, chain_fixture  # noqa: F401
from weitblick.method.chain import step
from weitblick.method.paper import actions, queries
from weitblick.method.validation import actions as validation
from weitblick.trace.models import Kind, Link, LinkKind, State
from weitblick.voices.actions import erase


def titles(process) -> list[str]:
    return [one.item.text for one in queries.recommendations(process)]


def test_a_recommendation_reaches_the_cards_and_counts_each_person_once(chain):
    found = queries.support(chain.recommendation)
    assert found.cards == tuple(chain.cards)
    assert found.sources == (chain.statement.item, chain.option.item)
    assert found.people == 3
    (vote,) = found.votes
    assert (vote.statement, vote.tally.n, vote.tally.share) == (chain.statement, 3, 2 / 3)
    assert vote.verdict.outcome == "accepted"
    assert found.is_traced is True


def test_raised_hands_count_as_people(chain):
    validation.count_hands(chain.vote, chain.statement, agree=10, disagree=2)
    found = queries.support(chain.recommendation)
    assert found.people == 15
    assert (found.votes[0].tally.agree, found.votes[0].tally.disagree) == (12, 3)


def test_the_support_of_many_takes_as_many_queries_as_that_of_one(
    chain, django_assert_num_queries
):
    for n in range(5):
        advice(chain.process, f"Noch eine {n}", derived_from=[chain.option.item])
    rows = queries.recommendations(chain.process)
    with django_assert_num_queries(7):
        queries.supports(chain.process, rows)


def test_without_dimensions_of_its_own_it_is_filed_where_its_sources_belong_to_the_field(chain):
    filed = [filing.dimension for filing in chain.recommendation.item.filings.all()]
    assert filed == ["flexible-mobilitaet"]


def test_its_words_are_kept_as_item(chain):
    one = chain.recommendation
    assert (one.item.kind, one.item.text) == (Kind.RECOMMENDATION, "Busse bis 22 Uhr")
    assert one.item.detail == "Der Kreis bestellt Rufbusse bis 22 Uhr."
    assert (one.addressee, one.who, one.due) == ("Landkreis", "Kreissozialamt", "2027-06-30")


def test_an_unknown_field_is_refused(process):
    with pytest.raises(ValidationError, match="„nirgends“ ist kein Handlungsfeld"):
        advice(process, field="nirgends")
    assert queries.recommendations(process) == []


def test_a_new_wording_keeps_the_old_one(chain):
    actions.reword_recommendation(
        chain.recommendation, "Busse bis 23 Uhr", "Neu.", reason="Wunsch des Forums"
    )
    revisions = chain.recommendation.item.revisions.values_list("text", "reason")
    assert list(revisions) == [
        ("Busse bis 22 Uhr", ""), ("Busse bis 23 Uhr", "Wunsch des Forums"),
    ]


def test_a_merge_rests_on_all_cards_and_can_be_taken_back(chain):
    other = advice(chain.process, "Bürgerbus stützen")
    merged = actions.merge_recommendations(
        [chain.recommendation, other], "Alle Busse", "Zusammen."
    )
    assert titles(chain.process) == ["Alle Busse"]
    assert queries.support(merged).cards == tuple(chain.cards)
    assert (merged.field, merged.first_step) == (FIELD, "Ein Jahr lang fahren.")
    with pytest.raises(ValidationError, match="zusammengeführten Empfehlung"):
        actions.restore_recommendation(other)
    assert {one.item.text for one in actions.undo_merge(merged)} == {
        "Busse bis 22 Uhr", "Bürgerbus stützen",
    }
    assert titles(chain.process) == ["Busse bis 22 Uhr", "Bürgerbus stützen"]


def test_one_alone_cannot_be_merged(chain):
    with pytest.raises(ValidationError, match="mindestens zwei"):
        actions.merge_recommendations([chain.recommendation], "Titel", "Text")


def test_only_a_merged_one_can_be_taken_apart(chain):
    with pytest.raises(ValidationError, match="nicht aus anderen zusammengeführt"):
        actions.undo_merge(chain.recommendation)


def test_putting_aside_and_bringing_back(chain):
    actions.retire_recommendation(chain.recommendation)
    assert titles(chain.process) == []
    assert queries.retired(chain.process) == [chain.recommendation]
    chain.recommendation.item.refresh_from_db()
    actions.restore_recommendation(chain.recommendation)
    assert titles(chain.process) == ["Busse bis 22 Uhr"]


def test_order_runs_within_the_field_and_stops_at_its_ends(process):
    rows = [advice(process, title) for title in ("A", "B", "C")]
    advice(process, "Erstes Feld", field="begegnungs-und-entwicklungsraeume")
    actions.move_recommendation(rows[2], -1)
    assert titles(process) == ["Erstes Feld", "A", "C", "B"]
    actions.move_recommendation(rows[0], -1)
    actions.move_recommendation(rows[1], 1)
    assert titles(process) == ["Erstes Feld", "A", "C", "B"]


def test_sources_can_be_added_later_and_twice_is_once(chain):
    lonely = advice(chain.process, "Ohne Quelle")
    assert queries.support(lonely).is_traced is False
    actions.link_sources(lonely, [chain.option.item])
    actions.link_sources(lonely, [chain.option.item])
    assert queries.support(lonely).cards == tuple(chain.cards)
    assert Link.objects.filter(newer=lonely.item, kind=LinkKind.DERIVED_FROM).count() == 1


def test_only_validated_statements_are_offered(chain):
    validation.create_statement(chain.process, "Noch nicht entschieden.")
    rejected = validation.create_statement(chain.process, "Abgelehnt.")
    validation.give_verdict(rejected, "rejected")
    statements, options = queries.candidates(chain.process)
    assert (statements, options) == ([chain.statement], [chain.option])


def test_an_erased_card_keeps_its_place_below(chain):
    erase(chain.people[0])
    assert [card.state for card in queries.support(chain.recommendation).cards] == [
        State.BLANKED, State.LIVE,
    ]


def test_the_figures_of_the_step(chain):
    advice(chain.process, "Ohne Quelle")
    assert step("paper").figures(chain.process) == {"recommendations": 2, "traced": 1}
