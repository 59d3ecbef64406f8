"""Methods for small places, and which method a place is large enough for.

Sources
- Hamilton and Perry (1962), Social Forces 41, 163-170; limits on the ratios: Swanson, Schlottmann
  and Schmidt (2010), Population Research and Policy Review 29, 47-63.
- Averaging constant share of population and variable share of growth: Wilson (2015), Population,
  Space and Place 21, 335-353; plus-minus method: Smith, Tayman and Swanson (2013), A Practitioner's
  Guide to State and Local Population Projections, Springer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from weitblick.engines.errors import InputError

from .rates import Floats

Model = Literal["cohort", "cohort_borrowed", "hamilton_perry", "shares"]
LARGE, MEDIUM, SMALL = 10_000, 2_000, 500


@dataclass(frozen=True)
class Choice:
    """The method for a place and why.

    ``reason``: ``large``, ``medium`` (schedules borrowed from the Kreis or Land, levels its own),
    ``small``, ``small_without_ages`` or ``tiny``; ``shows_ages``: whether results by age may be
    shown. Below 500 people only a total with its range is.
    """

    model: Model
    reason: str
    shows_ages: bool


def choose_model(people: float, has_two_age_tables: bool = True) -> Choice:
    """Which method a place of so many people is large enough for.

    ``has_two_age_tables``: its population by age is known now and five years before.
    """
    if people > LARGE:
        return Choice("cohort", "large", True)
    if people >= MEDIUM:
        return Choice("cohort_borrowed", "medium", True)
    if people >= SMALL and has_two_age_tables:
        return Choice("hamilton_perry", "small", True)
    return Choice("shares", "small_without_ages" if people >= SMALL else "tiny", False)


@dataclass(frozen=True)
class CohortRatios:
    """Hamilton-Perry: ``population`` (steps + 1, 2, n), ``ratios`` (2, n - 1) as used.

    Entry x of the ratios leads from group x to x + 1 (the last one from the last two groups to the
    open one). ``limited``: (sex, group) whose ratio was drawn to a limit.
    """

    population: Floats
    ratios: Floats
    children: Floats
    limited: tuple[tuple[int, int], ...]


def hamilton_perry(
    earlier: ArrayLike,
    now: ArrayLike,
    steps: int,
    *,
    limits: tuple[float, float] = (0.6, 1.5),
    women: tuple[int, int] = (4, 9),
) -> CohortRatios:
    """Project by cohort change ratios from two age tables (2, n) one group width apart.

    ``limits``: least and greatest ratio taken over; a chance move in a small place would else be
    repeated for ever. Ratios below the least are normal in old age, so the least limit does not
    hold for the last quarter of the groups. ``women``: age groups (from, before) for the child-
    woman ratio, 20 to 44 years in five-year groups.
    """
    before, present = _two_tables(earlier, now)
    raw, usable = _ratios(before, present)
    least = np.where(np.arange(raw.shape[1]) < raw.shape[1] * 3 // 4, limits[0], 0.0)
    ratios = np.where(usable, np.clip(raw, least, limits[1]), 1.0)
    limited = np.argwhere(usable & (ratios != raw))
    mothers = slice(*women)
    fertile = present[0, mothers].sum()
    children = present[:, 0] / fertile if fertile > 0 else np.zeros(2)
    people = [present]
    for _ in range(steps):
        people.append(_older(people[-1], ratios, children, mothers))
    pairs = tuple((int(sex), int(group)) for sex, group in limited)
    return CohortRatios(np.array(people), ratios, children, pairs)


def shares(earlier: ArrayLike, now: ArrayLike, region: ArrayLike) -> Floats:
    """Totals of places (steps, k) as the average of two share methods, adding up to the region.

    ``earlier`` and ``now`` (k,): people in each place at two times; ``region`` (steps,): projected
    people of all places together. Constant share of population, and variable share of growth: past
    growth, with gains and losses bent by plus-minus until they add up.
    """
    before, present = np.asarray(earlier, float), np.asarray(now, float)
    wanted = np.asarray(region, float)
    if before.shape != present.shape or present.ndim != 1 or present.sum() <= 0:
        raise InputError(
            "places_misshapen", f"Places of shape {before.shape} and {present.shape}: give the "
            "same places at two times, with people in them.",
            earlier=before.shape, now=present.shape,
        )  # fmt: skip
    constant = present / present.sum() * wanted[:, None]
    growth = np.array([_plus_minus(present - before, gain) for gain in wanted - present.sum()])
    variable = np.maximum(present + growth, 0.0)
    variable *= (wanted / variable.sum(axis=1))[:, None]
    return np.asarray((constant + variable) / 2)


def _plus_minus(growth: Floats, total: float) -> Floats:
    """Growth of places bent so that it adds up to the total: gains and losses move oppositely."""
    moves = np.abs(growth).sum()
    if not moves:
        return np.full(len(growth), total / len(growth))
    return np.asarray(growth + np.abs(growth) * (total - growth.sum()) / moves)


def _ratios(before: Floats, present: Floats) -> tuple[Floats, np.ndarray]:
    base = before[:, :-1].copy()
    base[:, -1] += before[:, -1]
    usable = base > 0
    return np.divide(present[:, 1:], base, out=np.ones_like(base), where=usable), usable


def _older(people: Floats, ratios: Floats, children: Floats, mothers: slice) -> Floats:
    base = people[:, :-1].copy()
    base[:, -1] += people[:, -1]
    after = np.concatenate([np.zeros((2, 1)), base * ratios], axis=1)
    after[:, 0] = children * after[0, mothers].sum()
    return after


def _two_tables(earlier: ArrayLike, now: ArrayLike) -> tuple[Floats, Floats]:
    before, present = np.asarray(earlier, float), np.asarray(now, float)
    if before.shape != present.shape or before.ndim != 2 or len(before) != 2:
        raise InputError(
            "age_tables_differ", f"Age tables of shape {before.shape} and {present.shape}: give "
            "both sexes and the same age groups twice.", earlier=before.shape, now=present.shape,
        )  # fmt: skip
    return before, present
