"""Boards: participation while the vote runs, then the bars; proposed wordings."""

from weitblick.faces.declaration import Fragment
from weitblick.method.validation import queries, results
from weitblick.method.validation.criteria import VOTE
from weitblick.voices.models import Rating
from weitblick.voices.queries import contributors
from weitblick.workshop.models import Activity

SHOWN = 12


def vote(activity: Activity) -> Fragment:
    """Participation while the vote runs; then statements from agreed to rejected."""
    shows = activity.shows_results or not activity.is_open
    process = activity.meeting.process
    rows = results.statement_results(process, activity=activity) if shows else []
    voted = results.by_share(row for row in rows if row.tally.n)
    return Fragment("validation/board_vote.html", {
        "shows": shows, "rows": voted, "reading": results.reading(voted),
        "n_people": contributors(activity), "n_all": activity.meeting.attendances.count(),
        "n_statements": len(queries.open_statements(process)) if not shows else len(voted),
        "n_votes": Rating.objects.filter(activity=activity, criterion=VOTE.slug)
        .values("item_id", "participant_id").distinct().count(),
    })


def amend(activity: Activity) -> Fragment:
    """Proposed wordings, newest first, each below what it would change."""
    process = activity.meeting.process
    rows = queries.amendments(process)[::-1]
    return Fragment("validation/board_amend.html", {
        "rows": rows[:SHOWN], "more": max(0, len(rows) - SHOWN), "n": len(rows),
        "n_people": contributors(activity),
    })
