"""The phone: what is open now, handing it to its step; what became of one's own cards."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from weitblick.entrance.pauses import kind_of
from weitblick.entrance.rehearsal_copy import remove_rehearsal
from weitblick.entrance.seating import wishing
from weitblick.entrance.seats import arrived, known, leave_seat
from weitblick.faces.phone import Seat
from weitblick.trace.models import Item, Kind
from weitblick.trace.queries import walk_up
from weitblick.voices import actions as voices
from weitblick.voices.queries import own_cards
from weitblick.workshop import seating
from weitblick.workshop.grouped import group
from weitblick.workshop.models import Activity, Meeting, Participant
from weitblick.workshop.queries import (
    activities_at,
    attendance_of,
    begun_activities,
    open_activities,
    shown_activity,
    state_token,
)

SAID = {Kind.CARD, Kind.ARGUMENT, Kind.AMENDMENT}


@never_cache
@require_http_methods(["GET", "HEAD"])
def now(request: HttpRequest, code: str) -> HttpResponse:
    """What is open for this phone; else a calm waiting page."""
    meeting, participant = arrived(request, code)
    if participant is None:
        return _to_the_door(request, meeting)
    if _nothing_new(request, meeting):
        return HttpResponse(status=204)
    running = activities_at(meeting, participant)
    pause = next((one for one in running if one.is_pause), None)
    if meeting.is_paused or pause is not None:
        return _pausing(request, meeting, participant, pause)
    if len(running) == 1:
        return _hand_over(request, Seat(participant, meeting, running[0]))
    return _waiting(request, meeting, participant, running)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One activity; a phone that only looks is led on when something else is open."""
    meeting, participant = arrived(request, code)
    if participant is None:
        return _to_the_door(request, meeting)
    begun = begun_activities(meeting)
    found = next((one for one in begun if one.pk == pk), None)
    if found is None:
        raise Http404
    state = state_token(meeting, begun)
    if request.method != "POST":
        if request.GET.get("state") == state:
            return HttpResponse(status=204)
        if "state" in request.GET and _is_over(found, meeting, participant):
            return redirect("entrance:phone", code=meeting.code)
    is_for_some = bool(found.topics or found.tables)
    if found.is_open and is_for_some and found not in activities_at(meeting, participant):
        return _elsewhere(request, meeting)
    seat = Seat(participant, meeting, found, state)
    if request.method != "POST":
        return _hand_over(request, seat)
    return _shown_at_once(request, seat, _taken(request, seat))


@never_cache
@require_http_methods(["GET", "HEAD"])
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """One's own contributions and what became of them; the personal code; leaving."""
    meeting, participant = known(request, code)
    if participant is None:
        return redirect("entrance:join", code=meeting.code)
    cards = own_cards(participant)
    fates = [(card, _became(card.item)) for card in cards]
    context = {"process": meeting.process, "meeting": meeting, "participant": participant,
               "fates": fates}
    return render(request, "entrance/mine.html", context)


@never_cache
@require_http_methods(["GET", "HEAD"])
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """The message to all, for phones whose event stream is broken."""
    meeting, participant = arrived(request, code)
    if participant is None:
        raise PermissionDenied
    return HttpResponse(render_notice(meeting.pk))


def render_notice(meeting_pk: int) -> str:
    """The message to all as it is now; empty where there is none."""
    text = Meeting.objects.values_list("message", flat=True).get(pk=meeting_pk)
    return render_to_string("faces/parts/notice_text.html", {"notice": text})


@require_POST
def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Erase what this person wrote, on request and for good."""
    meeting, participant = known(request, code)
    if participant is None or request.POST.get("sure") != "yes":
        raise PermissionDenied
    _erase(participant)
    answer = render(request, "entrance/erased.html", {"process": meeting.process})
    answer.headers["Clear-Site-Data"] = '"storage"'  # drafts in this browser; over https only
    return leave_seat(answer, meeting.process)


@transaction.atomic
def _erase(participant: Participant) -> None:
    """Erase a person, and the rehearsals that hold copies of the words."""
    voices.erase(participant)
    for copy in participant.process.rehearsals.all():
        remove_rehearsal(copy)


def _to_the_door(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """A page that renews itself has to leave: it would look for its task behind a redirect."""
    door = redirect("entrance:join", code=meeting.code)
    if request.method == "POST" or not getattr(request, "htmx", False):
        return door
    return HttpResponse(status=204, headers={"HX-Redirect": door.url})


def _hand_over(request: HttpRequest, seat: Seat) -> HttpResponse:
    kind = kind_of(seat.activity)
    if kind is None:
        raise Http404
    return kind.phone(request, seat)


def _taken(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What was sent is written with what others send now; files take their time and go alone."""
    take = partial(_hand_over, request, seat)
    return take() if request.content_type == "multipart/form-data" else group.carry_out(take)


def _shown_at_once(request: HttpRequest, seat: Seat, answer: HttpResponse) -> HttpResponse:
    """htmx would follow a redirect back to this page: show it now and save the phone a trip."""
    there = urlsplit(answer.headers.get("Location", ""))
    if not getattr(request, "htmx", False) or there.path != seat.url:
        return answer
    request.method = "GET"
    request.GET, request.POST = QueryDict(there.query), QueryDict()  # type: ignore[assignment]
    return _hand_over(request, seat)


def _waiting(
    request: HttpRequest, meeting: Meeting, participant: Participant, running: list[Activity]
) -> HttpResponse:
    elsewhere = not running and bool(open_activities(meeting))
    last = None if running or elsewhere else shown_activity(meeting)
    return render(request, "entrance/waiting.html", {
        **_frame(meeting, participant), "running": running, "last": last, "elsewhere": elsewhere,
        "wishing": wishing(attendance_of(meeting, participant)),
    })


def _pausing(
    request: HttpRequest, meeting: Meeting, participant: Participant, pause: Activity | None
) -> HttpResponse:
    return render(request, "entrance/pause.html", {**_frame(meeting, participant), "pause": pause})


def _elsewhere(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """An activity for other tables: what is looked for is led on, what is sent is refused."""
    if request.method == "POST":
        raise PermissionDenied
    return redirect("entrance:phone", code=meeting.code)


def _frame(meeting: Meeting, participant: Participant) -> dict[str, Any]:
    return {
        "process": meeting.process, "meeting": meeting, "participant": participant,
        "state": state_token(meeting), "live_url": f"/live/phone/{meeting.code}",
        "sits": seating.seated(meeting, participant),
    }


def _nothing_new(request: HttpRequest, meeting: Meeting) -> bool:
    return request.GET.get("state") == state_token(meeting)


def _is_over(found: Activity, meeting: Meeting, participant: Participant) -> bool:
    if meeting.is_paused:
        return True
    running = activities_at(meeting, participant)
    return found not in running and bool(running)


def _became(item: Item) -> list[Item]:
    """What was made of it; what others said about the same things is theirs."""
    return [strand.item for strand in walk_up(item).strands
            if strand.depth > 0 and strand.item.kind not in SAID]
