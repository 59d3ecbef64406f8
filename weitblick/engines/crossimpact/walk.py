"""A resumable walk through the scenario space with the compiled search."""

from __future__ import annotations

import threading

import numpy as np
import numpy.typing as npt

from . import kernel
from .matrix import CrossImpactMatrix
from .tables import SearchTables, build_tables

States = npt.NDArray[np.int16]
ROOM = 8_192


class Walk:
    """One search, or one part of it, which can be paused, watched and resumed.

    `domains` (one bit mask a descriptor) restricts it to a part of the space. The scenarios found
    are 0-based; `explored` is the share of the tree that is done.
    """

    def __init__(
        self,
        tables: SearchTables,
        domains: npt.NDArray[np.int64] | None = None,
        cut: int | None = None,
    ) -> None:
        size = len(tables.counts)
        levels = sum(count - 1 for count in tables.counts) + 2
        self._tables = tables
        self._cut = levels if cut is None else cut
        self._spread = (0,) * tables.slots
        self._bounds = np.empty((levels, *tables.start.shape), dtype=tables.start.dtype)
        self._gone = np.empty((levels, *tables.gone.shape), dtype=tables.start.dtype)
        self._masks = np.zeros((levels, size), dtype=np.int64)
        self._share = np.zeros(levels + 1)
        self._branch = np.zeros((levels, 2), dtype=np.int64)
        self._control = np.zeros(5, dtype=np.int64)
        self._weights = np.ones(size)
        self._base = np.empty_like(tables.start)
        self._found = np.empty((ROOM, size), dtype=np.int16)
        self._opened = np.empty((ROOM, size), dtype=np.int64)
        self._share[0] = 1.0
        self._enter(domains)

    def _enter(self, domains: npt.NDArray[np.int64] | None) -> None:
        """Set level 0 to the given part of the space."""
        tables = self._tables
        full = np.array([2**count - 1 for count in tables.counts], dtype=np.int64)
        masks = full if domains is None else domains
        change = tables.best[tables.first + masks].sum(axis=0, dtype=np.int64)
        change -= tables.best[tables.first + full].sum(axis=0, dtype=np.int64)
        self._bounds[0] = tables.start + change
        self._gone[0] = tables.gone
        for position, count in enumerate(tables.counts):
            for state in range(count):
                if not masks[position] >> state & 1:
                    self._gone[0, state, position] = -1
        self._masks[0] = masks

    @property
    def finished(self) -> bool:
        """Has every part been looked at?"""
        return bool(self._control[kernel.FINISHED])

    @property
    def nodes(self) -> int:
        """Nodes of the search tree visited so far."""
        return int(self._control[kernel.NODES])

    @property
    def explored(self) -> float:
        """Share of the tree that is done, 0 to 1."""
        return 1.0 if self.finished else float(self._share[-1])

    def advance(self, nodes: int) -> tuple[States, npt.NDArray[np.int64]]:
        """Visit up to `nodes` nodes; returns new scenarios and, at the cut, open subtrees."""
        kernel.search(
            self._bounds, self._gone, self._masks, self._tables.best, self._tables.first,
            self._spread, self._weights, self._base, self._branch, self._share, self._control,
            nodes, self._cut, self._found, self._opened,
        )  # fmt: skip
        found = self._found[: self._control[kernel.FOUND]].copy()
        return found, self._opened[: self._control[kernel.OPEN]].copy()


_warmed: set[int] = set()
_warming = threading.Lock()


def is_warm(slots: int = 3) -> bool:
    """Are the kernels for descriptors of up to `slots` states compiled in this process?"""
    return max(2, slots) in _warmed


def warm_up(slots: int = 3) -> None:
    """Compile the kernels (or load them from the cache on disk) by solving a tiny matrix.

    Compiling takes some seconds once on a machine; loading takes a fraction of a second.
    """
    slots = max(2, slots)
    with _warming:
        if slots in _warmed:
            return
        names = tuple(str(state) for state in range(slots))
        tiny = CrossImpactMatrix.from_array(
            [("a", names), ("b", names)], np.zeros((2 * slots, 2 * slots))
        )
        Walk(build_tables(tiny)).advance(10)
        _warmed.add(slots)
