"""A resumable walk through the scenario space with the compiled search."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import numpy.typing as npt

from .matrix import CrossImpactMatrix
from .tables import DEPTH, FINISHED, FOUND, NODES, SearchTables, build_tables, slot_count

Masks = npt.NDArray[np.int64]
ROOM = 8_192


class Walk:
    """One search, or one part of it, which can be paused, watched, resumed and split.

    `domains` (one bit mask a descriptor) restricts it to a part of the space. With `boxes` the
    results may be sets of states of which every combination is consistent.
    """

    def __init__(self, tables: SearchTables, domains: Masks | None = None, boxes: bool = False):
        size = len(tables.counts)
        levels = sum(count - 1 for count in tables.counts) + 2
        dtype = tables.start.dtype
        self._tables, self._boxes = tables, boxes
        self._spread = (0,) * tables.slots
        self._bounds = np.empty((levels, *tables.start.shape), dtype=dtype)
        self._gone = np.empty((levels, *tables.gone.shape), dtype=dtype)
        self._masks = np.zeros((levels, size), dtype=np.int64)
        self._branch = np.zeros((levels, 2), dtype=np.int64)
        self._share = np.zeros(levels + 1)
        self._control = np.zeros(4, dtype=np.int64)
        self._guide = _guide(tables)
        self._base = np.empty_like(tables.start)
        self._found = np.empty((ROOM, size), dtype=np.int64)
        self._share[0] = 1.0
        self._enter(full_domains(tables.counts) if domains is None else domains)

    def _enter(self, masks: Masks) -> None:
        """Set level 0 to the given part of the space."""
        tables = self._tables
        full = full_domains(tables.counts)
        change = tables.best[tables.first + masks].sum(axis=0, dtype=np.int64)
        change -= tables.best[tables.first + full].sum(axis=0, dtype=np.int64)
        self._bounds[0] = tables.start + change
        self._gone[0] = tables.gone
        for state in range(tables.slots):
            self._gone[0, state, : len(masks)][(masks >> state) & 1 == 0] = -1
        self._masks[0] = masks

    @property
    def finished(self) -> bool:
        """Has every part been looked at?"""
        return bool(self._control[FINISHED])

    @property
    def nodes(self) -> int:
        """Nodes of the search tree visited so far."""
        return int(self._control[NODES])

    @property
    def explored(self) -> float:
        """Share of the tree that is done, 0 to 1."""
        return 1.0 if self.finished else float(self._share[-1])

    def advance(self, nodes: int) -> Masks:
        """Visit up to `nodes` nodes; returns what was found as sets of states, shape (K, N)."""
        # Importing Numba takes a second, which nobody should pay who does not need it.
        from . import kernel  # noqa: PLC0415

        tables = self._tables
        kernel.search(
            self._bounds, self._gone, self._masks, tables.best, tables.lost, tables.first,
            self._spread, self._guide, self._base, self._branch, self._share, self._control,
            nodes, self._boxes, self._found,
        )  # fmt: skip
        return self._found[: self._control[FOUND]].copy()

    def rest(self) -> list[tuple[Masks, float]]:
        """The parts of the space still to be searched with their share of the tree, last first."""
        if self.finished:
            return []
        depth = int(self._control[DEPTH])
        parts = [(self._masks[depth].copy(), float(self._share[depth]))]
        for level in range(depth - 1, -1, -1):
            masks = self._masks[level].copy()
            descriptor, state = self._branch[level]
            masks[descriptor] &= ~(1 << state)
            parts.append((masks, float(self._share[level])))
        return parts


def full_domains(counts: tuple[int, ...]) -> Masks:
    """All states of all descriptors as bit masks."""
    return np.array([2**count - 1 for count in counts], dtype=np.int64)


def single_states(masks: Masks) -> npt.NDArray[np.int16]:
    """0-based states of sets that hold one state each."""
    return (np.frexp(masks.astype(np.float64))[1] - 1).astype(np.int16)


def _guide(tables: SearchTables) -> tuple[npt.NDArray[Any], ...]:
    """Branching weights, credit for failures, and what is noted about tests one step ahead.

    Weights start at each descriptor's share in all influence (3 on average). A failure of j
    gives 1 to j and as many points as j has sources, shared by influence, to these.
    """
    influence, width = tables.influence, tables.start.shape[1]
    size, dtype = len(influence), tables.start.dtype
    received = influence.sum(axis=0)
    shares = np.divide(influence, received, out=np.zeros_like(influence), where=received > 0).T
    linked = influence > 0
    credit = np.eye(size) + linked.sum() / size * shares
    given = influence.sum(axis=1)
    weights = 3 * given / given.mean() if given.any() else np.ones(size)
    reach = np.zeros((size, width), dtype=np.uint8)
    reach[:, :size] = linked | np.eye(size, dtype=bool)
    changed, tested = np.ones(width, dtype=dtype), np.zeros(size, dtype=np.int64)
    clock, spare = np.ones(1, dtype=np.int64), np.empty(width, dtype=dtype)
    return np.maximum(weights, 0.1), credit, reach, changed, tested, clock, tables.drop, spare


_warmed: set[int] = set()
_warming = threading.Lock()


def is_warm(slots: int = 3) -> bool:
    """Are the kernels for descriptors of up to `slots` states compiled in this process?"""
    return slot_count(slots) in _warmed


def warm_up(slots: int = 3) -> None:
    """Compile the kernels (or load them from the cache on disk) by solving a tiny matrix.

    Compiling takes some seconds once on a machine; loading takes a fraction of a second.
    """
    slots = slot_count(slots)
    with _warming:
        if slots in _warmed:
            return
        names = tuple(str(state) for state in range(slots))
        tiny = CrossImpactMatrix.from_array(
            [("a", names), ("b", names)], np.zeros((2 * slots, 2 * slots))
        )
        Walk(build_tables(tiny)).advance(10)
        _warmed.add(slots)
