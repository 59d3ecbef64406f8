"""Proves: factors are made, fed, merged, split, reworded and filed without losing a card, their
rows follow with all that hangs on them, and each decision can be undone until work rests on it."""

import pytest
from django.core.exceptions import ValidationError

from tests.method.factors_setting import hand_in, make_factors
from weitblick.method.factors import actions, queries
from weitblick.method.trends.models import Assumption
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind, LinkKind, State
from weitblick.trace.queries import cards_below
from weitblick.voices.actions import Speaker


@pytest.fixture
def cards(running, join):
    return hand_in(running("factors", "cards"), join(), "Kein Bus", "Kein Zug", "Kein Arzt")


def titles(process) -> list[str]:
    return [factor.item.text for factor in queries.factors(process)]


def resting(process) -> dict[str, list[str]]:
    """What each factor rests on."""
    below = queries.cards_by_factor(process)
    return {factor.item.text: [card.text for card in below[factor.pk]]
            for factor in queries.factors(process)}


def undo_last(process) -> None:
    actions.undo(queries.changes(process)[0])


def assume(factor) -> Assumption:
    """An assumption that rests on a factor."""
    item = trace.create(factor.process, Kind.ASSUMPTION, "Es wird besser",
                        derived_from=[factor.item])
    return Assumption.objects.create(factor=factor, item=item)


def test_a_factor_keeps_links_words_and_dimensions(process, cards, facilitator):
    factor = actions.create_factor(
        process, "Unterwegs sein", "Wie man hinkommt.", cards[:2],
        ["flexible-mobilitaet", "lokale-versorgung"], facilitator,
    )
    item = factor.item
    links = [(link.older.text, link.kind) for link in item.down_links.all()]
    assert (item.kind, item.text, item.detail, item.by_user) == (
        "factor", "Unterwegs sein", "Wie man hinkommt.", facilitator)
    assert links == [("Kein Bus", "merged_from"), ("Kein Zug", "merged_from")]
    assert [one.dimension for one in item.filings.all()] == [
        "flexible-mobilitaet", "lokale-versorgung"]
    assert {card.state for card in cards_below([item])} == {State.LIVE}


def test_an_unknown_dimension_leaves_nothing_behind(process, cards):
    with pytest.raises(ValidationError):
        actions.create_factor(process, "Unterwegs", cards=cards, dimensions=["wetter"])
    assert (titles(process), queries.changes(process)) == ([], [])


def test_only_cards_of_this_process_make_a_factor(process, cards):
    statement = trace.create(process, Kind.STATEMENT, "Das soll so sein")
    with pytest.raises(ValidationError) as refused:
        actions.create_factor(process, "Unterwegs", cards=[statement])
    assert refused.value.messages == ["„Das soll so sein“ ist keine Karte dieses Prozesses."]


def test_a_group_becomes_one_factor_only(process, cards):
    group = actions.group_cards(process, "Verkehr", cards[:2])
    factor = actions.factor_from_group(group, "Unterwegs sein")
    assert resting(process) == {"Unterwegs sein": ["Kein Bus", "Kein Zug"]}
    group.refresh_from_db()
    assert group.factor == factor
    with pytest.raises(ValidationError) as refused:
        actions.factor_from_group(group, "Noch einmal")
    assert refused.value.messages == ["Aus „Verkehr“ wurde schon ein Faktor gebildet."]


def test_a_withdrawn_factor_frees_its_group_for_another(process, cards):
    group = actions.group_cards(process, "Verkehr", cards[:2])
    actions.factor_from_group(group, "Unterwegs sein")
    undo_last(process)
    group.refresh_from_db()
    actions.factor_from_group(group, "Mobil sein")
    assert resting(process) == {"Mobil sein": ["Kein Bus", "Kein Zug"]}


def test_later_cards_join_a_factor_once(process, cards):
    factor = actions.create_factor(process, "Unterwegs", cards=cards[:1])
    assert actions.add_cards(factor, cards[:2]) == 1
    assert actions.add_cards(factor, cards[:2]) == 0
    assert resting(process) == {"Unterwegs": ["Kein Bus", "Kein Zug"]}
    assert [c.kind for c in queries.changes(process)] == ["added", "made"]


def test_added_cards_can_be_taken_out_again_without_removing_a_link(process, cards):
    factor = actions.create_factor(process, "Unterwegs", "So.", cards[:1], ["flexible-mobilitaet"])
    first = factor.item
    actions.add_cards(factor, cards[2:])
    undo_last(process)
    now = queries.factors(process)[0]
    assert resting(process) == {"Unterwegs": ["Kein Bus"]}
    assert (now.pk, now.item.detail, [f.dimension for f in now.item.filings.all()]) == (
        factor.pk, "So.", ["flexible-mobilitaet"])
    first.refresh_from_db()
    assert (first.state, first.down_links.count()) == (State.SUPERSEDED, 2)


def test_merging_supersedes_and_links_and_loses_no_card(process, cards):
    first = actions.create_factor(process, "Bus", cards=cards[:1], dimensions=["lokale-versorgung"])
    second = actions.create_factor(process, "Bahn", cards=cards[1:2],
                                   dimensions=["flexible-mobilitaet"])
    old = [first.item, second.item]
    merged = actions.merge_factors([first, second], "Verkehr", "Bus und Bahn")
    assert resting(process) == {"Verkehr": ["Kein Bus", "Kein Zug"]}
    assert [link.kind for link in merged.item.down_links.all()] == ["merged_from"] * 2
    assert sorted(f.dimension for f in merged.item.filings.all()) == [
        "flexible-mobilitaet", "lokale-versorgung"]
    for item in old:
        item.refresh_from_db()
    assert [item.state for item in old] == [State.SUPERSEDED] * 2


def test_rows_follow_a_merge_with_assumptions_groups_and_flags(process, cards):
    first = actions.create_factor(process, "Bus")
    group = actions.group_cards(process, "Bahnkarten", cards[1:2])
    second = actions.factor_from_group(group, "Bahn")
    assumption = assume(second)
    actions.shortlist(process, [second])
    merged = actions.merge_factors(
        [queries.find_factor(process, f.item.public_id) for f in (first, second)], "Verkehr"
    )
    assumption.refresh_from_db()
    group.refresh_from_db()
    assert (merged.pk, assumption.factor_id, group.factor_id) == (first.pk,) * 3
    assert (merged.is_shortlisted, merged.is_key) == (True, False)


def test_a_merge_is_undone_with_everything_that_moved(process, cards):
    first, second = make_factors(process, "Bus", "Bahn")
    assumption = assume(second)
    actions.merge_factors([first, second], "Verkehr")
    undo_last(process)
    assumption.refresh_from_db()
    assert (titles(process), assumption.factor_id) == (["Bus", "Bahn"], second.pk)


def test_a_merge_on_which_work_rests_stays(process):
    first, second = make_factors(process, "Bus", "Bahn")
    assume(actions.merge_factors([first, second], "Verkehr"))
    with pytest.raises(ValidationError) as refused:
        undo_last(process)
    assert refused.value.messages == [
        "Auf „Verkehr“ wurde schon weitergearbeitet. Das lässt sich nicht mehr rückgängig machen; "
        "Sie können den Faktor neu fassen, teilen oder zusammenführen."]
    assert titles(process) == ["Verkehr"]


def test_merging_needs_two_different_factors_that_count(process):
    first, second, third = make_factors(process, "Bus", "Bahn", "Rad")
    with pytest.raises(ValidationError):
        actions.merge_factors([first, first], "Bus")
    actions.merge_factors([first, second], "Verkehr")
    with pytest.raises(ValidationError):
        actions.merge_factors([second, third], "Alles")
    assert titles(process) == ["Verkehr", "Rad"]


def test_a_split_gives_each_part_its_cards_and_keeps_the_whole_in_the_thread(process, cards):
    factor = actions.create_factor(process, "Versorgung", cards=cards,
                                   dimensions=["lokale-versorgung"])
    whole = factor.item
    parts = actions.split_factor(factor, [
        actions.Part("Verkehr", "Wie man hinkommt.", cards[:2]),
        actions.Part("Gesundheit", cards=cards[2:]),
    ])
    assert resting(process) == {"Verkehr": ["Kein Bus", "Kein Zug"], "Gesundheit": ["Kein Arzt"]}
    assert [part.item.detail for part in parts] == ["Wie man hinkommt.", ""]
    assert [r.detail for r in parts[0].item.revisions.all()] == ["Wie man hinkommt."]
    assert [[link.older.text for link in part.item.down_links.filter(kind=LinkKind.SPLIT_FROM)]
            for part in parts] == [["Versorgung"]] * 2
    assert [[f.dimension for f in part.item.filings.all()] for part in parts] == [
        ["lokale-versorgung"]] * 2
    assert len(cards_below([parts[1].item])) == 3
    whole.refresh_from_db()
    assert (whole.state, parts[0].pk) == (State.SUPERSEDED, factor.pk)


def test_parts_without_cards_of_their_own_rest_on_all(process, cards):
    factor = actions.create_factor(process, "Versorgung", cards=cards)
    actions.split_factor(factor, ["Verkehr", "Gesundheit"])
    texts = ["Kein Bus", "Kein Zug", "Kein Arzt"]
    assert resting(process) == {"Verkehr": texts, "Gesundheit": texts}


def test_a_split_is_undone_until_a_part_is_used(process, running, join):
    factor = make_factors(process, "Versorgung")[0]
    actions.split_factor(factor, ["Verkehr", "Gesundheit"])
    undo_last(process)
    assert titles(process) == ["Versorgung"]
    parts = actions.split_factor(queries.factors(process)[0], ["Verkehr", "Gesundheit"])
    actions.rate_factors(running("factors", "rate"), Speaker(participant=join()), [
        (parts[1], 3, 4)])
    with pytest.raises(ValidationError):
        undo_last(process)
    assert titles(process) == ["Verkehr", "Gesundheit"]


def test_a_split_needs_two_titles(process):
    factor = make_factors(process, "Versorgung")[0]
    for parts in (["Verkehr"], ["Verkehr", " "]):
        with pytest.raises(ValidationError):
            actions.split_factor(factor, parts)
        factor.refresh_from_db()
    assert titles(process) == ["Versorgung"]


def test_rewording_keeps_the_earlier_wording_and_its_reason(process, facilitator):
    factor = make_factors(process, "Bus")[0]
    actions.reword_factor(factor, "Nahverkehr", "Bus und Bahn", by=facilitator, reason="zu eng")
    assert [(r.text, r.detail, r.reason) for r in factor.item.revisions.all()] == [
        ("Bus", "", ""), ("Nahverkehr", "Bus und Bahn", "zu eng")]
    undo_last(process)
    factor.item.refresh_from_db()
    assert (factor.item.text, factor.item.detail, factor.item.revisions.count()) == ("Bus", "", 3)


def test_the_same_wording_is_no_decision(process):
    factor = make_factors(process, "Bus")[0]
    actions.reword_factor(factor, " Bus ", "")
    assert [c.kind for c in queries.changes(process)] == ["made"]


def test_what_came_before_a_merge_is_undone_after_it_only(process, cards):
    first, second = (actions.create_factor(process, title, cards=[card])
                     for title, card in zip(("Bus", "Bahn"), cards, strict=False))
    made = queries.changes(process)[1]
    actions.merge_factors([first, second], "Verkehr")
    with pytest.raises(ValidationError) as refused:
        actions.undo(made)
    assert refused.value.messages == [
        "„Verkehr“ wurde seither zusammengeführt oder geteilt. Machen Sie zuerst das rückgängig."]
    assert resting(process) == {"Verkehr": ["Kein Bus", "Kein Zug"]}
    undo_last(process)
    actions.undo(made)
    assert resting(process) == {"Bahn": ["Kein Zug"]}


def test_refiling_can_be_undone(process):
    factor = actions.create_factor(process, "Bus", dimensions=["flexible-mobilitaet"])
    actions.refile_factor(factor, ["lokale-versorgung"])
    assert queries.field_numeral(queries.factors(process)[0]) == "II"
    undo_last(process)
    assert [f.dimension for f in factor.item.filings.all()] == ["flexible-mobilitaet"]


def test_the_numeral_is_that_of_the_first_field_in_the_frame(process):
    factor = actions.create_factor(
        process, "Bus", dimensions=["strategische-prognosen", "soziale-begegnung"])
    other = actions.create_factor(process, "Zug")
    assert (queries.field_numeral(factor), queries.field_numeral(other)) == ("I", "")


def test_key_factors_come_in_the_chosen_order_with_their_reason(process, facilitator):
    first, second, third = make_factors(process, "Bus", "Arzt", "Laden")
    actions.choose_key(process, [third, first], "Sie treiben an.", facilitator)
    assert [f.item.text for f in queries.key_factors(process)] == ["Laden", "Bus"]
    assert titles(process) == ["Laden", "Bus", "Arzt"]
    assert queries.reason_of_choice(process) == "Sie treiben an."
    undo_last(process)
    assert (queries.key_factors(process), titles(process)) == ([], ["Bus", "Arzt", "Laden"])
    assert queries.reason_of_choice(process) == ""
    assert second.item.text == "Arzt"


def test_no_key_factor_is_no_choice(process):
    with pytest.raises(ValidationError) as refused:
        actions.choose_key(process, [], "")
    assert refused.value.messages == ["Bitte wählen Sie mindestens einen Schlüsselfaktor aus."]


def test_the_shortlist_is_exactly_what_was_chosen(process):
    first, second, third = make_factors(process, "Bus", "Arzt", "Laden")
    actions.shortlist(process, [first, second])
    actions.shortlist(process, [second, third])
    assert [f.item.text for f in queries.shortlisted(process)] == ["Arzt", "Laden"]
    undo_last(process)
    assert [f.item.text for f in queries.shortlisted(process)] == ["Bus", "Arzt"]
