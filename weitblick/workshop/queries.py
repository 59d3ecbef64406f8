"""What faces and steps ask about processes and meetings."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import F, Sum

from weitblick.workshop.models import (
    MEETING_STEP,
    Activity,
    ActivityState,
    Attendance,
    Meeting,
    Participant,
    Place,
    Process,
    Table,
)
from weitblick.workshop.prepared import Prepared

_BEGUN = Prepared(
    lambda meeting: Activity.objects.filter(meeting=meeting).exclude(state=ActivityState.PLANNED),
    -1,
)


def open_activities(meeting: Meeting) -> list[Activity]:
    """What is open now, the latest opened first."""
    return list(meeting.activities.filter(state=ActivityState.OPEN).order_by("-opened_at", "-pk"))


def shown_activity(meeting: Meeting) -> Activity | None:
    """What phones and boards show: the latest opened activity, else the one closed last."""
    running = open_activities(meeting)
    if running:
        return running[0]
    over = meeting.activities.exclude(closed_at=None).exclude(step=MEETING_STEP)
    return over.order_by("-closed_at").first()


def next_activity(meeting: Meeting) -> Activity | None:
    """What comes next: the first planned activity after the one opened last."""
    agenda = list(meeting.activities.all())
    begun = [place for place, one in enumerate(agenda) if one.opened_at is not None]
    after = agenda[max(begun) + 1:] if begun else agenda
    return next((one for one in after if one.state == ActivityState.PLANNED), None)


def table_of(attendance: Attendance) -> Table | None:
    """Where somebody sits now: the place in the round that is shown, else the table they took."""
    number = attendance.meeting.shown_round
    if number:
        place = Place.objects.filter(attendance=attendance, round__number=number,
                                     round__meeting_id=attendance.meeting_id)
        if found := place.select_related("table").first():
            return found.table
    return attendance.table


def is_for(activity: Activity, table: Table | None) -> bool:
    """Whether an activity is for who sits there; who sits nowhere may take part in all."""
    if table is None or not (activity.topics or activity.tables):
        return True
    return table.topic in activity.topics or table.number in activity.tables


def activities_for(attendance: Attendance) -> list[Activity]:
    """What is open for somebody at the present table, the latest opened first."""
    table = table_of(attendance)
    return [one for one in open_activities(attendance.meeting) if is_for(one, table)]


def attendance_of(meeting: Meeting, participant: Participant) -> Attendance | None:
    """The attendance of a participant of the process in this meeting."""
    here = meeting.attendances.filter(participant=participant)
    return here.select_related("meeting__process", "table").first()


def activities_at(meeting: Meeting, participant: Participant) -> list[Activity]:
    """What is open for a participant of the process in this meeting."""
    attendance = attendance_of(meeting, participant)
    return open_activities(meeting) if attendance is None else activities_for(attendance)


def present(meeting: Meeting) -> list[Attendance]:
    """Who is here: joined, not gone, not erased; with participant and table at hand."""
    rows = meeting.attendances.filter(left_at=None, participant__erased_at=None)
    return list(rows.select_related("participant", "table", "meeting").order_by("pk"))


def is_here(meeting: Meeting, participant: Participant) -> bool:
    """Whether somebody came to this meeting and has not left."""
    return meeting.attendances.filter(participant=participant, left_at=None).exists()


def tables_of(attendances: list[Attendance]) -> dict[int, Table | None]:
    """Where each of them sits now, by key of the attendance: ``table_of`` for a whole meeting."""
    found = {one.pk: one.table for one in attendances}
    numbers = {(one.meeting_id, one.meeting.shown_round) for one in attendances
               if one.meeting.shown_round}
    for meeting, number in numbers:
        places = Place.objects.filter(round__meeting_id=meeting, round__number=number)
        found |= {one.attendance_id: one.table for one in places.select_related("table")
                  if one.attendance_id in found}
    return found


def sectors_present(process: Process) -> dict[str, int]:
    """Participants by sector (title), in the frame's order; erased people are not counted."""
    counted = Counter(process.participants.filter(erased_at=None).values_list("sector", flat=True))
    return {sector.title: counted[sector.slug] for sector in process.frame.sectors}


def begun_activities(meeting: Meeting) -> list[Activity]:
    """What is or was open, in the order of the agenda; their meeting is this one."""
    found = _BEGUN.objects(meeting.pk)
    for one in found:
        one.meeting = meeting
    return found


def state_token(meeting: Meeting, begun: Iterable[Activity] | None = None) -> str:
    """Changes whenever a phone has to show something else. ``begun``: where at hand already."""
    begun = begun_activities(meeting) if begun is None else begun
    parts = [f"{one.pk}{one.state[0]}{int(one.ends_at.timestamp()) if one.ends_at else 0}"
             f"{int(one.shows_results)}" + "".join(f"-{of}" for of in [*one.topics, *one.tables])
             for one in begun]
    head = f"{int(meeting.is_joinable)}{int(meeting.is_paused)}{meeting.shown_round}"
    return ".".join([head + _places_token(meeting), *parts])


def _places_token(meeting: Meeting) -> str:
    """Changes when somebody is seated elsewhere in the round that is shown."""
    if not meeting.shown_round:
        return ""
    places = Place.objects.filter(round__meeting=meeting, round__number=meeting.shown_round)
    total = places.aggregate(sum=Sum(F("attendance_id") * F("table_id")))["sum"]
    return f"-{total or 0}"


def board_token(meeting: Meeting) -> str:
    """Changes whenever a board has to show something else."""
    said = int(meeting.message_at.timestamp() * 1000) if meeting.message_at else 0
    return f"{state_token(meeting)}.{meeting.board_view}.{said}"
