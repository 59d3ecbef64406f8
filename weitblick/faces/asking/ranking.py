"""An order of preference: moved up and down with buttons; counted after Borda, with Kendall's W."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from weitblick.engines.agreement import KendallW, kendall_w
from weitblick.faces.asking.choices import Choice, shuffled
from weitblick.faces.declaration import Fragment
from weitblick.faces.numbers import number
from weitblick.faces.phone import Seat, again, show
from weitblick.voices.ballots import RANK, orders_of, put_in_order
from weitblick.voices.queries import contributors, own_values
from weitblick.workshop.models import Activity

PAGE = "faces/asking/rank_phone.html"
WIDTH = 300
# Schmidt (1997), Decision Sciences 28, 763-774, table 2.
WEAK, MODERATE, STRONG = 0.3, 0.5, 0.7


@dataclass(frozen=True)
class RankedRow:
    """One item with its Borda points (places below it, over all voices) and its mean place."""

    choice: Choice
    points: int
    mean: float
    width: int


@dataclass(frozen=True)
class Ranked:
    """The common order and how far the voices agree on it."""

    rows: tuple[RankedRow, ...]
    concordance: KendallW

    @property
    def words(self) -> str:
        """Kendall's W in words, with n."""
        w, n = self.concordance.w, self.concordance.n
        if w is None:
            return _("Ab zwei vollständigen Rangfolgen lässt sich sagen, wie einig sie sind "
                     "(n = %s).") % number(n)
        how = (_("sehr uneinig") if w < WEAK else _("wenig einig") if w < MODERATE
               else _("recht einig") if w < STRONG else _("sehr einig"))
        return _("Die Rangfolgen sind sich %(how)s (Kendalls W = %(w)s, n = %(n)s).") % {
            "how": how, "w": number(w, 2), "n": number(n)
        }


def ranked(activity: Activity, choices: Sequence[Choice]) -> Ranked:
    """The Borda count of the complete orders; equal points keep the order of the choices."""
    orders, size = orders_of(activity, [one.item for one in choices]), len(choices)
    greatest = len(orders) * (size - 1) or 1
    rows = [
        RankedRow(choice, points, (len(orders) * size - points) / len(orders) if orders else 0,
                  round(WIDTH * points / greatest))
        for at, choice in enumerate(choices)
        for points in [sum(size - order[at] for order in orders)]
    ]
    return Ranked(tuple(sorted(rows, key=lambda row: -row.points)), kendall_w(orders))


def rank_phone(request: HttpRequest, seat: Seat, choices: Sequence[Choice]) -> HttpResponse:
    """Put the choices in one's own order: buttons move one up or down, another hands it in."""
    known = {choice.item.public_id: choice for choice in choices}
    if request.method != "POST":
        return _page(request, seat, _own_order(seat, choices))
    order = [known[pk] for pk in dict.fromkeys(request.POST.getlist("order")) if pk in known]
    order += [choice for choice in choices if choice not in order]
    for button, step in (("up", -1), ("down", 1)):
        if button in request.POST:
            return _page(request, seat, _moved(order, request.POST[button], step), moved=True)
    try:
        put_in_order(seat.activity, [choice.item for choice in order], seat.speaker,
                     key=request.POST.get("once") or None)
        return again(seat)
    except ValidationError as problem:
        return _page(request, seat, order, problems=problem.messages)


def _moved(order: list[Choice], public_id: str, step: int) -> list[Choice]:
    """The order with one choice moved by a place; at the ends it stays."""
    at = next((n for n, one in enumerate(order) if one.item.public_id == public_id), -1)
    if at < 0 or not 0 <= at + step < len(order):
        return order
    moved = list(order)
    moved[at], moved[at + step] = moved[at + step], moved[at]
    return moved


def _own_order(seat: Seat, choices: Sequence[Choice]) -> list[Choice]:
    own = own_values(seat.participant, RANK.slug, activity=seat.activity)
    last = len(choices) + 1
    return sorted(shuffled(choices, seat), key=lambda one: own.get(one.item.pk, last))


def _page(
    request: HttpRequest, seat: Seat, order: Sequence[Choice], *, moved: bool = False,
    problems: Sequence[str] = (),
) -> HttpResponse:
    own = own_values(seat.participant, RANK.slug, activity=seat.activity)
    context = {
        "order": order, "is_kept": bool(own) and not moved and not problems, "moved": moved,
        "was_kept": bool(own), "problems": problems,
        "ranked": None if seat.activity.is_open else ranked(seat.activity, _in_line(order)),
    }
    return show(request, seat, PAGE, context, status=422 if problems else 200)


def _in_line(order: Sequence[Choice]) -> list[Choice]:
    """The choices in an order that is nobody's own."""
    return sorted(order, key=lambda one: one.item.pk)


def rank_board(activity: Activity, choices: Sequence[Choice], note: str = "") -> Fragment:
    """Participation while people order; the common order once the round is closed."""
    return Fragment("faces/asking/rank_board.html", {
        "is_open": activity.is_open, "n_people": contributors(activity),
        "n_all": activity.meeting.attendances.count(), "n_choices": len(choices), "note": note,
        "ranked": None if activity.is_open else ranked(activity, choices),
    })
