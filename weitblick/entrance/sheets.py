"""Sheets to print: how to join."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from weitblick.entrance.board import join_context
from weitblick.exports import cards as sheets
from weitblick.exports.render import in_worker
from weitblick.faces.desk import desk_page
from weitblick.workshop.models import Meeting, Process, Role


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
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{process.slug}-beitritt.pdf"'
    return answer


def _steps(join: dict[str, str]) -> list[str]:
    return [
        _("Scannen Sie den Code mit der Kamera Ihres Telefons, oder öffnen Sie %s.") % join["url"],
        _("Wählen Sie Ihre Akteursgruppe. Sie brauchen kein Konto und keinen Namen."),
        _("Lassen Sie die Seite offen: Die nächste Aufgabe erscheint von selbst."),
    ]
