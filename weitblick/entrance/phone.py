"""The phone: what is open now, handing it to its step; what became of one's own cards."""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from weitblick.entrance.seats import leave_seat, meeting_or_404, seated
from weitblick.faces.phone import Seat
from weitblick.method.chain import activity_kind
from weitblick.trace.models import Item, Kind
from weitblick.trace.queries import walk_up
from weitblick.voices import actions as voices
from weitblick.voices.queries import own_cards
from weitblick.workshop.models import Activity, ActivityState, Meeting, Participant
from weitblick.workshop.queries import open_activities, shown_activity, state_token

SAID = {Kind.CARD, Kind.ARGUMENT, Kind.AMENDMENT}


@never_cache
@require_http_methods(["GET", "HEAD"])
def now(request: HttpRequest, code: str) -> HttpResponse:
    """What is open for this phone; else a calm waiting page."""
    meeting = meeting_or_404(code)
    participant = seated(request, meeting.process)
    if participant is None:
        return redirect("entrance:join", code=meeting.code)
    if _nothing_new(request, meeting):
        return HttpResponse(status=204)
    running = open_activities(meeting)
    if len(running) == 1 and not meeting.is_paused:
        return _hand_over(request, Seat(participant, meeting, running[0]))
    return _waiting(request, meeting, participant, running)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One activity; a phone that only looks is led on when something else is open."""
    meeting = meeting_or_404(code)
    participant = seated(request, meeting.process)
    if participant is None:
        return redirect("entrance:join", code=meeting.code)
    found = get_object_or_404(Activity.objects.exclude(state=ActivityState.PLANNED),
                              meeting=meeting, pk=pk)
    if request.method != "POST":
        if _nothing_new(request, meeting):
            return HttpResponse(status=204)
        if "state" in request.GET and _is_over(found, meeting):
            return redirect("entrance:phone", code=meeting.code)
    seat = Seat(participant, meeting, found)
    answer = _hand_over(request, seat)
    return _shown_at_once(request, seat, answer) if request.method == "POST" else answer


@never_cache
@require_http_methods(["GET", "HEAD"])
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """One's own contributions and what became of them; the personal code; leaving."""
    meeting = meeting_or_404(code)
    participant = seated(request, meeting.process)
    if participant is None:
        return redirect("entrance:join", code=meeting.code)
    cards = own_cards(participant)
    fates = [(card, _became(card.item)) for card in cards]
    context = {"process": meeting.process, "meeting": meeting, "participant": participant,
               "fates": fates}
    return render(request, "entrance/mine.html", context)


@require_POST
def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Erase what this person wrote, on request and for good."""
    meeting = meeting_or_404(code)
    participant = seated(request, meeting.process)
    if participant is None or request.POST.get("sure") != "yes":
        raise PermissionDenied
    voices.erase(participant)
    answer = render(request, "entrance/erased.html", {"process": meeting.process})
    return leave_seat(answer, meeting.process)


def _hand_over(request: HttpRequest, seat: Seat) -> HttpResponse:
    kind = activity_kind(seat.activity.step, seat.activity.kind)
    if kind is None:
        raise Http404
    return kind.phone(request, seat)


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
    last = None if running else shown_activity(meeting)
    context = {
        "process": meeting.process, "meeting": meeting, "participant": participant,
        "running": running, "last": last, "state": state_token(meeting),
        "live_url": f"/live/phone/{meeting.code}",
    }
    return render(request, "entrance/waiting.html", context)


def _nothing_new(request: HttpRequest, meeting: Meeting) -> bool:
    return request.GET.get("state") == state_token(meeting)


def _is_over(found: Activity, meeting: Meeting) -> bool:
    return (not found.is_open and bool(open_activities(meeting))) or meeting.is_paused


def _became(item: Item) -> list[Item]:
    """What was made of it; what others said about the same things is theirs."""
    return [strand.item for strand in walk_up(item).strands
            if strand.depth > 0 and strand.item.kind not in SAID]
