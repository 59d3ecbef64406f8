"""Step 1, dots: on factors, or on cards as long as there are none; on the phone and the board."""

from django.http import HttpRequest, HttpResponse

from weitblick.faces.asking import dots_board, dots_phone
from weitblick.faces.declaration import Fragment
from weitblick.faces.phone import Seat
from weitblick.method.factors.analysis.favoured import choices
from weitblick.workshop.models import Activity


def dots(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Stick dots on what matters most; never on what one wrote alone."""
    return dots_phone(request, seat, choices(seat.activity, seat.participant))


def board_dots(activity: Activity) -> Fragment:
    """Participation; the dots once the round is closed."""
    return dots_board(activity, choices(activity))
