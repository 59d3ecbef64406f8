"""Step 1, dots: what they can be stuck on, and what closed rounds of them say."""

from weitblick.faces.asking import Choice, Columns, Favoured, dots_columns, dots_result, is_own
from weitblick.method.factors import queries
from weitblick.voices.ballots import DOTS, closed_rounds
from weitblick.workshop.models import Activity, Participant, Process


def choices(activity: Activity, participant: Participant | None = None) -> list[Choice]:
    """What dots can be stuck on: factors, or cards where there are none or ``on`` is "cards"."""
    process = activity.meeting.process
    factors = queries.factors(process)
    if activity.options.get("on") == "cards" or not factors:
        items = [card.item for card in queries.cards(process)]
        return [Choice(item, is_own=is_own([item], participant)) for item in items]
    below = queries.cards_by_factor(process)
    return [
        Choice(factor.item, queries.field_numeral(factor), is_own(below[factor.pk], participant))
        for factor in factors
    ]


def favoured(process: Process) -> list[Favoured]:
    """The closed rounds of dots of this step, oldest first."""
    return [dots_result(one, choices(one)) for one in _rounds(process)]


def columns(process: Process) -> list[Columns]:
    """The same as columns of a file."""
    return [dots_columns(one, choices(one)) for one in _rounds(process)]


def _rounds(process: Process) -> list[Activity]:
    return closed_rounds(process, queries.STEP, DOTS)
