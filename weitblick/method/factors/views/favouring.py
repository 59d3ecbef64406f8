"""Step 1, dots: on factors, or on cards as long as there are none; on the phone and the board."""

from django.http import HttpRequest, HttpResponse

from weitblick.faces.asking import Choice, dots_board, dots_phone, is_own
from weitblick.faces.declaration import Fragment
from weitblick.faces.phone import Seat
from weitblick.method.factors import queries
from weitblick.workshop.models import Activity, Participant


def dots(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Stick dots on what matters most; never on what one wrote alone."""
    return dots_phone(request, seat, choices(seat.activity, seat.participant))


def board_dots(activity: Activity) -> Fragment:
    """Participation; the dots once the round is closed."""
    return dots_board(activity, choices(activity))


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
