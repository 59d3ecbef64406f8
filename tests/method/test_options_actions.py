"""Proves that options keep their links through every change, and that what people say about them
counts once and as they said it last."""

import pytest
from django.core.exceptions import ValidationError

from weitblick.method.options import actions, queries
from weitblick.method.options.criteria import IMPACT, SUPPORT
from weitblick.method.options.models import Part
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind, Link, State
from weitblick.voices.actions import Speaker, erase
from weitblick.voices.queries import own_values
from weitblick.workshop.actions import close_activity

from .options_setting import option, texts


def test_an_option_from_cards_keeps_every_card_and_their_dimensions(
    process, running, join
) -> None:
    activity, speaker = running("options", "collect"), Speaker(join())
    first = actions.hand_in_option(
        activity, "Bänke", "Die Gemeinde stellt sie auf", speaker, dimensions=["soziale-begegnung"]
    )
    second = actions.hand_in_option(activity, "Sitzplätze", "", speaker)
    made = actions.create_option(process, "Bänke im Ort", derived_from=[first.item, second.item])
    links = Link.objects.filter(newer=made.item).values_list("older__text", "kind")
    assert list(links) == [("Bänke", "merged_from"), ("Sitzplätze", "merged_from")]
    assert [f.dimension for f in made.item.filings.all()] == ["soziale-begegnung"]
    assert first.item.state == State.LIVE


def test_a_card_is_filed_where_what_it_answers_is_filed(process, running, join) -> None:
    factor = trace.create(process, Kind.FACTOR, "Leerstand", dimensions=["leerstandsaktivierung"])
    card = actions.hand_in_option(
        running("options", "collect"), "Lotsin", "", Speaker(join()), answers=factor
    )
    assert [f.dimension for f in card.item.filings.all()] == ["leerstandsaktivierung"]
    assert Link.objects.get(newer=card.item).older == factor


def test_merging_keeps_partners_and_can_be_taken_back(process) -> None:
    one, other = option(process, "A"), option(process, "B")
    actions.set_partners(one, [actions.PartnerEntry("politik", "Rat")])
    actions.set_partners(other, [actions.PartnerEntry("politik", "Rat", Part.LEAD)])
    merged = actions.merge_options([one, other], "A und B")
    assert texts(process) == ["A und B"]
    assert [(p.name, p.part) for p in merged.partners.all()] == [("Rat", Part.LEAD)]
    assert texts_of(actions.undo_merge(merged)) == ["A", "B"]
    assert texts(process) == ["A", "B"]


def test_adding_or_removing_one_partner_leaves_the_others_untouched(process) -> None:
    one = option(process, "A")
    actions.set_partners(one, [actions.PartnerEntry("politik", "Rat")])
    council = one.partners.get()
    for _twice in range(2):
        actions.add_partner(one, actions.PartnerEntry("kommune", " Stadt ", Part.LEAD))
    town = one.partners.get(name="Stadt")
    assert [p.pk for p in one.partners.all()] == [town.pk, council.pk]
    actions.remove_partner(town)
    assert [p.pk for p in one.partners.all()] == [council.pk]
    with pytest.raises(ValidationError):
        actions.add_partner(one, actions.PartnerEntry("atlantis"))


def test_merging_one_option_or_undoing_what_was_no_merge_is_refused(process) -> None:
    one = option(process, "A")
    with pytest.raises(ValidationError):
        actions.merge_options([one], "A")
    with pytest.raises(ValidationError):
        actions.undo_merge(one)
    assert texts(process) == ["A"]


def test_a_new_wording_keeps_the_earlier_one(process) -> None:
    one = option(process, "A")
    actions.reword_option(one, "A neu", "Wer", reason="klarer")
    assert [r.text for r in one.item.revisions.all()] == ["A", "A neu"]
    assert queries.find_option(process, one.item.public_id).item.detail == "Wer"


def test_an_option_put_aside_can_be_brought_back(process) -> None:
    one = option(process, "A")
    actions.retire_option(one)
    assert (texts(process), texts_of(queries.retired_options(process))) == ([], ["A"])
    actions.restore_option(one)
    assert texts(process) == ["A"]


def test_partners_are_replaced_but_commitments_stay(process, join) -> None:
    one, person = option(process, "A"), join("politik")
    actions.commit(one, person, name="Gemeinderat")
    actions.commit(one, person, name="Kreistag")
    actions.set_partners(one, [actions.PartnerEntry("wirtschaft", "Betrieb", Part.LEAD)])
    actions.set_partners(one, [actions.PartnerEntry("wissenschaft")])
    assert sorted((p.sector, p.name) for p in one.partners.all()) == [
        ("politik", "Kreistag"), ("wissenschaft", "")
    ]
    actions.withdraw_commitment(one, person)
    assert [p.sector for p in one.partners.all()] == ["wissenschaft"]


def test_an_unknown_sector_is_refused_and_changes_nothing(process) -> None:
    one = option(process, "A")
    actions.set_partners(one, [actions.PartnerEntry("politik")])
    with pytest.raises(ValidationError):
        actions.set_partners(one, [actions.PartnerEntry("adel")])
    assert [p.sector for p in one.partners.all()] == ["politik"]


def test_of_several_ratings_the_last_counts_and_a_repeated_one_counts_once(
    process, running, join
) -> None:
    one, activity, person = option(process, "A"), running("options", "rate"), join()
    for impact, key in ((2, "a"), (4, "b"), (4, "b")):
        actions.rate_options(
            activity, Speaker(person), [actions.OptionRating(one, impact, 3, 5, key=key)]
        )
    assert [v.value for v in queries.ratings(process, IMPACT.slug)[one.item_id]] == [4.0]
    assert one.item.ratings.count() == 6
    assert own_values(person, SUPPORT.slug) == {one.item_id: 5.0}


def test_a_closed_round_takes_nothing(process, running, join) -> None:
    one, activity = option(process, "A"), running("options", "rate")
    close_activity(activity)
    with pytest.raises(ValidationError):
        actions.rate_options(activity, Speaker(join()), [actions.OptionRating(one, 1, 1, 1)])
    assert one.item.ratings.count() == 0


def test_a_rating_off_the_scale_is_refused(process, running, join) -> None:
    one = option(process, "A")
    with pytest.raises(ValidationError):
        actions.rate_options(
            running("options", "rate"), Speaker(join()), [actions.OptionRating(one, 6, 1, 1)]
        )
    assert one.item.ratings.count() == 0


def test_an_erased_author_leaves_the_option_and_an_empty_card(process, running, join) -> None:
    person = join()
    card = actions.hand_in_option(running("options", "collect"), "Geheim", "", Speaker(person))
    made = actions.create_option(process, "Bänke", derived_from=[card.item])
    erase(person)
    assert texts(process) == ["Bänke"]
    assert [one.text for one in queries.sources(made.item)] == [""]
    assert queries.option_cards(process) == []


def texts_of(rows) -> list[str]:
    return [one.item.text for one in rows]
