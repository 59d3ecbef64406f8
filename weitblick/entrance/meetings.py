"""Preparing and leading a meeting: agenda, doors, opening and closing, the join sheet."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.entrance.board import board_url, join_context
from weitblick.entrance.forms import ActivityForm, MeetingForm
from weitblick.faces.desk import desk_page, show
from weitblick.method.chain import activity_kind, step
from weitblick.voices.queries import contributors
from weitblick.workshop import actions
from weitblick.workshop.models import Activity, Meeting, MeetingKind, Process, Role


@desk_page(Role.FACILITATOR)
def new(request: HttpRequest, process: Process) -> HttpResponse:
    """A new meeting with its tables."""
    form = MeetingForm(request.POST or None, initial={
        "kind": MeetingKind.WORKSHOP, "starts_on": timezone.localdate(),
    })
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        found = actions.create_meeting(
            process, data["title"], kind=data["kind"], starts_on=data["starts_on"],
            ends_on=data["ends_on"], place=data["place"],
        )
        topics = [topic.slug for topic in process.frame.topics]
        tables = range(data["tables"] or 0)
        actions.set_tables(found, [topics[n % len(topics)] for n in tables])
        return redirect("entrance:meeting", slug=process.slug, pk=found.pk)
    return show(request, process, "entrance/new_meeting.html", {"form": form},
                status=422 if form.errors else 200)


@desk_page(Role.FACILITATOR, Role.SCRIBE, Role.ANALYST)
def meeting(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Lead a meeting from one page."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    agenda = [
        {"activity": one, "kind": activity_kind(one.step, one.kind), "step": step(one.step),
         "contributors": contributors(one) if one.opened_at else 0}
        for one in found.activities.all()
    ]
    return show(request, process, "entrance/meeting.html", {
        "meeting": found, "agenda": agenda, "board": board_url(found), "form": ActivityForm(),
        "join": join_context(request, found), "n_people": found.attendances.count(),
        "tables": found.tables.all(),
        "breadcrumbs": [{"title": process.title,
                         "url": reverse("entrance:process", args=[process.slug])}],
    })


@require_POST
@desk_page(Role.FACILITATOR)
def plan(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Add an activity to the agenda."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    form = ActivityForm(request.POST)
    if not form.is_valid():
        raise ValidationError([text for texts in form.errors.values() for text in texts])
    step_slug, _sep, slug = form.cleaned_data["kind"].partition(":")
    kind = activity_kind(step_slug, slug)
    if kind is None:
        raise ValidationError(_("Diese Art von Aktivität gibt es nicht."))
    minutes = form.cleaned_data["minutes"]
    actions.plan_activity(
        found, step=step_slug, kind=slug, title=form.cleaned_data["title"] or str(kind.title),
        prompt=str(kind.prompt), minutes=kind.minutes if minutes is None else minutes,
    )
    return redirect("entrance:meeting", slug=process.slug, pk=found.pk)


@require_POST
@desk_page(Role.FACILITATOR)
def act(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """One of the buttons of the leading page; each can be taken back by its counterpart."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    name = request.POST.get("do", "")
    if name in ON_MEETING:
        ON_MEETING[name](found)
    elif name in ON_ACTIVITY:
        activity = get_object_or_404(Activity, meeting=found, pk=request.POST.get("activity"))
        ON_ACTIVITY[name](activity)
    else:
        raise ValidationError(_("Diesen Knopf gibt es nicht."))
    messages.success(request, _("Gespeichert."))
    return redirect("entrance:meeting", slug=process.slug, pk=found.pk)


ON_MEETING: dict[str, Callable[[Meeting], None]] = {
    "doors-open": lambda meeting: actions.set_joinable(meeting, True),
    "doors-close": lambda meeting: actions.set_joinable(meeting, False),
    "pause": lambda meeting: actions.set_paused(meeting, True),
    "resume": lambda meeting: actions.set_paused(meeting, False),
}
ON_ACTIVITY: dict[str, Callable[[Activity], object]] = {
    "open": actions.open_activity,
    "close": actions.close_activity,
    "extend": lambda activity: actions.extend_activity(activity, 5),
    "show": lambda activity: actions.show_results(activity, True),
    "hide": lambda activity: actions.show_results(activity, False),
    "up": lambda activity: actions.move_activity(activity, -1),
    "down": lambda activity: actions.move_activity(activity, 1),
    "remove": actions.remove_activity,
}
