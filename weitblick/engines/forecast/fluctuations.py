"""How far TFR, mortality and migration strayed in the past, area by area.

Deviations follow x(t) = phi x(t-1) + sigma e(t), e standard normal, starting from 0: the jump-off
levels are known (Box and Jenkins 1970, Time Series Analysis, chapter 3; for population forecasts
Alho and Spencer 2005, Statistical Demography and Forecasting, Springer, chapter 8).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from weitblick.engines.errors import InputError

MOST_PERSISTENT = 0.98
FEWEST_YEARS = 8


@dataclass(frozen=True)
class Fluctuation:
    """``phi``: what remains of a deviation after a step, 0 to 0.98; ``sigma``: fresh deviation.

    ``n``: years it was learnt from. Units are those of the series it was learnt from.
    """

    phi: float
    sigma: float
    n: int = 0


    def over(self, years: int) -> Fluctuation:
        """The same process looked at only every so many years, if this one is yearly."""
        kept = sum(self.phi ** (2 * year) for year in range(years))
        return Fluctuation(self.phi**years, self.sigma * kept**0.5, self.n)


STILL = Fluctuation(0.0, 0.0)


@dataclass(frozen=True)
class Fluctuations:
    """Of one area: ``tfr`` and ``mortality`` in logarithms, ``migration`` in persons per person.

    A mortality of 0.01 means death rates one hundredth higher, a migration of 0.001 one net
    migrant more a step for every 1,000 people at the start. They hold for one step: those learnt
    from years have to be brought to longer steps with ``over``.
    """

    tfr: Fluctuation = STILL
    mortality: Fluctuation = STILL
    migration: Fluctuation = STILL

    def over(self, years: int) -> Fluctuations:
        """For steps of so many years, if these are yearly: then a step's migration is as many."""
        moves = self.migration.over(years)
        return Fluctuations(
            self.tfr.over(years), self.mortality.over(years),
            Fluctuation(moves.phi, moves.sigma * years, moves.n),
        )  # fmt: skip


def learn(tfr: ArrayLike, mortality: ArrayLike, migration: ArrayLike) -> Fluctuations:
    """Fluctuations from the history of one area, a value a year.

    ``tfr`` and ``mortality`` (SMR or any level of death rates) above 0; ``migration``: net persons
    per person. Needs eight years of each.
    """
    return Fluctuations(
        fluctuation(np.log(_above_zero("tfr", tfr))),
        fluctuation(np.log(_above_zero("mortality", mortality))),
        fluctuation(migration),
    )


def fluctuation(series: ArrayLike) -> Fluctuation:
    """Persistence and size of the deviations of a series from its straight line.

    The autocorrelation of a short series is too small on average; it is corrected by (1 + 3 phi)/n
    (Kendall 1954, Biometrika 41, 403-404).
    """
    values = np.asarray(series, float)
    n = len(values)
    if values.ndim != 1 or n < FEWEST_YEARS or not np.isfinite(values).all():
        raise InputError(
            "history_too_short", f"A history of {n} years: give at least {FEWEST_YEARS}, none "
            "missing.", years=n, least=FEWEST_YEARS,
        )  # fmt: skip
    years = np.arange(n)
    rest = values - np.polyval(np.polyfit(years, values, 1), years)
    power = float(rest @ rest)
    # What is left of a straight line is rounding.
    strays = power > 1e-20 * float(values @ values)
    raw = float(rest[1:] @ rest[:-1]) / power if strays else 0.0
    phi = float(np.clip(raw + (1 + 3 * raw) / n, 0.0, MOST_PERSISTENT)) if strays else 0.0
    fresh = rest[1:] - phi * rest[:-1]
    # Two parameters of the line and one of persistence are estimated.
    return Fluctuation(phi, float(np.sqrt(fresh @ fresh / max(n - 4, 1))), n)


def _above_zero(name: str, series: ArrayLike) -> np.ndarray:
    values = np.asarray(series, float)
    if not (values > 0).all():
        raise InputError(
            "history_not_positive", f"The history of {name} has values that are not above 0.",
            name=name,
        )  # fmt: skip
    return values
