"""Small places on plain data: shares of the area they lie in, and cohorts that grow as of late.

A place of fewer than 2,000 people has too few births, deaths and moves for rates of its own. Its
total follows the area it lies in (`shares`); its ages follow the change ratios of its own cohorts
(`hamilton_perry`), brought to that total where both are known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from weitblick.engines.errors import InputError

from .backtests import ErrorBand, Miss, error_band, union
from .places import hamilton_perry, shares
from .rates import SEXES, Floats

Plain = Mapping[str, Any]
FIVE = 5
COHORTS, BROUGHT = "cohorts", "cohorts_controlled"


def small_places(
    given: Sequence[Plain], areas: Sequence[Plain], year: int, misses: Sequence[Miss]
) -> list[dict[str, Any]]:
    """One result for each place, in the manner of those of areas.

    A place: ``name``, ``method`` (``shares`` or ``hamilton_perry``), ``reason``, ``shows_ages``.
    For the total ``area`` (number of the carrying area, from 0), ``year`` of the counts (older
    than those of the areas: only the share is taken), and
    ``siblings``: ``now`` and, if known, ``earlier`` (people of all places of the area, this one at
    ``at``). For the ages ``female`` and ``male`` (five-year groups), ``before`` (the same five
    years earlier) and ``base`` (their year). ``areas``: results of the carrying areas, from
    ``year`` on; they have one value a year.
    """
    return [_place(one, areas, year, misses) for one in given]


def _place(
    one: Plain, areas: Sequence[Plain], year: int, misses: Sequence[Miss]
) -> dict[str, Any]:
    total = _shared(one, areas[one["area"]], year) if "siblings" in one else None
    if one["method"] == "hamilton_perry":
        found = _grown(one, total)
    elif total is not None:
        found = total
    else:
        raise InputError(
            "place_without_region", f"{one['name']}: shares need the people of all places of the "
            "area, and a result for the area.", name=one["name"],
        )  # fmt: skip
    past = error_band(misses, found["variants"][0]["totals"][0]) if misses else None
    return {
        "name": one["name"],
        "method": {"model": one["method"], "reason": one["reason"],
                   "shows_ages": one["shows_ages"]},
        "limited": [], **found, "past_errors": None if past is None else _listed(past),
        "shown": _shown(found, past),
    }  # fmt: skip


def _shared(one: Plain, area: Plain, year: int) -> dict[str, Any]:
    """The place's share of every variant of its area, from the year of its count on.

    A count older than the area's start is carried to that year: its share stays until then.
    ``own``: the same where the area is not brought to official totals.
    """
    now = np.asarray(one["siblings"]["now"], float)
    earlier = one["siblings"].get("earlier")
    skip, at = max(0, int(one["year"]) - year), one["siblings"]["at"]
    variants, own, of_area = [], [], np.ones(0)
    factor = np.asarray(area["factor"][skip:], float)
    for variant in area["variants"]:
        region = np.asarray(variant["totals"][skip:], float)
        if len(region) < 2:
            raise InputError(
                "place_after_area", f"{one['name']} was counted in {one['year']}, after the last "
                "year of its area: give more years.", name=one["name"], year=one["year"],
            )  # fmt: skip
        carried = float(region[0] / now.sum()) if int(one["year"]) < year else 1.0
        path = carried * _share_of(now, earlier, region, at)
        of_area = path / region if not len(of_area) else of_area
        variants.append({"assumptions": variant["assumptions"], "totals": path.tolist()})
        own.append((carried * _share_of(now, earlier, region / factor, at)).tolist())
    return {
        "years": [year + skip + step for step in range(len(of_area))], "variants": variants,
        "share": of_area.tolist(), "simulated": _narrowed(area["simulated"], of_area, skip),
        "factor": factor.tolist(), "own": own, "is_constant": earlier is None,
    }  # fmt: skip


def _share_of(
    now: Floats, earlier: Sequence[float] | None, region: Floats, at: int
) -> Floats:
    """The place over the years: its count, then its share of the area's way from there on."""
    scaled = region[1:] * (now.sum() / region[0])
    if earlier is None:
        ahead = now[at] / now.sum() * scaled
    else:
        ahead = shares(earlier, now, scaled)[:, at]
    return np.concatenate([[now[at]], ahead])


def _narrowed(simulated: Plain | None, share: Floats, skip: int) -> dict[str, Any] | None:
    if simulated is None:
        return None
    return {name: (np.asarray(values[skip:]) * share).tolist()
            for name, values in simulated.items()}  # fmt: skip


def _grown(one: Plain, total: Plain | None) -> dict[str, Any]:
    """Cohorts as of late; first, where a total is known, brought to it."""
    before, now = (np.array([table[sex] for sex in SEXES], float)
                   for table in (one["before"], one))  # fmt: skip
    edges = one["boundaries"]
    found = hamilton_perry(before, now, int(one["steps"]) // FIVE)
    years = [int(one["base"]) + FIVE * step for step in range(len(found.population))]
    variants = [_ages(found.population, edges, COHORTS)]
    simulated = None
    if total is not None:
        known = [at for at, year in enumerate(years) if at and year in total["years"]]
        kept = [0, *known]
        wanted = [total["variants"][0]["totals"][total["years"].index(years[at])] for at in known]
        people = found.population[kept].copy()
        people[1:] *= (np.array(wanted) / people[1:].sum(axis=(1, 2)))[:, None, None]
        variants = [_ages(people, edges, BROUGHT), _ages(found.population[kept], edges, COHORTS)]
        years = [years[at] for at in kept]
        simulated = _at_years(total, years)
    return {
        "years": years, "variants": variants, "simulated": simulated, "boundaries": list(edges),
        "limited": [list(pair) for pair in found.limited], "factor": [1.0] * len(years),
    }  # fmt: skip


def _at_years(total: Plain, years: Sequence[int]) -> dict[str, Any] | None:
    """The band of the total in these years; the first one is counted."""
    if total["simulated"] is None:
        return None
    at = [max(0, year - total["years"][0]) for year in years]
    return {name: [values[one] for one in at] for name, values in total["simulated"].items()}


def _ages(people: Floats, edges: Sequence[int], name: str) -> dict[str, Any]:
    at = [edge // FIVE for edge in edges]
    return {
        "assumptions": {"name": name}, "totals": people.sum(axis=(1, 2)).tolist(),
        "groups": np.add.reduceat(people.sum(axis=1), at, axis=1).tolist(),
    }  # fmt: skip


def _shown(found: Plain, past: ErrorBand | None) -> list[list[float | None] | None]:
    """The wider end of the area's band and of past errors in places of this size."""
    totals, years = found["variants"][0]["totals"], found["years"]
    shown: list[list[float | None] | None] = []
    for at, (value, year) in enumerate(zip(totals, years, strict=True)):
        simulated = found["simulated"]
        ends = None
        if simulated is not None and at:
            ends = (min(simulated["low"][at], value), max(simulated["high"][at], value))
        around = past.around(value, year - years[0]) if past is not None and at else None
        joined = union(ends, around)
        shown.append(None if joined is None else
                     [joined[0], joined[1] if np.isfinite(joined[1]) else None])  # fmt: skip
    return shown


def _listed(one: ErrorBand) -> dict[str, Any]:
    return {"level": one.level, "size_class": one.size_class,
            "by_horizon": list(one.by_horizon), "n": list(one.n), "pooled": one.pooled}  # fmt: skip
