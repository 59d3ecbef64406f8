"""Deeds of who leads: each counts once, and is taken back newest first, whatever it was."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.workshop import actions, deeds
from weitblick.workshop.models import Activity, Meeting


@pytest.fixture
def day(meeting):
    """Three planned activities."""
    return [actions.plan_activity(meeting, step="factors", kind="cards", title=title)
            for title in ("Eins", "Zwei", "Drei")]


def state(meeting: Meeting) -> tuple:
    """Everything undo has to bring back."""
    meeting = Meeting.objects.get(pk=meeting.pk)
    fields = [field.attname for field in Activity._meta.concrete_fields]
    return (tuple(getattr(meeting, name) for name in deeds.KEPT),
            tuple(meeting.activities.values_list(*fields)))


DEEDS = {
    "open": lambda m, one: actions.open_activity(one),
    "close": lambda m, one: actions.close_activity(actions.open_activity(one)),
    "show": lambda m, one: actions.show_results(one, True),
    "edit": lambda m, one: actions.edit_activity(one, title="Neu", minutes=3, topics=["a"]),
    "remove": lambda m, one: actions.remove_activity(one),
    "duplicate": lambda m, one: actions.duplicate_activity(one),
    "move": lambda m, one: actions.move_activity(one, 1),
    "arrange": lambda m, one: actions.arrange(m, [one.pk]),
    "doors": lambda m, one: actions.set_joinable(m, False),
    "pause": lambda m, one: actions.set_paused(m, True),
    "message": lambda m, one: actions.send_message(m, "Gleich Pause"),
    "board": lambda m, one: actions.show_on_board(m, "join"),
    "hours": lambda m, one: actions.describe_meeting(m, begins_at=dt.time(9, 30)),
}


@pytest.mark.parametrize("verb", DEEDS)
def test_every_deed_can_be_taken_back(meeting, day, verb):
    before = state(meeting)
    change = deeds.perform(meeting, verb, lambda: DEEDS[verb](meeting, day[1]))
    assert state(meeting) != before
    deeds.undo(change)
    assert state(meeting) == before


def test_taking_back_twice_does_nothing_more(meeting, day):
    change = deeds.perform(meeting, "open", lambda: actions.open_activity(day[0]))
    deeds.undo(change)
    after = state(meeting)
    assert deeds.undo(change).undone_at is not None
    assert state(meeting) == after


def test_a_double_tap_counts_once(meeting, day):
    def extend() -> object:
        one = Activity.objects.get(pk=day[0].pk)
        return actions.extend_activity(one, 5)

    actions.open_activity(day[0])
    end = Activity.objects.get(pk=day[0].pk).ends_at
    first = deeds.perform(meeting, "extend", extend, once="k1")
    again = deeds.perform(meeting, "extend", extend, once="k1")
    assert (first is not None, again) == (True, None)
    assert Activity.objects.get(pk=day[0].pk).ends_at - end == dt.timedelta(minutes=5)


def test_what_changes_nothing_is_no_deed(meeting, day):
    assert deeds.perform(meeting, "resume", lambda: actions.set_paused(meeting, False)) is None
    assert deeds.history(meeting) == []


def test_the_newest_is_taken_back_first(meeting, day):
    first = deeds.perform(meeting, "open", lambda: actions.open_activity(day[0]))
    second = deeds.perform(meeting, "pause", lambda: actions.set_paused(meeting, True))
    assert deeds.history(meeting) == [second, first]
    with pytest.raises(ValidationError, match="Danach ist noch etwas geschehen"):
        deeds.undo(first)
    deeds.undo(second)
    assert deeds.history(meeting) == [first]


def test_a_refused_deed_leaves_nothing_half_done(meeting, day):
    actions.open_activity(day[0])
    before = state(meeting)
    with pytest.raises(ValidationError):
        deeds.perform(meeting, "remove", lambda: (actions.set_paused(meeting, True),
                                                  actions.remove_activity(day[0])))
    assert state(meeting) == before


def test_contributions_outlive_the_undo_of_opening(meeting, day, join):
    change = deeds.perform(meeting, "open", lambda: actions.open_activity(day[0]))
    card = voices.hand_in(day[0], "Bleibt", Speaker(participant=join()))
    deeds.undo(change)
    assert Activity.objects.get(pk=day[0].pk).opened_at is None
    with pytest.raises(ValidationError, match="hat schon Beiträge"):
        actions.remove_activity(Activity.objects.get(pk=day[0].pk))
    card.refresh_from_db()
    assert card.item.text == "Bleibt"


def test_what_was_added_stays_once_somebody_contributed(meeting, day, join):
    change = deeds.perform(meeting, "duplicate", lambda: actions.duplicate_activity(day[0]))
    copy = meeting.activities.exclude(pk__in=[one.pk for one in day]).get()
    actions.open_activity(copy)
    voices.hand_in(copy, "Da", Speaker(participant=join()))
    with pytest.raises(ValidationError, match="hat schon Beiträge"):
        deeds.undo(change)
    assert Activity.objects.filter(pk=copy.pk).exists()
