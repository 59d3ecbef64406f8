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
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from weitblick.entrance.seats import meeting_or_404
from weitblick.faces.declaration import Fragment
from weitblick.method.chain import activity_kind
from weitblick.workshop.models import Activity, Meeting
from weitblick.workshop.queries import sectors_present, shown_activity, state_token


def key_of(meeting: Meeting) -> str:
    """The secret part of a board's address: a projector needs no account."""
    return salted_hmac("weitblick.board", str(meeting.pk)).hexdigest()[:20]


def board_url(meeting: Meeting) -> str:
    """The address of a meeting's board."""
    return reverse("entrance:board", args=[meeting.code, key_of(meeting)])


@never_cache
def board(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The whole board page; asked again only when another activity is shown."""
    meeting = meeting_or_404(code)
    if not hmac.compare_digest(key, key_of(meeting)):
        raise Http404
    if request.GET.get("state") == state_token(meeting):
        return HttpResponse(status=204)
    shown = shown_activity(meeting)
    with translation.override(meeting.process.frame.language):
        fragment = _fragment(meeting, shown)
        return render(request, "entrance/board.html", {
            **fragment.context, "fragment": fragment.template,
            "process": meeting.process, "meeting": meeting, "activity": shown,
            "state": state_token(meeting),
            "paused": meeting.is_paused, "timer": _timer(shown),
            "join": join_context(request, meeting) if meeting.is_joinable else None,
            "live_url": f"/live/board/{meeting.code}/{key}",
        })


def render_board(meeting_pk: int) -> str:
    """What the board shows now, for the live channel; runs in a thread of the stream."""
    meeting = Meeting.objects.select_related("process").get(pk=meeting_pk)
    with translation.override(meeting.process.frame.language):
        fragment = _fragment(meeting, shown_activity(meeting))
        return render_to_string(
            fragment.template,
            {"process": meeting.process, "meeting": meeting, **fragment.context},
        )


def join_context(request: HttpRequest, meeting: Meeting) -> dict[str, str]:
    """How to join: the code, the address without its scheme, and the QR code as SVG."""
    address = request.build_absolute_uri(reverse("entrance:join", args=[meeting.code]))
    return {
        "code": meeting.code, "url": request.get_host(), "address": address,
        "qr_svg": qr_svg(address),
    }


def qr_svg(address: str) -> SafeString:
    """A QR code as inline SVG without inline style."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4,
        title=_("QR-Code zum Beitreten"), light="#ffffff",
    )
    return mark_safe(out.getvalue().decode())


def _fragment(meeting: Meeting, shown: Activity | None) -> Fragment:
    kind = activity_kind(shown.step, shown.kind) if shown else None
    if shown is None or kind is None:
        present = [(title, n) for title, n in sectors_present(meeting.process).items() if n]
        return Fragment("entrance/board_welcome.html", {
            "sectors": present, "n": sum(n for _title, n in present),
        })
    fragment = kind.board(shown)
    return Fragment(fragment.template, {"activity": shown, **fragment.context})


def _timer(shown: Activity | None) -> dict[str, object] | None:
    if shown is None or not shown.is_open or shown.ends_at is None:
        return None
    return {"ends_at": shown.ends_at, "label": shown.title}
