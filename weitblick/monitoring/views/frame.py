"""What all pages of the monitoring's desk share: who may, tabs, downloads."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from weitblick.faces.desk import show
from weitblick.monitoring.tabs import tabs
from weitblick.workshop.models import Process, Role
from weitblick.workshop.roles import may

READERS = (Role.FACILITATOR, Role.ANALYST, Role.SCRIBE, Role.STATISTICS)
EDITORS = (Role.FACILITATOR, Role.ANALYST, Role.STATISTICS)


def page(
    request: HttpRequest, process: Process, tab: str, template: str,
    context: Mapping[str, Any] | None = None, *, status: int = 200,
) -> HttpResponse:
    """A desk page of the monitoring; it says if it shows what only the statistics office sees."""
    shared = {"tabs": tabs(process, tab), "may_edit": may(request.user, process, *EDITORS)}
    return show(request, process, f"monitoring/{template}", {**shared, **(context or {})},
                status=status)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also if no box was ticked; None before anything was."""
    return request.POST if request.method == "POST" else None


def is_office(request: HttpRequest, process: Process) -> bool:
    """Whether hidden values may be shown on the page; downloads never hold them."""
    return may(request.user, process, Role.STATISTICS)


def as_csv(
    name: str, heads: Sequence[object], rows: Iterable[Sequence[object]],
    notes: Iterable[str] = (),
) -> HttpResponse:
    """A table as CSV for any spreadsheet (UTF-8 with BOM, semicolons), attributions below it."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(answer, delimiter=";")
    writer.writerow([str(one) for one in heads])
    writer.writerows([_cell(one) for one in row] for row in rows)
    for note in notes:
        writer.writerow([_cell(note)])
    return answer


def _cell(value: object) -> str:
    """Numbers as German spreadsheets read them; text that none of them takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
