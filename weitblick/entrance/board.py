"""The board: what the projector shows, live."""

import hmac
import io

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from weitblick.entrance import board_views as views
from weitblick.entrance.addresses import home_address
from weitblick.entrance.seats import meeting_or_404
from weitblick.workshop.models import Meeting
from weitblick.workshop.queries import board_token


def key_of(meeting: Meeting) -> str:
    """The secret part of a board's address: a projector needs no account."""
    return salted_hmac("weitblick.board", str(meeting.pk)).hexdigest()[:20]


def is_key(key: str, meeting: Meeting) -> bool:
    """Whether this is the key of the meeting's board; how wrong it is shows in no time taken."""
    return hmac.compare_digest(key.encode(), key_of(meeting).encode())


def board_url(meeting: Meeting) -> str:
    """The address of a meeting's board."""
    return reverse("entrance:board", args=[meeting.code, key_of(meeting)])


@never_cache
def board(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The whole board page; asked again only when another activity is shown.

    ``?zeigt=…`` keeps one board at one view (a second projector at the door), whatever else is on.
    """
    meeting = meeting_or_404(code)
    if not is_key(key, meeting):
        raise Http404
    fixed = request.GET.get("zeigt", "")
    if not fixed and request.GET.get("state") == board_token(meeting):
        return HttpResponse(status=204)
    shown = views.shown(meeting, fixed)
    with translation.override(meeting.process.frame.language):
        fragment = views.fragment(meeting, shown)
        return render(request, "entrance/board.html", {
            **fragment.context, "fragment": fragment.template,
            "process": meeting.process, "meeting": meeting, "activity": shown.activity,
            "state": board_token(meeting), "timer": views.timer(shown),
            "notice": meeting.message, "join_large": views.invites(shown),
            "join": join_context(request, meeting) if meeting.is_joinable else None,
            "live_url": f"/live/board/{meeting.code}/{key}" + ("/fest" if fixed else ""),
        })


def render_board(meeting_pk: int) -> str:
    """What the board shows now, for the live channel; runs in a thread of the stream."""
    meeting = Meeting.objects.select_related("process").get(pk=meeting_pk)
    with translation.override(meeting.process.frame.language):
        fragment = views.fragment(meeting, views.shown(meeting))
        return render_to_string(
            fragment.template,
            {"process": meeting.process, "meeting": meeting, **fragment.context},
        )


def join_context(request: HttpRequest, meeting: Meeting) -> dict[str, str]:
    """How to join: the code, the address without its scheme, and the QR code as SVG."""
    home = home_address(request)
    address = home + reverse("entrance:join", args=[meeting.code])
    return {
        "code": meeting.code, "url": home.partition("://")[2], "address": address,
        "qr_svg": qr_svg(address),
    }


def qr_svg(address: str, title: str | Promise = "") -> SafeString:
    """A QR code as inline SVG without inline style."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4,
        title=str(title) or _("QR-Code zum Beitreten"), light="#ffffff",
    )
    return mark_safe(out.getvalue().decode())
