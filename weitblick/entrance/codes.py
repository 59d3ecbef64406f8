"""Where the code on a sheet leads, whoever scans it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from weitblick.entrance.seats import meeting_for, seated
from weitblick.workshop.models import ActivityState, Role
from weitblick.workshop.roles import may


@never_cache
@require_safe
def table_code(request: HttpRequest, code: str, table: int, activity: int) -> HttpResponse:
    """Scribes and facilitators come to typing for this table and activity (0: none named);
    everybody else comes to the activity, or first to joining."""
    meeting = meeting_for(request, code)
    process = meeting.process
    if may(request.user, process, Role.FACILITATOR, Role.SCRIBE):
        there = reverse("entrance:typing", args=[process.slug, meeting.pk])
        if meeting.activities.filter(pk=activity).exists():
            there = reverse("entrance:typing-cards", args=[process.slug, meeting.pk, activity])
        return redirect(f"{there}?tisch={table}" if table else there)
    known = seated(request, process) is not None
    open_now = meeting.activities.filter(pk=activity, state=ActivityState.OPEN).exists()
    if known and open_now:
        return redirect("entrance:phone-activity", code=meeting.code, pk=activity)
    return redirect("entrance:join", code=meeting.code)
