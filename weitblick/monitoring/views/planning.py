"""Planning areas: of which municipalities they consist, from when on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.evidence import editing
from weitblick.evidence.catalogue import word
from weitblick.evidence.models import Area, AreaSet, Level
from weitblick.faces.desk import desk_page
from weitblick.monitoring.forms.planning import PlanningForm
from weitblick.monitoring.views.frame import EDITORS, READERS, page, posted
from weitblick.workshop.models import Process


@desk_page(*READERS)
def overview(request: HttpRequest, process: Process) -> HttpResponse:
    """All planning areas with their versions."""
    areas = Area.objects.filter(level=Level.PLANNING).prefetch_related("versions__members__member")
    return page(request, process, "planning", "planning.html", {
        "areas": [{"area": one, "versions": [_version(each) for each in one.versions.all()][::-1]}
                  for one in areas.order_by("name")],
        "has_municipalities": Area.objects.filter(level=Level.GEMEINDE).exists(),
    })


def _version(one: AreaSet) -> dict[str, Any]:
    return {"set": one, "members": [each.member.name for each in one.members.all()]}


@desk_page(*EDITORS)
def new(request: HttpRequest, process: Process) -> HttpResponse:
    """A new planning area."""
    form = PlanningForm(posted(request))
    if request.method == "POST" and form.is_valid():
        _define(_free_key(form.cleaned_data["name"]), form)
        messages.success(request, _("Der Planungsraum ist angelegt."))
        return redirect("monitoring:planning", slug=process.slug)
    return _page(request, process, form, None)


@desk_page(*EDITORS)
def version(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """Another composition from a day on."""
    area = Area.objects.filter(key=key, level=Level.PLANNING).first()
    if area is None:
        raise Http404
    newest = area.versions.order_by("valid_from").last()
    members = [one.member.key for one in newest.members.select_related("member")] if newest else []
    form = PlanningForm(posted(request), initial={
        "name": area.name, "members": members, "valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        _define(key, form)
        messages.success(request, _("Die Zusammensetzung ist gespeichert."))
        return redirect("monitoring:planning", slug=process.slug)
    return _page(request, process, form, area)


def _page(
    request: HttpRequest, process: Process, form: PlanningForm, area: Area | None
) -> HttpResponse:
    return page(request, process, "planning", "planning_edit.html", {"form": form, "area": area},
                status=422 if form.errors else 200)


def _define(key: str, form: PlanningForm) -> None:
    data = form.cleaned_data
    editing.define_planning_area(
        key, data["name"], dict.fromkeys(data["members"], 1.0), data["valid_from"], data["note"])


def _free_key(name: str) -> str:
    """A key that does not look like an official one and is not taken."""
    base = f"pr_{word(name) or 'raum'}"[:30]
    taken = set(Area.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(key for key in [base, *(f"{base}_{n}" for n in range(2, len(taken) + 3))]
                if key not in taken)
