"""Variants side by side: the same start, other assumptions.

An assumption names levels and the step at which they are reached; until then the levels change in
a straight line, afterwards they stay (as the official projections state theirs).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from .cohort import Projection, project
from .rates import (
    Rates,
    life_expectancy,
    with_life_expectancy,
    with_migration,
    with_tfr,
)


@dataclass(frozen=True)
class Assumptions:
    """What a variant takes for granted; None leaves a level as it is.

    ``tfr``: births per woman. ``life_expectancy``: years at birth of women and men. ``migration``:
    net persons a step (with emigration rates: persons who come). ``reached``: the step from which
    these hold.
    """

    name: str
    tfr: float | None = None
    life_expectancy: tuple[float, float] | None = None
    migration: float | None = None
    reached: int = 1


@dataclass(frozen=True)
class Variant:
    """A projection with what it assumes, step by step.

    ``tfr``, ``migration`` (steps,) and ``life_expectancy`` (steps, 2 as tuples): the levels used.
    """

    assumptions: Assumptions
    projection: Projection
    tfr: tuple[float, ...]
    life_expectancy: tuple[tuple[float, float], ...]
    migration: tuple[float, ...]


def rates_under(rates: Rates, assumptions: Assumptions, steps: int) -> tuple[Rates, ...]:
    """The rates of each step under assumptions."""
    return tuple(_at(rates, assumptions, step) for step in range(1, steps + 1))


def variants(
    population: ArrayLike, rates: Rates, assumptions: Sequence[Assumptions], steps: int
) -> tuple[Variant, ...]:
    """Project a population (2, n) under each of the assumptions, for comparison."""
    return tuple(_variant(population, rates_under(rates, one, steps), one) for one in assumptions)


def _variant(
    population: ArrayLike, plan: Sequence[Rates], assumptions: Assumptions
) -> Variant:
    return Variant(
        assumptions, project(population, plan),
        tuple(rates.tfr for rates in plan),
        tuple(life_expectancy(rates) for rates in plan),
        tuple(float(rates.migration.sum()) for rates in plan),
    )  # fmt: skip


def _at(rates: Rates, assumptions: Assumptions, step: int) -> Rates:
    share = min(1.0, step / max(assumptions.reached, 1))
    if assumptions.tfr is not None:
        rates = with_tfr(rates, _between(rates.tfr, assumptions.tfr, share))
    if assumptions.life_expectancy is not None:
        now = life_expectancy(rates)
        women, men = (
            _between(here, there, share)
            for here, there in zip(now, assumptions.life_expectancy, strict=True)
        )
        rates = with_life_expectancy(rates, women, men)
    if assumptions.migration is not None:
        level = _between(float(rates.migration.sum()), assumptions.migration, share)
        rates = with_migration(rates, level)
    return rates


def _between(here: float, there: float, share: float) -> float:
    return here + (there - here) * share
