"""What all pages of the monitoring's desk share: who may, tabs."""

from collections.abc import Mapping
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
