"""The desk of the monitoring: what is covered, what came in, what is old, what comes next."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from weitblick.evidence import queries as evidence
from weitblick.faces.desk import desk_page
from weitblick.monitoring.analysis import state
from weitblick.monitoring.queries import by_field
from weitblick.monitoring.views.frame import READERS, page
from weitblick.workshop.models import Process

NEWEST = 5


@desk_page(*READERS)
def desk(request: HttpRequest, process: Process) -> HttpResponse:
    """A calm overview of the figures of a process."""
    fields = by_field(process)
    rows = [row for field in fields for row in field.rows]
    indicators = reverse("monitoring:indicators", args=[process.slug])
    return page(request, process, "desk", "desk.html", {
        "covered": state.covered(fields, indicators), "n": len(rows),
        "n_filled": sum(row.is_filled for row in rows), "outdated": state.outdated(fields),
        "runs": evidence.runs()[:NEWEST], "steps": state.next_steps(process, fields),
    })
