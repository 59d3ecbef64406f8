"""Dots: each person sticks a few on what matters most; nobody sees them before the round closes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from weitblick.faces.asking.choices import Choice, shuffled
from weitblick.faces.declaration import Fragment
from weitblick.faces.phone import Seat, again, show
from weitblick.trace.models import Item
from weitblick.voices.ballots import DOTS, Dotted, budget_of, dots_of, share_out
from weitblick.voices.queries import contributors, own_values
from weitblick.workshop.models import Activity

PAGE = "faces/asking/dots_phone.html"
ON_BOARD = 12
WIDTH = 300


@dataclass(frozen=True)
class DotsRow:
    """One item with its dots; ``width`` of its bar in a picture 300 wide."""

    choice: Choice
    dots: int
    voices: int
    width: int
    on_paper: int = 0


def dots_phone(request: HttpRequest, seat: Seat, choices: Sequence[Choice]) -> HttpResponse:
    """Share dots out over the choices; a later ballot replaces the earlier one."""
    if request.method != "POST":
        own = {pk: int(value) for pk, value in own_values(
            seat.participant, DOTS.slug, activity=seat.activity).items()}
        return _page(request, seat, choices, own)
    typed = {choice.item: request.POST.get(choice.item.public_id, "") for choice in choices}
    try:
        given = {item: _whole(text) for item, text in typed.items()}
        share_out(
            seat.activity, given, seat.speaker, key=request.POST.get("once") or None,
            own=[choice.item.pk for choice in choices if choice.is_own],
        )
        return again(seat)
    except ValidationError as problem:
        kept = {item.pk: int(text) for item, text in typed.items()
                if text.isdecimal() and len(text) < 4}
        return _page(request, seat, choices, kept, problem.messages)


def _whole(text: str) -> int:
    cleaned = text.strip() or "0"
    if not (cleaned.isascii() and cleaned.isdecimal() and len(cleaned) < 4):
        raise ValidationError(_("„%s“ ist keine Zahl von Punkten.") % text[:20])
    return int(cleaned)


def _page(
    request: HttpRequest, seat: Seat, choices: Sequence[Choice], own: dict[int, int],
    problems: Sequence[str] = (),
) -> HttpResponse:
    budget, is_open = budget_of(seat.activity), seat.activity.is_open
    options = [
        {"name": one.item.public_id, "label": one.item.text, "value": own.get(one.item.pk, 0),
         "numeral": one.numeral}
        for one in shuffled(choices, seat) if not one.is_own
    ]
    given = {pk: count for pk, count in own.items() if count}
    context = {
        "options": options, "budget": budget, "problems": problems,
        "excluded": [one for one in choices if one.is_own], "n_given": sum(given.values()),
        "given": [(one, given[one.item.pk]) for one in choices if one.item.pk in given],
        "rows": [] if is_open else dots_rows(seat.activity, choices),
    }
    return show(request, seat, PAGE, context, status=422 if problems else 200)


def dots_rows(activity: Activity, choices: Sequence[Choice]) -> list[DotsRow]:
    """The choices with their dots, most first; those without any last, in their order.

    What got dots and can no longer be chosen, because it was merged meanwhile, keeps its dots.
    """
    found, none = dots_of(activity), Dotted(0, 0)
    most = max([one.dots for one in found.values()], default=0) or 1
    gone = Item.objects.filter(pk__in=found.keys() - {one.item.pk for one in choices})
    rows = [
        DotsRow(choice, got.dots, got.voices, round(WIDTH * got.dots / most), got.on_paper)
        for choice in [*choices, *map(Choice, gone.order_by("pk"))]
        for got in [found.get(choice.item.pk, none)]
    ]
    return sorted(rows, key=lambda row: -row.dots)


def dots_board(activity: Activity, choices: Sequence[Choice]) -> Fragment:
    """Participation while dots are stuck; the dots once the round is closed."""
    rows = [] if activity.is_open else dots_rows(activity, choices)
    return Fragment("faces/asking/dots_board.html", {
        "is_open": activity.is_open, "n_people": contributors(activity),
        "n_all": activity.meeting.attendances.count(), "budget": budget_of(activity),
        "rows": [row for row in rows[:ON_BOARD] if row.dots], "n_choices": len(choices),
        "n_dots": sum(row.dots for row in rows),
        "more": sum(row.dots > 0 for row in rows[ON_BOARD:]),
    })
