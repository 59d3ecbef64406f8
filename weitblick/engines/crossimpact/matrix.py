"""The cross-impact matrix: descriptors, their states, and who pushes whom how hard.

Source of the method: Weimer-Jehle, W. (2006): Cross-impact balances: A system-theoretical
approach to cross-impact analysis. Technological Forecasting and Social Change 73(4), 334-361.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import InputError

IntArray = npt.NDArray[np.int32]
Scenario = tuple[int, ...]

LARGEST_JUDGEMENT = 1_000_000


class MatrixError(InputError):
    """A matrix, a state or a scenario that cannot be meant.

    Rows, columns, descriptors and states in `params` count from 1, as people and files count.
    """


@dataclass(frozen=True)
class Descriptor:
    """One key factor with the states (assumptions) it may take.

    Names may be empty or repeated: published matrices have such states, so everything is keyed
    by position and names are labels only.
    """

    name: str
    states: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class CrossImpactMatrix:
    """Judgements C[i,a -> j,b] of every state (row) on every state (column).

    `values` has shape (D, D), D being the number of states of all descriptors together; it is
    read-only. Self-influence (the diagonal sections) may be non-zero and counts. `extras` holds
    what a file said besides and is never interpreted; it takes no part in equality or digest.
    """

    title: str
    descriptors: tuple[Descriptor, ...]
    values: IntArray
    extras: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        _check_descriptors(self.descriptors)
        values = _as_integers(self.values, self.state_total)
        values.setflags(write=False)
        object.__setattr__(self, "values", values)

    @classmethod
    def from_array(
        cls,
        descriptors: Iterable[Descriptor | tuple[str, Sequence[str]]],
        values: npt.ArrayLike,
        title: str = "",
        extras: Mapping[str, Any] | None = None,
    ) -> CrossImpactMatrix:
        """Build a matrix from descriptors (or (name, states) pairs) and a (D, D) array."""
        parts = tuple(
            entry if isinstance(entry, Descriptor) else Descriptor(entry[0], tuple(entry[1]))
            for entry in descriptors
        )
        return cls(title, parts, np.asarray(values), dict(extras or {}))

    def with_values(self, values: npt.ArrayLike) -> CrossImpactMatrix:
        """The same descriptors with other judgements."""
        return CrossImpactMatrix(self.title, self.descriptors, np.asarray(values), self.extras)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """Number of states of each descriptor."""
        return tuple(len(descriptor.states) for descriptor in self.descriptors)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Column of each descriptor's first state; one more entry closes the last one."""
        starts = [0]
        for count in self.counts:
            starts.append(starts[-1] + count)
        return tuple(starts)

    @property
    def state_total(self) -> int:
        """D, the number of rows and columns."""
        return self.offsets[-1]

    @property
    def space(self) -> int:
        """How many scenarios there are (an exact integer of any size)."""
        return math.prod(self.counts)

    def columns(self, descriptor: int) -> slice:
        """The rows or columns of one descriptor (0-based)."""
        return slice(self.offsets[descriptor], self.offsets[descriptor + 1])

    def digest(self) -> str:
        """SHA-256 (hex) of names, states and values: the same content, the same digest."""
        names = [[d.name, list(d.states)] for d in self.descriptors]
        content = json.dumps([names, self.values.tolist()], ensure_ascii=True)
        return hashlib.sha256(content.encode("ascii")).hexdigest()

    def check_scenario(self, scenario: Sequence[int]) -> Scenario:
        """The scenario as a tuple of 1-based states, or MatrixError."""
        states = tuple(int(state) for state in scenario)
        if len(states) != len(self.counts):
            raise MatrixError(
                "scenario-length",
                f"A scenario needs {len(self.counts)} states, this one has {len(states)}.",
                expected=len(self.counts),
                found=len(states),
            )
        for position, (state, count) in enumerate(zip(states, self.counts, strict=True)):
            if not 1 <= state <= count:
                raise MatrixError(
                    "scenario-state",
                    f"Descriptor {position + 1} has states 1 to {count}, not {state}.",
                    descriptor=position + 1,
                    states=count,
                    found=state,
                )
        return states

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CrossImpactMatrix):
            return NotImplemented
        same_labels = (self.title, self.descriptors) == (other.title, other.descriptors)
        return same_labels and np.array_equal(self.values, other.values)

    def __hash__(self) -> int:
        return hash((self.title, self.descriptors, self.values.tobytes()))


def _check_descriptors(descriptors: tuple[Descriptor, ...]) -> None:
    if not descriptors:
        raise MatrixError("no-descriptors", "A cross-impact matrix needs at least one descriptor.")
    for position, descriptor in enumerate(descriptors, start=1):
        if not descriptor.states:
            raise MatrixError(
                "no-states",
                f"Descriptor {position} ({descriptor.name!r}) has no state.",
                descriptor=position,
                name=descriptor.name,
            )


def _as_integers(values: npt.NDArray[Any], total: int) -> IntArray:
    """Whole numbers of shape (total, total), copied, or MatrixError with row and column."""
    if values.shape != (total, total):
        raise MatrixError(
            "shape",
            f"The judgements must be {total} x {total} numbers, not {values.shape}.",
            expected=total,
            found=list(values.shape),
        )
    if values.dtype.kind not in "biuf":
        raise MatrixError("not-numbers", "The judgements must be numbers.")
    numbers = values.astype(np.float64)
    wrong = ~np.isfinite(numbers) | (numbers != np.rint(numbers))
    wrong |= np.abs(np.nan_to_num(numbers)) > LARGEST_JUDGEMENT
    if wrong.any():
        row, column = (int(index) + 1 for index in np.argwhere(wrong)[0])
        raise MatrixError(
            "not-integer",
            f"Row {row}, column {column}: {values[row - 1, column - 1]} is not a whole number "
            f"between -{LARGEST_JUDGEMENT} and {LARGEST_JUDGEMENT}.",
            row=row,
            column=column,
        )
    return numbers.astype(np.int32)
