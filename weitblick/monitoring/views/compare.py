"""Areas beside each other over several indicators, as an open profile without a ranking."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.evidence import queries as evidence
from weitblick.evidence.models import Level
from weitblick.faces.desk import desk_page
from weitblick.monitoring.actions import weights as actions
from weitblick.monitoring.analysis import composite, places
from weitblick.monitoring.queries import weights as queries
from weitblick.monitoring.views.frame import EDITORS, READERS, page
from weitblick.workshop.models import Process

WIDE, HIGH = 220, 14
SPAN = 2.5


@desk_page(*READERS)
def compare(request: HttpRequest, process: Process) -> HttpResponse:
    """Choose indicators with weights; see each area's profile and its range of places."""
    usable = composite.usable()
    weights = _weights(request, process, [one.code for one in usable])
    found = composite.together(places.units(Level.KREIS), weights)
    agreed = queries.agreed(process)
    return page(request, process, "areas", "compare.html", {
        "choices": [{"indicator": one, "weight": weights[one.code]} for one in usable],
        "weights": composite.WEIGHTS, "found": found,
        "rows": [_row(process, one, len(found.rows)) for one in found.rows] if found else [],
        "sizes": {"w": WIDE, "h": HIGH}, "log": _log(process),
        "agreed": agreed, "is_agreed": agreed is not None and _holds(agreed.weights, weights),
    })


def _weights(request: HttpRequest, process: Process, codes: list[str]) -> dict[str, int]:
    """Weights from the address, else those agreed on, else all alike."""
    if request.GET:
        return {code: _read(request.GET.get(code)) for code in codes}
    agreed = queries.agreed(process)
    return {code: int(agreed.weights.get(code, 1)) if agreed else 1 for code in codes}


def _read(text: str | None) -> int:
    return {str(one): one for one in composite.WEIGHTS}.get(text or "", 0)


def _holds(agreed: dict[str, int], weights: dict[str, int]) -> bool:
    return all(agreed.get(code, 1) == weight for code, weight in weights.items())


def _log(process: Process) -> list[dict[str, Any]]:
    """Who agreed on which weights when and why, newest first."""
    names = {one.code: one.short or one.name_de for one in evidence.indicators()}
    return [{"one": change.weighting,
             "changed": [_("%(name)s: %(now)d statt %(then)d") % {
                 "name": names.get(code, code), "now": now, "then": then}
                 for code, then, now in change.changed]}
            for change in queries.log(process)]


@require_POST
@desk_page(*EDITORS)
def agree(request: HttpRequest, process: Process) -> HttpResponse:
    """Keep the weights that are shown, with the reason; or take the newest choice back."""
    try:
        if request.POST.get("wish") == "back":
            actions.take_back(process, by=request.user)
            messages.success(request, _("Die vorige Gewichtung gilt wieder."))
        else:
            codes = [one.code for one in composite.usable()]
            actions.agree(process, {code: _read(request.POST.get(code)) for code in codes},
                          request.POST.get("reason", ""), by=request.user)
            messages.success(request, _("Die Gewichtung ist festgehalten."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("monitoring:compare", process.slug)


def _row(process: Process, one: composite.Row, n: int) -> dict[str, Any]:
    """An area with its scores as tones, and its range of places as a bar."""
    left, right = (round(WIDE * at / n) for at in (one.best - 1, one.worst))
    return {
        "area": one.area, "best": one.best, "worst": one.worst, "x": left,
        "width": max(right - left, 2),
        "url": reverse("monitoring:area", args=[process.slug, one.area.key]),
        "scores": [{"value": score, "tone": max(0.0, min(1.0, (score + SPAN) / (2 * SPAN)))}
                   for score in one.scores],
    }
