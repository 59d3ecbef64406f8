"""Sheets to print: how to join."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

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
        sheets.join_sheet, title=process.title, question=process.question,
        code=found.code, url=join["address"],
    )
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{process.slug}-beitritt.pdf"'
    return answer
