"""Profiles of areas over several indicators, and what a summary of them is worth.

A profile comes first; one number for an area depends on weights somebody chose. So the ranks are
given as ranges: by chance (intervals of the values), by other weights, without one indicator.
Areas whose intervals overlap are not ranked against each other.

Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, steps 5 to 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from weitblick.engines.errors import InputError

Floats: TypeAlias = NDArray[np.float64]
Scale = Literal["z", "minmax"]
Ranks: TypeAlias = tuple[tuple[int, int], ...]

# More indicators than this are varied one at a time instead of in all combinations.
ALL_COMBINATIONS = 10
FEWEST_UNITS = 3


@dataclass(frozen=True)
class Profile:
    """k units over m indicators; scores are better the higher they are.

    ``scores`` (k, m); ``summary`` (k,) weighted mean with its interval ``low``, ``high`` (equal to
    it where no intervals were given). ``weights`` (m,) as used, adding up to 1. Ranks run from 1
    (best): ``rank_by_chance``: least and greatest rank that overlapping intervals leave open;
    ``rank_by_weights``: with every weight between half and one and a half of its own;
    ``rank_without_one``: with each indicator left out in turn.
    """

    scores: Floats
    summary: Floats
    low: Floats
    high: Floats
    weights: Floats
    rank_by_chance: Ranks
    rank_by_weights: Ranks
    rank_without_one: Ranks

    def overlap(self, one: int, other: int) -> bool:
        """Whether these units must not be ranked against each other."""
        return bool(self.low[one] <= self.high[other] and self.low[other] <= self.high[one])


def profile(
    values: ArrayLike,
    directions: Sequence[int],
    *,
    weights: Sequence[float] | None = None,
    scale: Scale = "z",
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    swing: float = 0.5,
) -> Profile:
    """Profile of k units: ``values`` (k, m), ``directions`` (m,) 1 high is good, -1 low is good.

    ``scale``: z scores (mean 0, standard deviation 1) or 0 to 1 between least and greatest.
    ``weights``: equal unless given. ``low`` and ``high`` (k, m): intervals of the values, taken to
    be independent of each other. ``swing``: by how much weights are varied.
    """
    raw, signs = _checked(values, directions)
    unit = _unit(raw, scale)
    scores = signs * (raw - (raw.mean(axis=0) if scale == "z" else raw.min(axis=0))) / unit
    if scale == "minmax":
        scores = np.where(signs < 0, scores + 1, scores)
    shares = _weights(weights, raw.shape[1])
    summary = scores @ shares
    down, up = _margins(raw, low, high, unit, signs, shares)
    return Profile(
        scores, summary, summary - down, summary + up, shares,
        _ranks_by_chance(summary - down, summary + up),
        _range(scores, _swung(shares, swing)),
        _range(scores, [_weights(np.where(np.arange(len(shares)) == at, 0, shares), len(shares))
                        for at in range(len(shares)) if len(shares) > 1 and shares[at] < 1]),
    )  # fmt: skip


def _unit(raw: Floats, scale: Scale) -> Floats:
    unit = raw.std(axis=0) if scale == "z" else np.ptp(raw, axis=0)
    # An indicator that does not vary says nothing: its scores are 0.
    return np.asarray(np.where(unit > 0, unit, 1.0))


def _weights(weights: ArrayLike | None, m: int) -> Floats:
    given = np.ones(m) if weights is None else np.asarray(weights, float)
    if given.shape != (m,) or not (given >= 0).all() or given.sum() <= 0:
        raise InputError(
            "weights_impossible", f"Weights {given.tolist()}: give {m} numbers from 0, not all 0.",
            weights=given.tolist(), indicators=m,
        )  # fmt: skip
    return np.asarray(given / given.sum())


def _margins(
    raw: Floats, low: ArrayLike | None, high: ArrayLike | None, unit: Floats, signs: Floats,
    shares: Floats,
) -> tuple[Floats, Floats]:
    """How far the summary reaches down and up: root of the sum of squares of its parts."""
    if low is None or high is None:
        return np.zeros(len(raw)), np.zeros(len(raw))
    below, above = raw - np.asarray(low, float), np.asarray(high, float) - raw
    if below.shape != raw.shape or above.shape != raw.shape or (below < 0).any() or (
        above < 0
    ).any():
        raise InputError(
            "intervals_impossible", "Intervals must have the shape of the values and hold them.",
            shape=raw.shape,
        )  # fmt: skip
    down, up = np.where(signs > 0, below, above), np.where(signs > 0, above, below)
    reach = [np.sqrt(((side / unit * shares) ** 2).sum(axis=1)) for side in (down, up)]
    return reach[0], reach[1]


def _ranks_by_chance(low: Floats, high: Floats) -> Ranks:
    """Best rank: after all that are clearly better; worst: before all that are clearly worse."""
    better = (low[None, :] > high[:, None]).sum(axis=1)
    worse = (high[None, :] < low[:, None]).sum(axis=1)
    return tuple(
        (int(b) + 1, len(low) - int(w)) for b, w in zip(better, worse, strict=True)
    )


def _swung(shares: Floats, swing: float) -> list[Floats]:
    m = len(shares)
    ends = (1 - swing, 1 + swing)
    if m <= ALL_COMBINATIONS:
        factors = [np.array(one) for one in product(ends, repeat=m)]
    else:
        factors = [np.where(np.arange(m) == at, end, 1.0) for at in range(m) for end in ends]
    return [shares, *(_weights(shares * factor, m) for factor in factors)]


def _range(scores: Floats, weightings: Sequence[Floats]) -> Ranks:
    if not weightings:
        return tuple((1, len(scores)) for _ in scores)
    # Rounded, so that equal summaries stay equal whatever the order of the sum.
    summaries = [np.round(scores @ shares, 9) for shares in weightings]
    best = np.min([(s[None, :] > s[:, None]).sum(axis=1) + 1 for s in summaries], axis=0)
    worst = np.max([(s[None, :] >= s[:, None]).sum(axis=1) for s in summaries], axis=0)
    return tuple((int(b), int(w)) for b, w in zip(best, worst, strict=True))


def _checked(values: ArrayLike, directions: Sequence[int]) -> tuple[Floats, Floats]:
    raw, signs = np.asarray(values, float), np.asarray(directions, float)
    if raw.ndim != 2 or len(raw) < FEWEST_UNITS or not np.isfinite(raw).all():
        raise InputError(
            "profile_misshapen", f"Values of shape {raw.shape}: give at least {FEWEST_UNITS} units "
            "and a number for every indicator; leave out units with gaps.", shape=raw.shape,
        )  # fmt: skip
    if signs.shape != (raw.shape[1],) or not np.isin(signs, (-1, 1)).all():
        raise InputError(
            "directions_impossible", f"Directions {signs.tolist()}: give 1 or -1 for each of the "
            f"{raw.shape[1]} indicators; neutral ones do not belong in a summary.",
            directions=signs.tolist(),
        )  # fmt: skip
    return raw, signs
