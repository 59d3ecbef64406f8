"""Which further cells to hide, so that the hidden ones stay uncertain.

First each relation is looked at by itself and gets further hidden cells until it alone no longer
narrows any of them (fast, catches nearly everything). What a reader can still narrow by combining
relations is then mended one cell at a time: the cheapest set of cells that lets it move as far as
demanded, a linear program (Kelly, Golden and Assad 1992, Networks 22, 397-417).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import scipy

from .system import Flags, Floats, System

NONE = -1
# Prefers cells in relations that already hide something: they close a cycle instead of opening one.
CLOSING = 4.0
MOVED = 1e-6


@dataclass
class Cover:
    """The growing set of hidden columns.

    ``free``: columns not shown (hidden or latent). ``demanded``: width asked of each column, 0 for
    none. ``because``: for hidden columns the column they protect, NONE for the first ones.
    ``by_overlap``: whether they were hidden for areas, periods or filters that share a base.
    """

    system: System
    truth: Floats
    free: Flags
    may_hide: Flags
    asked: Floats
    demanded: Floats
    cost: Floats
    because: dict[int, int] = field(default_factory=dict)
    by_overlap: dict[int, bool] = field(default_factory=dict)

    def hide(self, column: int, because: int, by_overlap: bool) -> None:
        """Hide an open column for the sake of another."""
        self.free[column] = True
        self.demanded[column] = self.asked[column]
        self.because[column], self.by_overlap[column] = because, by_overlap

    def show(self, column: int) -> tuple[int, bool]:
        """Show a column after all; gives what `hide` needs to hide it again."""
        self.free[column], self.demanded[column] = False, 0.0
        return self.because.pop(column), self.by_overlap.pop(column)

    def hideable(self, column: int) -> bool:
        """Whether this column is still shown and may be hidden."""
        return bool(self.may_hide[column] and not self.free[column])


def cover_relations(cover: Cover, start: Iterable[int]) -> None:
    """Hide further cells until no single relation narrows a hidden cell below its demand."""
    waiting = deque(start)
    queued = set(waiting)
    while waiting:
        at = waiting.popleft()
        queued.discard(at)
        while (narrow := _narrowed(cover, at)) != NONE:
            chosen = _cheapest(cover, at)
            if chosen == NONE:
                break
            cover.hide(chosen, narrow, cover.system.relations[at].kind == "overlap")
            fresh = [other for other in cover.system.of[chosen] if other not in queued]
            waiting.extend(other for other in fresh if other != at)
            queued.update(fresh)
            queued.discard(at)


def _narrowed(cover: Cover, at: int) -> int:
    """A column that relation ``at`` alone narrows below its demand, or NONE."""
    free = [(column, sign) for column, sign in cover.system.members[at] if cover.free[column]]
    rooms = [_room(cover, column, sign) for column, sign in free]
    # What the others can give: the whole sum grows by their room upwards, shrinks by it downwards.
    grow, shrink = sum(up for up, _ in rooms), sum(down for _, down in rooms)
    for (column, _), (up, down) in zip(free, rooms, strict=True):
        width = min(up, shrink - down) + min(down, grow - up)
        if width < cover.demanded[column]:
            return column
    return NONE


def _room(cover: Cover, column: int, sign: int) -> tuple[float, float]:
    """By how much the column's term in a relation can grow and shrink."""
    value = cover.truth[column]
    up, down = cover.system.upper[column] - value, value - cover.system.lower[column]
    # Limited, so that differences of sums stay numbers.
    up, down = min(up, 1e9), min(down, 1e9)
    return (up, down) if sign > 0 else (down, up)


def _cheapest(cover: Cover, at: int) -> int:
    members = [column for column, _ in cover.system.members[at] if cover.hideable(column)]
    return min(members, key=lambda column: _price(cover, column, at), default=NONE)


def _price(cover: Cover, column: int, at: int) -> float:
    closing = sum(
        any(cover.demanded[other] > 0 for other, _ in cover.system.members[relation])
        for relation in cover.system.of[column]
        if relation != at
    )
    # A cell that cannot move protects nothing.
    can_move = min(cover.system.upper[column], 1) * cover.asked[column]
    return float(cover.cost[column] / (1 + CLOSING * closing) if can_move else np.inf)


def free_a_move(cover: Cover, column: int, least: float, greatest: float) -> list[int]:
    """The cheapest columns to hide so that ``column`` becomes as wide as demanded.

    ``least`` and ``greatest``: its possible values so far. Empty where nothing helps.
    """
    value, demanded = cover.truth[column], cover.demanded[column]
    up, down = greatest - value, value - least
    # Where one side has too little room, a part of the way; the other side is asked next time.
    rise = min(demanded - down, cover.system.upper[column] - value)
    fall = min(demanded - up, value - cover.system.lower[column])
    wanted = [by for by, known in ((rise, up), (-fall, down)) if abs(by) > known]
    moves = [_cheapest_move(cover, column, by) for by in wanted]
    found = [
        (cost, extra)
        for cost, moved in filter(None, moves)
        if (extra := [int(at) for at in np.flatnonzero(moved) if cover.hideable(int(at))])
    ]
    return min(found)[1] if found else []


def _cheapest_move(cover: Cover, column: int, by: float) -> tuple[float, Flags] | None:
    """Cost and columns of the cheapest possible table in which ``column`` moves by ``by``."""
    near = cover.system.part == cover.system.part[column]
    movable = np.flatnonzero(near & (cover.free | cover.may_hide))
    matrix = cover.system.matrix[:, movable]
    matrix = matrix[np.diff(matrix.indptr) > 0]
    cost = np.where(cover.free[movable], MOVED, cover.cost[movable])
    up = np.minimum((cover.system.upper - cover.truth)[movable], 1e6)
    down = (cover.truth - cover.system.lower)[movable]
    fixed = movable == column
    up, down = np.where(fixed, max(by, 0), up), np.where(fixed, max(-by, 0), down)
    floor = np.concatenate([np.where(fixed, up, 0), np.where(fixed, down, 0)])
    found = scipy.optimize.linprog(
        np.concatenate([cost, cost]), A_eq=scipy.sparse.hstack([matrix, -matrix], format="csr"),
        b_eq=np.zeros(matrix.shape[0]), method="highs-ds",
        bounds=np.column_stack([floor, np.concatenate([up, down])]),
    )  # fmt: skip
    if found.x is None:
        return None
    moved = np.zeros(cover.system.size, bool)
    half = len(movable)
    moved[movable] = np.abs(found.x[:half] - found.x[half:]) > MOVED
    return float(found.fun), moved
