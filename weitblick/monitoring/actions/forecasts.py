"""Ask for forecasts, and keep published ones to compare with."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.lab import actions as lab
from weitblick.monitoring.analysis import forecasts as analysis
from weitblick.monitoring.models import EarlierForecast, Forecast
from weitblick.trace.actions import Author
from weitblick.workshop.models import Process

ENGINE = "forecast.population"
DEFAULTS: dict[str, Any] = {
    "variants": [
        {"name": "mittlere", "tfr": 1.4, "women": 84.0, "men": 79.0, "migration": 2.0},
        {"name": "untere", "tfr": 1.25, "women": 83.0, "men": 78.0, "migration": -1.0},
        {"name": "obere", "tfr": 1.55, "women": 86.0, "men": 81.5, "migration": 5.0},
    ],
    "steps": 20, "reached": 10, "paths": 200, "strays": [3.0, 2.0, 2.0], "official": "",
    "places": False, "method": "",
}
"""Where people begin: assumptions to be looked at and changed, not recommendations."""


@transaction.atomic
def ask(
    process: Process, areas: Sequence[str], asked: Mapping[str, Any], *, title: str = "",
    seed: int = 0, by: object = None, wait: bool = False,
) -> Forecast:
    """Start a forecast in the background (``wait``: here and now).

    ``asked``: as ``DEFAULTS``; what is left out is taken from there. ``method`` is one of
    ``analysis.forecasts.methods``, '' the one advised by size and data; it is kept as used.
    """
    full = {**DEFAULTS, **asked}
    prepared = analysis.prepare(areas, full) if areas else None
    if prepared is None:
        raise ValidationError(_(
            "Für diese Gebiete fehlen die Menschen nach Alter und Geschlecht zum selben Stichtag. "
            "Lesen Sie die Tabelle 12411-04-02-4 oder 12411-09-01-4 ein."))
    run = lab.start(process, ENGINE, prepared.inputs, seed=seed, wait=wait)
    names = [one["name"] for one in prepared.inputs.get("small") or prepared.inputs["areas"]]
    return Forecast.objects.create(
        process=process, run=run, title=title.strip() or _titled(names), areas=list(areas),
        asked={**full, "method": prepared.method}, grounds=prepared.grounds,
        by_user=Author.of(by).user)


def _titled(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(n)d Gebiete: %(names)s …") % {"n": len(names), "names": ", ".join(names[:3])}


def stop(forecast: Forecast) -> None:
    """Ask the run to stop; whole paths that are finished are kept."""
    lab.stop(forecast.run)


@transaction.atomic
def retire(forecast: Forecast, *, is_retired: bool = True) -> Forecast:
    """Take a forecast off the pages, or put it back; nothing is deleted."""
    forecast.is_retired = is_retired
    forecast.save(update_fields=["is_retired"])
    return forecast


@transaction.atomic
def retire_earlier(earlier: EarlierForecast, *, is_retired: bool = True) -> EarlierForecast:
    """Take a published forecast that was typed in off the pages, or put it back."""
    earlier.is_retired = is_retired
    earlier.save(update_fields=["is_retired"])
    return earlier


def keep_earlier(
    process: Process, area: str, name: str, source: str, points: Sequence[Sequence[float]]
) -> EarlierForecast:
    """A published forecast: rows of year, least and greatest number of people."""
    rows = sorted([int(year), float(low), float(high)] for year, low, high in points)
    if len(rows) < 2 or any(low > high or low <= 0 for _year, low, high in rows):
        raise ValidationError(_("Geben Sie mindestens zwei Jahre an, je mit der kleinsten und der "
                                "größten Zahl der Menschen."))
    return EarlierForecast.objects.create(
        process=process, area_key=area, name=name.strip(), source=source.strip(), points=rows)
