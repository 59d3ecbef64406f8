"""Indicators: the list, one indicator on a map and over the years, its master sheet."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from weitblick.evidence import editing
from weitblick.evidence import queries as evidence
from weitblick.evidence.cells import Cell
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import Indicator, Level
from weitblick.faces.cells import as_csv
from weitblick.faces.desk import desk_page
from weitblick.faces.reader import reader_page
from weitblick.monitoring import lsz
from weitblick.monitoring.actions.notes import withhold_hidden
from weitblick.monitoring.analysis import comparing, places, printing, trends
from weitblick.monitoring.analysis.credits import credited
from weitblick.monitoring.analysis.sheet import Asked, Sheet, drawn
from weitblick.monitoring.forms.sheets import SheetForm
from weitblick.monitoring.queries import by_field
from weitblick.monitoring.views.frame import EDITORS, READERS, is_office, page, posted
from weitblick.workshop.models import Process

LEVELS = (Level.KREIS, Level.GEMEINDE, Level.PLANNING)


@desk_page(*READERS)
def overview(request: HttpRequest, process: Process) -> HttpResponse:
    """All indicators by action field; below them those without one."""
    filled = {one.code for one in evidence.indicators(with_values=True)}
    known = {one.slug for one in process.frame.dimensions}
    others = [{"indicator": one, "is_filled": one.code in filled}
              for one in evidence.indicators() if one.dimension not in known]
    return page(request, process, "indicators", "indicators.html", {
        "fields": by_field(process), "others": others})


def _asked(request: HttpRequest, code: str, office: bool) -> Asked:
    """What the address asks for; what it cannot ask for is left out."""
    if not Indicator.objects.filter(code=code).exists():
        raise Http404
    level, year = request.GET.get("ebene", Level.KREIS), request.GET.get("jahr", "")
    return Asked(
        code, level if level in LEVELS else Level.KREIS,
        int(year) if year.isdecimal() and len(year) == 4 else None,
        request.GET.get("gliederung", "")[:400], request.GET.get("gebiet", "")[:40], office)


@desk_page(*READERS)
def indicator(request: HttpRequest, process: Process, code: str) -> HttpResponse:
    """One indicator: map and table, one area over the years, the master sheet."""
    sheet = Sheet(_asked(request, code, is_office(request, process)))
    return page(request, process, "indicators", "indicator.html", {
        **_context(request, sheet), "is_office": sheet.asked.for_statistics_office,
        "pin_url": _pin_url(process, sheet)})


def _pin_url(process: Process, sheet: Sheet) -> str:
    """Where the series that is shown can be pinned; '' without one."""
    if sheet.series is None or not sheet.series.numbers:
        return ""
    query = urlencode({"kind": "series", "code": sheet.one.code, "area": sheet.asked.area,
                       "dimensions": sheet.asked.dimensions})
    return f"{reverse('monitoring:pin', args=[process.slug])}?{query}"


@reader_page
def public(request: HttpRequest, process: Process, code: str) -> HttpResponse:
    """The same for readers; hidden values are never shown here."""
    sheet = Sheet(_asked(request, code, False))
    return render(request, "monitoring/reader_indicator.html", {
        **_context(request, sheet), "process": process})


def _context(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """What the page shows of an indicator."""
    one, asked = sheet.one, sheet.asked

    def url(key: str) -> str:
        query = QueryDict(mutable=True)
        query.update({"ebene": asked.level, "gebiet": key})
        query.update({name: value for name, value in (
            ("jahr", str(sheet.year or "")), ("gliederung", asked.dimensions)) if value})
        return f"?{query.urlencode()}#gebiet"

    drawn_areas, outlines = sheet.map_areas(url)
    lines = [*sheet.attributions, *([outlines] if drawn_areas else [])]
    return {
        "one": one, "sheet": sheet, "asked": asked, "rows": sheet.rows(url),
        "map_areas": drawn_areas, "attributions": sheet.attributions,
        "map_attribution": " · ".join(dict.fromkeys(lines)), "reading": _reading(sheet),
        "levels": [(level.value, level.label) for level in LEVELS],
        "lsz": lsz.title_of(one.lsz_field), "has_intervals": bool(sheet.intervals),
        "digits": _digits(sheet), "area": _area(sheet), "value_label": _value_label(sheet),
        "query": request.GET.urlencode(), "breaks": one.breaks,
    }


def _digits(sheet: Sheet) -> int:
    steps = [printing.decimals(cell.step) for cell in sheet.cells if cell.has_number]
    return max(steps, default=0)


def _value_label(sheet: Sheet) -> str:
    words = sheet.breakdowns.get(sheet.asked.dimensions, "")
    return ", ".join(filter(None, [words, f"{sheet.one.unit} {sheet.year or ''}".strip()]))


def _reading(sheet: Sheet) -> str:
    """One sentence: the range of the areas."""
    known = sorted((cell for cell in sheet.shown.values() if cell.has_number),
                   key=lambda cell: cell.value or 0)
    if len(known) < 2:
        return ""
    names = evidence.names([known[0].area, known[-1].area])
    return _("Am niedrigsten: %(low)s (%(low_value)s). Am höchsten: %(high)s (%(high_value)s).") % {
        "low": names[known[0].area], "low_value": printing.printed(known[0], sheet.one),
        "high": names[known[-1].area], "high_value": printing.printed(known[-1], sheet.one)}


def _area(sheet: Sheet) -> dict[str, Any] | None:
    """The chosen area over the years, beside others."""
    found = sheet.series
    if found is None:
        return None
    name = evidence.names([found.area])[found.area]
    latest = found.latest
    return {
        "key": found.area, "name": name, "latest": latest,
        "value": printing.printed(latest, sheet.one) if latest else "",
        "picture": drawn(found, sheet.one, name=name), "trend": trends.sentence(found, sheet.one),
        "breaks": trends.breaks_said(found), "attributions": credited(sheet.one, [found.area]),
        "heads": [_("Jahr"), sheet.one.unit or _("Wert")],
        "rows": [[printing.dated(cell), printing.printed(cell, sheet.one)]
                 for cell in found.cells],
        "past": comparing.own_past(found, sheet.one),
        "others": _others(sheet, latest) if latest else [],
        "is_counted": bool(sheet.intervals), "limits": sheet.one.limits,
    }


def _others(sheet: Sheet, latest: Cell) -> list[str]:
    """Thüringen, the middle of all, the similar ones: those that can be compared."""
    if printing.is_amount(sheet.one):
        return [_("Anzahlen lassen sich zwischen verschieden großen Gebieten nicht vergleichen. "
                  "Nehmen Sie dafür einen Anteil oder eine Rate.")]
    found = []
    land = [cell for cell in evidence.cells(
        sheet.one.code, [places.THUERINGEN], dimensions=sheet.asked.dimensions,
        years=(latest.year, latest.year)) if cell.has_number and cell.value is not None]
    if land:
        found.append(comparing.beside(latest, land[-1].value or 0, _("Thüringen"), sheet.one))
    if sheet.median is not None and sheet.year == latest.year:
        found.append(comparing.beside(latest, sheet.median, _("Mittleres Gebiet (Median)"),
                                      sheet.one))
    return found + _similar(sheet, latest)


def _similar(sheet: Sheet, latest: Cell) -> list[str]:
    own = next((one for one in sheet.units if one.key == latest.area), None)
    if own is None:
        return []
    alike = places.similar_to(own, sheet.units)
    values = sorted(cell.value or 0 for cell in sheet.cells if cell.area in alike.keys
                    and cell.year == latest.year and cell.has_number)
    if len(values) < 3:
        return []
    names = evidence.names(alike.keys)
    middle = values[len(values) // 2] if len(values) % 2 else (
        values[len(values) // 2 - 1] + values[len(values) // 2]) / 2
    return [
        comparing.beside(latest, middle, _("Ähnliche Gebiete (Median)"), sheet.one),
        f"{alike.how} {', '.join(names[key] for key in alike.keys)}.",
    ]


@desk_page(*EDITORS)
def edit(request: HttpRequest, process: Process, code: str) -> HttpResponse:
    """The master sheet as a form."""
    if not Indicator.objects.filter(code=code).exists():
        raise Http404
    one = evidence.indicator(code)
    office = is_office(request, process)
    form = SheetForm(one, process, posted(request), may_loosen=office)
    if request.method == "POST" and form.is_valid() and _changed(form, one, office, request):
        return redirect("monitoring:indicator", slug=process.slug, code=code)
    return page(request, process, "indicators", "sheet.html", {"one": one, "form": form},
                status=422 if form.errors else 200)


def _changed(form: SheetForm, one: Indicator, office: bool, request: HttpRequest) -> bool:
    """Whether the sheet is as wanted now; what hinders it stands above the form."""
    if not form.changes:
        return True
    try:
        editing.change_sheet(one, may_loosen=office, by=request.user, **form.changes)
    except EvidenceError as problem:
        form.add_error(None, problem)
        return False
    withhold_hidden()
    messages.success(request, _("Das Kennblatt ist geändert."))
    return True


@desk_page(*READERS)
def export(request: HttpRequest, process: Process, code: str) -> HttpResponse:
    """All shown values of a level as CSV, with their sources; hidden values are never in it."""
    return _csv(Sheet(_asked(request, code, False)))


@reader_page
def public_export(request: HttpRequest, process: Process, code: str) -> HttpResponse:
    """The same for readers."""
    return _csv(Sheet(_asked(request, code, False)))


def _csv(sheet: Sheet) -> HttpResponse:
    names = evidence.names({cell.area for cell in sheet.cells})
    words = sheet.breakdowns.get(sheet.asked.dimensions, "") or _("insgesamt")
    heads = [_("Schlüssel"), _("Gebiet"), _("Stichtag"), _("Indikator"), _("Gliederung"),
             _("Wert"), _("Einheit"), _("Hinweis")]
    rows = [[cell.area, names[cell.area], cell.end.isoformat(), sheet.one.name_de, words,
             round(cell.value, 6) if cell.has_number and cell.value is not None else None,
             sheet.one.unit, printing.reason(cell)]
            for cell in sorted(sheet.cells, key=lambda cell: (cell.area, cell.end))]
    return as_csv(sheet.one.code, heads, rows,
                  [_("Quelle: %s") % line for line in sheet.attributions])
