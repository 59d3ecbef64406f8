"""Step 1 on the phone: write cards, rate factors, judge who drives whom."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from weitblick.faces.phone import Seat, again, show
from weitblick.method.factors import actions, queries
from weitblick.method.factors.analysis.influence import next_pair, progress
from weitblick.method.factors.analysis.ratings import rated
from weitblick.method.factors.criteria import IMPACT, INFLUENCE, UNCERTAINTY
from weitblick.method.factors.forms import CardForm, InfluenceForm, RatingForm
from weitblick.method.factors.models import Factor
from weitblick.method.factors.views.pictures import CORNERS, scatter
from weitblick.voices.queries import own_cards, own_judgements, own_values
from weitblick.voices.scales import Criterion
from weitblick.workshop.models import Attendance

GATHERED = "factors/phone_cards.html"
RATE = "factors/phone_rate.html"
INFLUENCE_PAGE = "factors/phone_influence.html"


def cards(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Write card after card; own cards below, to be taken back."""
    if request.method == "POST" and "take_back" in request.POST:
        return _take_back(request, seat)
    form = CardForm(
        seat.process, seat.activity.topics, request.POST or None,
        initial={"topic": _usual_topic(seat)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_card(
                seat.activity, seat.speaker, form.cleaned_data["text"],
                topic=form.cleaned_data["topic"], key=form.cleaned_data["once"] or None,
            )
            return again(seat)
        except ValidationError as problem:
            form.add_error(None, problem)
    return _card_page(request, seat, form)


def _take_back(request: HttpRequest, seat: Seat) -> HttpResponse:
    try:
        actions.take_back(seat.activity, seat.participant, request.POST["take_back"])
    except ValidationError as problem:
        form = CardForm(seat.process, seat.activity.topics, initial={"topic": _usual_topic(seat)})
        return _card_page(request, seat, form, problems=problem.messages)
    return again(seat)


def _card_page(
    request: HttpRequest, seat: Seat, form: CardForm, problems: Sequence[str] = ()
) -> HttpResponse:
    title_of = seat.process.frame.title_of
    mine = own_cards(seat.participant, activity=seat.activity)
    used = queries.used(card.item for card in mine)
    own = [
        {"item": card.item, "topic_title": title_of(card.topic), "used": card.item_id in used}
        for card in mine
    ]
    context = {"form": form, "own": own, "problems": problems}
    return show(request, seat, GATHERED, context, status=422 if form.errors or problems else 200)


def _usual_topic(seat: Seat) -> str:
    """The topic of the person's last card, else of their table, else the only one there is."""
    own = own_cards(seat.participant, activity=seat.activity)
    if own:
        return own[0].topic
    place = Attendance.objects.filter(meeting=seat.meeting, participant=seat.participant)
    at_table = place.exclude(table=None).values_list("table__topic", flat=True).first()
    topics = seat.activity.topics
    if at_table and (not topics or at_table in topics):
        return at_table
    return topics[0] if len(topics) == 1 else ""


def rate(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One factor at a time; resumes where the person left off."""
    factors = _in_turn(queries.factors(seat.process), seat)
    if request.method == "POST":
        return _take_rating(request, seat, factors)
    return _rate_page(request, seat, factors, _wanted(request, factors))


def _take_rating(request: HttpRequest, seat: Seat, factors: list[Factor]) -> HttpResponse:
    form = RatingForm(request.POST)
    factor = _named(factors, request.POST.get("factor", ""))
    if factor is None:
        form.add_error(None, _("Dieser Faktor wurde inzwischen neu gefasst. Bitte wählen Sie neu."))
    if factor is not None and form.is_valid():
        given = (factor, form.cleaned_data["impact"], form.cleaned_data["uncertainty"])
        try:
            actions.rate_factors(
                seat.activity, seat.speaker, [given], key=form.cleaned_data["once"] or None
            )
            return again(seat)
        except ValidationError as problem:
            form.add_error(None, problem)
    return _rate_page(request, seat, factors, factor, form)


def _rate_page(
    request: HttpRequest, seat: Seat, factors: list[Factor], wanted: Factor | None,
    form: RatingForm | None = None,
) -> HttpResponse:
    impact, uncertainty = (own_values(seat.participant, c.slug) for c in (IMPACT, UNCERTAINTY))
    done = [factor for factor in factors if factor.item_id in impact]
    left = [factor for factor in factors if factor.item_id not in impact]
    factor = wanted or (left[0] if left else None)
    typed = form.data if form else {}
    context: dict[str, Any] = {
        "factor": factor, "form": form, "done": len(done), "total": len(factors),
        "own": [(one, impact[one.item_id], uncertainty.get(one.item_id)) for one in done],
        "skip": _after(left, factor),
        "numeral": queries.field_numeral(factor) if factor else "",
    }
    if factor is not None:
        context |= {
            "x": _question(IMPACT, typed, impact.get(factor.item_id)),
            "y": _question(UNCERTAINTY, typed, uncertainty.get(factor.item_id)),
            "corners": CORNERS,
        }
        context["x"]["legend"] = _("Wie stark prägt dieser Faktor das Leben hier bis %d?") % (
            seat.process.horizon
        )
    if seat.activity.shows_results and not left:
        context["results"] = scatter(rated(seat.process))
    return show(request, seat, RATE, context, status=422 if form else 200)


def influence(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One pair at a time, planned so that all pairs are covered evenly."""
    factors = queries.shortlisted(seat.process)
    if request.method == "POST":
        return _take_judgement(request, seat, factors)
    pair = _named_pair(factors, request.GET.get("von", ""), request.GET.get("auf", ""))
    return _pair_page(request, seat, factors, pair)


def _take_judgement(request: HttpRequest, seat: Seat, factors: list[Factor]) -> HttpResponse:
    form = InfluenceForm(request.POST)
    pair = _named_pair(factors, request.POST.get("source", ""), request.POST.get("target", ""))
    if pair is None:
        form.add_error(None, _("Dieses Paar wird nicht mehr gefragt. Hier ist das nächste."))
    if pair is not None and form.is_valid():
        try:
            actions.judge_influences(
                seat.activity, seat.speaker, [(*pair, form.cleaned_data["value"])],
                key=form.cleaned_data["once"] or None,
            )
            return again(seat)
        except ValidationError as problem:
            form.add_error(None, problem)
    return _pair_page(request, seat, factors, pair, form)


def _pair_page(
    request: HttpRequest, seat: Seat, factors: list[Factor], wanted: tuple[Factor, Factor] | None,
    form: InfluenceForm | None = None,
) -> HttpResponse:
    pair = wanted or next_pair(seat.process, seat.participant, factors)
    own = own_judgements(seat.participant, INFLUENCE.slug)
    named = {factor.item_id: factor for factor in factors}
    context: dict[str, Any] = {
        "pair": pair, "form": form, "progress": progress(seat.process, seat.participant, factors),
        "own": [(named[s], named[t], value) for (s, t), value in own.items()
                if s in named and t in named],
    }
    if pair is not None:
        key = (pair[0].item_id, pair[1].item_id)
        context["fields"] = [queries.field_numeral(factor) for factor in pair]
        context["value"] = _chosen(own[key]) if key in own else None
    return show(request, seat, INFLUENCE_PAGE, context, status=422 if form else 200)


def _chosen(value: int | None) -> int | str:
    """As the component takes it: "" stands for "don't know"."""
    return "" if value is None else value


def _in_turn(factors: list[Factor], seat: Seat) -> list[Factor]:
    """Everybody starts elsewhere, so that what comes last for one comes first for another."""
    if not factors:
        return []
    start = seat.participant.pk * 7 % len(factors)
    return factors[start:] + factors[:start]


def _wanted(request: HttpRequest, factors: list[Factor]) -> Factor | None:
    return _named(factors, request.GET.get("faktor", ""))


def _named(factors: list[Factor], public_id: str) -> Factor | None:
    return next((one for one in factors if one.item.public_id == public_id), None)


def _named_pair(
    factors: list[Factor], source: str, target: str
) -> tuple[Factor, Factor] | None:
    first, second = _named(factors, source), _named(factors, target)
    return (first, second) if first and second and first.pk != second.pk else None


def _after(left: list[Factor], factor: Factor | None) -> Factor | None:
    """The next one that is open, if a person passes on this one."""
    if factor not in left or len(left) < 2:
        return None
    return left[(left.index(factor) + 1) % len(left)]


def _question(
    criterion: Criterion, typed: Mapping[str, Any], own: float | None
) -> dict[str, object]:
    low, high = criterion.scale.labels
    value = typed.get(criterion.slug) or (None if own is None else int(own))
    return {
        "name": criterion.slug, "legend": criterion.question, "low": low, "high": high,
        "value": value,
    }
