"""Rehearsing a day at the desk: start, hold still, go on, end without a trace."""

import random

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.entrance import rehearsal_copy, rehearsal_people
from weitblick.entrance.meetings import crumbs
from weitblick.faces.desk import desk_page, key_from, show
from weitblick.workshop.models import Meeting, Process, Role

USUAL, MOST = 70, 300


@desk_page(Role.FACILITATOR)
def page(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """What a rehearsal is; starting one, or finding the one that runs."""
    meeting = get_object_or_404(Meeting, process=process, pk=pk)
    return show(request, process, "entrance/rehearsal.html", {
        "meeting": meeting, "usual": USUAL, "most": MOST, "running": _running(meeting),
        "breadcrumbs": crumbs(process, meeting), "live_url": "",
    })


@require_POST
@desk_page(Role.FACILITATOR)
def start(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Copy the process, open the doors of the copy, and let the first people in."""
    meeting = get_object_or_404(Meeting, process=process, pk=pk)
    people = _people(request)
    if process.rehearsal_of_id is not None:
        raise ValidationError(_("Dies ist schon eine Probe."))
    if running := _running(meeting):
        return redirect("entrance:meeting", slug=running.process.slug, pk=running.pk)
    copy = rehearsal_copy.copy_for_rehearsal(process)
    stage = rehearsal_copy.place_of(meeting, copy)
    rehearsal_copy.start_over(stage)
    rehearsal_people.arrive(stage, min(people, rehearsal_people.ARRIVING), random.Random())
    Process.objects.filter(pk=copy.pk).update(rehearsal_people=people)
    messages.success(request, _("Die Probe läuft. Die Ersten sind schon da."))
    return redirect("entrance:meeting", slug=copy.slug, pk=stage.pk)


@require_POST
@desk_page(Role.FACILITATOR)
def pace(request: HttpRequest, process: Process) -> HttpResponse:
    """Let the simulated people hold still (0), or go on."""
    _must_be_rehearsal(process)
    people = 0 if request.POST.get("people") == "0" else _people(request)
    Process.objects.filter(pk=process.pk).update(rehearsal_people=people)
    return redirect("entrance:meeting", slug=process.slug, pk=_stage(process).pk)


@require_POST
@desk_page(Role.FACILITATOR)
def end(request: HttpRequest, process: Process) -> HttpResponse:
    """End the rehearsal; nothing of it is left."""
    original = _must_be_rehearsal(process)
    rehearsal_copy.remove_rehearsal(process)
    messages.success(request, _("Die Probe ist zu Ende. Alles, was in ihr geschah, ist gelöscht."))
    return redirect("entrance:process", slug=original.slug)


def _running(meeting: Meeting) -> Meeting | None:
    copy = meeting.process.rehearsals.order_by("-pk").first()
    return _stage(copy) if copy else None


def _stage(copy: Process) -> Meeting:
    """The meeting that is rehearsed: where people have arrived."""
    full = copy.meetings.exclude(attendances=None).order_by("pk").first()
    return full or copy.meetings.order_by("-starts_on", "-pk")[0]


def _must_be_rehearsal(process: Process) -> Process:
    if process.rehearsal_of is None:
        raise ValidationError(_("Dies ist keine Probe."))
    return process.rehearsal_of


def _people(request: HttpRequest) -> int:
    given = request.POST.get("people", "") or str(USUAL)
    people = key_from(given)
    if not 1 <= people <= MOST:
        raise ValidationError(_("Möglich sind 1 bis %d Personen.") % MOST)
    return people
