"""What became of every row of a file, what it changed, and taking it back."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.evidence import queries as evidence
from weitblick.evidence.models import ImportRun, RunState
from weitblick.faces.cells import as_csv
from weitblick.faces.desk import desk_page
from weitblick.monitoring import words
from weitblick.monitoring.actions import uploads
from weitblick.monitoring.queries.whatifs import MODES
from weitblick.monitoring.views.frame import EDITORS, READERS, is_office, page
from weitblick.workshop.models import Process

MOST_DIFFERENCES = 200


def shown(one: ImportRun) -> dict[str, Any]:
    """An import as lists and its own page show it."""
    return {"run": one, "form": words.form_of(one.format), "rows": one.report.get("rows", {}),
            "is_undone": one.state == RunState.UNDONE}


@desk_page(*READERS)
def report(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """What became of every row of a file, and what changed by it."""
    run = get_object_or_404(evidence.runs(), pk=row)
    office = is_office(request, process)
    changed = evidence.differences(run, for_statistics_office=office)
    names = evidence.names({one.after.area for one in changed[:MOST_DIFFERENCES]})
    sheets = {one.code: one for one in evidence.indicators()}
    return page(request, process, "imports", "import_report.html", {
        **shown(run), "report": run.report, "reasons": _reasons(run),
        "problems": [words.problem(one) for one in run.report.get("problems", [])],
        "consented": [words.MENDABLE.get(one, one) for one in run.consent],
        "indicators": [sheets[code] for code in run.report.get("indicators", [])
                       if code in sheets],
        "n_changed": len(changed), "is_office": office,
        "roads_usable": [(MODES.get(mode, mode), n) for mode, n in
                         run.report.get("roads", {}).get("usable", {}).items()],
        "changed": [_difference(one, names, sheets) for one in changed[:MOST_DIFFERENCES]],
        "years": sorted({end[:4] for _start, end in run.report.get("periods", [])}),
    })


def _reasons(run: ImportRun) -> list[dict[str, Any]]:
    """Rejected rows by reason, most first, with the first rows of each."""
    rejected = run.report.get("rejected", [])
    counted = Counter(one["code"] for one in rejected)
    return [
        {"n": n, "words": words.said(words.REJECTED, code, first["params"]),
         "rows": ", ".join(str(one["row"]) for one in of_code[:8]), "more": n > 8}
        for code, n in counted.most_common()
        for of_code in [[one for one in rejected if one["code"] == code]]
        for first in of_code[:1]
    ]


def _difference(one: Any, names: dict[str, str], sheets: dict[str, Any]) -> dict[str, Any]:
    return {"area": names.get(one.after.area, one.after.area), "at": one.after.end,
            "indicator": sheets[one.after.indicator].name_de, "before": one.before,
            "after": one.after}


@desk_page(*READERS)
def rejected(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """Every row that was not used, with its reason, as CSV."""
    run = get_object_or_404(evidence.runs(), pk=row)
    rows = [[one["row"], words.said(words.REJECTED, one["code"], one["params"])]
            for one in run.report.get("rejected", [])]
    return as_csv(f"nicht-verwendet-{run.pk}", [_("Zeile"), _("Grund")], rows,
                  [_("Datei: %s") % run.file_name])


@desk_page(*READERS)
def differences(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """Every value that an import changed, as CSV; hidden values are never in it."""
    run = get_object_or_404(evidence.runs(), pk=row)
    changed = evidence.differences(run)
    names = evidence.names({one.after.area for one in changed})
    heads = [_("Schlüssel"), _("Gebiet"), _("Indikator"), _("Gliederung"), _("Stichtag"),
             _("vorher"), _("nachher")]
    rows = [[one.after.area, names[one.after.area], one.after.indicator, one.after.dimensions,
             one.after.end.isoformat(), one.before.value, one.after.value] for one in changed]
    return as_csv(f"aenderungen-{run.pk}", heads, rows, filter(None, [run.attribution]))


@desk_page(*EDITORS)
def undo(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """Take an import back."""
    run = ImportRun.objects.filter(pk=row).first()
    if run is None:
        raise Http404
    if request.method == "POST":
        uploads.take_back(run, process)
        n = run.report.get("values", 0)
        messages.success(request, ngettext(
            "Zurückgenommen: %(n)d Wert aus „%(file)s“.",
            "Zurückgenommen: %(n)d Werte aus „%(file)s“.", n) % {"n": n, "file": run.file_name})
    return redirect("monitoring:import", slug=process.slug, row=row)
