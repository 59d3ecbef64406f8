"""The import desk: bring files, see those on their way and those that were taken over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from weitblick.evidence import queries as evidence
from weitblick.faces.desk import desk_page
from weitblick.monitoring import progress, words
from weitblick.monitoring.actions import uploads
from weitblick.monitoring.forms.imports import UploadForm
from weitblick.monitoring.models import Upload, UploadState
from weitblick.monitoring.sources import tables_to_get
from weitblick.monitoring.tasks import carry_on
from weitblick.monitoring.views.frame import EDITORS, READERS, is_office, page
from weitblick.monitoring.views.import_reports import shown
from weitblick.workshop.models import Process

SHOWN = 30
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
    office = is_office(request, process)
    return page(request, process, "imports", "imports.html", {
        "form": form, "open": [_on_its_way(one, office) for one in open_ones],
        "is_running": any(one.state in RUNNING for one in open_ones),
        "runs": [shown(one) for one in (runs if everything else runs[:SHOWN])],
        "n_runs": runs.count(), "everything": everything, "tables": tables_to_get(),
    }, status=status)


def _on_its_way(one: Upload, office: bool) -> dict[str, Any]:
    """What is asked of a file of the statistics office, and why it fails, is for them to read."""
    if uploads.is_confidential(one) and not office:
        return {"upload": one, "progress": progress.of(one.pk), "is_closed": True}
    return {"upload": one, "form": words.form_of(one.form) if one.form else "",
            "progress": progress.of(one.pk), "fault": words.fault(one.fault) if one.fault else ""}


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
        carry_on(one)
    return HttpResponseRedirect(reverse("monitoring:imports", args=[process.slug]))


@desk_page(*EDITORS)
def drop(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """Throw away a file that was not taken over."""
    if request.method == "POST":
        one = get_object_or_404(Upload, process=process, pk=row)
        uploads.drop(one)
        messages.success(request, _("„%s“ ist verworfen.") % one.file_name)
    return redirect("monitoring:imports", slug=process.slug)
