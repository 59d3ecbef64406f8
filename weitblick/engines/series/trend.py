"""Is there a trend, how steep is it, and where does it lead?

Sources
- Mann (1945), Econometrica 13, 245-259; Kendall (1975), Rank Correlation Methods, with correction
  for ties; autocorrelation: Hamed and Rao (1998), Journal of Hydrology 204, 182-196.
- Slope: Theil (1950); Sen (1968), Journal of the American Statistical Association 63, 1379-1389.
- Damped trend: Gardner and McKenzie (1985), Management Science 31, 1237-1246; its variance:
  Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing, chapter 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from weitblick.engines.errors import InputError
from weitblick.engines.ranks import mean_ranks

from .slope import theil_sen, variance_of_pairs

Floats: TypeAlias = NDArray[np.float64]
Verdict = Literal["rising", "falling", "none", "too_few"]

FEWEST = 8
MOST_DEPENDENT = 0.98
GRID = {"alpha": (0.1, 0.3, 0.5, 0.7, 0.9), "beta": (0.05, 0.15, 0.3, 0.5), "phi": (0.8, 0.9, 0.98)}


@dataclass(frozen=True)
class MannKendall:
    """``s``: rising less falling pairs; ``variance`` of it, corrected for ties and, where
    ``autocorrelated``, for the dependence of following years; ``z`` with continuity correction;
    ``p`` two-sided."""

    s: float
    variance: float
    z: float
    p: float
    autocorrelated: bool


@dataclass(frozen=True)
class Trend:
    """Trend of the years ``first`` to ``last`` (``n`` values; earlier ones lie before a break).

    ``slope`` a year with its interval ``low`` to ``high`` (Theil and Sen); ``level``: value of the
    line in the last year. All None where there are fewer than eight values: then say so.
    """

    verdict: Verdict
    n: int
    first: float
    last: float
    slope: float | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    test: MannKendall | None = None


@dataclass(frozen=True)
class Outlook:
    """Values of the coming years with the band that holds ``share`` of them."""

    years: tuple[float, ...]
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    share: float
    alpha: float
    beta: float
    phi: float


def mann_kendall(values: ArrayLike, significance: float = 0.05) -> MannKendall:
    """Test a series without gaps for a monotone trend.

    Where years that follow each other resemble each other beyond the trend (autocorrelation of the
    ranks at lag 1 beyond its limit), the variance is corrected. In short series that cannot be
    seen well: of strongly dependent ones without trend, a fifth still pass as one at 20 years.
    """
    x = np.asarray(values, float)
    n = len(x)
    s = float(np.sign(x[None, :] - x[:, None])[np.triu_indices(n, 1)].sum())
    factor = _dependence(x, significance)
    variance = variance_of_pairs(x) * factor
    z = (s - np.sign(s)) / np.sqrt(variance) if variance > 0 else 0.0
    p = float(2 * scipy.special.ndtr(-abs(z)))
    return MannKendall(s, float(variance), float(z), p, factor != 1.0)


def trend(
    years: ArrayLike,
    values: ArrayLike,
    *,
    breaks: Sequence[float] = (),
    across_breaks: bool = False,
    significance: float = 0.05,
) -> Trend:
    """Trend of a series; NaN values are left out.

    ``breaks``: first years of a new basis (census, definition). Only the years since the last one
    count, unless ``across_breaks`` is chosen.
    """
    t, x = _known(years, values, () if across_breaks else breaks)
    n = len(x)
    first, last = (float(t[0]), float(t[-1])) if n else (float("nan"), float("nan"))
    if n < FEWEST:
        return Trend("too_few", n, first, last)
    test = mann_kendall(x, significance)
    slope, low, high = theil_sen(t, x, 1 - significance)
    level = float(np.median(x - slope * t)) + slope * last
    verdict: Verdict = "none"
    if test.p < significance:
        verdict = "rising" if test.s > 0 else "falling"
    return Trend(verdict, n, first, last, slope, low, high, level, test)


def outlook(
    years: ArrayLike,
    values: ArrayLike,
    steps: int,
    *,
    breaks: Sequence[float] = (),
    across_breaks: bool = False,
    share: float = 0.8,
    limits: tuple[float, float] = (-np.inf, np.inf),
) -> Outlook | None:
    """Damped trend of a yearly series, or None where fewer than eight years are known.

    Exponential smoothing with a trend that fades by ``phi`` a year; the parameters are the best of
    a fixed grid, because short series do not carry more. The band is never narrower than that of a
    random walk with drift, because the parameters are uncertain too. ``limits``: what the values
    cannot leave, such as 0 and 1 for shares. Gaps in the years are filled in a straight line.
    """
    t, x = _known(years, values, () if across_breaks else breaks)
    if len(x) < FEWEST:
        return None
    every = np.arange(t[0], t[-1] + 1)
    x = np.interp(every, t, x)
    (alpha, beta, phi), level, growth, sigma = _smoothed(x)
    ahead = np.arange(1, steps + 1)
    damp = np.cumsum(phi**ahead)
    middle = level + damp * growth
    weights = alpha + alpha * beta * damp[:-1]
    walk = np.std(np.diff(x), ddof=1) * np.sqrt(ahead * (1 + ahead / len(x)))
    spread = np.maximum(
        sigma * np.sqrt(np.concatenate([[1.0], 1 + np.cumsum(weights**2)])), walk
    )
    half = spread * scipy.special.stdtrit(max(len(x) - 4, 1), (1 + share) / 2)
    low, mid, high = (np.clip(one, *limits) for one in (middle - half, middle, middle + half))
    return Outlook(
        tuple((every[-1] + ahead).tolist()),
        tuple(mid.tolist()), tuple(low.tolist()), tuple(high.tolist()), share, alpha, beta, phi,
    )  # fmt: skip


def _known(
    years: ArrayLike, values: ArrayLike, breaks: Sequence[float]
) -> tuple[Floats, Floats]:
    """Years and values that are there, in order, since the last break."""
    t, x = np.asarray(years, float), np.asarray(values, float)
    if t.shape != x.shape or t.ndim != 1 or len(np.unique(t)) < len(t):
        raise InputError(
            "series_misshapen", f"{t.shape} years and {x.shape} values: give one value for each "
            "year, and every year once.", years=t.shape, values=x.shape,
        )  # fmt: skip
    passed = [b for b in breaks if b <= t.max(initial=-np.inf)]
    there = np.isfinite(x) & (t >= max(passed, default=-np.inf))
    order = np.argsort(t[there])
    return t[there][order], x[there][order]


def _dependence(x: Floats, significance: float) -> float:
    """Factor on the variance of S (Hamed and Rao 1998), 1 without positive dependence.

    Short series understate dependence, and negative lags, which they imply, would undo the
    correction: so only positive lags count, and not less than those of a first-order process with
    the first one freed of its bias (Kendall 1954, Biometrika 41, 403-404).
    """
    n = len(x)
    if n < 4 or np.ptp(x) == 0:
        return 1.0
    at = np.arange(n)
    ranks = mean_ranks(np.round(x - theil_sen(at, x).slope * at, 12))
    rest = ranks - ranks.mean()
    power = float(rest @ rest)
    if power == 0:
        return 1.0
    lags = np.arange(1, n - 1)
    r = np.array([float(rest[lag:] @ rest[:-lag]) / power for lag in lags])
    significant = r > scipy.special.ndtri(1 - significance) / np.sqrt(n)
    if not significant[0]:
        return 1.0
    lag_one = min(r[0] + (1 + 4 * r[0]) / n, MOST_DEPENDENT)
    weights = (n - lags) * (n - lags - 1) * (n - lags - 2)
    sums = (float((weights * r)[significant].sum()), float((weights * lag_one**lags).sum()))
    return 1 + 2 / (n * (n - 1) * (n - 2)) * max(sums)


def _smoothed(x: Floats) -> tuple[tuple[float, float, float], float, float, float]:
    """Best (alpha, beta, phi) of the grid; level and growth at the end; standard error."""
    grid = np.array(np.meshgrid(*GRID.values(), indexing="ij")).reshape(3, -1)
    alpha, beta, phi = grid
    at = np.arange(len(x))
    slope = theil_sen(at, x).slope
    start = float(np.median(x) - slope * np.median(at))
    level = np.full(grid.shape[1], start - slope)
    growth = np.full(grid.shape[1], slope)
    squares = np.zeros(grid.shape[1])
    for value in x:
        error = value - (level + phi * growth)
        squares += error**2
        level, growth = level + phi * growth + alpha * error, phi * growth + alpha * beta * error
    best = int(squares.argmin())
    sigma = float(np.sqrt(squares[best] / max(len(x) - 4, 1)))
    chosen = (float(alpha[best]), float(beta[best]), float(phi[best]))
    return chosen, float(level[best]), float(growth[best]), sigma
