"""The activity "indicator": a figure large on the board, small on phones, and one question."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weitblick.evidence import queries as evidence
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import Level
from weitblick.faces.declaration import (
    ActivityKind,
    ActivityOption,
    Fragment,
    PaperCard,
    Typing,
)
from weitblick.faces.phone import Seat, again, show
from weitblick.monitoring.actions import cards as actions
from weitblick.monitoring.analysis import places, printing, trends
from weitblick.monitoring.analysis.credits import credited
from weitblick.monitoring.analysis.sheet import Asked, Sheet, drawn
from weitblick.trace.models import Kind
from weitblick.voices.actions import MAX_CARD, Speaker
from weitblick.voices.queries import newest_cards, own_cards
from weitblick.workshop.models import Activity

ON_BOARD = 4
CARDS = (
    "Ich dachte, bei uns wäre es mehr.",
    "Der Unterschied zum Nachbarkreis überrascht mich.",
    "Seit wann geht das so?",
    "Das passt nicht zu dem, was ich täglich sehe.",
)


class _Asked(Sequence[tuple[str, str | Promise]]):
    """Choices that are read when a form asks for them: figures come and go."""

    def _all(self) -> list[tuple[str, str | Promise]]:
        raise NotImplementedError

    def __getitem__(self, at: Any) -> Any:
        return self._all()[at]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[tuple[str, str | Promise]]:
        return iter(self._all())

    def __bool__(self) -> bool:
        return True


class _Indicators(_Asked):
    def _all(self) -> list[tuple[str, str | Promise]]:
        known = sorted(evidence.indicators(with_values=True), key=lambda one: one.name_de)
        return [("", _("noch keiner")), *((one.code, one.name_de) for one in known)]


class _Areas(_Asked):
    def _all(self) -> list[tuple[str, str | Promise]]:
        planning = [(one.key, one.name) for one in places.units(Level.PLANNING)]
        kreise = [(one.key, one.name) for one in places.units(Level.KREIS)]
        return [("", _("alle Kreise auf der Karte")), *planning, *kreise]


class SurpriseForm(forms.Form):
    """One card."""

    once = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Was überrascht Sie?"), max_length=MAX_CARD,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Bitte schreiben Sie etwas auf die Karte.")},
    )


def figure(activity: Activity) -> dict[str, Any]:
    """What is shown: the map of the Kreise, or one area over the years; nothing hidden."""
    code, area = (str(activity.options.get(name, "")) for name in ("indicator", "area"))
    try:
        sheet = Sheet(Asked(code, area=area))
    except EvidenceError:
        return {"one": None}
    series = sheet.series
    if series is not None:
        name = evidence.names([area])[area]
        latest = series.latest
        return {
            "one": sheet.one, "area": name, "picture": drawn(series, sheet.one, name=name),
            "value": printing.printed(latest, sheet.one) if latest else "",
            "year": printing.dated(latest) if latest else "",
            "reading": trends.sentence(series, sheet.one),
            "attribution": " · ".join(credited(sheet.one, [area])),
        }
    map_areas, outlines = sheet.map_areas(lambda key: "")
    shown = sorted((cell for cell in sheet.shown.values() if cell.has_number),
                   key=lambda cell: cell.value or 0)
    names = evidence.names([cell.area for cell in shown])
    return {
        "one": sheet.one, "map_areas": map_areas, "breaks": sheet.breaks,
        "value_label": f"{sheet.one.unit} {sheet.year or ''}".strip(),
        "ends": [(names[cell.area], printing.printed(cell, sheet.one))
                 for cell in (shown[:1] + shown[-1:] if len(shown) > 1 else shown)],
        "digits": max((printing.decimals(cell.step) for cell in shown), default=0),
        "attribution": " · ".join([*sheet.attributions, *([outlines] if map_areas else [])]),
    }


def board(activity: Activity) -> Fragment:
    """The figure large, below it the newest cards."""
    newest, n = newest_cards(activity, Kind.CARD, ON_BOARD)
    return Fragment("monitoring/board_indicator.html", {
        "figure": figure(activity), "cards": newest, "n_cards": n})


def phone(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The same figure small, and a card: what surprises you?"""
    problems: Sequence[str] = ()
    form = SurpriseForm(request.POST if "text" in request.POST else None)
    if request.method == "POST":
        try:
            if "take_back" in request.POST:
                actions.take_back(seat.activity, seat.participant, request.POST["take_back"])
                return again(seat)
            if form.is_valid():
                actions.write_card(seat.activity, seat.speaker, form.cleaned_data["text"],
                                   key=form.cleaned_data["once"] or None)
                return again(seat)
        except ValidationError as problem:
            problems = problem.messages
    return show(request, seat, "monitoring/phone_indicator.html", {
        "form": form, "problems": problems, "figure": figure(seat.activity),
        "own": own_cards(seat.participant, activity=seat.activity),
    }, status=422 if form.errors or problems else 200)


def _keep(activity: Activity, speaker: Speaker, card: PaperCard) -> object:
    return actions.write_card(activity, speaker, card.text, topic=card.topic, key=card.key)


def _rehearse(seat: Seat, rng: random.Random) -> None:
    """One card a person."""
    if not own_cards(seat.participant, activity=seat.activity):
        actions.write_card(seat.activity, seat.speaker, rng.choice(CARDS))


INDICATOR = ActivityKind(
    "indicator", _("Eine Zahl ansehen"), _("Sehen Sie die Zahl an. Was überrascht Sie?"),
    10, phone, board,
    options=(
        ActivityOption("indicator", _("Indikator"), "", choices=_Indicators()),
        ActivityOption("area", _("Gebiet"), "", choices=_Areas()),
    ),
    rehearse=_rehearse, typing=Typing(_keep),
)
