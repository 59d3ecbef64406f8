"""What the boards show: what is open, or what who leads has chosen instead."""

from dataclasses import dataclass
from typing import Any

from weitblick.entrance import seating_pictures
from weitblick.entrance.pauses import kind_of, pause_screen
from weitblick.entrance.standing import sectors_here
from weitblick.faces.declaration import Fragment
from weitblick.faces.desk import key_from
from weitblick.workshop.models import Activity, Meeting
from weitblick.workshop.queries import present, shown_activity

AUTOMATIC, JOIN, SEATING, PAUSED, RESULTS = "", "join", "seating", "pause", "results-"


@dataclass(frozen=True)
class Shown:
    """The view that is on, and the activity it shows, if any."""

    view: str
    activity: Activity | None


def shown(meeting: Meeting, fixed: str = "") -> Shown:
    """What the boards show now; ``fixed`` is the view of a board that keeps to one."""
    view = fixed or meeting.board_view
    if view in {JOIN, SEATING, PAUSED}:
        return Shown(view, None)
    if view.startswith(RESULTS):
        pk = key_from(view.removeprefix(RESULTS))
        if found := meeting.activities.exclude(opened_at=None).filter(pk=pk).first():
            return Shown(view, found)
    if meeting.is_paused:
        return Shown(PAUSED, None)
    return Shown(AUTOMATIC, shown_activity(meeting))


def invites(one: Shown) -> bool:
    """Whether joining is what this view is about: chosen, or before the first round."""
    return one.view == JOIN or (one.view == AUTOMATIC and one.activity is None)


def fragment(meeting: Meeting, one: Shown) -> Fragment:
    """The content of the board for a view."""
    if one.view == PAUSED:
        return pause_screen(meeting)
    if one.view == SEATING:
        return seating_pictures.board(meeting)
    kind = kind_of(one.activity) if one.activity else None
    if one.activity is None or kind is None:
        return _welcome(meeting)
    found = kind.board(one.activity)
    return Fragment(found.template, {"activity": one.activity, **found.context})


def timer(one: Shown) -> dict[str, object] | None:
    """How long what is shown stays open."""
    found = one.activity
    if found is None or not found.is_open or found.is_pause or found.ends_at is None:
        return None
    return {"ends_at": found.ends_at, "label": found.title}


def choices(meeting: Meeting) -> list[dict[str, Any]]:
    """The activities whose board can be shown again, latest first."""
    begun = meeting.activities.exclude(opened_at=None).order_by("-opened_at", "-pk")
    return [{"value": f"{RESULTS}{one.pk}", "title": one.title}
            for one in begun if not one.is_pause]


def _welcome(meeting: Meeting) -> Fragment:
    here = present(meeting)
    return Fragment("entrance/board_welcome.html", {
        "sectors": sectors_here(meeting, here), "n": len(here),
    })
