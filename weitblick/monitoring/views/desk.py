"""The desk of the monitoring: which indicators there are for which action field."""

from django.http import HttpRequest, HttpResponse

from weitblick.faces.desk import desk_page, show
from weitblick.monitoring.queries import by_field
from weitblick.workshop.models import Process, Role


@desk_page(Role.FACILITATOR, Role.ANALYST, Role.SCRIBE, Role.STATISTICS)
def desk(request: HttpRequest, process: Process) -> HttpResponse:
    """All master sheets by action field, those with values first to see."""
    fields = by_field(process)
    rows = [row for field in fields for row in field.rows]
    return show(request, process, "monitoring/desk.html", {
        "fields": fields, "n": len(rows), "n_filled": sum(row.is_filled for row in rows),
    })
