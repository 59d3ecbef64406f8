"""Proves what is said about votes: consensus and dispute with n, sectors protected, opinion groups
only where they are real."""

from pathlib import Path

import pytest

from tests.conftest import need
from weitblick.method.validation import actions, queries, results, turns
from weitblick.method.validation.opinions import opinions
from weitblick.method.validation.queries import Tally
from weitblick.method.validation.reading import reading
from weitblick.method.validation.results import SectorVotes, StatementResult
from weitblick.voices.actions import Speaker
from weitblick.voices.files import read_conversation

CASES = Path(__file__).parents[3] / "shared" / "cases" / "participation"
LONDON = CASES / "london.youth.policing"


def result(tally: Tally, *sectors: Tally | None, least: int = 5) -> StatementResult:
    cells = tuple(SectorVotes(str(n), one) for n, one in enumerate(sectors))
    return StatementResult(None, tally, cells, None, 0, 0, 0, least)  # type: ignore[arg-type]


@pytest.mark.parametrize(("tally", "agreed", "rejected", "disputed"), [
    (Tally(6, 1, 1), True, False, False),
    (Tally(5, 1, 1), False, False, False),
    (Tally(1, 6, 1), False, True, False),
    (Tally(4, 4, 4), False, False, True),
    (Tally(4, 3, 5), False, False, False),
    (Tally(4, 0, 0), False, False, False),
    (Tally(), False, False, False),
])
def test_consensus_and_dispute_count_passes_and_need_enough_votes(
    tally, agreed, rejected, disputed
) -> None:
    row = result(tally)
    assert (row.is_agreed, row.is_rejected, row.is_disputed) == (agreed, rejected, disputed)


def test_consensus_across_sectors_needs_a_majority_in_every_shown_one() -> None:
    yes, no = Tally(4, 1, 1), Tally(3, 3, 0)
    assert result(Tally(8, 2, 2), yes, yes, None).crosses_sectors
    assert not result(Tally(7, 4, 1), yes, no).crosses_sectors
    assert not result(Tally(4, 1, 1), yes, None).crosses_sectors
    assert result(Tally(7, 3, 2), yes, no).words == (
        "58\u202f% stimmen zu (n = 12) · Mehrheit in 1 von 2 gezeigten Akteursgruppen"
    )


@pytest.mark.parametrize(("tally", "claim"), [
    (Tally(4, 0, 0), ""),
    (Tally(6, 1, 1), "breite Zustimmung, aber nur 8 Stimmen"),
    (Tally(1, 17, 1), "breite Ablehnung, aber nur 19 Stimmen"),
    (Tally(18, 1, 1), "breite Zustimmung"),
    (Tally(10, 10, 0), "umstritten"),
    (Tally(12, 5, 5), ""),
])
def test_what_few_votes_say_is_said_with_how_few_they_are(tally, claim) -> None:
    assert result(tally).claim == claim


def test_small_sectors_and_what_would_give_them_away_are_hidden(process, running, join) -> None:
    one, activity = actions.create_statement(process, "A."), running("validation", "vote")
    for sector, n in (("kommune", 8), ("politik", 6), ("wirtschaft", 2)):
        for _one in range(n):
            actions.vote(activity, Speaker(join(sector)), [actions.Vote(one, 1)])
    row = results.statement_results(process)[0]
    assert [(s.title, s.tally) for s in row.sectors] == [
        ("Kommune", Tally(agree=8)), ("Politik", None), ("Wirtschaft", None)
    ]
    assert row.tally == Tally(agree=16)


def test_statements_are_listed_from_agreed_to_rejected(process, running, join) -> None:
    rows = [actions.create_statement(process, text) for text in ("nein.", "still.", "ja.")]
    activity = running("validation", "vote")
    for n in range(6):
        actions.vote(activity, Speaker(join()), [
            actions.Vote(rows[0], -1), actions.Vote(rows[2], 1 if n else 0),
        ])
    ordered = results.by_share(results.statement_results(process))
    assert [row.statement.item.text for row in ordered] == ["ja.", "nein.", "still."]
    assert reading(ordered) == (
        "Breite Zustimmung (mindestens drei Viertel aller Stimmen, Enthaltungen mitgezählt) "
        "findet 1 von 2 Aussagen. 1 wird breit abgelehnt. Zu 2 Aussagen gibt es weniger als 20 "
        "Stimmen."
    )
    assert reading([]) == "Noch wurde nicht abgestimmt."


def test_two_camps_are_found_and_named_with_n(process, running, join) -> None:
    rows = [actions.create_statement(process, f"Aussage {n}.") for n in range(10)]
    activity = running("validation", "vote")
    for person in range(40):
        camp = 1 if person % 2 else -1
        actions.vote(activity, Speaker(join()), [
            actions.Vote(one, 1 if n == 9 else camp if (person + n) % 7 else 0)
            for n, one in enumerate(rows)
        ])
    assert opinions(process) is None
    run = actions.check_groups(process, wait=True)
    found = opinions(process)
    assert (run.state, found.is_current) == ("done", True)
    assert [group.n for group in found.groups] == [20, 20]
    assert found.words.startswith(
        "Es gibt 2 verlässliche Meinungsgruppen unter 40 Personen mit genug Stimmen"
    )
    assert found.across[0] == "Aussage 9."
    assert sorted(bool(group.stands_for) for group in found.groups)[-1] is True
    actions.vote(activity, Speaker(join()), [actions.Vote(rows[0], 1)])
    assert opinions(process).is_current is False


def test_without_evidence_there_are_no_groups(process) -> None:
    need("cases", LONDON.is_dir(), "the published conversation is not on this machine")
    actions.import_conversation(process, read_conversation(LONDON))
    actions.check_groups(process, wait=True)
    found = opinions(process)
    assert found.groups == ()
    assert found.words.startswith("Es gibt keine verlässlichen Meinungsgruppen. ")
    assert found.words.endswith(" (n = 26)")


def test_the_least_voted_statement_is_due_first(process, running, join) -> None:
    rows = [actions.create_statement(process, f"{n}.") for n in range(3)]
    activity, me = running("validation", "vote"), join()
    for one in rows[:2]:
        actions.vote(activity, Speaker(join()), [actions.Vote(one, 1)])
    assert [one.item.text for one in turns.due(activity, me, {rows[0].item_id})] == ["2.", "1."]


def test_late_statements_get_their_votes_too(process, running, join) -> None:
    for n in range(6):
        actions.create_statement(process, f"{n}.")
    activity = running("validation", "vote")
    for _one in range(9):
        person, voted = join(), set()
        for _turn in range(2):
            one = turns.due(activity, person, voted)[0]
            voted.add(one.item_id)
            actions.vote(activity, Speaker(person), [actions.Vote(one, 1)])
    assert [tally.n for tally in queries.tallies(process).values()] == [3] * 6
