"""Floating catchments: how much capacity is there for each person, competition counted.

Step 1: the ratio of each site, R_j = S_j / sum_i w(d_ij) P_i. Step 2: what a point can reach,
A_i = sum_j w(d_ij) R_j. The sum of A_i P_i is the capacity of all sites that anybody reaches.

Sources
- 2SFCA: Luo and Wang (2003), Environment and Planning B 30, 865-884; page 872 shows that the
  gravity measure is the same with a weight that falls with distance.
- E2SFCA: Luo and Qi (2009), Health & Place 15, 1100-1107; weights 1, 0.68, 0.22 on page 1104.
- Gaussian weights: Dai (2010), Health & Place 16, 1038-1052, equation 3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from weitblick.engines.access.inputs import Numbers
from weitblick.engines.errors import InputError


@dataclass(frozen=True)
class Zones:
    """Weights by travel zones: up to and including ``limits[k]`` minutes counts ``weights[k]``.

    The default is E2SFCA. One zone with weight 1 is 2SFCA, see :func:`two_step`.
    """

    limits: tuple[float, ...] = (10.0, 20.0, 30.0)
    weights: tuple[float, ...] = (1.0, 0.68, 0.22)

    def __post_init__(self) -> None:
        rising = list(self.limits) == sorted(set(self.limits)) and min(self.limits, default=-1) >= 0
        sound = all(0 <= weight <= 1 for weight in self.weights) and any(self.weights)
        if len(self.limits) != len(self.weights) or not rising or not sound:
            raise InputError(
                "zones_not_usable",
                f"Zones up to {self.limits} minutes with weights {self.weights}: give rising "
                "limits and one weight from 0 to 1 for each.",
                limits=self.limits, weights=self.weights,
            )  # fmt: skip

    def weight(self, minutes: Numbers) -> Numbers:
        """The weight of each way."""
        zone = np.searchsorted(self.limits, minutes, side="left")
        return np.asarray(np.array([*self.weights, 0.0])[zone])


@dataclass(frozen=True)
class Gauss:
    """Weights that fall like a bell from 1 at 0 minutes to 0 at ``limit`` minutes."""

    limit: float = 30.0

    def __post_init__(self) -> None:
        _positive("limit", self.limit)

    def weight(self, minutes: Numbers) -> Numbers:
        """The weight of each way."""
        near = np.minimum(minutes, self.limit)
        bell = (np.exp(-0.5 * (near / self.limit) ** 2) - np.exp(-0.5)) / (1 - np.exp(-0.5))
        return np.asarray(np.where(minutes < self.limit, bell, 0.0))


@dataclass(frozen=True)
class Gravity:
    """Weights d to the power of minus ``beta``; ways shorter than ``least`` count as ``least``.

    Beyond ``limit`` minutes nothing counts (``inf``: everything does).
    """

    beta: float = 1.5
    least: float = 1.0
    limit: float = float("inf")

    def __post_init__(self) -> None:
        for name in ("beta", "least", "limit"):
            _positive(name, getattr(self, name))

    def weight(self, minutes: Numbers) -> Numbers:
        """The weight of each way."""
        fall = np.maximum(minutes, self.least) ** -self.beta
        return np.asarray(np.where(minutes <= self.limit, fall, 0.0))


Decay = Zones | Gauss | Gravity


@dataclass(frozen=True)
class Catchment:
    """``supply``: capacity for one person at each point. ``ratio``: capacity for one (weighted)
    person at each site, 0 where nobody is in its catchment; ``idle`` are those sites' positions.
    """

    supply: Numbers
    ratio: Numbers
    idle: tuple[int, ...]


def two_step(minutes: float) -> Zones:
    """The classic two-step catchment: everybody within ``minutes`` counts fully."""
    return Zones((minutes,), (1.0,))


def catchment(minutes: Numbers, people: Numbers, capacity: Numbers, decay: Decay) -> Catchment:
    """Both steps for P x S minutes, P people and S capacities."""
    weights = weigh(minutes, decay)
    ratio, idle = ratios(weights.T.tocsr(), people, capacity)
    return Catchment(weights @ ratio, ratio, tuple(int(j) for j in np.flatnonzero(idle)))


def weigh(minutes: Numbers, decay: Decay) -> scipy.sparse.csr_array:
    """The weights as a sparse matrix.

    Sums over a sparse row run in the order of its columns, whatever the other rows are: so part
    of the rows can be summed again and gives the same numbers, bit for bit.
    """
    return scipy.sparse.csr_array(decay.weight(minutes))


def ratios(
    by_site: scipy.sparse.csr_array, people: Numbers, capacity: Numbers
) -> tuple[Numbers, np.ndarray]:
    """Step 1 for weights S x P; also which sites nobody reaches."""
    wanted = by_site @ people
    idle = wanted == 0
    return np.where(idle, 0.0, capacity / np.where(idle, 1.0, wanted)), idle


def _positive(name: str, value: float) -> None:
    if not value > 0:
        raise InputError(
            "decay_not_usable", f"{name} is {value}: give a number above 0.", name=name, value=value
        )
