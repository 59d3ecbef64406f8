"""The slope of Theil and Sen: the median of the slopes between all pairs of years.

Sources: Theil (1950), Proceedings of the Royal Netherlands Academy of Sciences 53; Sen (1968),
Journal of the American Statistical Association 63, 1379-1389, the interval from equation 2.6.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray


class Slope(NamedTuple):
    """Change a year, and the interval from ``low`` to ``high``."""

    slope: float
    low: float
    high: float


def theil_sen(years: ArrayLike, values: ArrayLike, level: float = 0.95) -> Slope:
    """Slope of two or more values in different years; ``level``: of the interval, 0 to 1."""
    t, x = np.asarray(years, float), np.asarray(values, float)
    later = t[:, None] > t[None, :]
    slopes = np.sort((x[:, None] - x[None, :])[later] / (t[:, None] - t[None, :])[later])
    middle = float(np.median(slopes))
    z = float(scipy.special.ndtri((1 - level) / 2))
    half = z * np.sqrt(variance_of_pairs(x))
    last = len(slopes) - 1
    low = max(round((len(slopes) + half) / 2) - 1, 0)
    high = min(round((len(slopes) - half) / 2), last)
    return Slope(middle, float(slopes[low]), float(slopes[high]))


def variance_of_pairs(x: NDArray[np.float64]) -> float:
    """Of the number of rising less falling pairs where chance alone acts; corrected for ties."""
    n, ties = len(x), np.unique(x, return_counts=True)[1]
    return (n * (n - 1) * (2 * n + 5) - float((ties * (ties - 1) * (2 * ties + 5)).sum())) / 18
