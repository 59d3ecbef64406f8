"""Meetings: making and describing one, and leading it from one page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.entrance import addresses, board_views, deeds, leading
from weitblick.entrance.board import board_url, join_context
from weitblick.entrance.forms import MeetingForm
from weitblick.faces.desk import desk_page, key_from, show
from weitblick.live.hub import hub
from weitblick.workshop import actions, channels
from weitblick.workshop import deeds as done
from weitblick.workshop.models import Meeting, MeetingChange, MeetingKind, Process, Role
from weitblick.workshop.roles import may


@desk_page(Role.FACILITATOR)
def new(request: HttpRequest, process: Process) -> HttpResponse:
    """A new meeting with its tables; its agenda comes next."""
    form = MeetingForm(request.POST or None, initial={
        "kind": MeetingKind.WORKSHOP, "starts_on": timezone.localdate(),
    })
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        tables = data.pop("tables") or 0
        found = actions.create_meeting(process, data.pop("title"), **data)
        topics = [topic.slug for topic in process.frame.topics]
        actions.set_tables(found, [topics[n % len(topics)] for n in range(tables)])
        return redirect("entrance:agenda", slug=process.slug, pk=found.pk)
    return show(request, process, "entrance/new_meeting.html", {"form": form, "live_url": ""},
                status=422 if form.errors else 200)


@desk_page(Role.FACILITATOR)
def describe(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Title, kind, place, days and hours of a meeting."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    tables = found.tables.count()
    form = MeetingForm(request.POST or None, instance=found, initial={"tables": tables})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        _more_tables(found, tables, data.pop("tables") or 0)
        actions.describe_meeting(found, **data)
        messages.success(request, _("Gespeichert."))
        return redirect("entrance:meeting", slug=process.slug, pk=found.pk)
    return show(request, process, "entrance/new_meeting.html", {
        "form": form, "meeting": found, "breadcrumbs": crumbs(process, found), "live_url": "",
    }, status=422 if form.errors else 200)


@desk_page(Role.FACILITATOR, Role.SCRIBE, Role.ANALYST)
def meeting(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Lead a meeting from one page."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    return show(request, process, "entrance/meeting.html", {
        **leading.situation(found), **_boards(request, found),
        "meeting": found, "join": join_context(request, found),
        "tables": found.tables.count(), "leads": may(request.user, process, Role.FACILITATOR),
        "deeds": [{"change": one, "words": deeds.words(one)} for one in done.history(found)],
        "local": addresses.is_local(request), "addresses": _own(request),
        "rehearsals": process.rehearsals.all(),
        "breadcrumbs": crumbs(process),
    })


@require_POST
@desk_page(Role.FACILITATOR)
def act(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """One of the buttons of the leading page; each can be taken back."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    change = deeds.press(request, found, request.POST.get("do", ""))
    if change is not None:
        messages.success(request, _("%s.") % deeds.words(change))
    return redirect(back(request, found))


@require_POST
@desk_page(Role.FACILITATOR)
def undo(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Take the latest deed back."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    key = key_from(request.POST.get("change"))
    change = get_object_or_404(MeetingChange, meeting=found, pk=key)
    done.undo(change)
    messages.success(request, _("Zurückgenommen: %s.") % deeds.words(change))
    return redirect(back(request, found))


def back(request: HttpRequest, meeting: Meeting) -> str:
    """The page the button stands on: leading or the agenda."""
    page = "entrance:agenda" if request.POST.get("from") == "agenda" else "entrance:meeting"
    return reverse(page, args=[meeting.process.slug, meeting.pk])


def crumbs(process: Process, meeting: Meeting | None = None) -> list[dict[str, str]]:
    """The way from the process to a page of a meeting."""
    way = [{"title": process.title, "url": reverse("entrance:process", args=[process.slug])}]
    if meeting is not None:
        way.append({"title": meeting.title,
                    "url": reverse("entrance:meeting", args=[process.slug, meeting.pk])})
    return way


def _boards(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    address = board_url(meeting)
    return {
        "board": address, "board_join": f"{address}?zeigt={board_views.JOIN}",
        "board_seating": f"{address}?zeigt={board_views.SEATING}",
        "boards_connected": hub.listeners(channels.screens(meeting)),
        "board_choices": board_views.choices(meeting),
    }


def _own(request: HttpRequest) -> list[dict[str, str]]:
    """This machine's addresses, for a page opened in the hall; none for a public server."""
    if request.is_secure():
        return []
    return [{"url": f"http://{one.ip}:{request.get_port()}", "device": one.device}
            for one in addresses.own_addresses()]


def _more_tables(meeting: Meeting, present: int, wanted: int) -> None:
    """Tables are only added: people may sit at those that are there."""
    if wanted > present:
        topics = [topic.slug for topic in meeting.process.frame.topics]
        old = list(meeting.tables.values_list("topic", flat=True))
        actions.set_tables(meeting, [*old, *(topics[n % len(topics)]
                                             for n in range(present, wanted))])
    elif wanted < present:
        raise ValidationError(_("Tische lassen sich hier nur hinzufügen."))
