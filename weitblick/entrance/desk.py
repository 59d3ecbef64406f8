"""The desk beyond single steps: my processes, a new one, the overview, roles, publishing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.entrance.board import board_url
from weitblick.entrance.forms import InvitationForm, ProcessForm
from weitblick.entrance.overview import coverage_fields, steps_with_figures
from weitblick.faces.desk import desk_page, show
from weitblick.workshop import actions, roles
from weitblick.workshop.models import Process, Role
from weitblick.workshop.queries import open_activities, sectors_present


@login_required
def processes(request: HttpRequest) -> HttpResponse:
    """The processes somebody works in."""
    return render(request, "entrance/processes.html", {
        "processes": roles.processes_of(request.user), "may_create": _may_create(request),
    })


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A new process; whoever makes it leads it."""
    user = request.user
    if not user.is_authenticated or not _may_create(request):
        raise PermissionDenied
    form = ProcessForm(request.POST or None, initial={"horizon": 2035})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        process = actions.create_process(
            data["frame"], data["title"], data["question"], horizon=data["horizon"],
            region=data["region"], introduction=data["introduction"], by=user,
        )
        return redirect("entrance:new-meeting", slug=process.slug)
    return render(request, "entrance/new_process.html", {"form": form},
                  status=422 if form.errors else 200)


@desk_page(Role.FACILITATOR, Role.ANALYST, Role.SCRIBE, Role.STATISTICS)
def overview(request: HttpRequest, process: Process) -> HttpResponse:
    """Where the process stands: meetings, steps, coverage, people."""
    meetings = [
        {"meeting": meeting, "running": open_activities(meeting), "board": board_url(meeting)}
        for meeting in process.meetings.order_by("-is_joinable", "starts_on", "pk")
    ]
    sectors = sectors_present(process)
    given = roles.roles_to_give(request.user, process)
    return show(request, process, "entrance/overview.html", {
        "meetings": meetings, "steps": steps_with_figures(process), "sectors": sectors,
        "n_people": sum(sectors.values()), "fields": coverage_fields(process),
        "memberships": process.memberships.select_related("user"),
        "invitation": InvitationForm(given=given) if given else None,
        "leads": roles.may(request.user, process, Role.FACILITATOR),
    })


@require_POST
@desk_page(Role.FACILITATOR)
def publish(request: HttpRequest, process: Process) -> HttpResponse:
    """Open or close the reader pages."""
    public = request.POST.get("public") == "yes"
    actions.set_public(process, public)
    messages.success(request, _("Die Ergebnisse sind jetzt öffentlich.") if public
                     else _("Die Ergebnisse sind nicht mehr öffentlich."))
    return redirect("entrance:process", slug=process.slug)


@require_POST
@desk_page(Role.FACILITATOR, Role.STATISTICS)
def invite(request: HttpRequest, process: Process) -> HttpResponse:
    """A one-time link for somebody who gets an account and a role."""
    if request.POST.get("role") not in roles.roles_to_give(request.user, process):
        messages.error(request, roles.NOT_TO_GIVE if request.POST.get("role") == Role.STATISTICS
                       else _("Zu dieser Rolle können Sie nicht einladen."))
        return redirect("entrance:process", slug=process.slug)
    form = InvitationForm(request.POST, given=roles.roles_to_give(request.user, process))
    if form.is_valid():
        token = roles.invite(process, form.cleaned_data["role"], by=request.user)
        link = request.build_absolute_uri(reverse("entrance:invitation", args=[token]))
        messages.success(request, _("Einmaliger Link, sieben Tage gültig: %s") % link)
    return redirect("entrance:process", slug=process.slug)


def _may_create(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated:
        return False
    leads = user.memberships.filter(role=Role.FACILITATOR).exists()
    return bool(user.is_superuser or leads)
