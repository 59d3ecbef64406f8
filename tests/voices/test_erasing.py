"""Erasing is told to the boards, so that no projector keeps showing what is gone."""

from weitblick.live.hub import hub
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.workshop import channels


def test_boards_hear_of_erased_words(
    running, join, meeting, django_capture_on_commit_callbacks
) -> None:
    person = join()
    voices.hand_in(running("factors", "cards"), "Kein Bus", Speaker(person))
    before = hub.version(channels.boards(meeting))
    with django_capture_on_commit_callbacks(execute=True):
        voices.erase(person)
    assert hub.version(channels.boards(meeting)) == before + 1
