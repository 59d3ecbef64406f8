"""Trend assumptions on a phone: suggest developments, estimate them in rounds."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from weitblick.faces.phone import Seat, again, show
from weitblick.method.factors.models import Factor
from weitblick.method.factors.queries import field_numeral
from weitblick.method.trends import actions, analysis, delphi, queries
from weitblick.method.trends.criteria import DESIRABILITY, PROBABILITY
from weitblick.method.trends.forms import EstimateForm, SuggestForm
from weitblick.method.trends.models import Assumption
from weitblick.voices import actions as voice_actions
from weitblick.voices import queries as voices
from weitblick.voices.kept import kept
from weitblick.voices.models import Card
from weitblick.workshop.models import Activity


def suggest(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Choose a key factor, write what may become of it."""
    factors = queries.key_factors(seat.process)
    if request.method == "POST":
        return _suggested(request, seat, factors)
    chosen = _factor(factors, request.GET.get("faktor", ""))
    form = SuggestForm()
    return _suggest_page(request, seat, factors, chosen, form)


def _suggested(request: HttpRequest, seat: Seat, factors: list[Factor]) -> HttpResponse:
    if "take_back" in request.POST:
        return _taken_back(request, seat)
    chosen = _factor(factors, request.POST.get("faktor", ""))
    form = SuggestForm(request.POST)
    if chosen is None or not form.is_valid():
        return _suggest_page(request, seat, factors, chosen, form, status=422)
    try:
        actions.suggest(seat.activity, chosen, form.cleaned_data["text"], seat.speaker,
                        key=request.POST.get("once"))
    except ValidationError as problem:
        form.add_error(None, problem)
        return _suggest_page(request, seat, factors, chosen, form, status=422)
    return again(seat)


def _taken_back(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Take an own suggestion back; what was taken back already stays so."""
    own = voices.own_cards(seat.participant, activity=seat.activity)
    for card in own:
        if card.item.public_id == request.POST["take_back"]:
            try:
                voice_actions.take_back(card, seat.participant)
            except ValidationError as problem:
                messages.error(request, " ".join(problem.messages))
    return again(seat)


def _suggest_page(
    request: HttpRequest, seat: Seat, factors: list[Factor], chosen: Factor | None,
    form: SuggestForm, *, status: int = 200,
) -> HttpResponse:
    own = voices.own_cards(seat.participant, activity=seat.activity)
    if not seat.activity.is_open:
        return show(request, seat, "trends/phone_suggest_closed.html", {"own": own},
                    status=late(request))
    context = {
        "own": own, "form": form, "chosen": chosen, "numeral": _numeral(chosen),
        "choices": [_choice(factor, own) for factor in factors],
        "known": [a for a in queries.assumptions(seat.process)
                  if chosen and a.factor_id == chosen.pk],
    }
    return show(request, seat, "trends/phone_suggest.html", context, status=status)


def _choice(factor: Factor, own: list[Card]) -> dict[str, Any]:
    written = sum(card.about_id == factor.item_id for card in own)
    return {"factor": factor, "numeral": field_numeral(factor), "written": written}


def _factor(factors: list[Factor], public_id: str) -> Factor | None:
    return next((one for one in factors if one.item.public_id == public_id), None)


def _numeral(factor: Factor | None) -> str:
    return field_numeral(factor) if factor else ""


def estimate(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One assumption at a time; from round 2 on the former round is seen after answering."""
    if not seat.activity.is_open:
        return _closed(request, seat)
    order = _order(seat)
    if request.method == "POST":
        return _estimated(request, seat, order)
    if answered := _wanted(order, request.GET.get("antwort", "")):
        return _compare(request, seat, order, answered)
    wanted = _wanted(order, request.GET.get("annahme", ""))
    given = _given(seat)
    current = wanted or next((one for one in order if one.item_id not in given), None)
    if current is None:
        return show(request, seat, "trends/phone_delphi_done.html",
                    {"rows": _own_rows(seat, order), "total": len(order)})
    return _question(request, seat, order, current)


def _estimated(request: HttpRequest, seat: Seat, order: list[Assumption]) -> HttpResponse:
    current = _wanted(order, request.POST.get("annahme", ""))
    if current is None:
        return again(seat)
    form = EstimateForm(request.POST)
    if not form.is_valid():
        return _question(request, seat, order, current, form, status=422)
    try:
        _store(seat, current, form.cleaned_data, request.POST.get("once", ""))
    except ValidationError as problem:
        form.add_error(None, problem)
        return _question(request, seat, order, current, form, status=422)
    if queries.previous_round(seat.activity) is None:
        return again(seat)
    query = urlencode({"antwort": current.item.public_id})
    return HttpResponseRedirect(f"{seat.url}?{query}")


def _store(seat: Seat, current: Assumption, given: dict[str, Any], once: str) -> None:
    """Keep an estimate and its reason; the hidden key makes both count once."""
    one = actions.Estimate(current, given["probability"], given["desirability"], key=once or None)
    actions.rate_assumptions(seat.activity, [one], seat.speaker)
    if reason := given["reason"].strip():
        own = [card.item.text for card in _own_reasons(seat, current)]
        if reason not in own:
            actions.give_reason(seat.activity, current, reason, seat.speaker,
                                key=f"{once}-r" if once else None)


def _question(
    request: HttpRequest, seat: Seat, order: list[Assumption], current: Assumption,
    form: EstimateForm | None = None, *, status: int = 200,
) -> HttpResponse:
    given = _given(seat)
    before = queries.previous_round(seat.activity)
    now = given.get(current.item_id, {})
    context = {
        "assumption": current, "numeral": field_numeral(current.factor), "form": form,
        "now": _posted(form) or now, "done": len([a for a in order if a.item_id in given]),
        "total": len(order), "round": queries.round_number(seat.activity),
        "before": _given(seat, before).get(current.item_id) if before else None,
        "own_reasons": _own_reasons(seat, current),
        "siblings": [a for a in order if a.factor_id == current.factor_id and a != current],
        "percents": PROBABILITY.scale.values, "wishes": DESIRABILITY.scale.values,
        "questions": {"probability": PROBABILITY.question, "desirability": DESIRABILITY.question},
    }
    return show(request, seat, "trends/phone_delphi.html", context, status=status)


def _compare(
    request: HttpRequest, seat: Seat, order: list[Assumption], answered: Assumption
) -> HttpResponse:
    """The former round's distribution and reasons, only for those who have answered now."""
    now = _given(seat).get(answered.item_id)
    before = queries.previous_round(seat.activity)
    if now is None or before is None:
        return again(seat)
    groups = delphi.estimated(seat.process, activity=before)
    found = next(one for _, group in groups for one in group if one.assumption == answered)
    return show(request, seat, "trends/phone_delphi_compare.html", {
        "assumption": answered, "numeral": field_numeral(answered.factor), "now": now,
        "row": analysis.pictures(found),
        "reasons": queries.reasons(seat.process, without=seat.activity).get(
            answered.item_id, []),
        "done": len([a for a in order if a.item_id in _given(seat)]), "total": len(order),
    })


def _closed(request: HttpRequest, seat: Seat) -> HttpResponse:
    order = _order(seat)
    groups = kept(seat.activity, "estimates", lambda: _pictures(seat.activity)) \
        if seat.activity.shows_results else []
    return show(request, seat, "trends/phone_delphi_closed.html", {
        "rows": [row for row in _own_rows(seat, order) if row["now"]], "groups": groups,
    }, status=late(request))


def _pictures(activity: Activity) -> list[tuple[Factor, list[dict[str, Any]]]]:
    """The answers of this round; those of a later one that still runs are nobody's business."""
    return [(factor, [analysis.pictures(one) for one in group])
            for factor, group in delphi.estimated(activity.meeting.process, activity=activity)]


def late(request: HttpRequest) -> int:
    """The status of a closed page: what was sent too late is refused, so its text stays."""
    return 422 if request.method == "POST" else 200


def _order(seat: Seat) -> list[Assumption]:
    """All assumptions, factor by factor; everybody begins at another factor, so that the last
    ones get as many answers as the first when time runs out."""
    groups = [group for _, group in queries.by_factor(seat.process) if group]
    start = seat.participant.pk % len(groups) if groups else 0
    return [one for group in (*groups[start:], *groups[:start]) for one in group]


def _wanted(order: list[Assumption], public_id: str) -> Assumption | None:
    return next((one for one in order if one.item.public_id == public_id), None)


def _given(seat: Seat, activity: Any = None) -> dict[int, dict[str, int]]:
    """Own values in an activity (by default this one) by item pk."""
    found: dict[int, dict[str, int]] = {}
    for criterion in (PROBABILITY, DESIRABILITY):
        own = voices.own_values(
            seat.participant, criterion.slug, activity=activity or seat.activity
        )
        for item_id, value in own.items():
            found.setdefault(item_id, {})[criterion.slug] = int(value)
    return found


def _own_rows(seat: Seat, order: list[Assumption]) -> list[dict[str, Any]]:
    given = _given(seat)
    return [{"assumption": one, "now": given.get(one.item_id)} for one in order]


def _own_reasons(seat: Seat, current: Assumption) -> list[Card]:
    own = voices.own_cards(seat.participant, activity=seat.activity)
    return [card for card in own if card.about_id == current.item_id]


def _posted(form: EstimateForm | None) -> dict[str, Any]:
    """What was ticked in a form that needs mending."""
    if form is None:
        return {}
    return {name: form.cleaned_data[name] for name in ("probability", "desirability")
            if name in form.cleaned_data}
