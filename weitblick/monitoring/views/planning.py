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
from weitblick.monitoring.analysis import pickmap
from weitblick.monitoring.forms.planning import PlanningForm, by_kreis
from weitblick.monitoring.views.frame import EDITORS, READERS, page, posted
from weitblick.monitoring.views.pick import named, pick_context
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
    if _only_looks(request):
        return _picked(request, process, None)
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
    if _only_looks(request):
        return _picked(request, process, area)
    newest = area.versions.order_by("valid_from").last()
    members = [one.member.key for one in newest.members.select_related("member")] if newest else []
    form = PlanningForm(posted(request), initial={
        "name": area.name, "members": members, "valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        _define(key, form)
        messages.success(request, _("Die Zusammensetzung ist gespeichert."))
        return redirect("monitoring:planning", slug=process.slug)
    return _page(request, process, form, area)


def _only_looks(request: HttpRequest) -> bool:
    """Whether the map was pressed: the form comes back as it was, and nothing is saved."""
    return request.method == "POST" and (
        "zeigen" in request.POST or pickmap.was_pressed(request.POST))


def _picked(request: HttpRequest, process: Process, area: Area | None) -> HttpResponse:
    """A click on a Kreis looks into it, a click on a municipality takes it in or out."""
    within = request.POST.get("kreis", "")[:5]
    members, said = request.POST.getlist("members"), ""
    click = pickmap.clicked(request.POST, within)
    if click and not within and click.area:
        within = click.area
    elif click and click.area in {key for _kreis, rows in by_kreis() for key, _name in rows}:
        members = sorted(set(members) ^ {click.area})
        words = _("%s gehört jetzt dazu.") if click.area in members else _(
            "%s gehört nicht mehr dazu.")
        said = words % named(click.area)
    elif pickmap.was_pressed(request.POST):
        said = _("Dort liegt keine Gemeinde. Mit der Tastatur wählen Sie unten in der Liste.")
    typed = {name: request.POST.get(name, "") for name in ("name", "valid_from", "note")}
    form = PlanningForm(initial={**typed, "members": members})
    return _page(request, process, form, area, within, said)


def _page(
    request: HttpRequest, process: Process, form: PlanningForm, area: Area | None,
    within: str = "", said: str = "",
) -> HttpResponse:
    members = list(form["members"].value() or [])
    within = within or (members[0][:5] if members and not _only_looks(request) else "")
    words = {
        "title": _("Auf der Karte"), "said": said, "alt": _("Karte: Gemeinden wählen"),
        "help": _("Ein Klick nimmt eine Gemeinde hinein oder heraus; noch ist nichts gespeichert.")
        if within else _("Klicken Sie zuerst auf den Kreis, dann auf seine Gemeinden."),
    }
    return page(request, process, "planning", "planning_edit.html", {
        "form": form, "area": area, "n_members": len(members),
        "pick": pick_context(within, members, None, words),
    }, status=422 if form.errors else 200)


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
