"""Are groups separated by a gap, or are they the ends of one continuous range of opinion?

Silverman's test for one peak against several, on the line between the centres of each group and
its nearest neighbour. It decides nothing: groups may well be told apart on a continuous range. But
a reader should know that many people then stand in between.

Source: Silverman (1981), Journal of the Royal Statistical Society B 43, 97-99.
"""

from __future__ import annotations

import numpy as np
import scipy

from weitblick.engines.opinions.votes import Integers, Numbers

BINS = 512
HALVINGS = 12
DRAWS = 99


def p_one_peak(points: Numbers, labels: Integers, rng: np.random.Generator) -> float:
    """p-value of a single peak between neighbouring groups; the greatest of all groups.

    A small value says that every group is set apart by a gap from its nearest neighbour.
    """
    k = int(labels.max()) + 1
    centres = np.array([points[labels == group].mean(axis=0) for group in range(k)])
    values = []
    for group in range(k):
        distances = ((centres - centres[group]) ** 2).sum(axis=1)
        distances[group] = np.inf
        other = int(distances.argmin())
        both = points[(labels == group) | (labels == other)]
        values.append(silverman(both @ (centres[other] - centres[group]), rng))
    return max(values)


def silverman(values: Numbers, rng: np.random.Generator) -> float:
    """p-value of a density with one peak, by the smoothed bootstrap at the critical bandwidth."""
    bandwidth = _critical_bandwidth(values)
    # Smoothing widens; the drawn samples are shrunk back to the variance of the values.
    shrink = 1 / np.sqrt(1 + (bandwidth / values.std()) ** 2)
    several = 0
    for _ in range(DRAWS):
        drawn = rng.choice(values, len(values)) - values.mean()
        drawn = (drawn + bandwidth * rng.normal(size=len(values))) * shrink
        several += _peaks(drawn, bandwidth) > 1
    return (1 + several) / (1 + DRAWS)


def _critical_bandwidth(values: Numbers) -> float:
    """The least bandwidth of a normal kernel density estimate that has one peak."""
    low, high = 0.0, float(np.ptp(values))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _peaks(values, middle) <= 1:
            high = middle
        else:
            low = middle
    return high


def _peaks(values: Numbers, bandwidth: float) -> int:
    low, width = float(values.min()), float(np.ptp(values)) or 1.0
    span = (low - width / 4, low + width * 5 / 4)
    counts = np.histogram(values, BINS, span)[0].astype(float)
    width_in_bins = bandwidth * BINS / (span[1] - span[0])
    density = scipy.ndimage.gaussian_filter1d(counts, width_in_bins, mode="constant")
    steps = np.sign(np.diff(np.where(density < 1e-9 * density.max(), 0, density)))
    steps = steps[steps != 0]
    return int(((steps[:-1] > 0) & (steps[1:] < 0)).sum())
