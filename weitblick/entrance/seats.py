"""The seat in a request: the cookie that holds its secret, and who sits there."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from weitblick.entrance import throttle
from weitblick.faces.phone import cookie_name
from weitblick.workshop.models import Meeting, Participant, Process
from weitblick.workshop.seats import find_guest, find_meeting, find_seat

A_YEAR = 365 * 24 * 3600


def meeting_or_404(code: str) -> Meeting:
    """The meeting with this code."""
    meeting = find_meeting(code)
    if meeting is None:
        raise Http404
    return meeting


def meeting_for(request: HttpRequest, code: str) -> Meeting:
    """The meeting with this code, at a door that tells whether there is one."""
    return known(request, code)[0]


def arrived(request: HttpRequest, code: str) -> tuple[Meeting, Participant | None]:
    """The meeting with this code, and who is there at this phone.

    A seat is known in the whole process; at a meeting is who came in by its door and has not left.
    """
    meeting = find_meeting(code)
    if meeting is not None:
        secret = request.COOKIES.get(cookie_name(meeting.process), "")
        if (guest := find_guest(meeting, secret)) is not None:
            return meeting, guest
    return known(request, code)[0], None


def known(request: HttpRequest, code: str) -> tuple[Meeting, Participant | None]:
    """The meeting with this code and who sits at this phone in its process; guessing is counted.

    Who sits there already never waits for those who guess.
    """
    meeting = find_meeting(code)
    if meeting is not None and (participant := seated(request, meeting.process)) is not None:
        return meeting, participant
    where = throttle.address(request)
    if meeting is None:
        throttle.failed(throttle.CODE, where)
    if meeting is None or throttle.is_waiting(throttle.CODE, where):
        raise Http404
    return meeting, None


def seated(request: HttpRequest, process: Process) -> Participant | None:
    """Who sits at this phone."""
    return find_seat(process, request.COOKIES.get(cookie_name(process), ""))


def keep_seat(answer: HttpResponse, process: Process, secret: str) -> HttpResponse:
    """Keep the secret of a seat on this phone, out of reach of scripts."""
    answer.set_cookie(
        cookie_name(process), secret, max_age=A_YEAR, httponly=True, samesite="Lax",
        secure=settings.HTTPS,
    )
    return answer


def leave_seat(answer: HttpResponse, process: Process) -> HttpResponse:
    """Forget the seat on this phone."""
    answer.delete_cookie(cookie_name(process), samesite="Lax")
    return answer
