"""The situation of a meeting, as who leads it needs to see it: now, next, and the way so far."""

from typing import Any

from django.utils import timezone

from weitblick.entrance.pauses import kind_of
from weitblick.entrance.standing import sectors_here, standing
from weitblick.method.chain import step
from weitblick.workshop.agenda import Timetable, timetable
from weitblick.workshop.models import Activity, Meeting
from weitblick.workshop.queries import next_activity, open_activities, present

WORTH_SAYING, BEYOND_THE_PLAN = 3, 180


def situation(meeting: Meeting) -> dict[str, Any]:
    """What is open, who is missing, what comes next, and how the day stands to its plan."""
    table = timetable(meeting)
    running = [_running(meeting, one) for one in open_activities(meeting)]
    here = present(meeting)
    following = next_activity(meeting)
    return {
        "running": running, "following": _planned(table, following),
        "closing": ",".join(str(one["activity"].pk) for one in running),
        "missing": sum(one["standing"].missing for one in running if one["standing"]),
        "agenda": [_row(slot.activity, slot.begins, following) for slot in table.slots],
        "late": _late(table, running), "n_people": len(here),
        "sectors": sectors_here(meeting, here), "timetable": table,
    }


def _running(meeting: Meeting, activity: Activity) -> dict[str, Any]:
    found = standing(meeting, activity) if not activity.is_pause else None
    return {"activity": activity, "standing": found, "topics": for_whom(meeting, activity),
            "step": step(activity.step)}


def _row(activity: Activity, begins: object, following: Activity | None) -> dict[str, Any]:
    return {"activity": activity, "begins": begins, "step": step(activity.step),
            "kind": kind_of(activity), "is_next": activity == following}


def _planned(table: Timetable, activity: Activity | None) -> dict[str, Any] | None:
    slot = next((one for one in table.slots if one.activity == activity), None)
    if slot is None:
        return None
    return {"activity": slot.activity, "begins": slot.begins}


def for_whom(meeting: Meeting, activity: Activity) -> list[str]:
    """The topics and tables an activity is limited to, in words; empty: for all."""
    frame = meeting.process.frame
    return [*(frame.title_of(topic) for topic in activity.topics),
            *(str(number) for number in activity.tables)]


def _late(table: Timetable, running: list[dict[str, Any]]) -> int | None:
    """Minutes behind the plan, by when the present activity is to end.

    None where nothing is timed, hardly anything is late, or the day is not led by this plan.
    """
    ends = {slot.activity.pk: slot.ends for slot in table.slots}
    for one in running:
        planned, due = ends.get(one["activity"].pk), one["activity"].ends_at
        if planned and due:
            late = round((max(due, timezone.now()) - planned).total_seconds() / 60)
            return late if WORTH_SAYING <= late <= BEYOND_THE_PLAN else None
    return None
