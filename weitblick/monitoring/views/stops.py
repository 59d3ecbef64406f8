"""Stops by the quality of their service: on a map, in a table, as CSV."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from weitblick.evidence import queries as evidence
from weitblick.evidence.models import Level
from weitblick.faces.cells import as_csv
from weitblick.faces.desk import desk_page
from weitblick.monitoring.analysis import places, service, stops
from weitblick.monitoring.views.frame import READERS, page
from weitblick.workshop.models import Process

SHOWN = 100


@desk_page(*READERS)
def overview(request: HttpRequest, process: Process) -> HttpResponse:
    """The stops of a Kreis or all of them."""
    kreis = request.GET.get("kreis", "")[:5]
    found = stops.of(kreis)
    return page(request, process, "whatifs", "stops.html", {
        "rows": [stops.row(one) for one in found[:SHOWN]], "n": len(found),
        "service": service.quality(kreis), "drawn": stops.drawing(kreis, found), "kreis": kreis,
        "kreise": [(one.key, one.name) for one in places.units(Level.KREIS)],
    })


@desk_page(*READERS)
def export(request: HttpRequest, process: Process) -> HttpResponse:
    """All of them as CSV."""
    kreis = request.GET.get("kreis", "")[:5]
    found = stops.of(kreis)
    names = evidence.names({one.area_key for one in found if one.area_key})
    told = [stops.row(one) for one in found]
    rows = [[one["name"], one["area"], names.get(one["area"], ""), one["class"], stop.capacity,
             one["saturday"], one["sunday"], one["first"], one["last"], "; ".join(one["called"]),
             stop.lat, stop.lon]
            for stop, one in zip(found, told, strict=True)]
    heads = [_("Haltestelle"), _("Schlüssel"), _("Gebiet"), _("Klasse"), _("Abfahrten am Werktag"),
             _("Samstag"), _("Sonntag"), _("erste"), _("letzte"), _("Rufbus"), _("Breite"),
             _("Länge")]
    lines = sorted({one.attribution or one.source for one in found})
    return as_csv("haltestellen", heads, rows, lines)
