"""Scenarios on a phone: judge pairs of assumptions, tell a story, rate."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from weitblick.faces.desk import key_from
from weitblick.faces.phone import Seat, again, show
from weitblick.method.factors.queries import field_numeral
from weitblick.method.scenarios import actions, assignment, matrix, queries
from weitblick.method.scenarios.actions import Cell, ScenarioRating
from weitblick.method.scenarios.assignment import Key, Pair
from weitblick.method.scenarios.criteria import CROSSIMPACT, DESIRABILITY, PLAUSIBILITY
from weitblick.method.scenarios.forms import PairForm, RateForm, TellForm
from weitblick.method.scenarios.models import Scenario, Story
from weitblick.voices import actions as voice_actions
from weitblick.voices import queries as voices
from weitblick.voices import turns
from weitblick.voices.attachments import attach
from weitblick.voices.models import Judgement


def judge(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One pair at a time: if this comes true, does it promote or hinder that?"""
    judged = voices.own_judgements(seat.participant, CROSSIMPACT.slug)
    if not seat.activity.is_open:
        return show(request, seat, "scenarios/phone_crossimpact_closed.html",
                    {"count": len(judged)}, status=late(request))
    layout = matrix.layout_of(seat.process)
    plan = assignment.units(layout, seat.activity.pk)
    pairs = _pairs(seat, plan, set(judged))
    known = {assignment.key_of(pair): pair for unit in plan for pair in unit}
    if request.method == "POST":
        return _judged(request, seat, pairs, known, judged)
    current = known.get(_key(request.GET.get("paar", ""))) or next(
        (pair for pair in pairs if assignment.key_of(pair) not in judged), None
    )
    if current is None:
        return _judged_all(request, seat, plan, known, judged)
    return _pair_page(request, seat, pairs, current, judged)


def _judged(
    request: HttpRequest, seat: Seat, pairs: list[Pair], known: dict[Key, Pair],
    judged: dict[Key, int | None],
) -> HttpResponse:
    current = known.get(_key(request.POST.get("paar", "")))
    if current is None:
        return again(seat)
    form = PairForm(request.POST)
    if form.is_valid():
        cell = Cell(*current, form.cleaned_data["value"], form.cleaned_data["reason"],
                    key=request.POST.get("once"))
        try:
            actions.judge_crossimpacts(seat.activity, seat.speaker, [cell])
            return again(seat)
        except ValidationError as problem:
            form.add_error(None, problem)
    return _pair_page(request, seat, pairs, current, judged, form, status=422)


def _pair_page(
    request: HttpRequest, seat: Seat, pairs: list[Pair], current: Pair,
    judged: dict[Key, int | None], form: PairForm | None = None, *, status: int = 200,
) -> HttpResponse:
    key = assignment.key_of(current)
    done = sum(assignment.key_of(pair) in judged for pair in pairs)
    value = None
    if key in judged:
        value = "" if judged[key] is None else judged[key]
    return show(request, seat, "scenarios/phone_crossimpact.html", {
        "source": current[0], "target": current[1], "pair": f"{key[0]}-{key[1]}",
        "source_field": field_numeral(current[0].factor),
        "target_field": field_numeral(current[1].factor),
        "value": value, "is_new": key not in judged, "form": form,
        "done": done, "total": len(pairs), "number": min(done + 1, len(pairs)),
    }, status=status)


def _judged_all(
    request: HttpRequest, seat: Seat, plan: list[assignment.Unit], known: dict[Key, Pair],
    judged: dict[Key, int | None],
) -> HttpResponse:
    """All of one's share is done: see it, change it, or take a pair that few have judged."""
    free = [unit for unit in _by_need(seat, plan)
            if not any(assignment.key_of(pair) in judged for pair in unit)]
    more = free[0] if free else None
    rows = [{"source": known[key][0], "target": known[key][1], "value": value,
             "pair": f"{key[0]}-{key[1]}"}
            for key, value in judged.items() if key in known]
    key = assignment.key_of(more[0]) if more else None
    return show(request, seat, "scenarios/phone_crossimpact_done.html", {
        "rows": rows, "more": f"{key[0]}-{key[1]}" if key else "", "any": bool(plan),
    })


def _pairs(seat: Seat, plan: list[assignment.Unit], judged: set[Key]) -> list[Pair]:
    """The pairs of this seat: its planned share, and whatever else it has begun.

    Who came late has no planned share, but what is begun and then what the fewest have judged.
    """
    size = assignment.size(plan, int(seat.activity.options.get(
        "pairs", assignment.PAIRS_A_PERSON)))
    begun = assignment.begun(plan, judged)
    own = turns.planned(seat.activity, seat.participant, plan, size)
    if own is None:
        rest = [unit for unit in _by_need(seat, plan) if unit not in begun]
        return [pair for unit in [*begun, *rest[: max(0, size - len(begun))]] for pair in unit]
    besides = [unit for unit in begun if unit not in own]
    return [pair for unit in (*own, *besides) for pair in unit]


def _by_need(seat: Seat, plan: list[assignment.Unit]) -> list[assignment.Unit]:
    given = Judgement.objects.filter(activity=seat.activity).exclude(participant=seat.participant)
    counts = Counter(given.values_list("source_id", "target_id"))
    return assignment.least_judged(plan, counts, seat.participant)


def _key(text: str) -> Key:
    source, _dash, target = text.partition("-")
    return key_from(source), key_from(target)


def tell(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Choose a scenario and tell it."""
    own = _own_stories(seat)
    if not seat.activity.is_open:
        return show(request, seat, "scenarios/phone_story_closed.html", {"own": own},
                    status=late(request))
    chosen = queries.scenarios(seat.process)
    if request.method == "POST":
        return _told(request, seat, chosen, own)
    current = _scenario(chosen, request.GET.get("szenario", ""))
    return _story_page(request, seat, chosen, current, own, TellForm())


def _told(
    request: HttpRequest, seat: Seat, chosen: list[Scenario], own: list[Story]
) -> HttpResponse:
    if "take_back" in request.POST:
        for story in own:
            if story.item.public_id == request.POST["take_back"]:
                _take_back(request, seat, story)
        return again(seat)
    current, form = _scenario(chosen, request.POST.get("szenario", "")), TellForm(request.POST)
    if current is not None and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                story = actions.tell_story(
                    current, given["genre"], given["title"], given["text"],
                    activity=seat.activity, speaker=seat.speaker, key=request.POST.get("once"),
                )
                attach(story.item.card, photos=request.FILES.getlist("photo"),
                       audio=request.FILES.getlist("audio"))
            return again(seat)
        except ValidationError as problem:
            form.add_error(None, problem)
    return _story_page(request, seat, chosen, current, own, form, status=422)


def _take_back(request: HttpRequest, seat: Seat, story: Story) -> None:
    try:
        voice_actions.take_back(story.item.card, seat.participant)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))


def _story_page(
    request: HttpRequest, seat: Seat, chosen: list[Scenario], current: Scenario | None,
    own: list[Story], form: TellForm, *, status: int = 200,
) -> HttpResponse:
    return show(request, seat, "scenarios/phone_story.html", {
        "scenarios": chosen, "current": current, "own": own, "form": form,
        "assumptions": queries.chosen_assumptions(current) if current else [],
    }, status=status)


def _own_stories(seat: Seat) -> list[Story]:
    told = queries.stories(seat.process)
    return [one for one in told if one.item.by_participant_id == seat.participant.pk]


def rate(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One scenario at a time: how desirable, how plausible?"""
    chosen, given = queries.scenarios(seat.process), _given(seat)
    if not seat.activity.is_open:
        rows = [(one, given[one.item_id]) for one in chosen if one.item_id in given]
        return show(request, seat, "scenarios/phone_rate_closed.html", {"rows": rows},
                    status=late(request))
    if request.method == "POST":
        return _rated(request, seat, chosen, given)
    current = _scenario(chosen, request.GET.get("szenario", "")) or next(
        (one for one in chosen if one.item_id not in given), None
    )
    if current is None:
        answers = [(one, given.get(one.item_id)) for one in chosen]
        return show(request, seat, "scenarios/phone_rate_done.html", {"rows": answers})
    return _rate_page(request, seat, chosen, current, given)


def _rated(
    request: HttpRequest, seat: Seat, chosen: list[Scenario], given: dict[int, dict[str, int]]
) -> HttpResponse:
    current = _scenario(chosen, request.POST.get("szenario", ""))
    if current is None:
        return again(seat)
    form = RateForm(request.POST)
    if form.is_valid():
        one = ScenarioRating(current, form.cleaned_data["desirability"],
                             form.cleaned_data["plausibility"],
                             key=request.POST.get("once"))
        try:
            actions.rate_scenarios(seat.activity, [one], seat.speaker)
            return again(seat)
        except ValidationError as problem:
            form.add_error(None, problem)
    return _rate_page(request, seat, chosen, current, given, form, status=422)


def _rate_page(
    request: HttpRequest, seat: Seat, chosen: list[Scenario], current: Scenario,
    given: dict[int, dict[str, int]], form: RateForm | None = None, *, status: int = 200,
) -> HttpResponse:
    now = given.get(current.item_id, {})
    if form is not None:
        now = {name: form.cleaned_data[name] for name in form.fields if name in form.cleaned_data}
    told = [one for one in queries.stories(seat.process) if one.scenario_id == current.pk]
    return show(request, seat, "scenarios/phone_rate.html", {
        "scenario": current, "now": now, "form": form, "stories": told,
        "assumptions": queries.chosen_assumptions(current),
        "questions": {c.slug: c.question for c in (DESIRABILITY, PLAUSIBILITY)},
        "done": sum(one.item_id in given for one in chosen), "total": len(chosen),
    }, status=status)


def _given(seat: Seat) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for criterion in (DESIRABILITY, PLAUSIBILITY):
        own: dict[int, Any] = voices.own_values(
            seat.participant, criterion.slug, activity=seat.activity
        )
        for item_id, value in own.items():
            found.setdefault(item_id, {})[criterion.slug] = int(value)
    return found


def _scenario(chosen: list[Scenario], public_id: str) -> Scenario | None:
    return next((one for one in chosen if one.item.public_id == public_id), None)


def late(request: HttpRequest) -> int:
    """The status of a closed page: what was sent too late is refused, so its text stays."""
    return 422 if request.method == "POST" else 200
