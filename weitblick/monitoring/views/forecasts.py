"""Forecasts at the desk: ask, follow, read, compare; how wrong earlier ones were."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from weitblick.faces.desk import desk_page
from weitblick.faces.numbers import number
from weitblick.lab.models import RunState
from weitblick.monitoring import lines
from weitblick.monitoring.actions import forecasts as actions
from weitblick.monitoring.analysis import forecasts as analysis
from weitblick.monitoring.forms.forecasts import EarlierForm, ForecastForm
from weitblick.monitoring.models import Forecast
from weitblick.monitoring.queries import forecasts as queries
from weitblick.monitoring.queries.forecasts import Result
from weitblick.monitoring.views.frame import as_csv, page
from weitblick.workshop.models import Process

TAB = "forecasts"
LAND = "16"


@desk_page()
def forecasts(request: HttpRequest, process: Process) -> HttpResponse:
    """All forecasts, a new one, and how wrong earlier ones were."""
    areas = analysis.areas_with_ages()
    form = _form(process, areas, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(process, form.areas, form.asked, by=request.user)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("Die Berechnung ist gestartet."))
            return redirect("monitoring:forecast", process.slug, made.key)
    rows = queries.forecasts(process)
    return page(request, process, TAB, "forecasts.html", {
        "rows": [(one, queries.results(one)) for one in rows], "form": form, "areas": areas,
        "wrong": analysis.how_wrong(process, LAND), "earlier_form": EarlierForm(),
        "earlier_area": LAND,
    }, status=422 if form.errors else 200)


def _form(process: Process, areas: list[tuple[str, str]], data: Any) -> ForecastForm:
    newest = next(iter(queries.forecasts(process)), None)
    start = {**actions.DEFAULTS, **(newest.asked if newest else {})}
    known = analysis.starts([areas[0][0]]) if areas else {}
    year = next((one.year for one in known.values()), 0)
    official = analysis.official_codes([key for key, _name in areas], year) if areas else []
    return ForecastForm(data, start=start, areas=areas, official=official)


@desk_page()
def forecast(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """One forecast: progress, or picture, table and sentence of an area."""
    found = _forecast(process, key)
    results = queries.results(found)
    area = request.GET.get("gebiet", "")
    chosen = next((one for at, one in enumerate(results) if found.areas[at] == area),
                  results[0] if results else None)
    other = _other(process, found, request.GET.get("vergleich", ""))
    return page(request, process, TAB, "forecast.html", {
        "forecast": found, "run": found.run, "is_busy": found.run.state in queries.BUSY,
        "has_failed": found.run.state == RunState.FAILED, "results": results, "one": chosen,
        "areas": list(zip(found.areas, results, strict=False)),
        "picture": picture(chosen) if chosen else None, "heads": _heads(chosen) if chosen else [],
        "area": found.areas[chosen.place] if chosen else "",
        "reason": REASONS.get(chosen.area["method"]["reason"], "") if chosen else "",
        "past": _past(chosen) if chosen else "", "factor": _factor(chosen) if chosen else "",
        "wrong": analysis.how_wrong(process, found.areas[chosen.place]) if chosen else [],
        "others": [one for one in queries.forecasts(process) if one.pk != found.pk],
        "other": other, "compared": _compared(chosen, other) if chosen and other else [],
    })


REASONS = {
    "large": gettext_lazy("über 10 000 Menschen: eigene Rechnung nach Alter und Geschlecht."),
    "medium": gettext_lazy(
        "2 000 bis 10 000 Menschen: Altersverläufe geliehen, Höhe aus eigenen Zahlen."),
    "small": gettext_lazy("unter 2 000 Menschen: nach dem Wachsen der Jahrgänge."),
    "small_without_ages": gettext_lazy(
        "unter 2 000 Menschen: nur die Summe, nach Anteilen am Kreis."),
    "tiny": gettext_lazy("unter 500 Menschen: nur die Summe, ohne Alter."),
}


def picture(one: Result) -> dict[str, Any] | None:
    """All variants as lines, the band around the first."""
    drawn = [
        lines.Line(name, tuple(
            lines.Spot(float(year), float(value), f"{year}: {number(value)}")
            for year, value in zip(one.years, totals, strict=True)))
        for name, totals in one.variants
    ]
    banded = [(float(year), ends) for year, ends in zip(one.years, one.band, strict=True) if ends]
    band = lines.Band(tuple(year for year, _ends in banded),
                      tuple(float(low) for _year, (low, _high) in banded),
                      tuple(float(high) for _year, (_low, high) in banded)) \
        if len(banded) > 1 else None
    return lines.picture(drawn, band)


def _heads(one: Result) -> list[str]:
    heads = [_("Jahr"), *(name for name, _totals in one.variants)]
    return [*heads, _("80 % der Fälle")] if one.has_band else heads


def _past(one: Result) -> str:
    """What backtests say, how far they reach, and from how many past forecasts."""
    found = one.area["past_errors"]
    known = [value for value in (found or {}).get("by_horizon", []) if value is not None]
    if not known:
        return _("Ohne Band aus früheren Fehlern: Dafür fehlen mindestens vier Jahre in Folge.")
    return _("Einfache Fortschreibung lag %(years)d Jahre voraus in 80 %% der %(n)s Fälle um "
             "höchstens %(error)s %% daneben; so weit reichen die Daten. Gezeigt ist überall das "
             "weitere von beiden Bändern.") % {
        "years": len(known), "n": number(found["n"][len(known) - 1]),
        "error": number(known[-1], 1)}


def _factor(one: Result) -> str:
    if not one.is_controlled:
        return _("Nicht an amtliche Summen angepasst.")
    return _("An amtliche Summen angepasst: mal %(first)s im ersten, mal %(last)s im letzten "
             "Jahr.") % {"first": number(one.factors[1], 3), "last": number(one.factors[-1], 3)}


def _other(process: Process, found: Forecast, key: str) -> Forecast | None:
    other = queries.find_forecast(process, key) if key else None
    return other if other is not None and other.run.state == RunState.DONE else None


def _compared(one: Result, other: Forecast) -> list[list[str]]:
    """Year, this, the other, difference: where the area and the years are the same."""
    key = one.forecast.areas[one.place]
    if key not in other.areas:
        return []
    second = queries.results(other)[other.areas.index(key)]
    known = dict(zip(second.years, second.variants[0][1], strict=True))
    return [[str(year), number(value), number(known[year]), number(value - known[year]) or "0"]
            for year, value in zip(one.years, one.variants[0][1], strict=True) if year in known]


@require_POST
@desk_page()
def act(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """Stop the run."""
    actions.stop(_forecast(process, key))
    messages.success(request, _("Die Berechnung hält gleich an."))
    return redirect("monitoring:forecast", process.slug, key)


@require_POST
@desk_page()
def earlier(request: HttpRequest, process: Process) -> HttpResponse:
    """Type in a published forecast to compare with."""
    form = EarlierForm(request.POST)
    if not form.is_valid():
        raise ValidationError([one for errors in form.errors.values() for one in errors])
    actions.keep_earlier(process, request.POST.get("area") or LAND, form.cleaned_data["name"],
                         form.cleaned_data["source"], form.cleaned_data["points"])
    messages.success(request, _("Eingetragen."))
    return redirect("monitoring:forecasts", process.slug)


@desk_page()
def export(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """All areas and years as CSV, with assumptions and sources below."""
    found = _forecast(process, key)
    results = queries.results(found)
    if not results:
        raise Http404
    heads = [_("Schlüssel"), _("Gebiet"), *_heads(results[0])]
    rows = [[found.areas[one.place], one.name, *row] for one in results for row in one.rows]
    told = [f"{row['what']} {row['source']}".strip() for row in found.grounds]
    run = _("Fassung %(version)s, Prüfsumme %(digest)s, Startwert %(seed)d") % {
        "version": found.run.version, "digest": found.run.digest, "seed": found.run.seed}
    return as_csv(f"{process.slug}-vorausberechnung-{key}", heads, rows, [*told, run])


def _forecast(process: Process, key: str) -> Forecast:
    found = queries.find_forecast(process, key)
    if found is None:
        raise Http404
    return found
