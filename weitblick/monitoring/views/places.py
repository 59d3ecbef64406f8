"""Places: by kind, stops by their service, and a place put on the map or typed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.evidence.models import Place
from weitblick.faces.desk import desk_page
from weitblick.faces.numbers import number
from weitblick.monitoring.actions import whatifs as actions
from weitblick.monitoring.analysis import pickmap, service
from weitblick.monitoring.forms.whatifs import PlaceForm
from weitblick.monitoring.queries.whatifs import kinds_there
from weitblick.monitoring.views.frame import page
from weitblick.monitoring.views.pick import named, pick_context
from weitblick.workshop.models import Process

TAB = "whatifs"


@desk_page()
def places(request: HttpRequest, process: Process) -> HttpResponse:
    """All of them, and a new one: a click on the map fills in its position and saves nothing."""
    spots = service.spots()
    names = [(key, name) for key, (name, *_rest) in spots.items()]
    within = request.POST.get("kreis", "")[:5]
    if request.method == "POST" and ("zeigen" in request.POST or pickmap.was_pressed(request.POST)):
        return _picked(request, process, names, within)
    form = PlaceForm(request.POST or None, spots=names)
    if request.method == "POST" and form.is_valid():
        try:
            where = form.where({key: (lat, lon) for key, (_name, lat, lon) in spots.items()})
            actions.type_place(
                form.cleaned_data["kind"], form.cleaned_data["name"], *where,
                capacity=form.cleaned_data["capacity"], opening=form.cleaned_data["hours"])
            messages.success(request, _("Der Ort ist eingetragen."))
            return redirect("monitoring:places", process.slug)
        except ValidationError as problem:
            form.add_error(None, problem)
    return _shown(request, process, form, within, "")


def _picked(
    request: HttpRequest, process: Process, names: list[tuple[str, str]], within: str
) -> HttpResponse:
    """The first click looks into a Kreis, the second is the place."""
    typed = {name: value for name, value in request.POST.items() if name in PlaceForm.base_fields}
    click, said = pickmap.clicked(request.POST, within), ""
    if click and not within and click.area:
        within = click.area
        said = _("%s: Klicken Sie jetzt auf die Stelle.") % named(within)
    elif click:
        typed |= {"lat": number(click.lat, 4), "lon": number(click.lon, 4), "spot": ""}
        said = _("Gewählt: %(lat)s Nord, %(lon)s Ost (%(area)s). Noch nicht eingetragen.") % {
            **typed, "area": named(click.area)}
    elif pickmap.was_pressed(request.POST):
        said = _("Mit der Tastatur: Wählen Sie unten eine Ortsmitte, dazu Entfernung und Richtung.")
    return _shown(request, process, PlaceForm(spots=names, initial=typed), within, said)


def _shown(
    request: HttpRequest, process: Process, form: PlaceForm, within: str, said: str
) -> HttpResponse:
    words = {
        "title": _("Auf der Karte"), "said": said, "alt": _("Karte: Stelle wählen"),
        "help": _("Klicken Sie auf die Stelle.") if within else _(
            "Klicken Sie zuerst auf den Kreis, dann auf die Stelle."),
    }
    return page(request, process, TAB, "places.html", {
        "form": form, "kinds": kinds_there(), "service": service.quality(),
        "pick": pick_context(within, [], _mark(form), words),
        "typed": Place.objects.filter(run__isnull=True).order_by("kind", "name"),
    }, status=422 if form.errors else 200)


def _mark(form: PlaceForm) -> tuple[float, float] | None:
    told: list[Any] = [form["lat"].value(), form["lon"].value()]
    try:
        lat, lon = (float(str(one).replace(",", ".")) for one in told)
    except ValueError:
        return None
    return lat, lon


@require_POST
@desk_page()
def remove(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Remove a typed place."""
    actions.remove_place(get_object_or_404(Place, pk=pk))
    messages.success(request, _("Der Ort ist entfernt. Ausgelegte Was-wäre-wenn behalten ihn."))
    return redirect("monitoring:places", process.slug)
