"""Projection of participants to two axes, k-means in the plane, silhouette, adjusted Rand index.

Sources
- Projection of sparse votes: missing votes count as the statement's mean, only cast votes move a
  participant, scaled by sqrt(statements / votes); as in Small et al. (2021), Recerca 26(2).
- Silhouette: Rousseeuw (1987), J. of Computational and Applied Mathematics 20, 53-65.
- Adjusted Rand index: Hubert and Arabie (1985), J. of Classification 2, 193-218.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from weitblick.engines.opinions.votes import Integers, Numbers, VoteTable

MOST_GROUPS = 5
STARTS = 5
STEPS = 30
# Distances between all pairs of more people would not fit a small machine.
MOST_FOR_SILHOUETTE = 2000


@dataclass(frozen=True)
class Clustering:
    """Group of every row, 0 the largest, and the mean silhouette."""

    labels: Integers
    silhouette: float

    @property
    def k(self) -> int:
        return int(self.labels.max()) + 1


def project(votes: VoteTable, excluded: Integers, values: Integers | None = None) -> Numbers:
    """Two coordinates for every participant; ``values`` replace the votes, cell by cell.

    ``excluded`` columns have no weight. As in the source they count as a pass by everybody, which
    keeps those with few other votes from being thrown to the rim.
    """
    people, statements = votes.shape
    cast = (votes.values if values is None else values).astype(float)
    weight = np.ones(statements)
    weight[excluded] = 0
    cast = cast * weight[votes.columns]
    seen = np.bincount(votes.columns, minlength=statements)
    mean = np.bincount(votes.columns, cast, minlength=statements) / np.maximum(seen, 1)
    # Centred, a missing vote is 0: the matrix stays as sparse as the votes.
    centred = scipy.sparse.csr_array(
        (cast - mean[votes.columns], (votes.rows, votes.columns)), (people, statements)
    )
    open_votes = np.bincount(votes.rows, weight[votes.columns], minlength=people)
    scale = np.sqrt(statements / np.maximum(open_votes + len(excluded), 1))
    return np.asarray(centred @ _axes(centred)) * scale[:, None]


def best_clustering(
    points: Numbers, rng: np.random.Generator, least: int, starts: int = STARTS
) -> Clustering | None:
    """The k-means clustering with the best silhouette, k from 2 to min(5, 2 + n/12).

    Only clusterings whose groups all have ``least`` people; None if there is none.
    """
    distances = _distances(points, rng)
    ks = range(2, min(MOST_GROUPS, 2 + len(points) // 12) + 1)
    labels = [kmeans(points, k, rng, starts) for k in ks]
    usable = [found for found in labels if found.max() and np.bincount(found).min() >= least]
    rated = [Clustering(found, silhouette(distances[1], found[distances[0]])) for found in usable]
    return max(rated, key=lambda found: found.silhouette, default=None)


def kmeans(points: Numbers, k: int, rng: np.random.Generator, starts: int = STARTS) -> Integers:
    """Group of every point, 0 the largest: the least inertia of some starts (k-means++).

    All starts run at once, which is several times faster than one after the other.
    """
    centres = _first_centres(points, k, starts, rng)
    labels = np.zeros((len(points), starts), dtype=int)
    for _ in range(STEPS):
        # Squared distance without the part that is the same for all centres. Written out, as a
        # threaded matrix product takes many times longer for two columns on a busy machine.
        x, y = centres[..., 0].ravel(), centres[..., 1].ravel()
        flat = points[:, :1] * (-2 * x) + points[:, 1:] * (-2 * y) + (x**2 + y**2)
        distances = flat.reshape(-1, starts, k)
        before, labels = labels, distances.argmin(axis=2)
        if (labels == before).all():
            break
        centres = _means(points, labels, centres)
    inertia = distances.min(axis=2).sum(axis=0)
    return _by_size(labels[:, inertia.argmin()])


def silhouette(distances: Numbers, labels: Integers) -> float:
    """Mean silhouette; people alone in their group count 0."""
    k = int(labels.max()) + 1
    if k < 2:
        return 0.0
    people = np.arange(len(labels))
    sizes = np.bincount(labels, minlength=k)
    member = scipy.sparse.csr_array((np.ones(len(labels)), (labels, people)), (k, len(labels)))
    sums = (member @ distances).T
    within = sums[people, labels] / np.maximum(sizes[labels] - 1, 1)
    means = sums / np.maximum(sizes, 1)
    means[:, sizes == 0] = np.inf
    means[people, labels] = np.inf
    nearest = means.min(axis=1)
    larger = np.maximum(within, nearest)
    values = np.divide(nearest - within, larger, out=np.zeros_like(within), where=larger > 0)
    return float(np.where(sizes[labels] > 1, values, 0.0).mean())


def adjusted_rand(first: ArrayLike, second: ArrayLike) -> float:
    """Agreement of two groupings of the same people: 1 identical, 0 as by chance."""
    _, a = np.unique(np.asarray(first), return_inverse=True)
    _, b = np.unique(np.asarray(second), return_inverse=True)
    width = int(b.max()) + 1
    cells = np.bincount(a * width + b)
    both, one, other = _pairs(cells), _pairs(np.bincount(a)), _pairs(np.bincount(b))
    expected = one * other / _pairs(np.array([len(a)])) if len(a) > 1 else 0.0
    greatest = (one + other) / 2
    # Nothing is grouped, or everybody is in one group, in both: the groupings are the same.
    return 1.0 if greatest == expected else (both - expected) / (greatest - expected)


def _pairs(counts: Integers) -> float:
    return float((counts * (counts - 1)).sum() / 2)


def _axes(centred: scipy.sparse.csr_array) -> Numbers:
    """The two main directions in the space of statements, with a fixed sign."""
    if min(centred.shape) < 20:
        axes = np.linalg.svd(centred.toarray(), full_matrices=False)[2][:2].T
    else:
        # A fixed start makes the result the same on every run.
        start = np.ones(min(centred.shape))
        axes = scipy.sparse.linalg.svds(centred, k=2, v0=start)[2][::-1].T
    strongest = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
    return np.asarray(axes * np.where(strongest < 0, -1, 1))


def _by_size(labels: Integers) -> Integers:
    """Renumber the groups, the largest first; empty ones vanish."""
    sizes = np.bincount(labels)
    order = np.argsort(-sizes, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return np.asarray(rank[labels])


def _first_centres(points: Numbers, k: int, starts: int, rng: np.random.Generator) -> Numbers:
    """k-means++ (Arthur and Vassilvitskii 2007): far points are likelier to be centres."""
    chosen = rng.integers(len(points), size=(starts, 1))
    nearest = np.full((starts, len(points)), np.inf)
    while chosen.shape[1] < k:
        last = points[chosen[:, -1]]
        nearest = np.minimum(nearest, ((points - last[:, None, :]) ** 2).sum(axis=2))
        summed = nearest.cumsum(axis=1)
        drawn = rng.random((starts, 1)) * summed[:, -1:]
        following = np.minimum((summed <= drawn).sum(axis=1), len(points) - 1)
        chosen = np.concatenate([chosen, following[:, None]], axis=1)
    return np.asarray(points[chosen])


def _means(points: Numbers, labels: Integers, centres: Numbers) -> Numbers:
    """Centres of the groups for every start; an empty group keeps its centre."""
    starts, k, _ = centres.shape
    cell = (labels + np.arange(starts) * k).ravel()
    sizes = np.bincount(cell, minlength=starts * k).reshape(starts, k, 1)
    sums = [
        np.bincount(cell, np.repeat(points[:, axis], starts), minlength=starts * k)
        for axis in range(points.shape[1])
    ]
    totals = np.stack(sums, axis=1).reshape(centres.shape)
    return np.where(sizes > 0, totals / np.maximum(sizes, 1), centres)


def _distances(points: Numbers, rng: np.random.Generator) -> tuple[Integers, Numbers]:
    """Which points the silhouette is taken from, and their distances."""
    chosen = np.arange(len(points))
    if len(points) > MOST_FOR_SILHOUETTE:
        chosen = rng.choice(len(points), MOST_FOR_SILHOUETTE, replace=False)
    return chosen, scipy.spatial.distance.cdist(points[chosen], points[chosen])
