"""A place between two axes: two scale questions with a preview, one thing at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from weitblick.faces.asking.choices import Choice
from weitblick.faces.phone import Seat, again, show
from weitblick.voices.queries import own_values
from weitblick.voices.scales import Criterion

PAGE = "faces/asking/place_phone.html"
Write = Callable[[Choice, int, int, str | None], object]


@dataclass(frozen=True)
class Placing:
    """What a step asks: two criteria of one scale, the names of the four corners.

    ``thing``: what is placed ("Einflussfaktor"); ``name``: its field in the form; ``query``: its
    word in the address; ``legends``: the two questions, where they say more than the criteria do.
    """

    x: Criterion
    y: Criterion
    corners: Sequence[str | Promise]
    thing: str | Promise
    name: str
    query: str
    legends: tuple[str, str] | None = None


def place_phone(
    request: HttpRequest, seat: Seat, placing: Placing, choices: Sequence[Choice], write: Write,
    results: Callable[[], Mapping[str, Any] | None] | None = None, results_template: str = "",
) -> HttpResponse:
    """One choice at a time, resumed where the person left off; finished ones can be changed.

    ``write(choice, x, y, key)`` keeps an answer; ``results``: a picture, shown to whoever has
    answered everything once results may be shown.
    """
    line = _in_turn(choices, seat)
    if request.method != "POST":
        wanted = _named(line, request.GET.get(placing.query, ""))
        context = _context(seat, placing, line, wanted, {})
        if seat.activity.shows_results and not context["n_left"] and results:
            context |= {"results": results(), "results_template": results_template}
        return show(request, seat, PAGE, context)
    choice = _named(line, request.POST.get(placing.name, ""))
    try:
        x, y = _values(request, placing, choice)
        assert choice is not None  # _values refuses it
        write(choice, x, y, request.POST.get("once") or None)
        return again(seat)
    except ValidationError as problem:
        context = _context(seat, placing, line, choice, request.POST)
        return show(request, seat, PAGE, {**context, "problems": problem.messages}, status=422)


def _values(request: HttpRequest, placing: Placing, choice: Choice | None) -> tuple[int, int]:
    if choice is None:
        raise ValidationError(_("Das wurde inzwischen neu gefasst. Bitte wählen Sie neu."))
    typed = {one: request.POST.get(one.slug, "") for one in (placing.x, placing.y)}
    missing = [one for one, text in typed.items() if text not in map(str, one.scale.values)]
    if missing:
        raise ValidationError([
            _("Bitte wählen Sie einen Wert für „%s“.") % one.title for one in missing
        ])
    return int(typed[placing.x]), int(typed[placing.y])


def _context(
    seat: Seat, placing: Placing, line: Sequence[Choice], wanted: Choice | None,
    typed: Mapping[str, Any],
) -> dict[str, Any]:
    x, y = (own_values(seat.participant, c.slug) for c in (placing.x, placing.y))
    done = [one for one in line if one.item.pk in x and one.item.pk in y]
    left = [one for one in line if one not in done]
    choice = wanted or (left[0] if left else None)
    context: dict[str, Any] = {
        "placing": placing, "choice": choice, "done": len(done), "total": len(line),
        "n_left": len(left), "skip": _after(left, choice),
        "own": [(one, x[one.item.pk], y[one.item.pk]) for one in done],
    }
    if choice is not None:
        legends = placing.legends or (placing.x.question, placing.y.question)
        context["x"] = _question(placing.x, legends[0], typed, x.get(choice.item.pk))
        context["y"] = _question(placing.y, legends[1], typed, y.get(choice.item.pk))
    return context


def _question(
    criterion: Criterion, legend: str | Promise, typed: Mapping[str, Any], own: float | None
) -> dict[str, object]:
    low, high = criterion.scale.labels
    value = typed.get(criterion.slug) or (None if own is None else int(own))
    return {"name": criterion.slug, "legend": legend, "low": low, "high": high, "value": value}


def _in_turn(choices: Sequence[Choice], seat: Seat) -> list[Choice]:
    """Everybody starts elsewhere, so that what comes last for one comes first for another."""
    if not choices:
        return []
    start = seat.participant.pk * 7 % len(choices)
    return [*choices[start:], *choices[:start]]


def _named(line: Sequence[Choice], public_id: str) -> Choice | None:
    return next((one for one in line if one.item.public_id == public_id), None)


def _after(left: Sequence[Choice], choice: Choice | None) -> Choice | None:
    """The next one that is open, if a person passes on this one."""
    if choice not in left or len(left) < 2:
        return None
    return left[(left.index(choice) + 1) % len(left)]
