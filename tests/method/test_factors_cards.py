"""Proves: cards are handed in once, taken back by their authors only, imported whole or not at
all, and laid into groups in a way that can always be undone."""

import pytest
from django.core.exceptions import ValidationError

from tests.method.factors_setting import hand_in
from weitblick.method.factors import actions, queries
from weitblick.method.factors.models import Group
from weitblick.trace.models import State
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Card, Channel
from weitblick.workshop.actions import close_activity, set_tables


@pytest.fixture
def gathering(running):
    return running("factors", "cards")


@pytest.fixture
def person(join):
    return join()


@pytest.fixture
def cards(gathering, person):
    return hand_in(gathering, person, "Kein Bus am Abend", "Der Bus fährt selten", "Kein Arzt")


def lying(process) -> dict[str, list[str]]:
    """Titles of the groups and the texts in them."""
    return {group.title: [row.item.text for row in group.grouped.all()]
            for group in queries.groups(process)}


def loose(process) -> list[str]:
    return [card.item.text for card in queries.loose_cards(process)]


def test_the_same_key_hands_in_one_card(gathering, person):
    speaker = Speaker(participant=person)
    first = actions.write_card(gathering, speaker, "Kein Bus", key="a" * 32)
    second = actions.write_card(gathering, speaker, "Kein Bus", key="a" * 32)
    assert (first.pk, Card.objects.count()) == (second.pk, 1)


def test_a_topic_outside_the_frame_is_refused(gathering, person):
    with pytest.raises(ValidationError) as refused:
        actions.write_card(gathering, Speaker(participant=person), "Kein Bus", topic="wetter")
    assert refused.value.messages == ["„wetter“ ist kein Themenfeld dieses Prozesses."]
    assert Card.objects.count() == 0


def test_an_author_takes_a_card_back(gathering, person, cards, process):
    actions.take_back(gathering, person, cards[0].public_id)
    assert loose(process) == ["Der Bus fährt selten", "Kein Arzt"]


def test_nobody_takes_back_the_card_of_somebody_else(gathering, cards, join, process):
    with pytest.raises(ValidationError) as refused:
        actions.take_back(gathering, join(), cards[0].public_id)
    assert refused.value.messages == ["Diese Karte liegt nicht mehr hier."]
    assert len(loose(process)) == 3


def test_a_card_in_a_factor_is_not_taken_back(gathering, person, cards, process):
    actions.create_factor(process, "Verkehr", cards=cards[:1])
    with pytest.raises(ValidationError) as refused:
        actions.take_back(gathering, person, cards[0].public_id)
    assert refused.value.messages == ["Mit dieser Karte wurde schon weitergearbeitet."]


def test_nothing_is_taken_back_once_the_round_is_closed(gathering, person, cards):
    close_activity(gathering)
    with pytest.raises(ValidationError) as refused:
        actions.take_back(gathering, person, cards[0].public_id)
    assert refused.value.messages == ["„factors cards“ ist gerade nicht offen."]


def test_an_import_keeps_channel_table_topic_and_order(gathering, meeting):
    table = set_tables(meeting, ["daseinsvorsorge"])[0]
    rows = [actions.CardRow("Kein Arzt", topic="daseinsvorsorge", table=table,
                            channel=Channel.PAPER), actions.CardRow("Kein Laden")]
    made = actions.import_cards(gathering, rows)
    assert [(c.item.text, c.topic, c.table, c.channel) for c in made] == [
        ("Kein Arzt", "daseinsvorsorge", table, "paper"), ("Kein Laden", "", None, "import"),
    ]


def test_an_import_names_the_row_that_is_wrong_and_keeps_nothing(gathering):
    with pytest.raises(ValidationError) as refused:
        actions.import_cards(gathering, [actions.CardRow("Kein Arzt"), actions.CardRow("  ")])
    assert refused.value.messages == ["Zeile 2: Bitte schreiben Sie einen Text."]
    assert Card.objects.count() == 0


def test_the_same_import_twice_counts_once(gathering):
    rows = [actions.CardRow("Kein Arzt", key="datei-1"), actions.CardRow("Kein Bus", key="datei-2")]
    actions.import_cards(gathering, rows)
    actions.import_cards(gathering, rows)
    assert Card.objects.count() == 2


def test_a_card_lies_in_one_group_only(process, cards):
    actions.group_cards(process, "Verkehr", cards[:2])
    actions.group_cards(process, "Bus", cards[1:2])
    assert lying(process) == {"Verkehr": ["Kein Bus am Abend"], "Bus": ["Der Bus fährt selten"]}
    assert loose(process) == ["Kein Arzt"]


def test_a_group_needs_cards_and_a_name(process, cards):
    for title, chosen in (("Verkehr", []), (" ", cards)):
        with pytest.raises(ValidationError):
            actions.group_cards(process, title, chosen)
    assert Group.objects.count() == 0


def test_cards_move_between_groups_and_out_of_them(process, cards):
    first = actions.group_cards(process, "Verkehr", cards[:2])
    second = actions.group_cards(process, "Gesundheit", cards[2:])
    actions.BOARD.move(process, cards[1:2], second)
    actions.BOARD.move(process, cards[:1], None)
    assert lying(process) == {"Verkehr": [], "Gesundheit": ["Der Bus fährt selten", "Kein Arzt"]}
    assert loose(process) == ["Kein Bus am Abend"]
    assert first.title == "Verkehr"


def test_a_dissolved_group_frees_its_cards_and_comes_back_whole(process, cards, facilitator):
    group = actions.group_cards(process, "Verkehr", cards[:2])
    actions.BOARD.dissolve(group, by=facilitator)
    assert (lying(process), len(loose(process))) == ({}, 3)
    actions.undo(queries.changes(process)[0])
    assert lying(process) == {"Verkehr": ["Kein Bus am Abend", "Der Bus fährt selten"]}


def test_what_was_laid_elsewhere_meanwhile_does_not_come_back(process, cards):
    group = actions.group_cards(process, "Verkehr", cards[:2])
    actions.BOARD.dissolve(group)
    change = queries.changes(process)[0]
    actions.group_cards(process, "Abend", cards[:1])
    actions.undo(change)
    assert lying(process) == {"Verkehr": ["Der Bus fährt selten"], "Abend": ["Kein Bus am Abend"]}


def test_undoing_a_grouping_lays_the_cards_back_where_they_lay(process, cards):
    actions.group_cards(process, "Verkehr", cards[:2])
    actions.group_cards(process, "Alles", cards)
    actions.undo(queries.changes(process)[0])
    assert lying(process) == {"Verkehr": ["Kein Bus am Abend", "Der Bus fährt selten"]}
    assert loose(process) == ["Kein Arzt"]


def test_undoing_twice_is_undoing_once(process, cards):
    actions.group_cards(process, "Verkehr", cards[:2])
    change = queries.changes(process)[0]
    actions.undo(change)
    actions.group_cards(process, "Neu", cards[:1])
    actions.undo(change)
    assert lying(process) == {"Neu": ["Kein Bus am Abend"]}


def test_a_new_name_can_be_undone(process, cards):
    group = actions.group_cards(process, "Verkehr", cards)
    actions.BOARD.rename(group, "  Unterwegs   sein ")
    assert list(lying(process)) == ["Unterwegs sein"]
    actions.undo(queries.changes(process)[0])
    assert list(lying(process)) == ["Verkehr"]


def test_an_erased_card_leaves_its_group_and_stays_in_the_factor(process, cards, person):
    group = actions.group_cards(process, "Verkehr", cards[:2])
    factor = actions.factor_from_group(group, "Verkehr")
    voices.erase(person)
    assert lying(process) == {"Verkehr": []}
    below = queries.cards_by_factor(process)[factor.pk]
    assert [(card.text, card.state) for card in below] == [("", State.BLANKED)] * 2


def test_every_decision_says_who_took_it(process, cards, facilitator):
    group = actions.group_cards(process, "Verkehr", cards, by=facilitator)
    actions.BOARD.rename(group, "Mobilität", by=facilitator)
    assert [(c.kind, c.subject, c.by_user) for c in queries.changes(process)] == [
        ("renamed", "Mobilität", facilitator), ("grouped", "Verkehr", facilitator),
    ]
