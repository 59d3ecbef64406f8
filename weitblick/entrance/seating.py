"""The seating at the desk, and the wishes on the phone."""

from collections.abc import Callable
from functools import cache
from threading import Thread
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from weitblick.engines.seating import make_ready
from weitblick.entrance.seating_pictures import in_words, picture, sector_key
from weitblick.entrance.seats import meeting_for, seated
from weitblick.faces.desk import desk_page, key_from, show
from weitblick.faces.numbers import number
from weitblick.workshop import deeds, seating
from weitblick.workshop.models import Attendance, Meeting, Process, Role, SeatingRound
from weitblick.workshop.queries import present
from weitblick.workshop.roles import may

ROUNDS = 4
FEW, MANY = 1, 60
MOST_DIGITS = 4


@cache
def _get_ready() -> None:
    """Once in a server: who opens the page will want a seating soon."""
    Thread(target=make_ready, name="seating", daemon=True).start()


@desk_page(Role.FACILITATOR, Role.SCRIBE)
def page(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Tables, rounds, people: computed, mended by hand, shown."""
    _get_ready()
    meeting = get_object_or_404(Meeting, process=process, pk=pk)
    rounds = list(meeting.seating_rounds.all())
    wanted = request.GET.get("runde", "")
    one = next((r for r in rounds if str(r.number) == wanted),
               rounds[max(0, meeting.shown_round - 1)] if rounds else None)
    here, quality = present(meeting), seating.quality(meeting)
    tables = seating.tables_in_use(meeting)
    return show(request, process, "entrance/seating.html", {
        "meeting": meeting, "rounds": rounds, "round": one, "n_here": len(here),
        "tables": tables, "quality": in_words(quality, len(rounds)) if rounds else [],
        "n_tables": len(tables) or _usual_tables(len(here)),
        "n_rounds": len(rounds) or ROUNDS, "first_round": meeting.shown_round + 1,
        "picture": picture(meeting, one) if one else [], "key": sector_key(process.frame),
        "topics": process.frame.topics, "people": _people(meeting),
        "unseated": _unseated(here, one), "wishing": sum(bool(a.first_wish) for a in here),
        "leads": may(request.user, process, Role.FACILITATOR),
        "breadcrumbs": [
            {"title": process.title, "url": reverse("entrance:process", args=[process.slug])},
            {"title": meeting.title,
             "url": reverse("entrance:meeting", args=[process.slug, meeting.pk])},
        ],
    })


@require_POST
@desk_page(Role.FACILITATOR)
def act(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """One of the buttons of the page."""
    meeting = get_object_or_404(Meeting, process=process, pk=pk)
    does = DOES.get(request.POST.get("do", ""))
    if does is None:
        raise ValidationError(_("Diesen Knopf gibt es nicht."))
    messages.success(request, does(request, meeting))
    wanted = request.POST.get("round", "")
    query = f"?runde={wanted}#runde" if wanted.isdecimal() else ""
    return redirect(reverse("entrance:seating", args=[process.slug, meeting.pk]) + query)


@require_POST
def wishes(request: HttpRequest, code: str) -> HttpResponse:
    """Which topics somebody would like to talk about; until the first round."""
    meeting = meeting_for(request, code)
    participant = seated(request, meeting.process)
    if participant is None:
        return redirect("entrance:join", code=meeting.code)
    attendance = get_object_or_404(Attendance, meeting=meeting, participant=participant)
    try:
        seating.wish(attendance, request.POST.get("first", ""), request.POST.get("second", ""))
        messages.success(request, _("Ihre Wünsche sind notiert."))
    except ValidationError as problem:
        for text in problem.messages:
            messages.error(request, text)
    return redirect("entrance:phone", code=meeting.code)


def wishing(attendance: Attendance | None) -> dict[str, Any] | None:
    """What the waiting page needs to ask for wishes; None where there is nothing to wish for."""
    if attendance is None or attendance.meeting.shown_round:
        return None
    at_tables = {table.topic for table in seating.tables_in_use(attendance.meeting)} - {""}
    topics = [one for one in attendance.meeting.process.frame.topics if one.slug in at_tables]
    if len(topics) < 2:
        return None
    return {"topics": topics, "first": attendance.first_wish, "second": attendance.second_wish}


def _arrange(request: HttpRequest, meeting: Meeting) -> str:
    data = request.POST
    count = _whole(data, "tables", _("Bitte geben Sie an, wie viele Tische es gibt."))
    topics = [topic.slug for topic in meeting.process.frame.topics]
    if not FEW <= count <= MANY:
        raise ValidationError(_("Möglich sind 1 bis %d Tische.") % MANY)
    by_wish = seating.topics_by_wish(meeting, count) if "by_wish" in data else None
    rows = []
    for n in range(1, count + 1):
        room = data.get(f"room-{n}", data.get("room", "")).strip()
        if room and not (room.isdecimal() and len(room) <= MOST_DIGITS):
            raise ValidationError(_("Tisch %(n)d: „%(room)s“ ist keine Zahl von Plätzen.")
                                  % {"n": n, "room": room[:20]})
        topic = by_wish[n - 1] if by_wish else data.get(f"topic-{n}", topics[(n - 1) % len(topics)])
        rows.append((topic, int(room) if room else None))
    seating.arrange(meeting, rows)
    return ngettext("%d Tisch steht.", "%d Tische stehen.", count) % count


def _compute(request: HttpRequest, meeting: Meeting) -> str:
    rounds = _whole(request.POST, "rounds", _("Bitte geben Sie an, wie viele Runden es gibt."))
    made = seating.compute(meeting, rounds)
    return ngettext("%d Runde ist berechnet.", "%d Runden sind berechnet.", len(made)) % len(made)


def _move(request: HttpRequest, meeting: Meeting) -> str:
    one, people = _round(request, meeting), _chosen(request, meeting)
    table = meeting.tables.filter(number=_whole(request.POST, "table", _("Welcher Tisch?"))).first()
    if table is None:
        raise ValidationError(_("Diesen Tisch gibt es hier nicht."))
    seating.move(one, people, table)
    return _("Umgesetzt. Der Platz bleibt, auch wenn neu berechnet wird.")


def _release(request: HttpRequest, meeting: Meeting) -> str:
    seating.release(_round(request, meeting), _chosen(request, meeting))
    return _("Diese Plätze sind nicht mehr fest.")


def _show(request: HttpRequest, meeting: Meeting) -> str:
    wanted = _whole(request.POST, "round", _("Welche Runde?"))
    deeds.perform(meeting, "round", lambda: seating.show_round(meeting, wanted), by=request.user,
                  subject=str(wanted))
    return (_("Runde %s steht jetzt auf den Telefonen.") % number(wanted)) if wanted else _(
        "Auf den Telefonen steht keine Runde mehr.")


def _leave(request: HttpRequest, meeting: Meeting) -> str:
    people = _chosen(request, meeting)
    for one in people:
        seating.take_out(one)
    return ngettext(
        "%d Person ist gegangen. Niemand wurde umgesetzt.",
        "%d Personen sind gegangen. Niemand wurde umgesetzt.", len(people),
    ) % len(people)


def _return(request: HttpRequest, meeting: Meeting) -> str:
    people = _chosen(request, meeting)
    for one in people:
        seating.bring_back(one)
    return ngettext("%d Person ist wieder da.", "%d Personen sind wieder da.",
                    len(people)) % len(people)


DOES: dict[str, Callable[[HttpRequest, Meeting], str]] = {
    "arrange": _arrange, "compute": _compute, "move": _move, "release": _release, "show": _show,
    "leave": _leave, "return": _return,
}


def _round(request: HttpRequest, meeting: Meeting) -> SeatingRound:
    wanted = _whole(request.POST, "round", _("Welche Runde?"))
    one = meeting.seating_rounds.filter(number=wanted).first()
    if one is None:
        raise ValidationError(_("Diese Runde ist noch nicht berechnet."))
    return one


def _chosen(request: HttpRequest, meeting: Meeting) -> list[Attendance]:
    keys = [key_from(key) for key in request.POST.getlist("person")]
    found = list(meeting.attendances.filter(pk__in=keys, participant__erased_at=None))
    if not found:
        raise ValidationError(_("Bitte wählen Sie zuerst eine Person aus."))
    return found


def _whole(data: QueryDict, name: str, otherwise: str) -> int:
    text = data.get(name, "").strip()
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        raise ValidationError(otherwise)
    return int(text)


def _people(meeting: Meeting) -> dict[str, list[dict[str, Any]]]:
    """Who is here and who has left, by number and pseudonym."""
    numbers = seating.numbers_of(meeting)
    rows = meeting.attendances.filter(participant__erased_at=None).select_related("participant")
    said = [{"pk": one.pk, "number": numbers[one.pk], "name": one.participant.pseudonym,
             "left": one.left_at is not None} for one in rows.order_by("pk")]
    return {"here": [one for one in said if not one["left"]],
            "gone": [one for one in said if one["left"]]}


def _unseated(here: list[Attendance], one: SeatingRound | None) -> list[dict[str, Any]]:
    """Who is here and has no place in a round."""
    if one is None:
        return []
    sits = set(one.places.values_list("attendance_id", flat=True))
    numbers = seating.numbers_of(one.meeting)
    return [{"pk": a.pk, "number": numbers[a.pk], "name": a.participant.pseudonym}
            for a in here if a.pk not in sits]


def _usual_tables(people: int) -> int:
    """About seven at a table."""
    return min(MANY, max(1, round(people / 7)))
