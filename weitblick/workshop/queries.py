"""What faces and steps ask about processes and meetings."""

from collections import Counter

from weitblick.workshop.models import Activity, ActivityState, Meeting, Process


def open_activities(meeting: Meeting) -> list[Activity]:
    """What is open now, the latest opened first."""
    return list(meeting.activities.filter(state=ActivityState.OPEN).order_by("-opened_at", "-pk"))


def shown_activity(meeting: Meeting) -> Activity | None:
    """What phones and boards show: the latest opened activity, else the one closed last."""
    running = open_activities(meeting)
    if running:
        return running[0]
    return meeting.activities.exclude(closed_at=None).order_by("-closed_at").first()


def sectors_present(process: Process) -> dict[str, int]:
    """Participants by sector (title), in the frame's order; erased people are not counted."""
    counted = Counter(process.participants.filter(erased_at=None).values_list("sector", flat=True))
    return {sector.title: counted[sector.slug] for sector in process.frame.sectors}


def state_token(meeting: Meeting) -> str:
    """Changes whenever a phone has to show something else."""
    rows = meeting.activities.exclude(state=ActivityState.PLANNED).values_list(
        "pk", "state", "ends_at", "shows_results"
    )
    parts = [f"{pk}{state[0]}{int(ends.timestamp()) if ends else 0}{int(shows)}"
             for pk, state, ends, shows in rows]
    return ".".join([f"{int(meeting.is_joinable)}{int(meeting.is_paused)}", *parts])
