"""Sheets to print: how to join, table signs, who sits where."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from weitblick.entrance.addresses import home_address
from weitblick.entrance.board import join_context
from weitblick.exports import cards as sheets
from weitblick.exports import room
from weitblick.exports.render import in_worker
from weitblick.faces.desk import desk_page
from weitblick.workshop import seating
from weitblick.workshop.models import Meeting, Process, Role, Table


@desk_page(Role.FACILITATOR, Role.SCRIBE)
def sheet(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """The sheet for the wall: how to join, with QR code, as PDF."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    join = join_context(request, found)
    pdf = in_worker(
        sheets.join_sheet, found.title, join["address"], found.code,
        date=found.starts_on.isoformat(), process_title=process.title, steps=_steps(join),
        example=process.is_example,
    )
    return as_file(pdf, process, "beitritt")


@desk_page(Role.FACILITATOR, Role.SCRIBE)
def table_signs(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """A sign for each table: its number, its topic, and a code that leads to it."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    signs = [
        room.Sheet(
            heading=table_title(table), text=topic_title(table),
            url=table_address(request, found, table),
            note=_("Mitmachen: Code %s") % found.code,
        )
        for table in seating.tables_in_use(found)
    ]
    if not signs:
        raise Http404
    return as_file(in_worker(room.signs, head_of(found, _("Tischschilder")), signs), process,
                   "tischschilder")


@desk_page(Role.FACILITATOR, Role.SCRIBE)
def place_list(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Who sits where, for the wall beside the door: by number, a column for each round."""
    found = get_object_or_404(Meeting, process=process, pk=pk)
    rounds = list(found.seating_rounds.all())
    if not rounds:
        raise Http404
    columns = [_("Nr."), _("Pseudonym"), *(_("Runde %d") % one.number for one in rounds)]
    return as_file(in_worker(room.place_list, head_of(found, _("Wer sitzt wo?")), columns,
                             _rows(found)), process, "platzliste")


def _rows(meeting: Meeting) -> list[list[str]]:
    tables: dict[int, dict[int, int]] = {}
    for one in meeting.seating_rounds.all():
        for sitting in seating.sittings(one):
            for place in sitting.places:
                tables.setdefault(place.attendance_id, {})[one.number] = sitting.table.number
    numbers, rounds = seating.numbers_of(meeting), [r.number for r in meeting.seating_rounds.all()]
    people = meeting.attendances.filter(pk__in=tables).select_related("participant").order_by("pk")
    return [
        [str(numbers[one.pk]), one.participant.pseudonym,
         *(str(tables[one.pk].get(number, "–")) for number in rounds)]
        for one in people
    ]


def head_of(meeting: Meeting, title: str) -> room.Head:
    """What sheets of a meeting say of themselves."""
    process = meeting.process
    return room.Head(title, meeting.starts_on.isoformat(), process.frame.language,
                     f"{process.title} · {meeting.title}", process.is_example)


def table_title(table: Table) -> str:
    """As it stands on the sign."""
    return _("Tisch %d") % table.number


def topic_title(table: Table) -> str:
    """The topic of a table as people read it; empty without one."""
    return table.meeting.process.frame.title_of(table.topic) if table.topic else ""


def table_address(
    request: HttpRequest, meeting: Meeting, table: Table | None = None, activity: int = 0
) -> str:
    """Where the code of a sheet leads: scribes to typing, everybody else to taking part."""
    number = table.number if table else 0
    return home_address(request) + reverse("entrance:table-code",
                                           args=[meeting.code, number, activity])


def as_file(pdf: bytes, process: Process, name: str) -> HttpResponse:
    """A PDF that opens in the browser."""
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{process.slug}-{name}.pdf"'
    return answer


def _steps(join: dict[str, str]) -> list[str]:
    return [
        _("Scannen Sie den Code mit der Kamera Ihres Telefons, oder öffnen Sie %s.") % join["url"],
        _("Wählen Sie Ihre Akteursgruppe. Sie brauchen kein Konto und keinen Namen."),
        _("Lassen Sie die Seite offen: Die nächste Aufgabe erscheint von selbst."),
    ]
