"""How far chance alone moves a share or a rate.

Sources
- Wilson (1927), Journal of the American Statistical Association 22, 209-212.
- Byar's approximation: Breslow and Day (1987), Statistical Methods in Cancer Research II, IARC 82,
  page 69. Exact Poisson limits: Garwood (1936), Biometrika 28, 437-442.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import scipy

from weitblick.engines.errors import InputError


@dataclass(frozen=True)
class Estimate:
    """A share or rate with the interval that covers the underlying one with ``level``.

    For complete registers the interval does not tell about a sample but about random variation:
    what the same conditions could also have led to.
    """

    value: float
    low: float
    high: float
    level: float = 0.95


def wilson(count: int, n: int, level: float = 0.95) -> Estimate:
    """Share count / n, 0 to 1, with Wilson's score interval."""
    if not 0 <= count <= n or n < 1:
        raise InputError(
            "share_impossible", f"{count} of {n}: give a count from 0 to n, and n of at least 1.",
            count=count, n=n,
        )  # fmt: skip
    z, share = _z(level), count / n
    middle = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    low = 0.0 if count == 0 else (middle - half) / whole
    high = 1.0 if count == n else (middle + half) / whole
    return Estimate(share, low, high, level)


def byar(events: int, people: float, per: float = 1000, level: float = 0.95) -> Estimate:
    """Rate of events per so many people, with Byar's approximation.

    The normal quantile is rounded to three decimals (1.96 for 95 %), as published tables have it.
    """
    _refuse_impossible(events, people)
    z, more = round(_z(level), 3), events + 1
    low = events * (1 - 1 / (9 * events) - z / (3 * math.sqrt(events))) ** 3 if events else 0.0
    high = more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
    scale = per / people
    return Estimate(events * scale, max(low, 0.0) * scale, high * scale, level)


def exact_poisson(events: int, people: float, per: float = 1000, level: float = 0.95) -> Estimate:
    """Rate of events per so many people, with exact Poisson limits."""
    _refuse_impossible(events, people)
    tail, scale = (1 - level) / 2, per / people
    low = float(scipy.special.gammaincinv(events, tail)) if events else 0.0
    high = float(scipy.special.gammaincinv(events + 1, 1 - tail))
    return Estimate(events * scale, low * scale, high * scale, level)


def _z(level: float) -> float:
    if not 0 < level < 1:
        raise InputError(
            "level_outside_bounds", f"A level of {level} does not lie between 0 and 1.", level=level
        )
    return float(scipy.special.ndtri((1 + level) / 2))


def _refuse_impossible(events: int, people: float) -> None:
    if events < 0 or people <= 0:
        raise InputError(
            "rate_impossible", f"{events} events among {people} people: give events from 0 and "
            "people above 0.", events=events, people=people,
        )  # fmt: skip
