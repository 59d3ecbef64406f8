"""Forecasts, read: what was asked, what came out, in words and for pictures."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from weitblick.faces.numbers import number
from weitblick.lab.models import RunState
from weitblick.monitoring.models import EarlierForecast, Forecast
from weitblick.workshop.models import Process

BUSY = (RunState.WAITING, RunState.RUNNING)
ROUND = 10
"""People are shown in tens, as the official forecasts do: nobody knows them more exactly."""


def forecasts(process: Process, *, is_retired: bool = False) -> list[Forecast]:
    """The forecasts of a process, newest first, with their runs; those taken off are apart."""
    return list(Forecast.objects.filter(process=process, is_retired=is_retired)
                .select_related("run", "by_user"))


def find_forecast(process: Process, key: str) -> Forecast | None:
    """The forecast with this key."""
    return Forecast.objects.filter(process=process, key=key).select_related("run").first()


def earlier(process: Process, area: str) -> list[EarlierForecast]:
    """Published forecasts of an area that somebody typed in."""
    return list(EarlierForecast.objects.filter(process=process, area_key=area, is_retired=False))


def of_area(process: Process, area: str) -> "list[Result]":
    """Finished forecasts of an area, newest first; of several with the same start the newest."""
    found: dict[int, Result] = {}
    for one in forecasts(process):
        if one.run.state == RunState.DONE and area in one.areas:
            result = results(one)[one.areas.index(area)]
            found.setdefault(result.years[0], result)
    return list(found.values())


@dataclass(frozen=True)
class Result:
    """One area of a finished forecast; values in people, rounded as shown.

    ``is_raw``: as it was before it was brought to official totals.
    """

    forecast: Forecast
    place: int
    is_raw: bool = False

    @cached_property
    def _all(self) -> dict[str, Any]:
        return dict(self.forecast.run.result or {})

    @cached_property
    def area(self) -> dict[str, Any]:
        """What the engine says of the area, or of the small place that was asked for."""
        return dict(self._all[_told_in(self._all)][self.place])

    @property
    def is_small(self) -> bool:
        """Whether it is a place that follows its Kreis or its own cohorts."""
        return _told_in(self._all) == "small"

    @property
    def name(self) -> str:
        """The area's name."""
        return str(self.area["name"])

    @cached_property
    def years(self) -> list[int]:
        """From the start on."""
        return [int(one) for one in self.area.get("years", self._all["years"])]

    @property
    def model(self) -> str:
        """The method that was used."""
        return str(self.forecast.asked.get("method") or self.area["method"]["model"])

    @cached_property
    def variants(self) -> list[tuple[str, list[int]]]:
        """Name and totals of each variant."""
        return [(_named(str(one["assumptions"]["name"])), [tens(value) for value in values])
                for one, values in zip(self.area["variants"], self._totals, strict=True)]

    @cached_property
    def _totals(self) -> list[list[float]]:
        given = [one["totals"] for one in self.area["variants"]]
        return self._own if self.is_raw else given

    @cached_property
    def _own(self) -> list[list[float]]:
        """Totals of every variant without official ones."""
        if "own" in self.area:
            return list(self.area["own"])
        return [[value / factor for value, factor in zip(one["totals"], self.factors, strict=True)]
                for one in self.area["variants"]]

    @cached_property
    def band(self) -> list[tuple[int, int] | None]:
        """The 80 % band of the first variant at each year, where there is one.

        Errors do not shrink with the years: beyond those that past errors reach, the band is at
        least as wide as they are there.
        """
        totals, controlled = self._totals[0], self.area["variants"][0]["totals"]
        known = [one for one in (self.area["past_errors"] or {}).get("by_horizon", ())
                 if one is not None]
        share = known[-1] / 100 if known else 0.0
        found: list[tuple[int, int] | None] = []
        for at, one in enumerate(self.area["shown"]):
            if not one or one[1] is None:
                found.append(None)
                continue
            low, high = (end * totals[at] / (controlled[at] or 1.0) for end in one)
            if known and self.years[at] - self.years[0] > len(known):
                low, high = min(low, totals[at] / (1 + share)), max(high, totals[at] / (1 - share))
            found.append((tens(low), tens(high)))
        return found

    @property
    def has_band(self) -> bool:
        """Whether any year after the start has a band."""
        return any(one is not None for one in self.band[1:])

    @property
    def factors(self) -> list[float]:
        """What brought the results to official totals, year by year; 1 where nothing did."""
        return [float(one) for one in self.area.get("factor", self._all["factor"])]

    @property
    def is_controlled(self) -> bool:
        """Whether results were brought to official totals."""
        return any(abs(one - 1) > 1e-9 for one in self.factors)

    @property
    def without_control(self) -> list[int]:
        """Totals of the first variant before they were brought to official ones."""
        return [tens(value) for value in self._own[0]]

    @cached_property
    def ages(self) -> list[tuple[str, int, int, float]]:
        """Age groups of the first variant: words, people at the start, at the end, change."""
        first = self.area["variants"][0]
        if "groups" not in first:
            return []
        edges = [*self.area.get("boundaries", self._all["boundaries"]), None]
        return [
            (_aged(low, high), tens(before), tens(after),
             after / before - 1 if before else 0.0)
            for low, high, before, after in zip(
                edges, edges[1:], first["groups"][0], first["groups"][-1], strict=False)]

    @property
    def places(self) -> list[dict[str, Any]]:
        """Small places of this area, by shares."""
        return [one for one in self._all["places"]
                if one.get("area") == self.place and not self.is_small]

    @property
    def sentence(self) -> str:
        """From where to where, and how sure."""
        name, totals = self.variants[0]
        words = _("%(area)s: %(then)s Menschen im Jahr %(year)d nach der Variante „%(name)s“, "
                  "%(start)s im Jahr %(first)d.") % {
            "area": self.name, "then": number(totals[-1]), "year": self.years[-1], "name": name,
            "start": number(totals[0]), "first": self.years[0]}
        last = self.band[-1]
        if last is None:
            return words
        return words + " " + _("Mit 80 %% zwischen %(low)s und %(high)s.") % {
            "low": number(last[0]), "high": number(last[1])}

    @property
    def rows(self) -> list[list[str]]:
        """The table: year, each variant, and the band."""
        found = []
        for at, year in enumerate(self.years):
            band = self.band[at]
            row = [str(year), *(number(totals[at]) for _name, totals in self.variants)]
            if self.has_band:
                row.append(f"{number(band[0])} – {number(band[1])}" if band else "–")
            found.append(row)
        return found


def _told_in(result: dict[str, Any]) -> str:
    return "small" if result.get("small") else "areas"


def _named(name: str) -> str:
    """The names that the engine gives, in words; others were typed."""
    return {"cohorts": _("nach Jahrgängen"),
            "cohorts_controlled": _("nach Jahrgängen, am Kreis ausgerichtet")}.get(name, name)


def _aged(low: int, high: int | None) -> str:
    if high is None:
        return _("ab %d") % low
    return _("unter %d") % high if low == 0 else _("%(low)d bis %(high)d") % {
        "low": low, "high": high - 1}


def tens(value: float) -> int:
    """Rounded to tens."""
    return int(round(value / ROUND) * ROUND)


def results(forecast: Forecast, *, is_raw: bool = False) -> list[Result]:
    """One result an area; nothing while the run is not finished."""
    found = forecast.run.result
    if not found or not (found.get("areas") or found.get("small")):
        return []
    return [Result(forecast, place, is_raw) for place in range(len(found[_told_in(found)]))]


def snapshot_of(process: Process, reference: dict[str, Any]) -> dict[str, Any] | None:
    """What a note pins of an area in a forecast: the newest finished one of that area counts."""
    area = str(reference.get("area", ""))
    for one in forecasts(process):
        if one.run.state == RunState.DONE and area in one.areas:
            return _snapshot(results(one)[one.areas.index(area)])
    return None


def _snapshot(one: Result) -> dict[str, Any]:
    totals = one.variants[0][1]
    points = [
        {"at": f"{year}-12-31", "label": str(year), "value": float(totals[at]),
         "status": "ok" if at == 0 else "uncertain",
         **({"low": float(one.band[at][0]), "high": float(one.band[at][1])}  # type: ignore[index]
            if one.band[at] else {})}
        for at, year in enumerate(one.years)
    ]
    return {
        "title": _("Vorausberechnung, Variante „%s“") % one.variants[0][0], "unit": _("Menschen"),
        "area": one.name, "places": 0, "points": points, "breaks": [],
        "attributions": [row["source"] for row in one.forecast.grounds if row.get("source")],
        "remarks": [_("Wenn-dann-Aussage: gilt, wenn die Annahmen eintreten."),
                    *(row["what"] for row in one.forecast.grounds if row.get("is_assumed"))],
    }
