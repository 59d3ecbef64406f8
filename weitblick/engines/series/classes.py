"""Classes for maps: few, and the same for all years."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from weitblick.engines.errors import InputError

MOST = 5


def class_breaks(values: ArrayLike, classes: int = MOST) -> tuple[float, ...]:
    """Inner breaks of at most five classes with about as many values each.

    Give the values of all years together: classes that change by year hide what changed. Breaks
    are quantiles of type 7; equal ones are merged, so that there may be fewer classes. NaN is left
    out; without values there are no breaks.
    """
    if not 1 <= classes <= MOST:
        raise InputError(
            "classes_outside_bounds", f"{classes} classes: give 1 to {MOST}.", classes=classes
        )
    known = np.asarray(values, float).ravel()
    known = known[np.isfinite(known)]
    if not len(known):
        return ()
    found = np.unique(np.quantile(known, np.arange(1, classes) / classes))
    return tuple(float(b) for b in found if known.min() < b <= known.max())


def classify(values: ArrayLike, breaks: Sequence[float]) -> tuple[int | None, ...]:
    """Class of each value, from 0; a value on a break belongs above it; None for NaN."""
    if list(breaks) != sorted(set(breaks)) or len(breaks) >= MOST:
        raise InputError(
            "breaks_impossible", f"Breaks {list(breaks)}: give at most {MOST - 1}, rising.",
            breaks=list(breaks),
        )  # fmt: skip
    given = np.asarray(values, float).ravel()
    at = np.searchsorted(np.asarray(breaks, float), given, side="right")
    known = np.isfinite(given)
    return tuple(int(a) if ok else None for a, ok in zip(at, known, strict=True))
