"""Step 4, dots and orders: what can be chosen, and what closed rounds of them say."""

from weitblick.faces.asking import (
    Choice,
    Columns,
    Favoured,
    dots_columns,
    dots_result,
    is_own,
    rank_columns,
    rank_result,
)
from weitblick.method.options import queries, ratings
from weitblick.voices.ballots import DOTS, RANK, closed_rounds
from weitblick.workshop.models import Activity, Participant, Process

STEP = "options"


def choices(activity: Activity, participant: Participant | None = None) -> list[Choice]:
    """What dots can be stuck on: options, or cards where there are none or ``on`` is "cards"."""
    process = activity.meeting.process
    options = queries.options(process)
    if activity.options.get("on") == "cards" or not options:
        items = [card.item for card in queries.option_cards(process)]
        return [Choice(item, is_own=is_own([item], participant)) for item in items]
    below = queries.cards_below(process)
    return [
        Choice(one.item, queries.field_numeral(one), is_own(below[one.item_id], participant))
        for one in options
    ]


def favoured(process: Process) -> list[Favoured]:
    """The closed rounds of this step: dots, then orders, each oldest first."""
    dots, orders = _rounds(process)
    return [*(dots_result(one, choices(one)) for one in dots),
            *(rank_result(one, ratings.ordered(one)) for one in orders)]


def columns(process: Process) -> list[Columns]:
    """The same as columns of a file."""
    dots, orders = _rounds(process)
    return [*(dots_columns(one, choices(one)) for one in dots),
            *(rank_columns(one, ratings.ordered(one)) for one in orders)]


def _rounds(process: Process) -> tuple[list[Activity], list[Activity]]:
    return closed_rounds(process, STEP, DOTS), closed_rounds(process, STEP, RANK)
