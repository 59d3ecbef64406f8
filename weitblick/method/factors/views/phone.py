"""Step 1 on the phone: write cards, rate factors, judge who drives whom."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.faces.asking import Choice, Placing, place_phone
from weitblick.faces.phone import Seat, again, show
from weitblick.method.factors import actions, queries
from weitblick.method.factors.analysis.influence import next_pair, progress
from weitblick.method.factors.analysis.ratings import rated
from weitblick.method.factors.criteria import IMPACT, INFLUENCE, UNCERTAINTY
from weitblick.method.factors.forms import CardForm, InfluenceForm
from weitblick.method.factors.models import Factor
from weitblick.method.factors.views.pictures import CORNERS, scatter
from weitblick.voices.queries import own_judgements, own_newest
from weitblick.workshop.models import Attendance

GATHERED = "factors/phone_cards.html"
# The empty form is the same for all: drawn once in so long, not for every card.
KEPT_SECONDS = 600
INFLUENCE_PAGE = "factors/phone_influence.html"
PLACING = Placing(
    IMPACT, UNCERTAINTY, CORNERS, gettext_lazy("Einflussfaktor"), name="factor", query="faktor"
)


def cards(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Write card after card; own cards below, to be taken back."""
    if request.method == "POST" and "take_back" in request.POST:
        return _take_back(request, seat)
    if request.method != "POST":
        return _card_page(request, seat)
    form = CardForm(seat.process, seat.activity.topics, request.POST)
    if form.is_valid():
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
        return _card_page(request, seat, problems=problem.messages)
    return again(seat)


def _card_page(
    request: HttpRequest, seat: Seat, form: CardForm | None = None, problems: Sequence[str] = ()
) -> HttpResponse:
    title_of = seat.process.frame.title_of
    # Whoever writes quickly sees the last ones; all of them are under "Meine Beiträge".
    mine, n_own = own_newest(seat.participant, seat.activity)
    own = [{"card": card, "topic_title": title_of(card.topic),
            "is_free": seat.activity.is_open and not card.is_used} for card in mine]
    if form is None:
        topic = mine[0].topic if mine else _usual_topic(seat)
        form = CardForm(seat.process, seat.activity.topics, initial={"topic": topic})
    context = {"form": form, "own": own, "n_own": n_own, "problems": problems,
               "kept": 0 if form.is_bound else KEPT_SECONDS}
    return show(request, seat, GATHERED, context, status=422 if form.errors or problems else 200)


def _usual_topic(seat: Seat) -> str:
    """The topic of the person's table, else the only one there is."""
    place = Attendance.objects.filter(meeting=seat.meeting, participant=seat.participant)
    at_table = place.exclude(table=None).values_list("table__topic", flat=True).first()
    topics = seat.activity.topics
    if at_table and (not topics or at_table in topics):
        return at_table
    return topics[0] if len(topics) == 1 else ""


def rate(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Place one factor after the other between impact and uncertainty."""
    factors = {factor.item_id: factor for factor in queries.factors(seat.process)}
    choices = [Choice(factor.item, queries.field_numeral(factor)) for factor in factors.values()]
    legends = (_("Wie stark prägt dieser Faktor das Leben hier bis %d?") % seat.process.horizon,
               str(UNCERTAINTY.question))

    def write(choice: Choice, impact: int, uncertainty: int, key: str | None) -> object:
        given = (factors[choice.item.pk], impact, uncertainty)
        return actions.rate_factors(seat.activity, seat.speaker, [given], key=key)

    return place_phone(
        request, seat, replace(PLACING, legends=legends), choices, write,
        lambda: scatter(rated(seat.process, activity=seat.activity)), "factors/picture.html",
    )


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
            return HttpResponseRedirect(f"{seat.url}?mehr=1") if "mehr" in request.POST \
                else again(seat)
        except ValidationError as problem:
            form.add_error(None, problem)
    return _pair_page(request, seat, factors, pair, form)


def _pair_page(
    request: HttpRequest, seat: Seat, factors: list[Factor], wanted: tuple[Factor, Factor] | None,
    form: InfluenceForm | None = None,
) -> HttpResponse:
    far = progress(seat.activity, seat.participant, factors)
    goes_on = "mehr" in (request.POST if form else request.GET)
    pair = wanted
    if pair is None and (goes_on or not far.is_done):
        pair = next_pair(seat.activity, seat.participant, factors)
    own = own_judgements(seat.participant, INFLUENCE.slug)
    named = {factor.item_id: factor for factor in factors}
    context: dict[str, Any] = {
        "pair": pair, "form": form, "progress": far, "goes_on": goes_on,
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


def _named(factors: list[Factor], public_id: str) -> Factor | None:
    return next((one for one in factors if one.item.public_id == public_id), None)


def _named_pair(
    factors: list[Factor], source: str, target: str
) -> tuple[Factor, Factor] | None:
    first, second = _named(factors, source), _named(factors, target)
    return (first, second) if first and second and first.pk != second.pk else None
