"""The import desk: bring files, answer what they leave open, see what became of every row."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.evidence import files
from weitblick.evidence import queries as evidence
from weitblick.evidence.importers import InputError, Proposal, places, propose, times
from weitblick.evidence.importers.grid import read_grid
from weitblick.evidence.models import ImportRun, RunState
from weitblick.faces.cells import as_csv
from weitblick.faces.desk import desk_page
from weitblick.monitoring import progress, words
from weitblick.monitoring.actions import uploads
from weitblick.monitoring.forms.imports import (
    ConsentForm,
    DayForm,
    MappingForm,
    PlacesForm,
    TimesForm,
    UploadForm,
)
from weitblick.monitoring.models import Content, Upload, UploadState
from weitblick.monitoring.sources import tables_to_get
from weitblick.monitoring.tasks import carry_upload
from weitblick.monitoring.views.frame import EDITORS, READERS, is_office, page, posted
from weitblick.workshop.models import Process

SHOWN = 30
MOST_DIFFERENCES = 200
PREVIEW = 20
RUNNING = (UploadState.WAITING, UploadState.WORKING)


@desk_page(*READERS)
def desk(request: HttpRequest, process: Process) -> HttpResponse:
    """Files on their way, what was taken over, and where to get which file."""
    return _desk(request, process, UploadForm())


def _desk(
    request: HttpRequest, process: Process, form: UploadForm, status: int = 200
) -> HttpResponse:
    runs = evidence.runs()
    everything = request.GET.get("alle") == "1"
    open_ones = Upload.objects.filter(process=process, state__in=uploads.OPEN)
    return page(request, process, "imports", "imports.html", {
        "form": form, "open": [_on_its_way(one) for one in open_ones],
        "is_running": any(one.state in RUNNING for one in open_ones),
        "runs": [_run(one) for one in (runs if everything else runs[:SHOWN])],
        "n_runs": runs.count(), "everything": everything, "tables": tables_to_get(),
    }, status=status)


def _on_its_way(one: Upload) -> dict[str, Any]:
    return {"upload": one, "form": words.form_of(one.form) if one.form else "",
            "progress": progress.of(one.pk), "fault": words.fault(one.fault) if one.fault else ""}


def _run(one: ImportRun) -> dict[str, Any]:
    return {"run": one, "form": words.form_of(one.format), "rows": one.report.get("rows", {}),
            "is_undone": one.state == RunState.UNDONE}


@desk_page(*EDITORS)
def upload(request: HttpRequest, process: Process) -> HttpResponse:
    """Bring files; each is read in the background."""
    if request.method != "POST":
        return redirect("monitoring:imports", slug=process.slug)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _desk(request, process, form, status=422)
    try:
        brought = [uploads.bring(process, one, by=request.user)
                   for one in form.cleaned_data["brought"]]
    except ValidationError as problem:
        form.add_error("brought", problem)
        return _desk(request, process, form, status=422)
    for one in brought:
        _carry(one)
    return HttpResponseRedirect(reverse("monitoring:imports", args=[process.slug]))


def _carry(one: Upload) -> None:
    transaction.on_commit(lambda: carry_upload.enqueue(one.pk))


@desk_page(*EDITORS)
def question(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """What a file leaves open: its day, its columns, damage that may be mended."""
    one = get_object_or_404(Upload, process=process, pk=row)
    if one.state == UploadState.DONE and one.run:
        return redirect("monitoring:import", slug=process.slug, row=one.run.pk)
    if one.state not in (UploadState.ASKING, UploadState.FAILED):
        return redirect("monitoring:imports", slug=process.slug)
    context = {"upload": one, "form_words": words.form_of(one.form) if one.form else "",
               "fault": words.fault(one.fault) if one.fault else ""}
    if one.state == UploadState.FAILED:
        asked = None
    elif one.fault.get("code") in uploads.NO_DAY:
        asked = _ask_day(request, one)
    elif one.fault.get("code") == "mapping_needed" or "change" in request.GET:
        asked = _ask_columns(request, one)
    else:
        asked = _ask_consent(request, one)
    if isinstance(asked, HttpResponse):
        return asked
    status = 422 if asked and asked["form"].errors else 200
    return page(request, process, "imports", "import_question.html", {**context, **(asked or {})},
                status=status)


def _answered(one: Upload, answers: dict[str, Any], content: str = "") -> HttpResponse:
    _carry(uploads.answer(one, answers, content=content))
    return redirect("monitoring:imports", slug=one.process.slug)


def _ask_day(request: HttpRequest, one: Upload) -> HttpResponse | dict[str, Any]:
    form = DayForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _answered(one, {"as_of": form.cleaned_data["as_of"].isoformat()})
    return {"form": form, "asks": "day"}


def _ask_consent(request: HttpRequest, one: Upload) -> HttpResponse | dict[str, Any]:
    found = one.findings
    form = ConsentForm(found.get("problems", []), words.problem, posted(request))
    if request.method == "POST" and form.is_valid():
        return _answered(one, {"consent": form.given, "is_confirmed": True})
    noted = [words.problem(each) for each in found.get("problems", [])
             if not each["needs_consent"]]
    reasons = [{"words": words.said(words.REJECTED, code, {}), "n": n}
               for code, n in found.get("reasons", {}).items()]
    asked = [{"field": form[each["code"]], "n": each["lines"], "where": each["where"],
              "example": each["params"].get("example", "")}
             for each in found.get("problems", []) if each["needs_consent"]]
    return {"form": form, "asks": "consent", "findings": found, "noted": noted,
            "reasons": reasons, "asked": asked, "has_mapping": bool(one.answers.get("mapping"))}


def _ask_columns(request: HttpRequest, one: Upload) -> HttpResponse | dict[str, Any]:
    given = request.GET.get("inhalt") or one.content or Content.VALUES
    content = given if given in Content.values else Content.VALUES
    path = files.folder() / one.sha256
    try:
        asked = {Content.VALUES: _ask_values, Content.PLACES: _ask_places,
                 Content.TIMES: _ask_times}[Content(content)](request, one, path)
    except InputError as problem:
        fault = {"code": problem.code, "params": files.plain(problem.params)}
        return {"form": DayForm(), "asks": "", "fault": words.fault(fault)}
    if isinstance(asked, HttpResponse):
        return asked
    tables = [{"value": value, "title": title, "current": value == content}
              for value, title in Content.choices]
    return {**asked, "asks": content, "contents": tables}


def _ask_values(request: HttpRequest, one: Upload, path: Any) -> HttpResponse | dict[str, Any]:
    with path.open("rb") as stream:
        proposal = propose(stream, one.file_name)
    form = MappingForm(proposal, _indicator_choices(), posted(request))
    if request.method == "POST" and form.is_valid():
        return _answered(one, {"mapping": form.mapping.to_data(), "is_confirmed": False},
                         Content.VALUES)
    return {"form": form, "columns": _columns(form), "preview": proposal.preview,
            "general": _general(proposal)}


def _columns(form: MappingForm) -> list[dict[str, Any]]:
    return [{**one, "reason": words.said(words.CHOSEN, one["reason"].code, one["reason"].params)
             if one["reason"] else ""} for one in form.columns]


def _general(proposal: Proposal) -> list[str]:
    return [words.said(words.CHOSEN, one.code, one.params)
            for one in proposal.reasons if one.column < 0]


def _indicator_choices() -> list[tuple[str, str]]:
    return [(one.code, one.name_de) for one in
            sorted(evidence.indicators(), key=lambda one: one.name_de) if not one.formula]


def _ask_places(request: HttpRequest, one: Upload, path: Any) -> HttpResponse | dict[str, Any]:
    with path.open("rb") as stream:
        found = places.propose(stream, one.file_name)
    form = PlacesForm(found.headers, found.columns, posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        return _answered(one, {"columns": form.columns, "kind": data["kind"],
                               "origin": data["origin"], "attribution": data["attribution"]},
                         Content.PLACES)
    return {"form": form, "headers": found.headers, "preview": found.preview}


def _ask_times(request: HttpRequest, one: Upload, path: Any) -> HttpResponse | dict[str, Any]:
    with path.open("rb") as stream:
        grid = read_grid(stream, one.file_name)
        stream.seek(0)
        found = times.propose(stream, one.file_name)
    form = TimesForm(grid.headers, found, posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        return _answered(one, {"columns": form.columns, "mode": data["mode"],
                               "origin": data["origin"]}, Content.TIMES)
    preview = [row for _number, row in grid.rows[:PREVIEW] if row]
    return {"form": form, "headers": grid.headers, "preview": preview}


@desk_page(*EDITORS)
def drop(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """Throw away a file that was not taken over."""
    if request.method == "POST":
        one = get_object_or_404(Upload, process=process, pk=row)
        uploads.drop(one)
        messages.success(request, _("„%s“ ist verworfen.") % one.file_name)
    return redirect("monitoring:imports", slug=process.slug)


@desk_page(*READERS)
def report(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """What became of every row of a file, and what changed by it."""
    run = get_object_or_404(evidence.runs(), pk=row)
    office = is_office(request, process)
    changed = evidence.differences(run, for_statistics_office=office)
    names = evidence.names({one.after.area for one in changed[:MOST_DIFFERENCES]})
    sheets = {one.code: one for one in evidence.indicators()}
    return page(request, process, "imports", "import_report.html", {
        **_run(run), "report": run.report, "reasons": _reasons(run),
        "problems": [words.problem(one) for one in run.report.get("problems", [])],
        "consented": [words.MENDABLE.get(one, one) for one in run.consent],
        "indicators": [sheets[code] for code in run.report.get("indicators", [])
                       if code in sheets],
        "n_changed": len(changed), "is_office": office,
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
