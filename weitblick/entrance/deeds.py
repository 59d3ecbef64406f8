"""The buttons of leading and preparing: what each does, and how it is called when taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.entrance import board_views
from weitblick.faces.desk import key_from
from weitblick.workshop import actions, deeds
from weitblick.workshop.models import Activity, Meeting, MeetingChange

Sent = Mapping[str, str]
MINUTES = {"1", "5", "10"}


@dataclass(frozen=True)
class Deed:
    """A button. ``done`` says it in the past: "Runde geschlossen"."""

    done: str | Promise
    act: Callable[[Meeting, Activity, Sent], object]
    on_activity: bool = True


def press(request: HttpRequest, meeting: Meeting, name: str) -> MeetingChange | None:
    """Do what a button of this name does, once; None where there was nothing to do."""
    if name not in DEEDS:
        raise ValidationError(_("Diesen Knopf gibt es nicht."))
    deed, sent = DEEDS[name], request.POST
    activity = _activity(meeting, sent.get("activity")) if deed.on_activity else None
    return deeds.perform(
        meeting, name, lambda: _act(deed, meeting, sent), by=request.user,
        subject=activity.title if activity else _subject(name, sent), once=sent.get("once", ""),
    )


def words(change: MeetingChange) -> str:
    """What was done, in the past: "Runde geschlossen"."""
    deed = DEEDS.get(change.verb)
    return str(deed.done) if deed else str(OTHER.get(change.verb, change.verb))


def _act(deed: Deed, meeting: Meeting, sent: Sent) -> None:
    meeting.refresh_from_db()
    if deed.on_activity:
        deed.act(meeting, _activity(meeting, sent.get("activity")), sent)
    else:
        deed.act(meeting, Activity(), sent)


def _activity(meeting: Meeting, pk: str | None) -> Activity:
    rows = meeting.activities.select_related("meeting__process")
    return get_object_or_404(rows, pk=key_from(pk))


def _subject(name: str, sent: Sent) -> str:
    return sent.get("text", "").strip() if name == "message" else ""


def _open(meeting: Meeting, activity: Activity, sent: Sent) -> None:
    """Open; with ``closing`` close those first: "Schließen und Nächstes öffnen"."""
    for pk in filter(None, sent.get("closing", "").split(",")):
        actions.close_activity(_activity(meeting, pk))
    actions.open_activity(activity)


def _extend(meeting: Meeting, activity: Activity, sent: Sent) -> None:
    minutes = sent.get("minutes", "5")
    if minutes not in MINUTES:
        raise ValidationError(_("Verlängern lässt sich um 1, 5 oder 10 Minuten."))
    actions.extend_activity(activity, int(minutes))


def _message(meeting: Meeting, activity: Activity, sent: Sent) -> None:
    text = sent.get("text", "").strip()
    if not text:
        raise ValidationError(_("Die Nachricht ist noch leer."))
    most = Meeting._meta.get_field("message").max_length or 0
    if len(text) > most:
        raise ValidationError(_("Die Nachricht hat %(n)d Zeichen, möglich sind %(max)d.")
                              % {"n": len(text), "max": most})
    actions.send_message(meeting, text)


def _board(meeting: Meeting, activity: Activity, sent: Sent) -> None:
    view = sent.get("view", "")
    known = {board_views.AUTOMATIC, board_views.JOIN, board_views.SEATING, board_views.PAUSED}
    known |= {choice["value"] for choice in board_views.choices(meeting)}
    if view not in known:
        raise ValidationError(_("Diese Ansicht gibt es nicht."))
    actions.show_on_board(meeting, view)


def _arrange(meeting: Meeting, activity: Activity, sent: Sent) -> None:
    order = [key_from(pk) for pk in sent.get("order", "").split(",")]
    actions.arrange(meeting, order)


def _simply(do: Callable[[Activity], object]) -> Callable[[Meeting, Activity, Sent], object]:
    return lambda _meeting, activity, _sent: do(activity)


def _whole(do: Callable[[Meeting], object]) -> Callable[[Meeting, Activity, Sent], object]:
    return lambda meeting, _activity, _sent: do(meeting)


_l = gettext_lazy
DEEDS: dict[str, Deed] = {
    "open": Deed(_l("Runde geöffnet"), _open),
    "close": Deed(_l("Runde geschlossen"), _simply(actions.close_activity)),
    "extend": Deed(_l("Zeit verlängert"), _extend),
    "show": Deed(_l("Ergebnisse gezeigt"), _simply(lambda one: actions.show_results(one, True))),
    "hide": Deed(_l("Ergebnisse verborgen"),
                 _simply(lambda one: actions.show_results(one, False))),
    "up": Deed(_l("Im Ablauf verschoben"), _simply(lambda one: actions.move_activity(one, -1))),
    "down": Deed(_l("Im Ablauf verschoben"), _simply(lambda one: actions.move_activity(one, 1))),
    "duplicate": Deed(_l("Verdoppelt"), _simply(actions.duplicate_activity)),
    "remove": Deed(_l("Aus dem Ablauf entfernt"), _simply(actions.remove_activity)),
    "doors-open": Deed(_l("Beitritt geöffnet"),
                       _whole(lambda one: actions.set_joinable(one, True)), False),
    "doors-close": Deed(_l("Beitritt geschlossen"),
                        _whole(lambda one: actions.set_joinable(one, False)), False),
    "pause": Deed(_l("Pause begonnen"), _whole(lambda one: actions.set_paused(one, True)), False),
    "resume": Deed(_l("Pause beendet"), _whole(lambda one: actions.set_paused(one, False)), False),
    "message": Deed(_l("Nachricht gesendet"), _message, False),
    "message-clear": Deed(_l("Nachricht weggenommen"),
                          _whole(lambda one: actions.send_message(one, "")), False),
    "board": Deed(_l("Ansicht der Tafeln gewählt"), _board, False),
    "order": Deed(_l("Ablauf umgestellt"), _arrange, False),
}
OTHER: dict[str, str | Promise] = {
    "plan": _l("In den Ablauf aufgenommen"),
    "edit": _l("Aktivität geändert"),
    "use": _l("Fertigen Ablauf übernommen"),
    "copy": _l("Ablauf übernommen"),
    "hours": _l("Uhrzeiten geändert"),
}
