"""Phones: write an option, rate options, judge what they do to assumptions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from weitblick.faces.answering import is_written, status_of
from weitblick.faces.desk import key_from
from weitblick.faces.phone import Seat, again, show
from weitblick.method.options import actions
from weitblick.method.options.criteria import EFFECT, EFFORT, IMPACT, SUPPORT
from weitblick.method.options.forms import CardForm, EffectForm, RatingForm
from weitblick.method.options.models import Option
from weitblick.method.options.queries import field_numeral, options
from weitblick.method.options.turns import due_effects, due_options
from weitblick.method.trends.models import Assumption
from weitblick.voices import actions as voices
from weitblick.voices.models import Card
from weitblick.voices.queries import own_cards, own_judgements, own_values


def collect(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Write an option; see and take back one's own."""
    if request.method == "POST" and "take_back" in request.POST:
        return _take_back(request, seat)
    form = CardForm(seat.process, request.POST or None)
    if form.is_valid() and is_written(form, lambda: _hand_in(seat, form)):
        return again(seat)
    return _collect_page(request, seat, form)


def _hand_in(seat: Seat, form: CardForm) -> None:
    data = form.cleaned_data
    actions.hand_in_option(
        seat.activity, data["title"], data["who"], seat.speaker, answers=form.answered,
        dimensions=form.dimensions, key=form.data.get("once"),
    )


def _take_back(request: HttpRequest, seat: Seat) -> HttpResponse:
    given = key_from(request.POST["take_back"])
    card = get_object_or_404(Card, pk=given, activity=seat.activity)
    form = CardForm(seat.process)
    form.cleaned_data = {}
    if is_written(form, lambda: voices.take_back(card, seat.participant)):
        return again(seat)
    return _collect_page(request, seat, form)


def _collect_page(request: HttpRequest, seat: Seat, form: CardForm) -> HttpResponse:
    own = own_cards(seat.participant, activity=seat.activity)
    return show(request, seat, "options/phone_collect.html", {"form": form, "own": own},
                status=status_of(seat, form))


def rate(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Rate one option after the other; finished ones can be changed."""
    rows = options(seat.process)
    form = RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        option = get_object_or_404(
            Option, process=seat.process, item__public_id=form.cleaned_data["option"]
        )
        if is_written(form, lambda: _rate(seat, option, form)):
            return again(seat)
    return _rate_page(request, seat, rows, form)


def _rate(seat: Seat, option: Option, form: RatingForm) -> None:
    data = form.cleaned_data
    actions.rate_options(seat.activity, seat.speaker, [actions.OptionRating(
        option, data["impact"], data["effort"], data["support"], key=form.data.get("once"),
    )])
    if data["takes_part"]:
        actions.commit(option, seat.participant, name=data["name"])
    else:
        actions.withdraw_commitment(option, seat.participant)


def _rate_page(
    request: HttpRequest, seat: Seat, rows: list[Option], form: RatingForm
) -> HttpResponse:
    own = _own_ratings(seat)
    wanted = form.data.get("option") or request.GET.get("option", "")
    option = next((one for one in rows if one.item.public_id == wanted), None)
    due = due_options(seat.process, seat.participant, rows, set(own))
    if option is None and seat.activity.is_open:
        option = _after(due, request.GET.get("nach", ""))
    context = {
        "form": form, "option": option, "numeral": field_numeral(option) if option else "",
        "values": own.get(option.item_id, {}) if option else {},
        "part": _own_part(option, seat) if option else None, "rows": _rated_rows(rows, own),
        "done": len(rows) - len(due), "total": len(rows), "number": len(rows) - len(due) + 1,
    }
    return show(request, seat, "options/phone_rate.html", context, status=status_of(seat, form))


def _own_ratings(seat: Seat) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = {}
    for name, criterion in (("impact", IMPACT), ("effort", EFFORT), ("support", SUPPORT)):
        for pk, value in own_values(
            seat.participant, criterion.slug, activity=seat.activity
        ).items():
            found.setdefault(pk, {})[name] = int(value)
    return found


def _own_part(option: Option, seat: Seat) -> object:
    return next((p for p in option.partners.all() if p.participant_id == seat.participant.pk), None)


def _rated_rows(
    rows: list[Option], own: dict[int, dict[str, float]]
) -> list[tuple[Option, dict[str, float]]]:
    return [(one, own[one.item_id]) for one in rows if one.item_id in own]


def _after(due: list[Option], public_id: str) -> Option | None:
    """The next option that is due; after the one that was put off, if any."""
    ids = [one.item.public_id for one in due]
    start = ids.index(public_id) + 1 if public_id in ids else 0
    return due[start % len(due)] if due else None


def effects(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Judge one pair after the other: does the option foster or hinder the assumption?"""
    form = EffectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        effect = _effect(seat, form)
        if is_written(form, lambda: actions.judge_effects(seat.activity, seat.speaker, [effect])):
            return again(seat)
    return _effects_page(request, seat, form)


def _effect(seat: Seat, form: EffectForm) -> actions.Effect:
    data = form.cleaned_data
    return actions.Effect(
        get_object_or_404(Option, process=seat.process, item__public_id=data["option"]),
        get_object_or_404(
            Assumption, factor__process=seat.process, item__public_id=data["assumption"]
        ),
        data["value"], key=form.data.get("once"),
    )


def _effects_page(request: HttpRequest, seat: Seat, form: EffectForm) -> HttpResponse:
    own = own_judgements(seat.participant, EFFECT.slug)
    plan = due_effects(seat.activity, seat.participant)
    due = [pair for pair in plan if (pair[0].item_id, pair[1].item_id) not in own]
    pair = _asked(plan, form.data if form.is_bound else request.GET)
    if pair is None and due and seat.activity.is_open:
        pair = due[0]
    context = {
        "form": form, "pair": pair, "done": len(plan) - len(due), "total": len(plan),
        "number": len(plan) - len(due) + 1, "numeral": field_numeral(pair[0]) if pair else "",
        "value": _own_value(own, pair),
        "rows": [(o, a, own[o.item_id, a.item_id]) for o, a in plan
                 if (o.item_id, a.item_id) in own],
    }
    return show(request, seat, "options/phone_effects.html", context, status=status_of(seat, form))


def _asked(plan: list[tuple[Option, Assumption]], data: object) -> tuple[Option, Assumption] | None:
    wanted = (data.get("option"), data.get("assumption"))  # type: ignore[attr-defined]
    return next(((o, a) for o, a in plan
                 if (o.item.public_id, a.item.public_id) == wanted), None)


def _own_value(own: dict, pair: tuple[Option, Assumption] | None) -> object:
    """The own answer to a pair: a number, "" for "don't know", None for none yet."""
    if pair is None or (key := (pair[0].item_id, pair[1].item_id)) not in own:
        return None
    return "" if own[key] is None else own[key]
