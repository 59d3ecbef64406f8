"""Erasing is told to the boards, so that no projector keeps showing what is gone; what was computed
before is not shown again."""

from weitblick.live.hub import hub
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.voices.kept import kept
from weitblick.workshop import actions, channels


def test_boards_hear_of_erased_words(
    running, join, meeting, django_capture_on_commit_callbacks
) -> None:
    person = join()
    voices.hand_in(running("factors", "cards"), "Kein Bus", Speaker(person))
    before = hub.version(channels.boards(meeting))
    with django_capture_on_commit_callbacks(execute=True):
        voices.erase(person)
    assert hub.version(channels.boards(meeting)) == before + 1


def test_what_is_kept_of_a_closed_round_is_computed_anew_without_the_person(running, join) -> None:
    activity, person = running("validation", "vote"), join()
    actions.close_activity(activity)

    def sectors() -> list[tuple[str]]:
        return list(activity.meeting.process.participants.values_list("sector"))

    assert kept(activity, "sectors", sectors) == [("kommune",)]
    voices.erase(person)  # who wrote nothing: no item changes
    assert kept(activity, "sectors", sectors) == [("",)]
