"""The picture behind forms that ask for a place on a map."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from weitblick.evidence import queries as evidence
from weitblick.faces.desk import desk_page
from weitblick.monitoring.analysis import pickmap
from weitblick.monitoring.views.frame import READERS
from weitblick.workshop.models import Process

MOST_CHOSEN = 150


@desk_page(*READERS)
def picture(request: HttpRequest, process: Process) -> HttpResponse:
    """The areas as a drawing of a fixed size; nothing in it depends on the process."""
    width = request.GET.get("breite", "")
    if width not in map(str, pickmap.WIDTHS):
        raise Http404
    found = pickmap.ground(request.GET.get("kreis", "")[:5], int(width))
    if found is None:
        raise Http404
    drawn = pickmap.picture(found, request.GET.get("gewaehlt", "").split(","), _mark(request))
    return render(request, "monitoring/pick.svg", drawn, content_type="image/svg+xml")


def _mark(request: HttpRequest) -> tuple[float, float] | None:
    try:
        return float(request.GET["lat"]), float(request.GET["lon"])
    except (KeyError, ValueError):
        return None


def pick_context(
    within: str, chosen: list[str], mark: tuple[float, float] | None, words: dict[str, Any]
) -> dict[str, Any]:
    """What the form shows of the map. ``words``: title, help, alt, said."""
    query: dict[str, Any] = {"kreis": within} if within else {}
    here = [key for key in chosen if key.startswith(within)][:MOST_CHOSEN] if within else []
    query |= {"gewaehlt": ",".join(here)} if here else {}
    query |= {"lat": mark[0], "lon": mark[1]} if mark else {}
    found = pickmap.ground(within, pickmap.WIDTHS[0])
    return {"sizes": pickmap.sizes(within), "kreise": pickmap.kreise(), "within": within,
            "query": f"&{urlencode(query)}" if query else "",
            "attribution": found.attribution if found else "", **words}


def named(key: str) -> str:
    """The name of an area, or that no outline is there."""
    return evidence.names([key])[key] if key else _("kein Umriss an dieser Stelle")
