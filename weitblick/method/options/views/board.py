"""Boards: cards by action field, the rated options, the round of effects. Few queries each."""

from weitblick.faces.declaration import Fragment
from weitblick.method.options import queries, ratings, results
from weitblick.method.options.criteria import EFFECT
from weitblick.trace.queries import dimensions_of
from weitblick.voices.models import Card, Judgement
from weitblick.voices.queries import contributors
from weitblick.workshop.models import Activity

SHOWN = 4


def collect(activity: Activity) -> Fragment:
    """Cards by action field, newest first."""
    cards = queries.option_cards(activity.meeting.process, activity=activity)
    return Fragment("options/board_collect.html", {
        "columns": _by_field(activity, cards), "n": len(cards),
        "n_people": contributors(activity),
    })


def _by_field(activity: Activity, cards: list[Card]) -> list[dict[str, object]]:
    process = activity.meeting.process
    filed = dimensions_of(card.item for card in cards)
    columns: dict[str, list[dict[str, object]]] = {f.numeral: [] for f in process.frame.fields}
    columns[""] = []
    for card in reversed(cards):
        numeral = next(iter(queries.fields_of(process, filed[card.item_id])), "")
        columns[numeral].append({"text": card.item.text, "field": numeral})
    titles = {field.numeral: field.title for field in process.frame.fields}
    return [
        {"numeral": numeral, "title": titles.get(numeral, ""), "cards": found[:SHOWN],
         "count": len(found)}
        for numeral, found in columns.items() if found
    ]


def rate(activity: Activity) -> Fragment:
    """Participation while the round runs; then impact × effort with support."""
    shows = activity.shows_results or not activity.is_open
    rows = ratings.rated(activity.meeting.process, activity=activity) if shows else []
    return Fragment("options/board_rate.html", {
        "shows": shows, "picture": ratings.picture(rows),
        **ratings.participation(activity),
    })


def effects(activity: Activity) -> Fragment:
    """Participation while the round runs; then the options that help in every future."""
    process = activity.meeting.process
    shows = activity.shows_results or not activity.is_open
    answers = Judgement.objects.filter(activity=activity, criterion=EFFECT.slug)
    return Fragment("options/board_effects.html", {
        "shows": shows, "table": results.robustness(process) if shows else None,
        "answers": answers.count(), **ratings.participation(activity),
    })

