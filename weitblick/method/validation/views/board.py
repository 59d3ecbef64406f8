"""Boards: participation while the vote runs, then the bars; proposed wordings."""

from weitblick.faces.declaration import Fragment
from weitblick.method.validation import queries, results
from weitblick.method.validation.criteria import VOTE
from weitblick.voices.models import Rating
from weitblick.voices.queries import contributors
from weitblick.workshop.models import Activity

SHOWN = 12
IN_A_LIST = 3


def vote(activity: Activity) -> Fragment:
    """Participation while the vote runs; then statements from agreed to rejected."""
    shows = activity.shows_results or not activity.is_open
    process = activity.meeting.process
    rows = results.round_results(activity) if shows else []
    voted = [row for row in rows if row.tally.n]
    agreed, disputed = _two_lists(voted)
    return Fragment("validation/board_vote.html", {
        "shows": shows, "rule": results.rule(process), "agreed": agreed, "disputed": disputed,
        "more": len(voted) - len(agreed) - len(disputed),
        "n_agreed": sum(row.is_agreed for row in voted),
        "n_disputed": sum(row.is_disputed for row in voted),
        "n_people": contributors(activity), "n_all": activity.meeting.attendances.count(),
        "n_statements": len(queries.open_statements(process)) if not shows else len(voted),
        "n_votes": Rating.objects.filter(activity=activity, criterion=VOTE.slug)
        .values("item_id", "participant_id").distinct().count(),
    })


def _two_lists(
    voted: list[results.StatementResult],
) -> tuple[list[results.StatementResult], list[results.StatementResult]]:
    """The most agreed, and of the others the most disputed: what a room can read from afar."""
    agreed, rest = voted[:IN_A_LIST], voted[IN_A_LIST:]
    return agreed, sorted(rest, key=lambda row: -row.dispute)[:IN_A_LIST]


def amend(activity: Activity) -> Fragment:
    """The wordings proposed in this round, newest first, each above what it would change."""
    rows = queries.amendments(activity.meeting.process, activity=activity)[::-1]
    return Fragment("validation/board_amend.html", {
        "rows": rows[:SHOWN], "more": max(0, len(rows) - SHOWN), "n": len(rows),
        "n_people": contributors(activity),
    })
