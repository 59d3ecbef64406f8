"""One forecast at the desk: follow, read, with and without official totals, compare, take along."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.faces.cells import as_csv
from weitblick.faces.desk import desk_page
from weitblick.faces.numbers import number, percent
from weitblick.lab.models import RunState
from weitblick.monitoring import lines
from weitblick.monitoring.actions import forecasts as actions
from weitblick.monitoring.analysis.forecasts.methods import TITLES, reason_of
from weitblick.monitoring.models import Forecast
from weitblick.monitoring.queries import forecasts as queries
from weitblick.monitoring.queries.forecasts import Result
from weitblick.monitoring.views.forecasts import TAB, wrong
from weitblick.monitoring.views.frame import page
from weitblick.workshop.models import Process

WITHOUT = "ohne"


@desk_page()
def forecast(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """One forecast: progress, or picture, table and sentence of an area."""
    found = _forecast(process, key)
    is_raw = request.GET.get("amtlich", "") == WITHOUT
    results = queries.results(found, is_raw=is_raw)
    area = request.GET.get("gebiet", "")
    chosen = next((one for at, one in enumerate(results) if found.areas[at] == area),
                  results[0] if results else None)
    other = _other(process, found, request.GET.get("vergleich", ""))
    return page(request, process, TAB, "forecast.html", {
        "forecast": found, "run": found.run, "is_busy": found.run.state in queries.BUSY,
        "has_failed": found.run.state == RunState.FAILED, "results": results, "one": chosen,
        "areas": list(zip(found.areas, results, strict=False)),
        "others": [one for one in queries.forecasts(process) if one.pk != found.pk],
        "other": other, "compared": _compared(chosen, other) if chosen and other else [],
        **(_shown(process, chosen) if chosen else {}),
    })


def _shown(process: Process, one: Result) -> dict[str, Any]:
    """What the page says of an area."""
    area = one.forecast.areas[one.place]
    return {
        "picture": picture(one), "heads": _heads(one), "area": area,
        "way": TITLES.get(one.model, ""),
        "reason": reason_of(one.model, one.area["method"]["reason"]),
        "past": _past(one), "horizons": _horizons(one), "factor": _factor(one),
        "has_levels": bool(one.forecast.run.inputs.get("areas")), "control": _control(one),
        "ages": _ages(one), **wrong(process, area)}


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
    words = _("Einfache Fortschreibung lag %(years)d Jahre voraus in 80 %% der %(n)s Fälle um "
              "höchstens %(error)s %% daneben; so weit reichen die Daten.") % {
        "years": len(known), "n": number(found["n"][len(known) - 1]),
        "error": number(known[-1], 1)}
    if not one.has_band:
        return words
    return words + " " + _("Gezeigt ist überall das weitere von beiden Bändern.")


def _horizons(one: Result) -> list[tuple[int, str, str]]:
    """Years ahead, greatest error of 80 % of past forecasts, and how many there were."""
    found = one.area["past_errors"] or {}
    return [(at, _("%s %%") % number(value, 1), number(n)) for at, (value, n) in enumerate(
        zip(found.get("by_horizon", ()), found.get("n", ()), strict=True), start=1)
        if value is not None]


def _factor(one: Result) -> str:
    if not one.is_controlled:
        return _("Nicht an amtliche Summen angepasst.")
    return _("An amtliche Summen angepasst: mal %(first)s im ersten, mal %(last)s im letzten "
             "Jahr.") % {"first": number(one.factors[1], 3), "last": number(one.factors[-1], 3)}


def _control(one: Result) -> list[list[str]]:
    """Year, own result, brought to official totals, difference: where there is control."""
    if not one.is_controlled:
        return []
    official = [queries.tens(value) for value in one.area["variants"][0]["totals"]]
    return [[str(year), number(own), number(total), number(total - own) or "0"]
            for year, own, total in zip(one.years, one.without_control, official, strict=True)]


def _ages(one: Result) -> list[list[str]]:
    """Age groups of the first variant: people at the start and at the end, and the change."""
    return [[words, number(before), number(after),
             f"{'+' if change > 0 else ''}{percent(change, 0)}"]
            for words, before, after, change in one.ages]


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
    """Stop the run; take the forecast off the pages, or put it back."""
    found, wish = _forecast(process, key), request.POST.get("wish", "")
    if wish == "retire":
        actions.retire(found)
        messages.success(request, _("Herausgenommen. Sie können die Rechnung unten wieder "
                                    "zeigen."))
        return redirect("monitoring:forecasts", process.slug)
    if wish == "restore":
        actions.retire(found, is_retired=False)
    else:
        actions.stop(found)
        messages.success(request, _("Die Berechnung hält gleich an."))
    return redirect("monitoring:forecast", process.slug, key)


@desk_page()
def export(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """All areas and years as CSV, with assumptions, seed and sources below."""
    found = _forecast(process, key)
    results = queries.results(found)
    if not results:
        raise Http404
    heads = [_("Schlüssel"), _("Gebiet"), *_heads(results[0])]
    is_controlled = any(one.is_controlled for one in results)
    if is_controlled:
        heads.append(_("ohne amtliche Summen"))
    rows = [[found.areas[one.place], one.name, *row,
             *([one.without_control[at]] if is_controlled else [])]
            for one in results for at, row in enumerate(one.rows)]
    return as_csv(f"{process.slug}-vorausberechnung-{key}", heads, rows, _told(found, results[0]))


def _told(found: Forecast, first: Result) -> list[str]:
    """Below the table: method, assumptions, what it rests on, sources, run."""
    used = found.asked["variants"] if found.run.inputs.get("areas") else []
    assumed = [
        _("Variante „%(name)s“: %(tfr)s Kinder je Frau, Lebenserwartung %(women)s / %(men)s, "
          "Wanderung %(moves)s je 1 000 im Jahr") % {
            "name": one["name"], "tfr": number(float(one["tfr"]), 2),
            "women": number(float(one["women"]), 1), "men": number(float(one["men"]), 1),
            "moves": number(float(one["migration"]), 1)}
        for one in used]
    sources = sorted({row["source"] for row in found.grounds if row.get("source")})
    run = _("Fassung %(version)s, Prüfsumme %(digest)s, Startwert %(seed)d") % {
        "version": found.run.version, "digest": found.run.digest, "seed": found.run.seed}
    return [
        _("Verfahren: %s") % TITLES.get(first.model, ""), *assumed,
        *((_("Annahme: %s") if row["is_assumed"] else "%s") % row["what"]
          for row in found.grounds),
        *(_("Quelle: %s") % line for line in sources), run]


def _forecast(process: Process, key: str) -> Forecast:
    found = queries.find_forecast(process, key)
    if found is None:
        raise Http404
    return found
