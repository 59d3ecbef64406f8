"""The board: the recommendations as large calm cards; how they were received once it is closed."""

from weitblick.faces.declaration import Fragment
from weitblick.method.paper import analysis
from weitblick.voices.queries import contributors
from weitblick.workshop.models import Activity, Attendance


def respond(activity: Activity) -> Fragment:
    """While it runs how many take part; afterwards a bar under every recommendation."""
    shows = activity.shows_results or not activity.is_open
    return Fragment("paper/board_respond.html", {
        "rows": analysis.responded(activity), "shows": shows,
        "n_people": contributors(activity),
        "n_all": Attendance.objects.filter(meeting_id=activity.meeting_id).count(),
    })
