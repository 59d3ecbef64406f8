"""A whole forecast on plain data: lists, numbers and words in, the same out (for JSON)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from .backtests import ErrorBand, Miss, error_band, union
from .cohort import Projection
from .control import bridged
from .fluctuations import Fluctuation, Fluctuations, learn
from .paths import Area, Paths, band, simulate
from .places import choose_model, shares
from .rates import SEXES, Floats, Rates
from .small import small_places
from .variants import Assumptions, Variant, rates_under, variants

Plain = Mapping[str, Any]
AS_IT_IS = {"name": ""}


def forecast(
    inputs: Plain,
    seed: int,
    progress: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """Variants of all areas, the band around the first variant, and the share of places.

    ``inputs``: ``year`` of the start, ``steps``, ``areas``: each with ``name``, ``female`` and
    ``male`` (people by age group), ``rates`` (``survival`` and ``migration`` by sex,
    ``newborn_survival`` [women, men], ``fertility``; ``emigration``, ``width``, ``sex_ratio`` if
    wanted) and, for a band, ``history`` (yearly ``tfr``, ``mortality``, ``migration`` per person)
    or ``fluctuations`` ([phi, sigma] a step for each). Optional: ``variants`` (fields of
    `Assumptions`; an area may bring its own, as many, in the same order), ``paths`` (0: no
    simulation), ``boundaries``, ``together``, ``official`` (totals of all areas, or of one
    area if it stands there: a value for each step, None where there is none), ``misses`` (past
    errors: fields of `Miss`), ``places`` (``name``, ``area`` as a number from 0, people ``earlier``
    and ``now``), ``small`` (single small places, see `small_places`).
    """
    steps, chosen = int(inputs["steps"]), inputs.get("variants") or [AS_IT_IS]
    taken = [
        [_assumptions(one) for one in given.get("variants") or chosen] for given in inputs["areas"]
    ]
    areas = [_area(one) for one in inputs["areas"]]
    found = [
        variants(population, rates, own, steps)
        for (population, rates, _), own in zip(areas, taken, strict=True)
    ]
    common, factors = _factors(found, inputs, steps)
    paths = _paths(areas, [own[0] for own in taken], inputs, seed, progress, stop)
    edges = tuple(inputs.get("boundaries", (0,)))
    misses = [Miss(**one) for one in inputs.get("misses", ())]
    width = areas[0][1].width if areas else 1
    told = [
        {"name": given["name"], **_told(one, factor, edges),
         **_bands(one[0].projection, paths, at, factor, misses)}
        for at, (given, one, factor) in enumerate(
            zip(inputs["areas"], found, factors, strict=True))
    ]
    return {
        "years": [inputs["year"] + width * step for step in range(steps + 1)],
        "boundaries": list(edges), "seed": seed,
        "complete": paths is None or paths.complete,
        "paths": 0 if paths is None else len(paths.groups),
        "factor": common.tolist(), "areas": told,
        "region": None if paths is None or not len(paths.groups)
        else _band((paths.totals * factors).sum(axis=1)),
        "places": _places(inputs.get("places", ()), found, factors),
        "small": small_places(inputs.get("small", ()), told, inputs["year"], misses),
    }  # fmt: skip


def _area(given: Plain) -> tuple[Floats, Rates, Fluctuations]:
    people = np.array([given[sex] for sex in SEXES], float)
    rates = given["rates"]
    leaving = rates.get("emigration")
    built = Rates(
        _by_sex(rates["survival"]), np.array(rates["newborn_survival"], float),
        np.array(rates["fertility"], float), _by_sex(rates["migration"]),
        None if leaving is None else _by_sex(leaving),
        rates.get("width", 1), rates.get("sex_ratio", 1.05),
    )  # fmt: skip
    return people, built, _fluctuations(given, built.width)


def _by_sex(given: Plain) -> Floats:
    return np.array([given[sex] for sex in SEXES], float)


def _fluctuations(given: Plain, width: int) -> Fluctuations:
    if "history" in given:
        past = (given["history"][name] for name in ("tfr", "mortality", "migration"))
        return learn(*past).over(width)
    named = given.get("fluctuations", {})
    return Fluctuations(**{name: Fluctuation(*pair) for name, pair in named.items()})


def _assumptions(given: Plain) -> Assumptions:
    expectancy = given.get("life_expectancy")
    if expectancy is not None:
        women, men = expectancy
        return Assumptions(**{**given, "life_expectancy": (women, men)})
    return Assumptions(**given)


def _factors(
    found: Sequence[Sequence[Variant]], inputs: Plain, steps: int
) -> tuple[Floats, Floats]:
    """What brings the first variant to official totals: of all areas together (steps + 1,), and of
    each area (areas, steps + 1), its own totals first."""
    official, own = inputs.get("official"), [one[0].projection.totals for one in found]
    common = np.ones(steps + 1)
    if official is not None and own:
        common = bridged(np.sum(own, axis=0), official)
    each = [common if one.get("official") is None else bridged(totals, one["official"])
            for one, totals in zip(inputs["areas"], own, strict=True)]  # fmt: skip
    return common, np.array(each).reshape(-1, steps + 1)


def _paths(
    areas: Sequence[tuple[Floats, Rates, Fluctuations]], first: Sequence[Assumptions],
    inputs: Plain,
    seed: int, progress: Callable[[float], None] | None, stop: Callable[[], bool] | None,
) -> Paths | None:
    if not inputs.get("paths"):
        return None
    steps = int(inputs["steps"])
    ready = [
        Area(people, rates_under(rates, own, steps), ways)
        for (people, rates, ways), own in zip(areas, first, strict=True)
    ]
    return simulate(
        ready, steps, paths=int(inputs["paths"]), seed=seed,
        boundaries=inputs.get("boundaries", (0,)), together=inputs.get("together", 0.5),
        progress=progress, stop=stop,
    )  # fmt: skip


def _told(found: Sequence[Variant], factor: Floats, edges: Sequence[int]) -> dict[str, Any]:
    start = found[0].projection.totals[0]
    choice = choose_model(float(start))
    return {
        "method": asdict(choice), "factor": factor.tolist(),
        "variants": [_variant(one, factor, edges, choice.shows_ages) for one in found],
    }


def _variant(
    one: Variant, factor: Floats, edges: Sequence[int], shows_ages: bool
) -> dict[str, Any]:
    run, people = one.projection, one.projection.population * factor[:, None, None]
    told = {
        "assumptions": _listed(one.assumptions), "totals": people.sum(axis=(1, 2)).tolist(),
        "births": run.births.tolist(), "deaths": run.deaths.tolist(),
        "migration": run.migration.tolist(), "lacking": run.lacking.tolist(),
        "tfr": list(one.tfr), "life_expectancy": [list(pair) for pair in one.life_expectancy],
    }  # fmt: skip
    if shows_ages:
        told["groups"] = np.add.reduceat(people.sum(axis=1), edges, axis=1).tolist()
        told["pyramids"] = {"first": people[0].tolist(), "last": people[-1].tolist()}
    return told


def _bands(
    run: Projection, paths: Paths | None, at: int, factor: Floats, misses: Sequence[Miss]
) -> dict[str, Any]:
    """The band of the paths, that of past errors, and the wider end of each (``shown``)."""
    totals = run.totals * factor
    simulated = None if paths is None or not len(paths.groups) else _band(
        paths.totals[:, at] * factor
    )  # fmt: skip
    past = error_band(misses, float(totals[0])) if misses else None
    return {
        "simulated": simulated,
        "past_errors": None if past is None else _listed(past),
        "shown": [_shown(totals, simulated, past, step) for step in range(len(totals))],
    }


def _shown(
    totals: Floats, simulated: Plain | None, past: ErrorBand | None, step: int
) -> list[float | None] | None:
    ends = None if simulated is None else (simulated["low"][step], simulated["high"][step])
    around = past.around(float(totals[step]), step) if past is not None and step else None
    joined = union(ends, around)
    if joined is None:
        return None
    return [joined[0], joined[1] if np.isfinite(joined[1]) else None]


def _listed(one: ErrorBand | Assumptions) -> dict[str, Any]:
    """Its fields, with lists for tuples as in JSON."""
    return {name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(one).items()}  # fmt: skip


def _band(values: Floats) -> dict[str, list[float]]:
    low, middle, high = band(values)
    return {"low": low.tolist(), "median": middle.tolist(), "high": high.tolist()}


def _places(
    given: Sequence[Plain], found: Sequence[Sequence[Variant]], factors: Floats
) -> list[dict[str, Any]]:
    """Totals of places: shares of the area they lie in; places of an area have to be all there."""
    told: list[dict[str, Any]] = [{} for _ in given]
    for area in sorted({one["area"] for one in given}):
        at = [number for number, one in enumerate(given) if one["area"] == area]
        whole = (found[area][0].projection.totals * factors[area])[1:]
        earlier, now = ([given[number][name] for number in at] for name in ("earlier", "now"))
        totals = shares(earlier, now, whole)
        for column, number in enumerate(at):
            place = given[number]
            told[number] = {
                "name": place["name"], "area": area,
                "method": asdict(choose_model(place["now"], has_two_age_tables=False)),
                "totals": [float(place["now"]), *totals[:, column].tolist()],
            }  # fmt: skip
    return told
