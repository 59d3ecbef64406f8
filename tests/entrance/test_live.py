"""Who may listen, and that what opens or arrives is told."""

import pytest

from weitblick.entrance.board import key_of, render_board
from weitblick.entrance.gate import gate
from weitblick.faces.phone import cookie_name
from weitblick.live.hub import hub
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.workshop import actions, channels


def test_only_a_seat_hears_the_phones_channel(meeting, join):
    cookie = cookie_name(meeting.process)
    assert gate("phone/ABC234", {}) is None
    assert gate("phone/ABC234", {cookie: "geraten"}) is None
    sources = gate("phone/ABC234", {cookie: join().secret})
    assert [(source.channel, source.event) for source in sources] == [
        (channels.phones(meeting), "changed"), (channels.notices(meeting), "notice")]


def test_only_the_key_hears_the_board(meeting):
    assert gate("board/ABC234/geraten", {}) is None
    sources = gate(f"board/ABC234/{key_of(meeting)}", {})
    assert [source.event for source in sources] == ["board", "changed", "changed"]
    fixed = gate(f"board/ABC234/{key_of(meeting)}/fest", {})
    assert [source.event for source in fixed] == ["changed", "changed", "changed"]
    assert "Wie leben wir hier 2035?" in render_board(meeting.pk)


def test_only_members_hear_the_desk(desk, meeting, client):
    session = {"sessionid": desk.cookies["sessionid"].value}
    assert gate("desk/werkstatt", {}) is None
    assert [source.event for source in gate("desk/werkstatt", session)] == ["changed"]


@pytest.mark.parametrize("path", ["", "phone", "phone/NOPE22", "board/ABC234", "desk/nein", "x/y"])
def test_other_paths_lead_nowhere(meeting, path):
    assert gate(path, {}) is None


def test_opening_tells_phones_and_boards(meeting, django_capture_on_commit_callbacks):
    activity = actions.plan_activity(meeting, step="factors", kind="cards", title="Karten")
    before = hub.version(channels.phones(meeting)), hub.version(channels.boards(meeting))
    with django_capture_on_commit_callbacks(execute=True):
        actions.open_activity(activity)
    after = hub.version(channels.phones(meeting)), hub.version(channels.boards(meeting))
    assert after == (before[0] + 1, before[1] + 1)


def test_a_card_tells_boards_and_leaves_phones_in_peace(
    meeting, running, join, django_capture_on_commit_callbacks
):
    activity, ada = running("factors", "cards"), join()
    phones, boards = channels.phones(meeting), channels.boards(meeting)
    before = hub.version(phones), hub.version(boards)
    with django_capture_on_commit_callbacks(execute=True):
        voices.hand_in(activity, "Neu", Speaker(participant=ada))
    assert hub.version(phones) == before[0]
    assert hub.version(boards) > before[1]
