"""The pause: an agenda item of its own, in which nothing is asked. And what kind any item is of."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from weitblick.faces.declaration import ActivityKind, Fragment
from weitblick.faces.phone import Seat, show
from weitblick.method.chain import activity_kind
from weitblick.workshop.models import PAUSE, Activity, Meeting
from weitblick.workshop.queries import next_activity


def phone(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A pause on the phone: how long, nothing else."""
    return show(request, seat, "entrance/pause.html", {"pause": seat.activity})


def board(activity: Activity) -> Fragment:
    """A pause on the board: how long, and what comes then."""
    return pause_screen(activity.meeting, activity)


def pause_screen(meeting: Meeting, activity: Activity | None = None) -> Fragment:
    """The calm screen of a planned pause, or (without one) of a spontaneous one."""
    return Fragment("entrance/board_pause.html", {
        "pause": activity, "following": next_activity(meeting),
    })


PAUSE_KIND = ActivityKind(
    slug=PAUSE, title=_("Pause"), prompt="", minutes=15, phone=phone, board=board,
)


def kind_of(activity: Activity) -> ActivityKind | None:
    """The kind of any item of an agenda: of a step, or a pause."""
    if activity.is_pause:
        return PAUSE_KIND
    return activity_kind(activity.step, activity.kind)
