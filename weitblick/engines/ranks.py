"""Ranks with mean ranks for ties, counted from 1.

Source: Kendall (1945), Biometrika 33, 239-251. Apart from the statistics of SciPy, whose import
takes longer than everything else a page needs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def mean_ranks(values: ArrayLike) -> NDArray[np.float64]:
    """Rank of each of N values, the smallest first; equal values share the mean of their ranks."""
    _, place, many = np.unique(np.ravel(values), return_inverse=True, return_counts=True)
    return (np.cumsum(many) - (many - 1) / 2)[place]
