"""What a file leaves open before it is taken over: its day, its columns, damage to be mended."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from weitblick.evidence import files
from weitblick.evidence import queries as evidence
from weitblick.evidence.importers import InputError, Proposal, places, propose, times
from weitblick.evidence.importers.grid import read_grid
from weitblick.faces.desk import desk_page
from weitblick.monitoring import words
from weitblick.monitoring.actions import uploads
from weitblick.monitoring.forms.imports import (
    ConsentForm,
    DayForm,
    MappingForm,
    PlacesForm,
    SourceForm,
    TimesForm,
)
from weitblick.monitoring.models import Content, Upload, UploadState
from weitblick.monitoring.tasks import carry_on
from weitblick.monitoring.views.frame import EDITORS, is_office, page, posted
from weitblick.workshop.models import Process

PREVIEW = 20


@desk_page(*EDITORS)
def question(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """What a file leaves open: its day, its columns, damage that may be mended."""
    one = get_object_or_404(Upload, process=process, pk=row)
    if uploads.is_confidential(one) and not is_office(request, process):
        raise PermissionDenied
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
    elif one.fault.get("code") == uploads.NO_SOURCE:
        asked = _ask_source(request, one)
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
    carry_on(uploads.answer(one, answers, content=content))
    return redirect("monitoring:imports", slug=one.process.slug)


def _ask_day(request: HttpRequest, one: Upload) -> HttpResponse | dict[str, Any]:
    form = DayForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _answered(one, {"as_of": form.cleaned_data["as_of"].isoformat()})
    return {"form": form, "asks": "day"}


def _ask_source(request: HttpRequest, one: Upload) -> HttpResponse | dict[str, Any]:
    form = SourceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _answered(one, {"attribution": form.cleaned_data["attribution"]})
    return {"form": form, "asks": "source"}


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
