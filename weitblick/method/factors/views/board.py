"""Step 1 on the board: cards arriving, participation, the pictures that came of it."""

from typing import Any

from weitblick.faces.declaration import Fragment
from weitblick.method.factors import queries
from weitblick.method.factors.analysis.influence import influence
from weitblick.method.factors.analysis.ratings import rated
from weitblick.method.factors.analysis.words import reading_of_structure
from weitblick.method.factors.views.pictures import grid_points, scatter
from weitblick.trace.models import Kind
from weitblick.voices.models import Rating
from weitblick.voices.queries import cards as cards_of
from weitblick.voices.queries import contributors
from weitblick.workshop.models import Activity, Process

NEWEST, SHOWN_GROUPS = 12, 9


def board_cards(activity: Activity) -> Fragment:
    """The newest cards beside the groups they grow into; how many cards of how many people."""
    process = activity.meeting.process
    cards = cards_of(process, Kind.CARD, activity=activity)
    groups = _groups(process)
    return Fragment("factors/board_cards.html", {
        "cards": list(reversed(cards[-(6 if groups else NEWEST):])),
        "n_cards": len(cards), "n_people": contributors(activity),
        "groups": groups[:SHOWN_GROUPS], "more_groups": max(0, len(groups) - SHOWN_GROUPS),
        "is_over": not activity.is_open,
    })


def _groups(process: Process) -> list[dict[str, Any]]:
    """Groups with cards, the largest first, each with its newest card."""
    filled = [(group, [one.item for one in group.grouped.all()])
              for group in queries.groups(process)]
    found = [
        {"title": group.title, "count": len(items), "newest": items[-1].text,
         "is_factor": group.factor_id is not None}
        for group, items in filled if items
    ]
    return sorted(found, key=lambda one: -one["count"])


def board_rate(activity: Activity) -> Fragment:
    """Participation while people rate; the picture once it may be shown."""
    process = activity.meeting.process
    context: dict[str, Any] = {
        "n_people": contributors(activity), "n_factors": len(queries.factors(process)),
        "n_ratings": Rating.objects.filter(activity=activity).count() // 2,
    }
    if activity.shows_results or not activity.is_open:
        context["picture"] = scatter(rated(process))
    return Fragment("factors/board_rate.html", context)


def board_influence(activity: Activity) -> Fragment:
    """How much of the matrix is covered; then the system grid."""
    matrix = influence(activity.meeting.process)
    context: dict[str, Any] = {
        "n_people": contributors(activity), "covered": matrix.covered, "pairs": matrix.pairs,
        "rows": _coverage_rows(matrix.counts),
    }
    if activity.shows_results or not activity.is_open:
        context |= {"points": grid_points(matrix), "readings": reading_of_structure(matrix)}
    return Fragment("factors/board_influence.html", context)


def _coverage_rows(counts: tuple[tuple[int, ...], ...]) -> list[list[str]]:
    """Each cell of the matrix as a CSS class: by how many voices gave a value."""
    return [
        ["is-self" if row == column else f"level-{min(count, 4)}"
         for column, count in enumerate(cells)]
        for row, cells in enumerate(counts)
    ]
