"""A reader who wants to recompute: least and greatest possible values of what is not shown.

Each question is a linear program over all tables that agree with the shown cells (Hundepool et al.
2012, section 4.3.1; Fischetti and Salazar 2001, Management Science 47, 1008-1027). Parts of the
table that share no hidden cell are independent, so one program asks one question of each part at
once. Where its answer is not a table of whole numbers, the integer program is solved instead: so a
value counts as possible only if a real table has it.
"""

from __future__ import annotations

import numpy as np
import scipy

from weitblick.engines.errors import InputError

from .system import Flags, Floats, Indices, System, parts_of

# What the shown cells limit at all, they limit to less than this and the sum of all cells.
ROOM = 1000
WHOLE = 1e-6
# Random questions go on while at most this share stays narrow.
WORTHWHILE = 0.8


class Reader:
    """Knows the relations, the bounds and the shown cells; asks about the others.

    ``columns``: the columns that are not shown; all other arrays here have their order. ``part``:
    the independent part each belongs to. ``least`` and ``greatest``: widest values known to be
    possible so far.
    """

    def __init__(self, system: System, shown: Flags, truth: Floats) -> None:
        """``shown``: a flag for each column; ``truth``: a full table that agrees with it."""
        self.columns: Indices = np.flatnonzero(~shown)
        matrix = system.matrix[:, self.columns]
        self.matrix = matrix[np.diff(matrix.indptr) > 0]
        self.truth = truth[self.columns]
        self.unlimited = np.abs(truth).sum() + ROOM
        lower = system.lower[self.columns] - self.truth
        upper = np.minimum(system.upper[self.columns], 2 * self.unlimited) - self.truth
        self.part = parts_of(self.matrix)
        self.least, self.greatest = self.truth.copy(), self.truth.copy()
        self._bounds = np.column_stack([lower, upper])

    def push(self, weights: Floats) -> None:
        """Find a possible table that moves far along ``weights`` and remember what it shows."""
        # Parts nobody asks about stay as they are.
        at = np.flatnonzero(np.isin(self.part, self.part[weights != 0]))
        matrix = self.matrix[:, at]
        matrix = matrix[np.diff(matrix.indptr) > 0]
        found = self.truth[at] + solve_moves(matrix, self._bounds[at], -weights[at])
        self.least[at] = np.minimum(self.least[at], found)
        self.greatest[at] = np.maximum(self.greatest[at], found)

    def ask(self, chosen: Flags) -> None:
        """Push the chosen columns up, then down."""
        self.push(np.where(chosen, 1.0, 0.0))
        self.push(np.where(chosen, -1.0, 0.0))

    def spread(self, demanded: Floats) -> Indices:
        """The positions whose possible values differ by less than demanded, proven.

        Other positions need not be at their extremes when this returns.
        """
        self._push_at_random(demanded)
        asked = np.zeros(len(demanded), bool)
        while (waiting := self._narrow(demanded) & ~asked).any():
            chosen = self._one_of_each_part(waiting)
            asked |= chosen
            self.ask(chosen)
        return np.flatnonzero(self._narrow(demanded))

    def extremes(self) -> None:
        """Ask about every position, both ways: afterwards ``least`` and ``greatest`` are exact."""
        waiting = np.ones(len(self.columns), bool)
        while waiting.any():
            chosen = self._one_of_each_part(waiting)
            waiting &= ~chosen
            self.ask(chosen)

    def _push_at_random(self, demanded: Floats) -> None:
        """Widen many positions at once, for as long as that settles a good share of them."""
        signs = np.random.default_rng(0)
        before, narrow = np.inf, self._narrow(demanded)
        while 0 < narrow.sum() < WORTHWHILE * before:
            before = narrow.sum()
            weights = np.where(narrow, signs.choice([-1.0, 1.0], len(narrow)), 0.0)
            self.push(weights)
            self.push(-weights)
            narrow = self._narrow(demanded)

    def _narrow(self, demanded: Floats) -> Flags:
        return self.greatest - self.least < demanded

    def _one_of_each_part(self, among: Flags) -> Flags:
        positions = np.flatnonzero(among)
        _, first = np.unique(self.part[positions], return_index=True)
        chosen = np.zeros(len(among), bool)
        chosen[positions[first]] = True
        return chosen


def solve_moves(matrix: scipy.sparse.csr_array, bounds: Floats, cost: Floats) -> Floats:
    """Whole-numbered moves x with matrix @ x = 0 within bounds (n x 2) at least cost."""
    if not matrix.shape[0]:
        return np.where(cost < 0, bounds[:, 1], np.where(cost > 0, bounds[:, 0], 0.0))
    zeros = np.zeros(matrix.shape[0])
    found = scipy.optimize.linprog(cost, A_eq=matrix, b_eq=zeros, bounds=bounds, method="highs-ds")
    if found.x is not None and np.abs(found.x - np.round(found.x)).max() < WHOLE:
        return np.asarray(np.round(found.x))
    whole = scipy.optimize.milp(
        cost, integrality=np.ones(len(cost)),
        bounds=scipy.optimize.Bounds(bounds[:, 0], bounds[:, 1]),
        constraints=scipy.optimize.LinearConstraint(matrix, zeros, zeros),
        options={"mip_rel_gap": 0.0},
    )  # fmt: skip
    if whole.x is None:
        raise InputError("table_unsolvable", f"The table cannot be worked out: {whole.message}")
    return np.asarray(np.round(whole.x))
