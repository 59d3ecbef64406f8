"""Trend assumptions on the board."""

from collections import defaultdict
from typing import Any

from weitblick.faces.declaration import Fragment
from weitblick.faces.numbers import number
from weitblick.method.factors.queries import field_numeral
from weitblick.method.trends import analysis, delphi, queries
from weitblick.method.trends.criteria import PROBABILITY
from weitblick.voices.models import Card
from weitblick.voices.queries import contributors, numbers, values
from weitblick.workshop.models import Activity

STYLES = ("trends/trends.css",)


def suggest(activity: Activity) -> Fragment:
    """Suggestions by factor, the newest one readable."""
    process = activity.meeting.process
    cards: dict[int, list[Card]] = defaultdict(list)
    for card in queries.suggestions(process, activity=activity):
        cards[card.about_id or 0].insert(0, card)
    rows = [
        {"factor": factor, "numeral": field_numeral(factor), "n": len(cards[factor.item_id]),
         "latest": cards[factor.item_id][:1]}
        for factor in queries.key_factors(process)
    ]
    total = sum(len(group) for group in cards.values())
    return Fragment("trends/board_suggest.html", {
        "rows": rows, "total": total, "n": contributors(activity),
        "empty": sum(not row["n"] for row in rows), "styles": STYLES,
    })


def estimate(activity: Activity) -> Fragment:
    """Participation while people answer; distributions once they are shown or it is closed."""
    shown = activity.shows_results or not activity.is_open
    rows = _distributions(activity) if shown else _participation(activity)
    return Fragment("trends/board_delphi.html", {
        "rows": rows, "shown": shown, "n": contributors(activity),
        "present": activity.meeting.attendances.count(),
        "round": queries.round_number(activity), "styles": STYLES,
        "answers": _range([n for row in rows for n in row["counts"]]),
    })


def _participation(activity: Activity) -> list[dict[str, Any]]:
    """How many voices answered every assumption of a factor; no statistics, so it is cheap."""
    process = activity.meeting.process
    given = values(process, PROBABILITY.slug, activity=activity)
    found = [
        (factor, [len(numbers(given.get(one.item_id, ()))) for one in group])
        for factor, group in queries.by_factor(process) if group
    ]
    return [
        {"factor": factor, "numeral": field_numeral(factor), "counts": counts,
         "answers": min(counts)}
        for factor, counts in found
    ]


def _distributions(activity: Activity) -> list[dict[str, Any]]:
    groups = delphi.estimated(activity.meeting.process, activity=activity)
    return [
        {"factor": factor, "numeral": field_numeral(factor), "counts": [one.n for one in group],
         "estimates": [analysis.pictures(one) for one in group]}
        for factor, group in groups if group
    ]


def _range(counts: list[int]) -> str:
    """How many answered each assumption: 51, or 51–54."""
    low, high = min(counts, default=0), max(counts, default=0)
    return number(low) if low == high else f"{number(low)}–{number(high)}"
