"""Schedules by single years of age: from tables by age group, or models with a counted level.

Mortality: Gompertz (1825, Philosophical Transactions 115) with a first year of its own; fertility:
a bell around the mean age at birth; migration: Rogers and Castro (1981). Of the models only shapes
are taken: within the age groups of a table, or, without one, over all ages.
"""

from dataclasses import replace
from functools import cache

import numpy as np

from weitblick.engines import forecast
from weitblick.engines.forecast import Rates
from weitblick.monitoring.ages import GROUPS, Floats, Groups

MEAN_AGE, SPREAD = 31.0, 5.4
GROWTH = (0.106, 0.096)
LEVEL = (0.000009, 0.000028)
INFANT = (0.0028, 0.0034)
STEPS = 20
YOUNGEST, OLDEST = 15, 50
FEW_DEATHS = 20.0
"""Deaths that the level of all ages is worth where a group's own are few."""


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


def bell() -> Floats:
    """Births by age of the mother as a model, adding up to 1."""
    ages = np.arange(GROUPS) + 0.5
    found = np.exp(-0.5 * ((ages - MEAN_AGE) / SPREAD) ** 2)
    found[(ages < YOUNGEST) | (ages > OLDEST)] = 0.0
    return np.asarray(found / found.sum())


def base(tfr: float, life_expectancy: tuple[float, float]) -> Rates:
    """Rates of these levels, without migration."""
    survival, newborn = forecast.survival_from_person_years(person_years(), 1, radix=1)
    rates = Rates(survival, newborn, bell(), np.zeros((2, GROUPS)))
    women, men = life_expectancy
    return forecast.with_life_expectancy(forecast.with_tfr(rates, tfr), women, men)


def tfr_from(births: float, women: Floats, fertility: Floats | None = None) -> float:
    """The TFR at which these women (96,) have so many births a year.

    ``fertility`` (96,): whose ages count; those of the model unless given.
    """
    shape = bell() if fertility is None else fertility / fertility.sum()
    expected = float(shape @ women)
    return births / expected if expected > 0 else 0.0


def life_expectancy_from(
    deaths: float, people: Floats, start: tuple[float, float]
) -> tuple[float, float]:
    """The life expectancies at which these people (2, 96) have so many deaths a year."""
    rates = base(1.4, start)
    factor = deaths / expected_deaths(rates, people) if expected_deaths(rates, people) else 1.0
    return forecast.life_expectancy(forecast.with_mortality(rates, (factor, factor)))


def expected_deaths(rates: Rates, people: Floats) -> float:
    """Deaths a year among these people (2, 96) at these rates."""
    return float((-np.log(rates.survival) * people).sum())


def fertility_from(births: Groups, women: Floats) -> Floats:
    """Births per woman and year (96,) from births by age of the mother, yearly means.

    Within an age group the shape is the model's, its level is counted.
    """
    found, shape = np.zeros(GROUPS), bell()
    for (low, high), number in births.items():
        at = slice(low, OLDEST if high is None else high)
        expected = float(shape[at] @ women[at])
        if expected > 0:
            found[at] = shape[at] * number / expected
    return found


def mortality_from(deaths: tuple[Groups, Groups], people: Floats, years: int) -> Rates:
    """Rates whose survival comes from deaths of women and men by age group, yearly means.

    Within a group the shape is the model's. Each group's level is drawn to that of all groups
    where deaths are few (`forecast.shrunk_ratio`), and is that level where a group is missing.
    """
    rates = base(1.0, (83.0, 78.0))
    survival, newborn = rates.survival.copy(), rates.newborn_survival.copy()
    for sex, groups in enumerate(deaths):
        expected = -np.log(rates.survival[sex]) * people[sex]
        level = sum(groups.values()) / sum(
            float(expected[low:high].sum()) for low, high in groups)
        factors = np.full(GROUPS, level)
        for (low, high), number in groups.items():
            usual = float(expected[low:high].sum()) * level * years
            if usual > 0:
                factors[low:high] = level * forecast.shrunk_ratio(number * years, usual, FEW_DEATHS)
        factors[-2] = factors[-1]  # the last two groups share one ratio
        survival[sex] = rates.survival[sex] ** factors
        newborn[sex] = rates.newborn_survival[sex] ** factors[0]
    return replace(rates, survival=survival, newborn_survival=newborn)


def migration_from(moves: tuple[Groups, Groups]) -> Floats:
    """Net moves (2, 96) by single age from those by age group; within a group Rogers-Castro."""
    shape = forecast.rogers_castro(GROUPS)
    found = np.zeros((2, GROUPS))
    for sex, groups in enumerate(moves):
        for (low, high), number in groups.items():
            at = slice(low, high)
            found[sex, at] = number * shape[at] / shape[at].sum()
    return found
