"""Phones: vote on one statement after the other, give reasons, propose wordings."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from weitblick.faces.answering import is_written, status_of
from weitblick.faces.phone import Seat, again, show
from weitblick.method.validation import actions, results, turns
from weitblick.method.validation.criteria import SIDES, VOTE
from weitblick.method.validation.forms import AmendForm, ReasonForm, VoteForm
from weitblick.method.validation.models import Amendment, Statement
from weitblick.method.validation.queries import open_statements
from weitblick.trace.models import State
from weitblick.voices.models import Rating
from weitblick.voices.queries import own_cards, own_values

VOTE_PAGE, SHOWN = "validation/phone_vote.html", 20


def vote(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One statement at a time: agree, disagree or go on; then, if wanted, why."""
    if request.method == "POST" and "reason" in request.POST:
        return _reason(request, seat)
    form = VoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = actions.Vote(
            _statement(seat, form.cleaned_data["statement"]), form.cleaned_data["vote"],
            key=form.data.get("once"),
        )
        if is_written(form, lambda: actions.vote(seat.activity, seat.speaker, [given])):
            return again(seat)
    if request.GET.get("grund"):
        return _reason_page(request, seat, ReasonForm(
            initial={"statement": request.GET["grund"]}
        ))
    return _vote_page(request, seat, form)


def _vote_page(request: HttpRequest, seat: Seat, form: VoteForm) -> HttpResponse:
    own = own_values(seat.participant, VOTE.slug, activity=seat.activity)
    if not seat.activity.is_open:
        context = {"form": form, **_results(request, seat, own)}
        return show(request, seat, VOTE_PAGE, context, status=status_of(seat, form))
    rows = open_statements(seat.process)
    waiting = turns.due(seat.activity, seat.participant, set(own))
    statement = _asked(rows, form.data.get("statement") or request.GET.get("aussage", ""))
    if statement is None and waiting:
        statement = waiting[0]
    voted = [(one, own[one.item_id]) for one in rows if one.item_id in own]
    shown = voted if "alle" in request.GET else voted[:SHOWN]
    context = {
        "form": form, "statement": statement, "own": _own(own, statement), "last": _last(seat),
        "done": len(voted), "number": len(rows) - len(waiting) + 1, "total": len(rows),
        "rows": shown, "more_rows": len(voted) - len(shown), "results": (),
    }
    if seat.activity.shows_results and statement is None:
        context |= _results(request, seat, own)
    return show(request, seat, VOTE_PAGE, context, status=status_of(seat, form))


def _own(own: dict[int, float], statement: Statement | None) -> int | None:
    value = own.get(statement.item_id) if statement else None
    return None if value is None else int(value)


def _results(request: HttpRequest, seat: Seat, own: dict[int, float]) -> dict[str, Any]:
    """The results beside one's own votes, at most twenty unless all are asked for."""
    voted = [row for row in results.round_results(seat.activity) if row.tally.n]
    shown = voted if "alle" in request.GET else voted[:SHOWN]
    return {
        "results": [(row, own.get(row.statement.item_id)) for row in shown],
        "more_results": len(voted) - len(shown), "all_results": len(voted),
        "rule": results.rule(seat.process),
    }


def _reason(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid() and is_written(form, lambda: _give_reason(seat, form)):
        return again(seat)
    return _reason_page(request, seat, form)


def _give_reason(seat: Seat, form: ReasonForm) -> None:
    statement = _statement(seat, form.cleaned_data["statement"])
    own = own_values(seat.participant, VOTE.slug, activity=seat.activity).get(statement.item_id)
    actions.give_reason(
        seat.activity, seat.speaker, statement, form.cleaned_data["reason"],
        side=SIDES[int(own)] if own is not None else "", key=form.data.get("once"),
    )


def _reason_page(request: HttpRequest, seat: Seat, form: ReasonForm) -> HttpResponse:
    statement = _statement(seat, form["statement"].value() or "")
    own = own_values(seat.participant, VOTE.slug, activity=seat.activity).get(statement.item_id)
    return show(request, seat, "validation/phone_reason.html",
                {"form": form, "statement": statement, "own": own}, status=status_of(seat, form))


def amend(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Choose a statement and propose a better wording."""
    form = AmendForm(request.POST or None)
    if form.is_valid() and is_written(form, lambda: _amend(seat, form)):
        return again(seat)
    return _amend_page(request, seat, form)


def _amend(seat: Seat, form: AmendForm) -> None:
    data = form.cleaned_data
    actions.propose_amendment(
        seat.activity, seat.speaker, _statement(seat, data["statement"]), data["text"],
        reason=data["why"], key=form.data.get("once"),
    )


def _amend_page(request: HttpRequest, seat: Seat, form: AmendForm) -> HttpResponse:
    rows = open_statements(seat.process)
    wanted = form.data.get("statement") or request.GET.get("aussage", "")
    statement = _asked(rows, wanted) if seat.activity.is_open else None
    if statement and not form.is_bound:
        form = AmendForm(initial={"text": statement.item.text})
    items = [card.item_id for card in own_cards(seat.participant, activity=seat.activity)]
    own = Amendment.objects.filter(item__in=items).select_related("item", "statement__item")
    return show(request, seat, "validation/phone_amend.html", {
        "form": form, "statement": statement, "rows": rows, "mine": own,
    }, status=status_of(seat, form))


def _statement(seat: Seat, public_id: str) -> Statement:
    return get_object_or_404(
        Statement.objects.select_related("item", "process"), process=seat.process,
        item__public_id=public_id, item__state=State.LIVE, moderated_out=False,
    )


def _asked(rows: list[Statement], public_id: str) -> Statement | None:
    return next((one for one in rows if one.item.public_id == public_id), None)


def _last(seat: Seat) -> Rating | None:
    """The vote given last, to say that it counts and to offer a reason or a change."""
    rows = Rating.objects.filter(
        activity=seat.activity, participant=seat.participant, criterion=VOTE.slug,
        item__state=State.LIVE,
    )
    return rows.select_related("item").order_by("-pk").first()
