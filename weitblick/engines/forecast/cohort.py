"""Cohort-component projection: people grow older, are born, die and move.

Half of the migration of a step comes at its beginning and half at its end:
N' = L(N + M/2) + M/2, and births are width * F * (women at the beginning + at the end) / 2
(Preston, Heuveline and Guillot 2001, Demography, section 6.3, boxes 6.1 and 6.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from weitblick.engines.errors import InputError

from .rates import Floats, Rates


@dataclass(frozen=True)
class Projection:
    """Population after each step, and what happened in it.

    ``population`` (steps + 1, 2, n), from the starting population on; ``births``, ``deaths`` and
    ``migration`` (steps,) in persons. ``lacking`` (steps,): persons that net migration took away
    where there were none left; they were not taken.
    """

    population: Floats
    births: Floats
    deaths: Floats
    migration: Floats
    lacking: Floats

    @property
    def totals(self) -> Floats:
        """Persons of both sexes and all ages, (steps + 1,)."""
        return np.asarray(self.population.sum(axis=(1, 2)))


def project(
    population: ArrayLike, rates: Rates | Sequence[Rates], steps: int | None = None
) -> Projection:
    """Project a population (2, n) by as many steps as told, or as there are rates."""
    start, plan = _checked(population, rates, steps)
    people, flows = [start], []
    for one in plan:
        after, flow = _step(people[-1], one)
        people.append(after)
        flows.append(flow)
    births, deaths, migration, lacking = np.array(flows).reshape(-1, 4).T
    return Projection(np.array(people), births, deaths, migration, lacking)


def _step(now: Floats, rates: Rates) -> tuple[Floats, tuple[float, float, float, float]]:
    moving = rates.migration
    if rates.emigration is not None:
        moving = moving - rates.emigration * now
    present = now + moving / 2
    after = survived(present, rates.survival)
    births = rates.width * float(rates.fertility @ (present[0] + after[0]) / 2)
    after[:, 0] = births * sex_shares(rates.sex_ratio) * rates.newborn_survival
    wanted = after + moving / 2
    after = np.maximum(wanted, 0.0)
    lacking = float((after - wanted).sum())
    moved = float(moving.sum()) + lacking
    deaths = float(now.sum()) + births + moved - float(after.sum())
    return after, (births, deaths, moved, lacking)


def survived(present: Floats, survival: Floats) -> Floats:
    """Survivors (..., n) one group further; the youngest group is left empty."""
    moved = present * survival
    after = np.zeros_like(moved)
    after[..., 1:] = moved[..., :-1]
    after[..., -1] += moved[..., -1]
    return after


def sex_shares(sex_ratio: float) -> Floats:
    """Shares of girls and boys among births, (2,)."""
    return np.array([1 / (1 + sex_ratio), sex_ratio / (1 + sex_ratio)])


def _checked(
    population: ArrayLike, rates: Rates | Sequence[Rates], steps: int | None
) -> tuple[Floats, Sequence[Rates]]:
    plan = [rates] * (steps or 0) if isinstance(rates, Rates) else list(rates)[:steps]
    if not plan or (steps is not None and len(plan) < steps):
        raise InputError(
            "steps_missing", f"{steps} steps and rates for {len(plan)}: give rates for each step, "
            "at least one.", steps=steps, rates=len(plan),
        )  # fmt: skip
    people = np.asarray(population, float)
    if people.shape != (2, plan[0].groups) or not (people >= 0).all():
        raise InputError(
            "population_misshapen", f"The population has the shape {people.shape}: give counts "
            f"from 0 for two sexes and {plan[0].groups} age groups.",
            shape=people.shape, groups=plan[0].groups,
        )  # fmt: skip
    return people, plan
