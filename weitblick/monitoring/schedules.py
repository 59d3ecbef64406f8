"""Model schedules by single years of age, for levels that are counted or assumed.

Mortality: Gompertz (1825, Philosophical Transactions 115) with a first year of its own; fertility:
a bell around the mean age at birth; migration: Rogers and Castro (1981). Only their shapes are
taken; their levels are brought to life expectancy, TFR and net migration.
"""

from functools import cache

import numpy as np

from weitblick.engines import forecast
from weitblick.engines.forecast import Rates
from weitblick.monitoring.ages import GROUPS, Floats

MEAN_AGE, SPREAD = 31.0, 5.4
GROWTH = (0.106, 0.096)
LEVEL = (0.000009, 0.000028)
INFANT = (0.0028, 0.0034)
STEPS = 20


@cache
def person_years() -> Floats:
    """Person-years lived (2, 96) by women and men in each year of age, of one newborn."""
    lived = np.empty((2, GROUPS))
    for sex in (0, 1):
        ages = np.arange(0, 121, 1 / STEPS)
        force = LEVEL[sex] * np.exp(GROWTH[sex] * ages)
        force[ages < 1] += INFANT[sex]
        alive = np.exp(-np.concatenate([[0.0], np.cumsum(force / STEPS)])[:-1])
        yearly = alive.reshape(-1, STEPS).mean(axis=1)
        lived[sex, :-1], lived[sex, -1] = yearly[: GROUPS - 1], yearly[GROUPS - 1:].sum()
    return lived


def stationary(sex: int) -> Floats:
    """The ages of a population that neither grows nor shrinks, (96,)."""
    return np.asarray(person_years()[sex])


def base(tfr: float, life_expectancy: tuple[float, float]) -> Rates:
    """Rates of these levels, without migration."""
    survival, newborn = forecast.survival_from_person_years(person_years(), 1, radix=1)
    ages = np.arange(GROUPS) + 0.5
    bell = np.exp(-0.5 * ((ages - MEAN_AGE) / SPREAD) ** 2)
    bell[(ages < 15) | (ages > 50)] = 0.0
    rates = Rates(survival, newborn, bell / bell.sum(), np.zeros((2, GROUPS)))
    women, men = life_expectancy
    return forecast.with_life_expectancy(forecast.with_tfr(rates, tfr), women, men)


def tfr_from(births: float, women: Floats) -> float:
    """The TFR at which these women (96,) have so many births a year with the model ages."""
    expected = float(base(1.0, (83.0, 78.0)).fertility @ women)
    return births / expected if expected > 0 else 0.0


def life_expectancy_from(
    deaths: float, people: Floats, start: tuple[float, float]
) -> tuple[float, float]:
    """The life expectancies at which these people (2, 96) have so many deaths a year."""
    rates = base(1.4, start)
    expected = float((-np.log(rates.survival) * people).sum())
    factor = deaths / expected if expected > 0 else 1.0
    return forecast.life_expectancy(forecast.with_mortality(rates, (factor, factor)))
