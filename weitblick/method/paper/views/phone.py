"""Phones: read the recommendations one by one, respond, say why."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from weitblick.faces.answering import is_written
from weitblick.faces.desk import key_from
from weitblick.faces.phone import Seat, again, show
from weitblick.method.paper import actions, analysis, queries
from weitblick.method.paper.criteria import RESPONSE, SIDES
from weitblick.method.paper.forms import ResponseForm
from weitblick.method.paper.models import Recommendation
from weitblick.trace.models import State
from weitblick.voices import actions as voices
from weitblick.voices.models import Card
from weitblick.voices.queries import own_cards, own_values


def respond(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One recommendation after the other; own answers can be changed while it is open."""
    if request.method == "POST" and "take_back" in request.POST:
        return _take_back(request, seat)
    form = ResponseForm(request.POST or None)
    if form.is_valid() and is_written(form, lambda: _respond(seat, form)):
        return again(seat)
    return _page(request, seat, form)


def _respond(seat: Seat, form: ResponseForm) -> None:
    data = form.cleaned_data
    one = get_object_or_404(
        Recommendation, process=seat.process, item__public_id=data["recommendation"],
        item__state=State.LIVE,
    )
    once = form.data.get("once", "")[:32]
    key = f"{once}-{one.item.public_id}" if once else None
    actions.respond(seat.activity, seat.speaker, [actions.Response(one, data["value"], key)])
    if data["comment"].strip():
        actions.comment(seat.activity, seat.speaker, one, data["comment"],
                        side=SIDES[data["value"]], key=key)


def _take_back(request: HttpRequest, seat: Seat) -> HttpResponse:
    given = key_from(request.POST["take_back"])
    card = get_object_or_404(Card, pk=given, activity=seat.activity)
    try:
        voices.take_back(card, seat.participant)
    except ValidationError as problem:
        for text in problem.messages:
            messages.error(request, text)
    return again(seat)


def _page(request: HttpRequest, seat: Seat, form: ResponseForm) -> HttpResponse:
    rows = queries.recommendations(seat.process)
    own = own_values(seat.participant, RESPONSE.slug, activity=seat.activity)
    said = own_cards(seat.participant, activity=seat.activity)
    due = [one for one in rows if one.item_id not in own]
    wanted = form.data.get("recommendation") or request.GET.get("empfehlung", "")
    asked = next((one for one in rows if one.item.public_id == wanted), None)
    if asked is None and due:
        asked = due[0]
    results = analysis.responded(seat.activity) if _shows_results(seat) else []
    context = {
        "form": form, "asked": asked if seat.activity.is_open else None, "results": results,
        "numeral": analysis.numeral_of(seat.process, asked.field) if asked else "",
        "value": own.get(asked.item_id) if asked else None,
        "rows": [_own_row(one, own[one.item_id], said) for one in rows if one.item_id in own],
        "number": len(rows) - len(due) + 1, "total": len(rows), "done": len(rows) - len(due),
    }
    return show(request, seat, "paper/phone_respond.html", context, status=_status(seat, form))


def _own_row(one: Recommendation, value: float, said: list[Card]) -> dict[str, object]:
    return {
        "recommendation": one, "value": int(value),
        "comments": [card for card in said if card.about_id == one.item_id],
    }


def _shows_results(seat: Seat) -> bool:
    return seat.activity.shows_results and not seat.activity.is_open


def _status(seat: Seat, form: ResponseForm) -> int:
    """422: mend the form; 409: the activity is over and nothing was taken."""
    if not form.is_bound or not form.errors:
        return 200
    return 422 if seat.activity.is_open else 409
