"""How well people reach a set of sites: nearest way, supply, hours with an open site.

``outcome`` works everything out from scratch. What is needed to change a few sites quickly is kept
in a :class:`Model`, see ``whatif``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import scipy
from numpy.typing import NDArray

from weitblick.engines.access import catchments
from weitblick.engines.access.catchments import Decay, Zones
from weitblick.engines.access.inputs import Assumption, Demand, Minutes, Numbers, Site, sites
from weitblick.engines.access.opening import SLOT, SLOTS, Moment
from weitblick.engines.errors import InputError


@dataclass(frozen=True)
class Question:
    """What is asked. ``thresholds`` in minutes, rising; the first one also counts for open hours.

    ``decay``: the catchment; ``moment``: only sites open then count (None: all sites).
    """

    thresholds: tuple[float, ...] = (15.0, 30.0)
    decay: Decay = field(default_factory=Zones)
    moment: Moment | None = None

    def __post_init__(self) -> None:
        rising = list(self.thresholds) == sorted(set(self.thresholds))
        if not (self.thresholds and rising and self.thresholds[0] >= 0):
            raise InputError(
                "thresholds_not_rising",
                f"Thresholds {self.thresholds}: give one or more rising numbers of minutes.",
                thresholds=self.thresholds,
            )


class Reach(Protocol):
    """A source that can say the way from everybody to a new spot (straight line, roads)."""

    def column(self, demand: Demand, lat: float, lon: float) -> Numbers:
        """Minutes from every demand point."""


@dataclass(frozen=True)
class State:
    """People, sites and the ways between them; the site order is the column order.

    ``reach`` is needed only to open or move sites without giving their minutes.
    """

    demand: Demand
    sites: tuple[Site, ...]
    minutes: Minutes
    question: Question = field(default_factory=Question)
    reach: Reach | None = None

    def __post_init__(self) -> None:
        sites(self.sites)
        shape = (len(self.demand.keys), len(self.sites))
        if self.minutes.values.shape != shape:
            raise InputError(
                "minutes_other_shape",
                f"{shape[0]} demand points, {shape[1]} sites and minutes of shape "
                f"{self.minutes.values.shape}: give one row a point and one column a site.",
                points=shape[0], sites=shape[1], shape=self.minutes.values.shape,
            )  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What P people points have. ``minutes``: to the nearest site, ``inf`` without any.

    ``nearest``: its position in ``sites`` (the first of several), -1 without any. ``supply``:
    capacity for one person (see ``catchments``). ``open_hours``: hours a week in which a site
    within the first threshold is open, None where no site's hours are known; ``unknown_hours``
    sites were left out of it. ``idle``: positions of sites nobody reaches.
    """

    demand: Demand
    sites: tuple[Site, ...]
    question: Question
    minutes: Numbers
    nearest: NDArray[np.int64]
    supply: Numbers
    open_hours: Numbers | None
    unknown_hours: int
    idle: tuple[int, ...]
    mode: str
    source: str
    is_estimate: bool
    assumptions: tuple[Assumption, ...]

    def people_within(self, threshold: float) -> float:
        """People whose way to the nearest site takes at most so many minutes."""
        return float(self.demand.people[self.minutes <= threshold].sum())

    def share_within(self, threshold: float, group: str = "") -> float | None:
        """Their share of all people, or of one group; None where there is nobody."""
        people = self.people(group)
        whole = float(people.sum())
        return float(people[self.minutes <= threshold].sum()) / whole if whole else None

    def people(self, group: str = "") -> Numbers:
        """All people at each point, or those of one group."""
        if not group:
            return self.demand.people
        if group not in self.demand.groups:
            raise InputError(
                "group_unknown",
                f"No group is called {group!r}; there are: {', '.join(self.demand.groups)}.",
                group=group, groups=self.demand.groups,
            )  # fmt: skip
        return self.demand.by_group[:, self.demand.groups.index(group)]


@dataclass(frozen=True)
class Model:
    """An outcome with the intermediate results that a change of a few sites reuses."""

    state: State
    outcome: Outcome
    active: NDArray[np.bool_]
    weights: scipy.sparse.csr_array
    ratio: Numbers
    idle: NDArray[np.bool_]
    open_slots: NDArray[np.float32]
    """How many sites within the first threshold are open: P x 336 half hours."""


def outcome(state: State) -> Outcome:
    """Everything from scratch."""
    return prepare(state).outcome


def prepare(state: State) -> Model:
    """Everything from scratch, with what changes need."""
    values, people = state.minutes.values, state.demand.people
    active = is_active(state.sites, state.question.moment)
    weights = catchments.weigh(values, state.question.decay)
    capacity = np.array([site.capacity for site in state.sites], float)
    ratio, idle = catchments.ratios(weights.T.tocsr(), people, capacity)
    minutes, nearest = nearest_of(values, np.flatnonzero(active))
    slots = slots_of(state.sites)
    open_slots = (values <= state.question.thresholds[0]).astype(np.float32) @ slots
    found = assembled(
        state, state.sites, minutes, nearest, weights @ np.where(active, ratio, 0.0), open_slots,
        tuple(int(j) for j in np.flatnonzero(idle & active)),
    )  # fmt: skip
    return Model(state, found, active, weights, ratio, idle, open_slots)


def assembled(
    state: State,
    places: tuple[Site, ...],
    minutes: Numbers,
    nearest: NDArray[np.int64],
    supply: Numbers,
    open_slots: NDArray[np.float32],
    idle: tuple[int, ...],
) -> Outcome:
    """An outcome with the words of its source."""
    unknown = sum(site.hours is None for site in places)
    known = len(places) > unknown
    return Outcome(
        state.demand, places, state.question, minutes, nearest, supply,
        (open_slots > 0).sum(axis=1) * (SLOT / 60) if known else None, unknown, idle,
        state.minutes.mode, state.minutes.source, state.minutes.is_estimate,
        state.minutes.assumptions,
    )  # fmt: skip


def nearest_of(
    values: Numbers, columns: NDArray[np.int64]
) -> tuple[Numbers, NDArray[np.int64]]:
    """Least minutes over some columns and the first column that has them, -1 without a way."""
    if not len(columns):
        return np.full(len(values), np.inf), np.full(len(values), -1)
    part = values if len(columns) == values.shape[1] else values[:, columns]
    first = part.argmin(axis=1)
    least = part[np.arange(len(part)), first]
    return least, np.where(np.isinf(least), -1, columns[first])


def is_active(places: Sequence[Site], moment: Moment | None) -> NDArray[np.bool_]:
    """Which sites count: all, or those known to be open at the moment."""
    if moment is None:
        return np.ones(len(places), bool)
    return np.array([s.hours is not None and s.hours.is_open(moment) for s in places], bool)


def slots_of(places: Sequence[Site]) -> NDArray[np.float32]:
    """S x 336 half hours, 1 where the site is open; unknown hours are never open."""
    rows = [np.zeros(SLOTS, bool) if s.hours is None else s.hours.slots() for s in places]
    return np.array(rows, np.float32).reshape(len(rows), SLOTS)


def open_shares(model: Model, group: str = "") -> Numbers:
    """Share of the people with an open site within the first threshold: 7 days x 48 half hours."""
    people = model.outcome.people(group)
    whole = people.sum()
    reached = people @ (model.open_slots > 0)
    return np.asarray((reached / whole if whole else np.zeros(SLOTS)).reshape(7, -1))
