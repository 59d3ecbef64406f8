"""How wrong earlier forecasts were, and the band that follows from it.

A model is let loose on the past, and the absolute percentage errors it made there, by horizon and
size of place, give the band for the future: they foretell the precision of forecasts well, but not
in which direction they will be wrong (Rayer, Smith and Tayman 2009, Population Research and Policy
Review 28, 773-793). Statistical bands cover too little in small areas (Grossman et al. 2023), so
where there are two bands the wider end of each is shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import ArrayLike

from weitblick.engines.errors import InputError

from .rates import Floats

SIZES = (500, 2_000, 10_000, 50_000)
Band = tuple[float, float]


@dataclass(frozen=True)
class Miss:
    """One forecast of the past that can be compared with what came.

    ``horizon``: steps ahead; ``size``: people at the origin; ``error``: percent of what came,
    positive where the forecast was too high.
    """

    area: int
    origin: int
    horizon: int
    size: float
    forecast: float
    observed: float

    @property
    def error(self) -> float:
        """Percent of what came, positive where the forecast was too high."""
        return 100 * (self.forecast - self.observed) / self.observed


@dataclass(frozen=True)
class ErrorBand:
    """Absolute percentage errors that ``level`` of the past forecasts stayed within.

    ``by_horizon[h - 1]``: percent at h steps ahead, never less than at a shorter horizon; None
    beyond what the past can tell. ``n``: forecasts at each horizon. ``pooled``: places of other
    sizes were needed.
    """

    level: float
    size_class: int
    by_horizon: tuple[float | None, ...]
    n: tuple[int, ...]
    pooled: bool

    def around(self, forecast: float, horizon: int) -> Band | None:
        """The band around a forecast, or None beyond what the past can tell.

        An error of p percent is measured against what came, so the band is forecast / (1 + p) to
        forecast / (1 - p); without upper end where p is 100 or more.
        """
        percent = self.by_horizon[horizon - 1] if horizon <= len(self.by_horizon) else None
        if percent is None:
            return None
        share = percent / 100
        return forecast / (1 + share), forecast / (1 - share) if share < 1 else math.inf


def backtest(
    history: ArrayLike, model: Callable[[Floats, int], ArrayLike], horizon: int, least: int = 5
) -> tuple[Miss, ...]:
    """Forecast every stretch of the past from what was known then.

    ``history`` (areas, years): people, NaN where unknown; ``model(known, steps)`` gets (areas,
    years so far) and gives (areas, steps); ``least``: years a model needs to see.
    """
    past = np.asarray(history, float)
    found = []
    for origin in range(least, past.shape[1]):
        steps = min(horizon, past.shape[1] - origin)
        ahead = np.asarray(model(past[:, :origin], steps), float)
        if ahead.shape != (len(past), steps):
            raise InputError(
                "model_misshapen", f"The model gave the shape {ahead.shape} instead of "
                f"{(len(past), steps)}.", shape=ahead.shape, expected=(len(past), steps),
            )  # fmt: skip
        for (area, step), forecast in np.ndenumerate(ahead):
            size, came = float(past[area, origin - 1]), float(past[area, origin + step])
            if np.isfinite([size, came, forecast]).all() and came > 0:
                found.append(Miss(area, origin - 1, step + 1, size, float(forecast), came))
    return tuple(found)


def size_class(people: float) -> int:
    """0 for places below 500 people, then 2,000, 10,000, 50,000, and 4 above."""
    return int(np.searchsorted(SIZES, people, side="right"))


def error_band(misses: Iterable[Miss], people: float, level: float = 0.8) -> ErrorBand:
    """The band for a place of so many people from the errors in places of its size.

    The error at each horizon is the k-th smallest of n with k = ceil(level (n + 1)), which covers
    the next forecast with at least that probability if it is like the past ones (Vovk, Gammerman
    and Shafer 2005, Algorithmic Learning in a Random World). With too few places of the size all
    sizes are taken.
    """
    all_of_them = list(misses)
    at = size_class(people)
    alike = [miss for miss in all_of_them if size_class(miss.size) == at]
    horizons = max((miss.horizon for miss in all_of_them), default=0)
    own, pooled = _percents(alike, horizons, level), _percents(all_of_them, horizons, level)
    use_all = any(o is None and p is not None for o, p in zip(own, pooled, strict=True))
    chosen, used = (pooled, all_of_them) if use_all else (own, alike)
    counts = tuple(sum(m.horizon == h for m in used) for h in range(1, horizons + 1))
    return ErrorBand(level, at, _rising(chosen), counts, use_all)


def union(*bands: Band | None) -> Band | None:
    """The lowest lower and the highest upper end of the bands there are."""
    there = [band for band in bands if band is not None]
    return (min(low for low, _ in there), max(high for _, high in there)) if there else None


@dataclass(frozen=True)
class Published:
    """A published forecast: persons by year, or the least and greatest of its variants."""

    name: str
    points: Mapping[int, float | Band]


@dataclass(frozen=True)
class Wrong:
    """One published forecast against what came in one year.

    ``forecast`` (least, greatest variant); ``error`` in percent of what came, for both, positive
    where too high; ``within``: what came lies between the variants; ``between_years``: the value
    lies on a straight line between two published years.
    """

    name: str
    year: int
    forecast: Band
    observed: float
    error: Band
    within: bool
    between_years: bool


def how_wrong(
    forecasts: Sequence[Published], observed: Mapping[int, float]
) -> tuple[Wrong, ...]:
    """Earlier forecasts against what came, for every observed year they reach."""
    return tuple(
        _compared(one, year, observed[year])
        for one in forecasts
        for year in sorted(observed)
        if min(one.points) < year <= max(one.points)
    )


def _compared(one: Published, year: int, came: float) -> Wrong:
    if came <= 0:
        raise InputError(
            "observation_not_positive", f"{came} people in {year}: give a number above 0.",
            year=year, observed=came,
        )  # fmt: skip
    years = sorted(one.points)
    ends = [one.points[at] for at in years]
    pairs = [end if isinstance(end, tuple) else (end, end) for end in ends]
    low, high = (float(np.interp(year, years, [pair[i] for pair in pairs])) for i in (0, 1))
    error = (100 * (low - came) / came, 100 * (high - came) / came)
    return Wrong(
        one.name, year, (low, high), came, error, low <= came <= high, year not in one.points
    )


def _percents(misses: Sequence[Miss], horizons: int, level: float) -> list[float | None]:
    found: list[float | None] = []
    for horizon in range(1, horizons + 1):
        errors = sorted(abs(miss.error) for miss in misses if miss.horizon == horizon)
        # Rounded, so that 0.8 * 5 does not become a little more than 4.
        k = math.ceil(round(level * (len(errors) + 1), 9))
        found.append(errors[k - 1] if 0 < k <= len(errors) else None)
    return found


def _rising(percents: Sequence[float | None]) -> tuple[float | None, ...]:
    """Errors do not shrink with the horizon; what is missing in between stays missing."""
    known = accumulate((p if p is not None else 0.0 for p in percents), max)
    return tuple(None if p is None else top for p, top in zip(percents, known, strict=True))
