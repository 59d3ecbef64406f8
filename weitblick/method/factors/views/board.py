"""Step 1 on the board: cards arriving, participation, the pictures that came of it."""

from typing import Any

from weitblick.faces.declaration import Fragment
from weitblick.method.factors import queries
from weitblick.method.factors.analysis.influence import influence
from weitblick.method.factors.analysis.ratings import rated
from weitblick.method.factors.views.pictures import scatter, system_picture
from weitblick.trace.models import Kind
from weitblick.voices.models import Rating
from weitblick.voices.queries import contributors, newest_cards
from weitblick.workshop.models import Activity, Process

NEWEST, NEWEST_BESIDE, SHOWN_GROUPS = 12, 4, 6
# More points than these cannot be told apart from the back of a hall.
READABLE = 15
CELL = 20
FILL = ("0.08", "0.3", "0.5", "0.75", "1")


def board_cards(activity: Activity) -> Fragment:
    """The newest cards beside the groups they grow into; how many cards of how many people."""
    process = activity.meeting.process
    groups = _groups(process)
    newest, n_cards = newest_cards(activity, Kind.CARD, NEWEST_BESIDE if groups else NEWEST)
    return Fragment("factors/board_cards.html", {
        "cards": newest, "n_cards": n_cards, "n_people": contributors(activity),
        "groups": groups[:SHOWN_GROUPS], "n_groups": len(groups),
        "more_groups": max(0, len(groups) - SHOWN_GROUPS),
    })


def _groups(process: Process) -> list[dict[str, Any]]:
    """Groups with cards, the largest first; a factor already shows its action field."""
    filled = [(group, [one.item for one in group.grouped.all()])
              for group in queries.groups(process)]
    found = [
        {"title": group.title, "count": len(items),
         "numeral": queries.field_numeral(group.factor) if group.factor else ""}
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
        context["picture"] = scatter(rated(process, activity=activity), shown=READABLE)
    return Fragment("factors/board_rate.html", context)


def board_influence(activity: Activity) -> Fragment:
    """How much of the matrix is covered; then the system grid."""
    matrix = influence(activity.meeting.process)
    context: dict[str, Any] = {
        "n_people": contributors(activity), "covered": matrix.covered, "pairs": matrix.pairs,
        "often": matrix.often,
        "cells": _cells(matrix.counts), "side": CELL * len(matrix.factors),
    }
    if activity.shows_results or not activity.is_open:
        context["picture"] = system_picture(matrix)
    return Fragment("factors/board_influence.html", context)


def _cells(counts: tuple[tuple[int, ...], ...]) -> list[dict[str, Any]]:
    """The matrix as squares of a picture, the fuller the more voices gave a value."""
    return [
        {"x": column * CELL + 2, "y": row * CELL + 2, "strength": FILL[min(count, len(FILL) - 1)]}
        for row, cells in enumerate(counts)
        for column, count in enumerate(cells)
        if row != column
    ]
