"""Proves that lists of statements and whole conversations come in completely, once and quickly."""

import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from tests.conftest import need
from weitblick.method.validation import actions, queries
from weitblick.trace.models import Item, Kind, Revision, State
from weitblick.voices.files import (
    Conversation,
    ConversationParticipant,
    ConversationStatement,
    ConversationVote,
    StatementRow,
    read_conversation,
)
from weitblick.voices.models import Channel, Rating
from weitblick.workshop.models import Process

CASES = Path(__file__).parents[3] / "shared" / "cases" / "participation"
AUSTRIA = CASES / "austria-climate.5twd2jsnkf.2022-08-08"

SMALL = Conversation(
    (ConversationStatement(0, "Mehr Bänke", 1, 1), ConversationStatement(5, "Werbung", 2, -1)),
    (ConversationVote(1, 0, 1), ConversationVote(2, 0, -1), ConversationVote(2, 5, 0)),
    (ConversationParticipant(1), ConversationParticipant(2), ConversationParticipant(3)),
    topic="Bänke",
)


def test_a_list_of_statements_comes_in_once_in_its_order(process: Process) -> None:
    actions.create_statement(process, "Schon da")
    rows = [
        StatementRow("B", "Soziale Begegnung"), StatementRow("A", "unbekannt"), StatementRow("B"),
        StatementRow("Schon da"),
    ]
    made = actions.import_statements(process, rows)
    assert [one.item.text for one in made] == ["B", "A"]
    assert [one.item.text for one in queries.statements(process)] == ["Schon da", "B", "A"]
    assert [list(one.item.filings.values_list("dimension", flat=True)) for one in made] == [
        ["soziale-begegnung"], []
    ]
    assert actions.import_statements(process, rows) == []


def test_a_conversation_becomes_a_closed_vote_with_participants_without_sector(
    process: Process,
) -> None:
    told: list[tuple[float, int]] = []
    activity = actions.import_conversation(process, SMALL, lambda *news: told.append(news))
    assert (activity.state, activity.title, activity.meeting.is_joinable) == (
        "closed", "Bänke", False
    )
    assert list(process.participants.values_list("sector", flat=True)) == ["", "", ""]
    assert activity.meeting.attendances.count() == 3
    assert told == [(0.2, 0), (0.3, 0), (1.0, 3)]
    assert {rating.channel for rating in Rating.objects.all()} == {Channel.IMPORT}


def test_a_rejected_statement_is_kept_with_its_votes_and_left_out(process: Process) -> None:
    actions.import_conversation(process, SMALL)
    assert [one.item.text for one in queries.statements(process)] == ["Mehr Bänke"]
    every = queries.statements(process, moderated_out=True)
    tallies = queries.tallies(process)
    assert [tallies[one.item_id] for one in every] == [
        queries.Tally(1, 1, 0), queries.Tally(0, 0, 1)
    ]


def test_the_same_conversation_a_second_time_is_refused(process: Process) -> None:
    actions.import_conversation(process, SMALL)
    with pytest.raises(ValidationError) as problem:
        actions.import_conversation(process, SMALL)
    assert problem.value.messages == ["Diese Befragung ist in diesem Prozess schon übernommen."]
    assert Rating.objects.count() == 3


def test_a_published_conversation_comes_in_completely_within_a_minute(process: Process) -> None:
    need("cases", AUSTRIA.is_dir(), "the published conversation is not on this machine")
    conversation = read_conversation(AUSTRIA)
    begin = time.monotonic()
    actions.import_conversation(process, conversation)
    seconds = time.monotonic() - begin
    items = Item.objects.filter(process=process, kind=Kind.STATEMENT, state=State.LIVE)
    assert items.count() == 522
    assert Revision.objects.filter(item__in=items).count() == 522
    assert process.participants.count() == 1116
    assert sum(len(values) for values in queries.votes(process).values()) == 61384
    assert len(queries.statements(process)) == 277
    assert seconds < 60
