"""Stability of answers between two rounds.

Source: weighted kappa of Cohen (1968), Psychological Bulletin 70, 213-220; for Delphi rounds see
Holey et al. (2007), BMC Medical Research Methodology 7:52.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from weitblick.engines.agreement.ratings import Number, distribution, points
from weitblick.engines.errors import InputError


@dataclass(frozen=True)
class Stability:
    """Change between two rounds, for the ``n`` people who answered both."""

    n: int
    weighted_kappa: float | None
    share_changed: float | None


def stability(
    before: Sequence[Number],
    after: Sequence[Number],
    low: int,
    high: int,
    weights: Literal["quadratic", "linear"] = "quadratic",
) -> Stability:
    """Compare two rounds answered by the same people in the same order.

    ``weighted_kappa`` is 1 for unchanged answers and 0 for what chance gives; None where neither
    round varies, so that chance alone explains everything.
    """
    if len(before) != len(after):
        raise InputError(
            "rounds_differ_in_length",
            f"{len(before)} answers before and {len(after)} after: give only the people who "
            "answered both rounds, in the same order.",
            before=len(before),
            after=len(after),
        )
    scale = points(low, high)
    first, second = distribution(before, scale), distribution(after, scale)
    n = len(before)
    if n == 0:
        return Stability(0, None, None)
    power = 2 if weights == "quadratic" else 1
    observed = sum(abs(a - b) ** power for a, b in zip(before, after, strict=True))
    chance = _expected_distance(first, second, power) / n
    kappa = 1 - float(observed) / chance if chance else None
    changed = sum(a != b for a, b in zip(before, after, strict=True))
    return Stability(n, kappa, changed / n)


def _expected_distance(first: Sequence[int], second: Sequence[int], power: int) -> int:
    """Sum over all pairs of one answer before and one after of the distance to the power."""
    at = np.arange(len(first))
    distance = np.abs(at[:, None] - at[None, :]) ** power
    return int(np.asarray(first) @ distance @ np.asarray(second))
