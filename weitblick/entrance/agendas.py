"""Preparing a day: the agenda on the clock, put in order, changed, taken from elsewhere."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.entrance import deeds, leading
from weitblick.entrance.activity_forms import ActivityForm, HoursForm, PlanForm
from weitblick.entrance.meetings import crumbs
from weitblick.entrance.pauses import PAUSE_KIND, kind_of
from weitblick.faces.declaration import ActivityKind
from weitblick.faces.desk import desk_page, key_from, show
from weitblick.method.chain import activity_kind, step
from weitblick.workshop import actions
from weitblick.workshop import deeds as done
from weitblick.workshop.agenda import (
    Agenda,
    AgendaError,
    copy_agenda,
    load_agenda,
    ready_agendas,
    timetable,
    use_agenda,
)
from weitblick.workshop.models import MEETING_STEP, PAUSE, Activity, Meeting, Process, Role
from weitblick.workshop.roles import processes_of

EARLIER = 12


@desk_page(Role.FACILITATOR)
def agenda(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """The agenda with its clock times; a post adds an activity at its end."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _plan(request, found, form.cleaned_data)
        return redirect("entrance:agenda", slug=process.slug, pk=pk)
    return show(request, process, "entrance/agenda.html",
                {**_page(request, found), "form": form}, status=422 if form.errors else 200)


@desk_page(Role.FACILITATOR)
def activity(request: HttpRequest, process: Process, pk: int, activity: int) -> HttpResponse:
    """Change one activity."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    one = get_object_or_404(Activity, meeting=found, pk=activity)
    form = ActivityForm(request.POST or None, activity=one)
    if request.method == "POST" and form.is_valid():
        done.perform(
            one.meeting, "edit", lambda: actions.edit_activity(one, **form.values()),
            by=request.user, subject=one.title, once=request.POST.get("once", ""),
        )
        messages.success(request, _("Gespeichert."))
        return redirect("entrance:agenda", slug=process.slug, pk=pk)
    return show(request, process, "entrance/activity.html", {
        "form": form, "activity": one, "meeting": one.meeting, "step": step(one.step),
        "breadcrumbs": crumbs(process, one.meeting), "live_url": "",
    }, status=422 if form.errors else 200)


@require_POST
@desk_page(Role.FACILITATOR)
def hours(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """When the meeting begins and ends on the clock."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    form = HoursForm(request.POST)
    if not form.is_valid():
        raise ValidationError([text for texts in form.errors.values() for text in texts])
    done.perform(found, "hours", lambda: actions.describe_meeting(found, **form.cleaned_data),
                 by=request.user)
    return redirect("entrance:agenda", slug=process.slug, pk=pk)


@require_POST
@desk_page(Role.FACILITATOR)
def take(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Take a ready agenda, or that of an earlier meeting."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    once = request.POST.get("once", "")
    if "ready" in request.POST:
        ready = _ready(request.POST["ready"])
        done.perform(found, "use", lambda: use_agenda(found, ready, _usual), by=request.user,
                     subject=ready.title, once=once)
    else:
        other = _earlier_or_404(request, found, request.POST.get("meeting", ""))
        done.perform(found, "copy", lambda: copy_agenda(found, other), by=request.user,
                     subject=other.title, once=once)
    return redirect("entrance:agenda", slug=process.slug, pk=pk)


def _page(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    table = timetable(meeting)
    days = meeting.ends_on is not None and meeting.ends_on != meeting.starts_on
    return {
        "meeting": meeting, "timetable": table, "several_days": days, "rows": [
            {"slot": slot, "activity": slot.activity, "kind": kind_of(slot.activity),
             "step": step(slot.activity.step),
             "topics": leading.for_whom(meeting, slot.activity)} for slot in table.slots],
        "ready": ready_agendas(), "earlier": _earlier(request, meeting),
        "over": -table.spare if table.spare is not None and table.spare < 0 else 0,
        "hours": HoursForm(initial={"begins_at": meeting.begins_at,
                                    "finishes_at": meeting.finishes_at}),
        "deeds": [{"change": one, "words": deeds.words(one)} for one in done.history(meeting)],
        "breadcrumbs": crumbs(meeting.process, meeting), "live_url": "",
    }


def _plan(request: HttpRequest, meeting: Meeting, data: dict[str, Any]) -> None:
    step_slug, _sep, slug = data["kind"].partition(":")
    kind = _kind(step_slug, slug)
    minutes = kind.minutes if data["minutes"] is None else data["minutes"]
    title = data["title"] or str(kind.title)
    done.perform(
        meeting, "plan", lambda: actions.plan_activity(
            meeting, step=step_slug, kind=slug, title=title, prompt=str(kind.prompt),
            minutes=minutes, options={one.slug: one.initial for one in kind.options},
        ), by=request.user, subject=title, once=request.POST.get("once", ""),
    )


def _kind(step_slug: str, slug: str) -> ActivityKind:
    if (step_slug, slug) == (MEETING_STEP, PAUSE):
        return PAUSE_KIND
    kind = activity_kind(step_slug, slug)
    if kind is None:
        raise ValidationError(_("Diese Art von Aktivität gibt es nicht."))
    return kind


def _usual(step_slug: str, slug: str) -> tuple[str, str]:
    kind = _kind(step_slug, slug)
    return str(kind.title), str(kind.prompt)


def _ready(slug: str) -> Agenda:
    try:
        return load_agenda(slug)
    except AgendaError as problem:
        raise ValidationError(str(problem)) from problem


def _earlier(request: HttpRequest, meeting: Meeting) -> list[Meeting]:
    """Meetings with an agenda in all processes somebody works in, latest first."""
    rows = Meeting.objects.filter(process__in=processes_of(request.user))
    rows = rows.exclude(pk=meeting.pk).exclude(activities=None).select_related("process")
    return list(rows.distinct().order_by("-starts_on", "-pk")[:EARLIER])


def _earlier_or_404(request: HttpRequest, meeting: Meeting, pk: str) -> Meeting:
    rows = Meeting.objects.filter(process__in=processes_of(request.user)).exclude(pk=meeting.pk)
    return get_object_or_404(rows, pk=key_from(pk))
