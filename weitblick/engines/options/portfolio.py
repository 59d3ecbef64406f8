"""Portfolios: the best set of options within budgets, exactly.

A 0-1 programme, solved to proven optimality with HiGHS (Huangfu and Hall 2018, Mathematical
Programming Computation 10, 119-142); front by the epsilon-constraint method (Haimes, Lasdon and
Wismer 1971, IEEE Transactions on Systems, Man and Cybernetics 1, 296-297).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy
from numpy.typing import ArrayLike

from weitblick.engines.errors import InputError
from weitblick.engines.options.robust import Numbers

# Sums of decimals differ in their last digits.
TOLERANCE = 1e-6
# Status numbers of scipy.optimize.milp.
SOLVED, INFEASIBLE = 0, 2


@dataclass(frozen=True)
class Coverage:
    """At least ``least`` of these options, for instance of a field of action or a region."""

    options: tuple[int, ...]
    least: int = 1
    name: str = ""


@dataclass(frozen=True)
class Portfolio:
    """A set of options, its effect and what it takes of every resource."""

    options: tuple[int, ...]
    effect: float
    cost: tuple[float, ...]


@dataclass
class _Programme:
    """Rows ``low <= row @ x <= high`` of the 0-1 programme over ``size`` options."""

    size: int
    rows: list[Numbers] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, row: Numbers, low: float = -np.inf, high: float = np.inf) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def marked(self, *entries: tuple[int, float]) -> Numbers:
        row = np.zeros(self.size)
        for option, value in entries:
            self._refuse_unknown(option)
            row[option] += value
        return row

    def minimise(self, objective: Numbers) -> Numbers | None:
        """The chosen options as true, None if no set keeps all rows."""
        rows = np.array(self.rows).reshape(len(self.rows), self.size)
        kept = scipy.optimize.LinearConstraint(rows, self.low, self.high) if len(rows) else None
        found = scipy.optimize.milp(
            objective,
            integrality=np.ones(self.size),
            bounds=scipy.optimize.Bounds(0, 1),
            constraints=kept,
            options={"mip_rel_gap": 0},
        )
        if found.status not in (SOLVED, INFEASIBLE):
            raise RuntimeError(f"The solver stopped without an answer: {found.message}")
        return None if found.x is None else np.asarray(found.x > 0.5, float)

    def _refuse_unknown(self, option: int) -> None:
        if not 0 <= option < self.size:
            raise InputError(
                "option_unknown",
                f"A condition names option {option}, but there are only {self.size} "
                "(numbered from 0).",
                option=option,
                options=self.size,
            )


def portfolio(
    effect: Sequence[float],
    cost: ArrayLike,
    budget: ArrayLike,
    requires: Iterable[tuple[int, int]] = (),
    excludes: Iterable[tuple[int, int]] = (),
    coverage: Iterable[Coverage] = (),
) -> Portfolio:
    """The set of options with the greatest effect, proven; the cheapest of equally good ones.

    ``cost``: one number for each option, or options x resources (money, staff); ``budget``: the
    limit of each resource. ``requires``: (a, b) when a needs b. ``excludes``: (a, b) when not
    both. ``coverage``: what must be represented.
    """
    gains, costs, limits = _checked(effect, cost, budget)
    coverage = tuple(coverage)
    programme = _conditions(len(gains), requires, excludes, coverage)
    for resource, limit in enumerate(limits):
        programme.add(costs[:, resource], high=limit + TOLERANCE)
    best = _best(programme, gains, costs)
    if best is None:
        raise InputError(
            "no_feasible_portfolio",
            "No set of options keeps the budget and all conditions: raise the budget or drop a "
            "condition.",
            budget=tuple(float(limit) for limit in limits),
            coverage=tuple(c.name for c in coverage),
        )
    return _portfolio(best, gains, costs)


def front(
    effect: Sequence[float],
    cost: Sequence[float],
    requires: Iterable[tuple[int, int]] = (),
    excludes: Iterable[tuple[int, int]] = (),
    coverage: Iterable[Coverage] = (),
    most: int = 100,
) -> tuple[Portfolio, ...]:
    """All portfolios for which none has at least the effect at less cost, dearest first.

    Ends after ``most`` portfolios; a dozen options can have thousands.
    """
    total = float(np.sum(np.maximum(np.asarray(cost, float), 0)))
    gains, costs, _ = _checked(effect, cost, total)
    programme = _conditions(len(gains), requires, excludes, tuple(coverage))
    found: list[Portfolio] = []
    while len(found) < most:
        best = _best(programme, gains, costs)
        if best is None:
            break
        found.append(_portfolio(best, gains, costs))
        programme.add(costs[:, 0], high=found[-1].cost[0] - 2 * TOLERANCE)
    return tuple(found)


def pareto(effect: Sequence[float], cost: Sequence[float]) -> tuple[int, ...]:
    """The single options for which none has at least the effect at less cost; cheapest first.

    Options equal in both stay together.
    """
    gains, costs, _ = _checked(effect, cost, 0)
    points = list(zip(costs[:, 0].tolist(), gains.tolist(), strict=True))
    undominated = [
        option
        for option, (price, gain) in enumerate(points)
        if not any(p <= price and g >= gain and (p, g) != (price, gain) for p, g in points)
    ]
    return tuple(sorted(undominated, key=lambda option: points[option]))


def enabling(
    effects: ArrayLike,
    target: Sequence[int],
    balance: Sequence[float],
    factors: Sequence[Sequence[int]],
    cost: Sequence[float] | None = None,
) -> tuple[int, ...] | None:
    """The smallest (or cheapest) set of options that makes a scenario consistent, None if none.

    ``effects``: options x assumptions, added to the impact balance of the assumptions. ``target``:
    the assumption of the scenario for each factor. ``balance``: impact balance of every assumption
    in that scenario (Weimer-Jehle 2006, Technological Forecasting and Social Change 73, 338-343).
    ``factors``: the assumptions of each factor.
    """
    judged = np.nan_to_num(np.asarray(effects, float))
    programme = _Programme(len(judged))
    for wanted, rivals in zip(target, factors, strict=True):
        for rival in rivals:
            # The target must end at least as high as its rival.
            missing = balance[rival] - balance[wanted]
            programme.add(judged[:, wanted] - judged[:, rival], low=missing - TOLERANCE)
    price = np.ones(len(judged)) if cost is None else np.asarray(cost, float)
    chosen = programme.minimise(price)
    return None if chosen is None else _numbers(chosen)


def _best(programme: _Programme, gains: Numbers, costs: Numbers) -> Numbers | None:
    """Greatest effect first, then least cost of all sets with that effect."""
    best = programme.minimise(-gains)
    if best is None:
        return None
    cheapest = _Programme(programme.size, [*programme.rows], [*programme.low], [*programme.high])
    cheapest.add(gains, low=float(gains @ best) - TOLERANCE)
    again = cheapest.minimise(costs.sum(axis=1))
    return best if again is None else again


def _conditions(
    size: int,
    requires: Iterable[tuple[int, int]],
    excludes: Iterable[tuple[int, int]],
    coverage: Iterable[Coverage],
) -> _Programme:
    programme = _Programme(size)
    for one, needed in requires:
        programme.add(programme.marked((one, 1), (needed, -1)), high=0)
    for one, other in excludes:
        programme.add(programme.marked((one, 1), (other, 1)), high=1)
    for part in coverage:
        programme.add(programme.marked(*((o, 1) for o in part.options)), low=part.least)
    return programme


def _portfolio(chosen: Numbers, gains: Numbers, costs: Numbers) -> Portfolio:
    options = _numbers(chosen)
    taken = costs[list(options)].sum(axis=0)
    return Portfolio(options, float(gains[list(options)].sum()), tuple(float(c) for c in taken))


def _numbers(chosen: Numbers) -> tuple[int, ...]:
    return tuple(int(option) for option in np.flatnonzero(chosen))


def _checked(
    effect: Sequence[float], cost: ArrayLike, budget: ArrayLike
) -> tuple[Numbers, Numbers, Numbers]:
    gains, limits = np.asarray(effect, float), np.atleast_1d(np.asarray(budget, float))
    costs = np.asarray(cost, float)
    costs = costs[:, None] if costs.ndim == 1 else costs
    if costs.shape != (len(gains), len(limits)):
        raise InputError(
            "costs_do_not_fit",
            f"{len(gains)} effects, {len(limits)} budgets and costs of shape {costs.shape}: give "
            "a cost for each option and each budget.",
            effects=len(gains),
            budgets=len(limits),
            shape=costs.shape,
        )
    if not np.isfinite(gains).all() or not np.isfinite(costs).all():
        at = int(np.flatnonzero(~(np.isfinite(gains) & np.isfinite(costs).all(axis=1)))[0])
        raise InputError(
            "option_incomplete",
            f"Option {at} has no effect or no cost: estimate it or leave the option out.",
            option=at,
        )
    return gains, costs, limits
