"""Ratings on a scale: distribution, quartiles, agreement, consensus, bipolarity.

Sources
- Quartiles: type 7 of Hyndman and Fan (1996), The American Statistician 50(4), 361-365: linear
  interpolation at ``(n - 1) p``, the index is not rounded.
- Agreement A: van der Eijk (2001), Quality & Quantity 35, 325-341.
- Consensus: Tastle and Wierman (2007), Int. J. of Approximate Reasoning 45, 531-545.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

import numpy as np

from weitblick.engines.errors import InputError

Number = int | float


@dataclass(frozen=True)
class Agreement:
    """How far ``n`` ratings agree.

    ``counts``: answers per scale point, low to high. ``agreement_a``: van der Eijk's A, -1 (half
    and half at the ends) over 0 (uniform) to 1 (all equal); needs three points or more.
    ``consensus``: Tastle and Wierman, 0 to 1. ``bipolarity``: variance as a share of the greatest
    possible one, 0 (all equal) to 1 (half and half at the ends). ``share_of_agreement``: share of
    answers on the uppermost points, see :func:`summarise`.
    """

    n: int
    counts: tuple[int, ...]
    median: float | None
    q1: float | None
    q3: float | None
    iqr: float | None
    mean: float | None
    agreement_a: float | None
    consensus: float | None
    bipolarity: float | None
    share_of_agreement: float | None


def distribution(values: Sequence[Number], scale: Sequence[int]) -> tuple[int, ...]:
    """Number of answers on each point of ``scale``, in the order of the scale."""
    place = {point: position for position, point in enumerate(scale)}
    counts = [0] * len(scale)
    for position, value in enumerate(values):
        if value not in place:
            raise InputError(
                "value_outside_scale",
                f"Value {value!r} at position {position} is not on the scale {scale[0]} to "
                f"{scale[-1]}: give whole numbers on the scale and leave missing answers out.",
                value=value,
                position=position,
                low=scale[0],
                high=scale[-1],
            )
        counts[place[int(value)]] += 1
    return tuple(counts)


def summarise(
    values: Sequence[Number], low: int, high: int, agree_from: int | None = None
) -> Agreement:
    """All measures for ratings on ``low..high``.

    ``agree_from`` is the least rating that counts as agreement. Without it this is the upper
    third of the points, rounded: 4-5 of 5, 6-7 of 7, 7-9 of 9, the usual cut-offs in Delphi
    studies (Diamond et al. 2014, J. of Clinical Epidemiology 67, 401-409).
    """
    scale = points(low, high)
    counts = distribution(values, scale)
    n = sum(counts)
    if n == 0:
        return Agreement(0, counts, *[None] * 9)
    q1, median, q3 = (float(q) for q in np.quantile(np.asarray(values, float), [0.25, 0.5, 0.75]))
    threshold = high - round(len(scale) / 3) + 1 if agree_from is None else agree_from
    return Agreement(
        n=n,
        counts=counts,
        median=median,
        q1=q1,
        q3=q3,
        iqr=q3 - q1,
        mean=_mean(counts, scale),
        agreement_a=agreement_a(counts),
        consensus=_consensus(counts, scale),
        bipolarity=_bipolarity(counts, scale),
        share_of_agreement=sum(counts[max(threshold - low, 0) :]) / n,
    )


def agreement_a(counts: Sequence[int]) -> float | None:
    """van der Eijk's A of the counts per scale point; None below three points or without answers.

    The counts are peeled into layers of equal height; each layer's pattern of filled and empty
    points is judged for itself and weighted with its share of the answers (pages 330-334).
    """
    total = sum(counts)
    if len(counts) < 3 or total == 0:
        return None
    left = list(counts)
    weighted: list[float] = []
    while any(left):
        pattern = [count > 0 for count in left]
        height = min(count for count in left if count)
        weighted.append(height * sum(pattern) * _pattern_agreement(pattern))
        left = [count - height * filled for count, filled in zip(left, pattern, strict=True)]
    return sum(weighted) / total


def points(low: int, high: int) -> range:
    """The points of a scale, which has at least two."""
    if low >= high:
        raise InputError(
            "scale_without_width",
            f"The scale {low} to {high} has no two points: give low < high.",
            low=low,
            high=high,
        )
    return range(low, high + 1)


def _mean(counts: Sequence[int], scale: Sequence[int]) -> float:
    return sum(c * point for c, point in zip(counts, scale, strict=True)) / sum(counts)


def _consensus(counts: Sequence[int], scale: Sequence[int]) -> float:
    mean, width, n = _mean(counts, scale), scale[-1] - scale[0], sum(counts)
    terms = (
        count / n * log2(1 - abs(point - mean) / width)
        for count, point in zip(counts, scale, strict=True)
        if count
    )
    return 1 + sum(terms)


def _bipolarity(counts: Sequence[int], scale: Sequence[int]) -> float:
    # In whole numbers up to the division, so that the extremes are exactly 0 and 1.
    n, width = sum(counts), scale[-1] - scale[0]
    first = sum(c * (point - scale[0]) for c, point in zip(counts, scale, strict=True))
    second = sum(c * (point - scale[0]) ** 2 for c, point in zip(counts, scale, strict=True))
    return 4 * (n * second - first**2) / (n * width) ** 2


def _pattern_agreement(pattern: Sequence[bool]) -> float:
    length, filled = len(pattern), sum(pattern)
    if filled == 1:
        return 1.0
    if filled == length:
        return 0.0
    unimodal = bimodal = before = 0
    for is_filled in pattern:
        after = filled - before - is_filled
        if is_filled:
            before += 1
            continue
        # Triples with this empty point: 110 and 011 speak for one peak, 101 for two.
        unimodal += before * (before - 1) // 2 + after * (after - 1) // 2
        bimodal += before * after
    unimodality = ((length - 2) * unimodal - (length - 1) * bimodal) / (
        (length - 2) * (unimodal + bimodal)
    )
    return unimodality * (1 - (filled - 1) / (length - 1))
