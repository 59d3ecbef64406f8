"""Options favoured: dots stuck, placed between impact and effort, put in an order."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.faces.asking import (
    Choice,
    Placing,
    dots_board,
    dots_phone,
    place_phone,
    rank_board,
    rank_phone,
)
from weitblick.faces.declaration import Fragment
from weitblick.faces.phone import Seat
from weitblick.method.options import actions, queries, ratings
from weitblick.method.options.criteria import EFFORT, IMPACT
from weitblick.method.options.favoured import choices
from weitblick.workshop.models import Activity

# Upper left, upper right, lower left, lower right: impact upwards, effort to the right.
PLACING = Placing(
    EFFORT, IMPACT,
    (gettext_lazy("wirksam, leicht"), gettext_lazy("wirksam, schwer"),
     gettext_lazy("wenig, leicht"), gettext_lazy("wenig, schwer")),
    gettext_lazy("Handlungsoption"), name="option", query="option",
)


def dots(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Stick dots on what should be done; never on what one wrote alone."""
    return dots_phone(request, seat, choices(seat.activity, seat.participant))


def board_dots(activity: Activity) -> Fragment:
    """Participation; the dots once the round is closed."""
    return dots_board(activity, choices(activity))


def grid(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Place one option after the other between effort and impact."""
    options = {one.item_id: one for one in queries.options(seat.process)}
    placed = [Choice(one.item, queries.field_numeral(one)) for one in options.values()]

    def write(choice: Choice, effort: int, impact: int, key: str | None) -> object:
        given = actions.OptionRating(options[choice.item.pk], impact, effort, key=key)
        return actions.rate_options(seat.activity, seat.speaker, [given])

    return place_phone(
        request, seat, PLACING, placed, write,
        lambda: ratings.placed(seat.activity), "options/picture.html",
    )


def board_grid(activity: Activity) -> Fragment:
    """Participation while options are placed; then the picture."""
    shows = activity.shows_results or not activity.is_open
    return Fragment("options/board_rate.html", {
        "shows": shows, "picture": ratings.placed(activity) if shows else None,
        **ratings.participation(activity),
    })


def rank(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Put the options that go into the order in one's own order."""
    return rank_phone(request, seat, ratings.ordered(seat.activity))


def board_rank(activity: Activity) -> Fragment:
    """Participation; the common order with its concordance once the round is closed."""
    line = ratings.ordered(activity)
    total = len(queries.options(activity.meeting.process))
    note = _("Geordnet werden die %(n)s Optionen mit dem stärksten Rückhalt.") % {
        "n": len(line)} if len(line) < total else ""
    return rank_board(activity, line, note)
