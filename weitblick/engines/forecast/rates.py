"""Rates of an area, and how they are brought to a life expectancy, a TFR or a migration level.

Populations are arrays (2, n): women in row 0, men in row 1, n age groups of ``width`` years, the
last one open. Survival S[s, x] takes group x to group x + 1 within one step of ``width`` years; the
last two groups share one ratio, L_w / (L_{w-1} + L_w).

Sources
- Preston, Heuveline and Guillot (2001), Demography, Blackwell, section 6.3 and boxes 6.1, 6.2.
- Migration schedule: Rogers and Castro (1981), Model Migration Schedules, IIASA RR-81-30, with the
  parameters they give for a standard schedule without retirement peak.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from weitblick.engines.errors import InputError

Floats: TypeAlias = NDArray[np.float64]

SEXES = ("female", "male")
STANDARD_MIGRATION = (0.02, 0.1, 0.06, 0.1, 20, 0.4, 0.003)
# Mortality is scaled within these; life expectancies outside are refused.
LEAST_FACTOR, GREATEST_FACTOR = 0.2, 10.0


@dataclass(frozen=True)
class Rates:
    """What happens to an area in one step.

    ``survival`` (2, n) and ``newborn_survival`` (2,): shares that survive the step, in (0, 1].
    ``fertility`` (n,): births per woman and year. ``migration`` (2, n): persons a step, net; or,
    with ``emigration`` (2, n), the persons that come, while that share of those present goes.
    ``width``: years a step and an age group. ``sex_ratio``: boys for each girl born.
    """

    survival: Floats
    newborn_survival: Floats
    fertility: Floats
    migration: Floats
    emigration: Floats | None = None
    width: int = 1
    sex_ratio: float = 1.05

    def __post_init__(self) -> None:
        """Check shapes and bounds; raises InputError."""
        n = np.asarray(self.fertility).shape[-1]
        shapes = {"survival": (2, n), "newborn_survival": (2,), "fertility": (n,),
                  "migration": (2, n), "emigration": (2, n)}  # fmt: skip
        for name, shape in shapes.items():
            given = getattr(self, name)
            if given is not None:
                object.__setattr__(self, name, _checked(name, given, shape))
        for name in ("survival", "newborn_survival"):
            _refuse_outside(name, getattr(self, name))

    @property
    def groups(self) -> int:
        """Number of age groups, n."""
        return len(self.fertility)

    @property
    def tfr(self) -> float:
        """Births per woman over her life at these rates."""
        return float(self.fertility.sum() * self.width)


def survival_from_person_years(
    person_years: ArrayLike, width: int, radix: float = 100_000
) -> tuple[Floats, Floats]:
    """Survival (2, n) and newborn survival (2,) from the L column (2, n) of a life table."""
    lived = np.asarray(person_years, float)
    ratios = np.empty_like(lived)
    ratios[:, :-2] = lived[:, 1:-1] / lived[:, :-2]
    last = lived[:, -1] / (lived[:, -2] + lived[:, -1])
    ratios[:, -2] = ratios[:, -1] = last
    return ratios, lived[:, 0] / (width * radix)


def life_expectancy(rates: Rates) -> tuple[float, float]:
    """Life expectancy at birth in years (women, men) that the survival ratios imply."""
    return tuple(_expectancy(rates, sex, 1.0) for sex in (0, 1))  # type: ignore[return-value]


def mortality_factor(rates: Rates, sex: int, years: float) -> float:
    """By how much all death rates of a sex must be multiplied to reach a life expectancy.

    Survival S becomes S to the power of the factor. Raises InputError for unreachable years.
    """
    least, most = (_expectancy(rates, sex, k) for k in (GREATEST_FACTOR, LEAST_FACTOR))
    if not least < years < most:
        raise InputError(
            "life_expectancy_unreachable", f"A life expectancy of {years} years ({SEXES[sex]}) is "
            f"out of reach: these rates allow {least:.1f} to {most:.1f}.",
            sex=SEXES[sex], years=years, least=least, greatest=most,
        )  # fmt: skip
    return float(
        scipy.optimize.brentq(
            lambda k: _expectancy(rates, sex, k) - years, LEAST_FACTOR, GREATEST_FACTOR, xtol=1e-12
        )
    )


def with_mortality(rates: Rates, factors: tuple[float, float]) -> Rates:
    """These rates with the death rates of women and men multiplied."""
    power = np.array(factors)
    return replace(
        rates,
        survival=rates.survival ** power[:, None],
        newborn_survival=rates.newborn_survival**power,
    )


def with_life_expectancy(rates: Rates, women: float, men: float) -> Rates:
    """These rates brought to life expectancies at birth, in years."""
    return with_mortality(
        rates, (mortality_factor(rates, 0, women), mortality_factor(rates, 1, men))
    )


def with_tfr(rates: Rates, tfr: float) -> Rates:
    """These rates with fertility scaled to a TFR, the ages of mothers unchanged."""
    if rates.tfr <= 0 or tfr < 0:
        raise InputError(
            "tfr_unreachable", f"Fertility cannot be scaled from {rates.tfr} to {tfr}.",
            tfr=tfr, now=rates.tfr,
        )  # fmt: skip
    return replace(rates, fertility=rates.fertility * (tfr / rates.tfr))


def with_migration(rates: Rates, persons: float, schedule: Floats | None = None) -> Rates:
    """These rates with ``migration`` adding up to so many persons a step.

    The difference to the present level is spread by ``schedule`` (2, n), adding up to 1; the one of
    Rogers and Castro unless given. So a net migration near zero need not be scaled.
    """
    spread = _schedule(rates) if schedule is None else schedule
    return replace(
        rates, migration=rates.migration + (persons - rates.migration.sum()) * spread
    )


def rogers_castro(
    groups: int, width: int = 1, parameters: Sequence[float] = STANDARD_MIGRATION
) -> Floats:
    """Shares of migrants by age group (n,), adding up to 1.

    ``parameters``: a1, alpha1 (children), a2, alpha2, mu2, lambda2 (labour force), c.
    """
    a1, alpha1, a2, alpha2, mu2, lambda2, c = parameters
    # Single ages to the middle of the year, with the open group reaching to 100.
    years = max(groups * width, 101)
    age = np.arange(years) + 0.5
    labour = a2 * np.exp(-alpha2 * (age - mu2) - np.exp(-lambda2 * (age - mu2)))
    level = a1 * np.exp(-alpha1 * age) + labour + c
    at = np.minimum(np.arange(years) // width, groups - 1)
    shares = np.bincount(at, weights=level, minlength=groups)
    return np.asarray(shares / shares.sum())


def shrunk_ratio(observed: float, expected: float, strength: float = 50.0) -> float:
    """A local level (SMR, births over expected births) drawn towards 1 where there are few events.

    The posterior mean of a gamma prior around 1 worth ``strength`` events (Clayton and Kaldor 1987,
    Biometrics 43, 671-681).
    """
    if observed < 0 or expected <= 0:
        raise InputError(
            "events_impossible", f"{observed} observed and {expected} expected events: expected "
            "must be above 0, observed at least 0.", observed=observed, expected=expected,
        )  # fmt: skip
    return (observed + strength) / (expected + strength)


@dataclass(frozen=True)
class Borrowed:
    """Rates of a small area from the schedules of a larger one, with the factors applied."""

    rates: Rates
    fertility_factor: float
    mortality_factor: float


def borrow(
    larger: Rates, population: ArrayLike, births: float, deaths: float, migration: ArrayLike,
    years: int = 5, strength: float = 50.0,
) -> Borrowed:
    """Rates of an area of 2,000 to 10,000 people: borrowed ages, own levels.

    ``population`` (2, n): mean over the ``years`` in which so many ``births`` and ``deaths`` were
    counted; ``migration`` (2, n): net persons a step. Levels are drawn to those of the larger area
    where there are few events (`shrunk_ratio`).
    """
    people = _checked("population", population, (2, larger.groups))
    born = float(larger.fertility @ people[0]) * years
    died = float((-np.log(larger.survival) / larger.width * people).sum()) * years
    fertility, mortality = (
        shrunk_ratio(births, born, strength), shrunk_ratio(deaths, died, strength)
    )  # fmt: skip
    own = with_mortality(larger, (mortality, mortality))
    own = replace(
        own, fertility=own.fertility * fertility, emigration=None,
        migration=np.asarray(migration, float),
    )  # fmt: skip
    return Borrowed(own, fertility, mortality)


def _schedule(rates: Rates) -> Floats:
    return np.tile(rogers_castro(rates.groups, rates.width) / 2, (2, 1))


def _expectancy(rates: Rates, sex: int, factor: float) -> float:
    """Person-years lived by one newborn: the L column, rebuilt from the survival ratios."""
    ratios = rates.survival[sex] ** factor
    first = rates.width * rates.newborn_survival[sex] ** factor
    lived = first * np.cumprod(np.concatenate([[1.0], ratios[:-2]]))
    # The last group: L_w = L_{w-1} S / (1 - S).
    open_ = lived[-1] * ratios[-2] / (1 - ratios[-2]) if ratios[-2] < 1 else np.inf
    return float(lived.sum() + open_)


def _checked(name: str, given: ArrayLike, shape: tuple[int, ...]) -> Floats:
    found = np.asarray(given, float)
    if found.shape != shape or not np.isfinite(found).all():
        raise InputError(
            "rates_misshapen", f"{name} has the shape {found.shape}: give {shape} finite numbers.",
            name=name, shape=found.shape, expected=shape,
        )  # fmt: skip
    return found


def _refuse_outside(name: str, given: Floats) -> None:
    wrong = np.argwhere(~((given > 0) & (given <= 1)))
    if len(wrong):
        at = tuple(int(index) for index in wrong[0])
        raise InputError(
            "survival_outside_bounds", f"{name} at {at} is {given[at]}: survival lies above 0 and "
            "is at most 1.", name=name, at=at, value=float(given[at]),
        )  # fmt: skip
