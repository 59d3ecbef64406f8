"""The gate: are there opinion groups at all?

k-means always finds groups. They are named only if

1. they are more separate than by chance: the silhouette is compared with that of votes permuted
   among those who voted on each statement, so that the mood on every statement and who answered
   what stay as they are and only the ties between statements are lost;
2. they are stable: clusterings of bootstrap samples of the participants agree with the groups
   (mean adjusted Rand index, Hubert and Arabie 1985; 0.8 is "good" after Steinley 2004,
   Psychological Methods 9, 386-396).

p-values are Monte Carlo, (1 + as good or better) / (1 + drawn), Davison and Hinkley (1997), 140.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from weitblick.engines.opinions.clusters import (
    Clustering,
    adjusted_rand,
    best_clustering,
    kmeans,
    project,
)
from weitblick.engines.opinions.continuum import p_one_peak
from weitblick.engines.opinions.votes import Integers, Numbers, VoteTable

Reason = Literal[
    "too_few_participants",
    "too_few_statements",
    "groups_too_small",
    "not_better_than_chance",
    "not_stable",
]

ALPHA = 0.05
STABLE = 0.8
# Beyond this the tests run on a sample: more people would not change the verdict, only the time.
MOST_FOR_CHANCE = 600
MOST_FOR_STABILITY = 2000


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against opinion groups; None where it was not reached.

    ``reason`` is the first ground against groups, None if there are reliable ones. ``chance``:
    mean silhouette of permuted votes; ``p_value`` against them; ``stability``: mean adjusted Rand
    index of the bootstrap samples. ``p_continuous`` is for information: where it is not small, the
    groups are the ends of one continuous range rather than set apart by a gap.
    """

    reason: Reason | None
    k: int | None = None
    silhouette: float | None = None
    chance: float | None = None
    p_value: float | None = None
    stability: float | None = None
    p_continuous: float | None = None


@dataclass(frozen=True)
class Gate:
    """Settings of the tests: draws of each kind and the least size of a group."""

    draws: int = 99
    resamples: int = 50
    least: int = 5


def judge(
    votes: VoteTable,
    excluded: Integers,
    found: Clustering,
    gate: Gate,
    rng: np.random.Generator,
) -> Evidence:
    """Test a clustering of these participants."""
    tested = votes.of(_sample(len(votes.participants), MOST_FOR_CHANCE, rng))
    own = best_clustering(project(tested, excluded), rng, gate.least)
    reached = own.silhouette if own else 0.0
    chance = _chance(tested, excluded, gate, rng)
    chosen = _sample(len(votes.participants), MOST_FOR_STABILITY, rng)
    labels = found.labels[chosen]
    stability = _stability(votes.of(chosen), excluded, labels, gate, rng)
    p_value = float((1 + (chance >= reached).sum()) / (1 + len(chance)))
    return Evidence(
        reason=_reason(p_value, stability),
        k=found.k,
        silhouette=found.silhouette,
        chance=float(chance.mean()),
        p_value=p_value,
        stability=stability,
        p_continuous=p_one_peak(project(votes, excluded)[chosen], labels, rng),
    )


def _reason(p_value: float, stability: float) -> Reason | None:
    if p_value > ALPHA:
        return "not_better_than_chance"
    return "not_stable" if stability < STABLE else None


def _sample(people: int, most: int, rng: np.random.Generator) -> Integers:
    return np.sort(rng.choice(people, min(people, most), replace=False))


def _chance(votes: VoteTable, excluded: Integers, gate: Gate, rng: np.random.Generator) -> Numbers:
    """Silhouettes of permuted votes, 0 where a permutation has no groups of the least size."""
    points = (project(votes, excluded, _permuted(votes, rng)) for _ in range(gate.draws))
    drawn = (best_clustering(drawing, rng, gate.least) for drawing in points)
    return np.array([found.silhouette if found else 0.0 for found in drawn])


def _permuted(votes: VoteTable, rng: np.random.Generator) -> Integers:
    order = np.lexsort((rng.random(len(votes.columns)), votes.columns))
    values = np.empty_like(votes.values)
    values[np.argsort(votes.columns, kind="stable")] = votes.values[order]
    return values


def _stability(
    votes: VoteTable, excluded: Integers, labels: Integers, gate: Gate, rng: np.random.Generator
) -> float:
    people, k = len(labels), int(labels.max()) + 1
    values = []
    for _ in range(gate.resamples):
        drawn = rng.integers(people, size=people)
        again = kmeans(project(votes.of(drawn), excluded), k, rng)
        # A participant drawn twice agrees with themself: everybody counts once.
        _, first = np.unique(drawn, return_index=True)
        values.append(adjusted_rand(again[first], labels[drawn[first]]))
    return float(np.mean(values))
