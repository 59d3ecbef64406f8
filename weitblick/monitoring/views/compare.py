"""Areas beside each other over several indicators, as an open profile without a ranking."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from weitblick.evidence.models import Level
from weitblick.faces.desk import desk_page
from weitblick.monitoring.analysis import composite, places
from weitblick.monitoring.views.frame import READERS, page
from weitblick.workshop.models import Process

WIDE, HIGH = 220, 14
SPAN = 2.5


@desk_page(*READERS)
def compare(request: HttpRequest, process: Process) -> HttpResponse:
    """Choose indicators with weights; see each area's profile and its range of places."""
    usable = composite.usable()
    weights = _weights(request, [one.code for one in usable])
    found = composite.together(places.units(Level.KREIS), weights)
    return page(request, process, "areas", "compare.html", {
        "choices": [{"indicator": one, "weight": weights[one.code]} for one in usable],
        "weights": composite.WEIGHTS, "found": found,
        "rows": [_row(process, one, len(found.rows)) for one in found.rows] if found else [],
        "sizes": {"w": WIDE, "h": HIGH},
    })


def _weights(request: HttpRequest, codes: list[str]) -> dict[str, int]:
    """Weights from the address; all alike unless somebody chose."""
    if not request.GET:
        return dict.fromkeys(codes, 1)
    allowed = {str(one): one for one in composite.WEIGHTS}
    return {code: allowed.get(request.GET.get(code, ""), 0) for code in codes}


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
