"""Forecasts at the desk: choose an area, see the method and what is missing, ask."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.faces.desk import desk_page, key_from
from weitblick.monitoring.actions import forecasts as actions
from weitblick.monitoring.analysis import forecasts as analysis
from weitblick.monitoring.analysis.forecasts.methods import TITLES
from weitblick.monitoring.forms.forecasts import ALL_KREISE, EarlierForm, ForecastForm
from weitblick.monitoring.forms.measures import area_choices
from weitblick.monitoring.models import EarlierForecast
from weitblick.monitoring.queries import forecasts as queries
from weitblick.monitoring.views.frame import EDITORS, page, posted
from weitblick.workshop.models import Process
from weitblick.workshop.roles import may

TAB = "forecasts"
LAND = "16"
KREIS_KEY = 5


@desk_page()
def forecasts(request: HttpRequest, process: Process) -> HttpResponse:
    """All forecasts, a new one, and how wrong earlier ones were."""
    with_ages = analysis.areas_with_ages()
    asking = _asking(request, process, with_ages) if with_ages else {}
    form: ForecastForm | None = asking.get("form")
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made = actions.ask(process, form.areas, form.asked, by=request.user)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("Die Berechnung ist gestartet."))
            return redirect("monitoring:forecast", process.slug, made.key)
    rows = queries.forecasts(process)
    return page(request, process, TAB, "forecasts.html", {
        "rows": [(one, queries.results(one), TITLES.get(one.asked.get("method", ""), ""))
                 for one in rows], "areas": with_ages, **asking,
        "retired": queries.forecasts(process, is_retired=True), **wrong(process, LAND),
        "earlier_form": EarlierForm(), "earlier_area": LAND,
        "earlier_retired": EarlierForecast.objects.filter(process=process, is_retired=True),
    }, status=422 if form is not None and form.errors else 200)


def wrong(process: Process, area: str) -> dict[str, Any]:
    """How wrong earlier forecasts of an area were, as a table and as a picture."""
    rows = analysis.how_wrong(process, area)
    return {"wrong": rows, "wrong_picture": analysis.picture(process, area) if rows else None}


def _asking(
    request: HttpRequest, process: Process, with_ages: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """The chosen area with its method, what is missing, and the form of its assumptions."""
    kreise = [key for key, _name in with_ages if len(key) == KREIS_KEY]
    newest = next(iter(queries.forecasts(process)), None)
    area = request.POST.get("area") or request.GET.get("gebiet") or (
        newest.areas[0] if newest and len(newest.areas) == 1 else with_ages[0][0])
    areas = kreise if area == ALL_KREISE else [area]
    plan = analysis.plan(area) if area != ALL_KREISE else None
    wish = request.POST.get("way") or request.GET.get("verfahren") or ""
    model = plan.chosen(wish) if plan else None
    before = next((one.asked for one in queries.forecasts(process)
                   if one.areas == areas and one.asked.get("method", "") == (model or "")), None)
    start = {**actions.DEFAULTS, **(before or {})}
    year = plan.year if plan and plan.year else 0
    official = analysis.official_codes([*areas, *([plan.carrier] if plan and plan.carrier else [])],
                                       year)
    found = analysis.suggest(areas, plan, model, start, typed=before is not None)
    if not found.has_levels:
        official = []  # cohorts alone follow nothing but themselves
    if before is None:
        start["official"] = analysis.official_preset(official)
    start["variants"] = found.variants
    form = ForecastForm(
        posted(request), start=start, area=area, method=model or "", kreise=kreise,
        official=official, has_levels=found.has_levels)
    return {
        "form": form, "plan": plan, "model": model, "chosen": area, "suggested": found,
        "choices": _choices(kreise), "official": official, "all_kreise": ALL_KREISE,
        "can_ask": plan is None or model is not None,
        "level_rows": [(label, fields, found.origins.get(name, ""))
                       for name, label, fields in form.rows],
        "is_kreis": len(area) <= KREIS_KEY, "n_kreise": len(kreise),
    }


def _choices(kreise: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """All areas by level, and all Kreise together."""
    groups = [(str(words), list(rows)) for words, rows in area_choices()]
    if len(kreise) > 1:
        together = [(ALL_KREISE, _("alle Kreise (%d)") % len(kreise))]
        groups.insert(1, (_("Zusammen"), together))
    return groups


@require_POST
@desk_page()
def earlier(request: HttpRequest, process: Process) -> HttpResponse:
    """Type in a published forecast to compare with; take one off, or put it back."""
    wish = request.POST.get("wish", "")
    if wish in ("retire", "restore") and may(request.user, process, *EDITORS):
        row = get_object_or_404(EarlierForecast, process=process,
                                pk=key_from(request.POST.get("pk")))
        actions.retire_earlier(row, is_retired=wish == "retire")
        return redirect("monitoring:forecasts", process.slug)
    form = EarlierForm(request.POST)
    if not form.is_valid():
        raise ValidationError([one for errors in form.errors.values() for one in errors])
    actions.keep_earlier(process, request.POST.get("area") or LAND, form.cleaned_data["name"],
                         form.cleaned_data["source"], form.cleaned_data["points"])
    messages.success(request, _("Eingetragen."))
    return redirect("monitoring:forecasts", process.slug)
