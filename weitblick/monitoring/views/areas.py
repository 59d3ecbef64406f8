"""Areas: choose one, see all indicators of it by action field; for desk and readers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.evidence.models import Area, Level
from weitblick.faces.cells import as_csv
from weitblick.faces.desk import desk_page
from weitblick.faces.maps import Area as MapArea
from weitblick.faces.reader import reader_page
from weitblick.monitoring.analysis import places, profile
from weitblick.monitoring.views.frame import READERS, is_office, page
from weitblick.workshop.models import Process

FOUND = 60


def choice(process: Process, request: HttpRequest, name: str) -> dict[str, Any]:
    """What there is to choose from: a map of the Kreise, planning areas, a search."""
    drawn, attribution = places.outlined(Level.KREIS, timezone.localdate())
    kreise = places.units(Level.KREIS)
    asked = request.GET.get("suche", "").strip()[:80]
    found = Area.objects.none()
    if asked:
        found = Area.objects.filter(
            name__icontains=asked, valid_to=None, level=Level.GEMEINDE).order_by("name")

    def url(key: str) -> str:
        return reverse(name, args=[process.slug, key])

    return {
        "kreise": [(one, url(one.key)) for one in kreise],
        "map_areas": [MapArea(one.name, drawn[one.key], url=url(one.key))
                      for one in kreise if one.key in drawn],
        "map_attribution": attribution, "no_breaks": (), "asked": asked, "n_found": len(found),
        "planning": [(one, url(one.key)) for one in places.units(Level.PLANNING)],
        "found": [(one, url(one.key)) for one in found[:FOUND]],
        "has_municipalities": Area.objects.filter(level=Level.GEMEINDE).exists(),
    }


@desk_page(*READERS)
def overview(request: HttpRequest, process: Process) -> HttpResponse:
    """Choose an area."""
    return page(request, process, "areas", "areas.html",
                choice(process, request, "monitoring:area"))


def _area(key: str) -> Area:
    found = Area.objects.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _context(process: Process, area: Area, name: str, office: bool) -> dict[str, Any]:
    def url(code: str) -> str:
        page_of = reverse(f"{name}:indicator", args=[process.slug, code])
        return f"{page_of}?ebene={area.level}&gebiet={area.key}#gebiet"

    fields = profile.profile(process, area, url, office=office)
    peers = profile.peers_of(area)
    return {
        "area": area, "fields": fields, "sources": profile.sources(fields), "peers": peers,
        "n": sum(len(field.entries) for field in fields), "members": _members(area),
        "csv": reverse(f"{name}:area-values", args=[process.slug, area.key]),
    }


def _members(area: Area) -> list[str]:
    """Of which units a planning area consists now."""
    newest = area.versions.order_by("valid_from").last()
    if newest is None:
        return []
    return [one.member.name for one in newest.members.select_related("member")]


@desk_page(*READERS)
def area(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """The profile of an area."""
    office = is_office(request, process)
    return page(request, process, "areas", "area.html", {
        **_context(process, _area(key), "monitoring", office), "is_office": office})


@reader_page
def public(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """The profile for readers."""
    return render(request, "monitoring/reader_area.html", {
        **_context(process, _area(key), "public-monitoring", False), "process": process})


@reader_page
def public_overview(request: HttpRequest, process: Process) -> HttpResponse:
    """Choose an area, for readers."""
    return render(request, "monitoring/reader_areas.html", {
        **choice(process, request, "public-monitoring:area"), "process": process})


@desk_page(*READERS)
def export(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """The profile as CSV; hidden values are never in it."""
    return _csv(process, _area(key), "monitoring")


@reader_page
def public_export(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """The same for readers."""
    return _csv(process, _area(key), "public-monitoring")


def _csv(process: Process, area: Area, name: str) -> HttpResponse:
    context = _context(process, area, name, False)
    heads = [_("Handlungsfeld"), _("Dimension"), _("Indikator"), _("Wert"), _("Einheit"),
             _("Stichtag"), _("Hinweis"), _("Mittlerer Wert der Vergleichsgebiete"),
             _("Urteil"), _("Eigene Entwicklung")]
    rows = [
        [f"{field.numeral} {field.title}", one.dimension, one.indicator.name_de,
         profile.rounded(one.cell.value, one.cell) if one.cell else None, one.indicator.unit,
         one.cell.end.isoformat() if one.cell else "",
         one.cell.status.label if one.cell else "", profile.rounded(one.median, one.cell),
         one.standing.words if one.standing else "", one.past]
        for field in context["fields"] for one in field.entries
    ]
    notes = [f"{area.key} {area.name}", *(_("Quelle: %s") % one for one in context["sources"])]
    return as_csv(f"profil-{area.key}", heads, rows, notes)
