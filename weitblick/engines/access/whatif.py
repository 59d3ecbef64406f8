"""What if a site closes, opens, moves, or changes its capacity or hours: before and after.

Only what a change touches is worked out again; the numbers are those of working everything out
again, bit for bit (a test compares them). Opened and moved sites stand at the end of the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from weitblick.engines.access import catchments
from weitblick.engines.access.comparison import Comparison, compared
from weitblick.engines.access.inputs import Numbers, Site
from weitblick.engines.access.opening import Week
from weitblick.engines.access.state import (
    Model,
    Outcome,
    State,
    assembled,
    is_active,
    nearest_of,
    slots_of,
)
from weitblick.engines.errors import InputError

Kind = Literal["close", "open", "move", "capacity", "hours"]


@dataclass(frozen=True)
class Change:
    """One change; made by :func:`close`, :func:`open_site`, :func:`move`, :func:`set_capacity`
    and :func:`set_hours`. ``site`` is as it will be (for "close": only its key counts);
    ``minutes`` are the P ways to its new spot, None where the state's ``reach`` knows them.
    """

    kind: Kind
    site: Site
    minutes: Numbers | None = None


@dataclass(frozen=True)
class Plan:
    """What a row of changes comes to: base sites kept (as they are then), removed, appended."""

    kept: dict[int, Site]
    removed: tuple[int, ...]
    added: tuple[Site, ...]
    columns: Numbers
    """P x number of added sites."""


def close(key: str) -> Change:
    """The site is not there any more."""
    return Change("close", Site(key))


def open_site(site: Site, minutes: ArrayLike | None = None) -> Change:
    """A new site, with its P minutes or with coordinates."""
    return Change("open", site, None if minutes is None else np.array(minutes, float))


def move(key: str, lat: float, lon: float, minutes: ArrayLike | None = None) -> Change:
    """The same site at another spot."""
    ways = None if minutes is None else np.array(minutes, float)
    return Change("move", Site(key, lat=lat, lon=lon), ways)


def set_capacity(key: str, capacity: float) -> Change:
    """More or fewer places, doctors, …"""
    return Change("capacity", Site(key, capacity))


def set_hours(key: str, hours: Week | None) -> Change:
    """Other opening days and hours; None: unknown."""
    return Change("hours", Site(key, hours=hours))


def compare(model: Model, changes: Sequence[Change]) -> Comparison:
    """Before and after; the model is ``prepare(state)``."""
    return compared(model.outcome, after(model, changes))


def changed(state: State, changes: Sequence[Change]) -> State:
    """The state with the changes made, to go on from."""
    plan = planned(state, changes)
    kept = sorted(plan.kept)
    values = np.column_stack([state.minutes.values[:, kept], plan.columns])
    places = (*(plan.kept[j] for j in kept), *plan.added)
    return replace(state, sites=places, minutes=replace(state.minutes, values=values))


def after(model: Model, changes: Sequence[Change]) -> Outcome:
    """The outcome with the changes made, from the intermediate results of the model."""
    plan = planned(model.state, changes)
    kept = sorted(plan.kept)
    places = (*(plan.kept[j] for j in kept), *plan.added)
    moment = model.state.question.moment
    active = np.zeros(len(model.active), bool)
    active[kept] = is_active([plan.kept[j] for j in kept], moment)
    fresh = is_active(plan.added, moment)
    minutes, nearest = _nearest(model, active, plan.columns, fresh)
    supply, idle = _supply(model, plan, active, fresh)
    order = np.concatenate([kept, len(active) + np.arange(len(plan.added))]).astype(int)
    position = np.full(len(active) + len(plan.added) + 1, -1)
    position[order] = np.arange(len(order))
    return assembled(
        model.state, places, minutes, position[nearest], supply,
        _open_slots(model, plan), tuple(int(j) for j in np.flatnonzero(idle[order])),
    )  # fmt: skip


def _nearest(
    model: Model, active: NDArray[np.bool_], columns: Numbers, fresh: NDArray[np.bool_]
) -> tuple[Numbers, NDArray[np.int64]]:
    """Points whose nearest site is gone look for another one; all look at what is new."""
    values = model.state.minutes.values
    minutes, nearest = model.outcome.minutes.copy(), model.outcome.nearest.copy()
    # Position -1 ("no way") reads the entry added at the end.
    gone = np.append(model.active & ~active, False)
    lost = np.flatnonzero(gone[nearest])
    still = np.flatnonzero(model.active & active)
    minutes[lost], nearest[lost] = nearest_of(values[lost], still)
    for j in np.flatnonzero(active & ~model.active):
        ways = values[:, j]
        better = (ways < minutes) | ((ways == minutes) & (j < nearest))
        minutes[better], nearest[better] = ways[better], j
    for k in np.flatnonzero(fresh):
        better = columns[:, k] < minutes
        minutes[better], nearest[better] = columns[better, k], len(active) + k
    return minutes, nearest


def _supply(
    model: Model, plan: Plan, active: NDArray[np.bool_], fresh: NDArray[np.bool_]
) -> tuple[Numbers, NDArray[np.bool_]]:
    """A site's ratio depends on the people around it alone, so only changed sites get a new one."""
    people = model.state.demand.people
    new = scipy.sparse.csr_array(catchments.weigh(np.ascontiguousarray(plan.columns.T),
                                           model.state.question.decay))  # fmt: skip
    capacity = np.array([site.capacity for site in plan.added], float)
    ratio_new, idle_new = catchments.ratios(new, people, capacity)
    ratio = np.where(active, _ratios(model, plan), 0.0)
    ratio = np.concatenate([ratio, np.where(fresh, ratio_new, 0.0)])
    before = np.where(model.active, model.ratio, 0.0)
    touched = np.flatnonzero(ratio != np.concatenate([before, np.zeros(len(fresh))]))
    weights = model.weights
    if len(fresh):
        weights = scipy.sparse.hstack([weights, new.T], format="csr")
    rows = np.unique(weights[:, touched].nonzero()[0]) if len(touched) else touched
    supply = model.outcome.supply.copy()
    supply[rows] = weights[rows] @ ratio
    idle = np.concatenate([model.idle & active, idle_new & fresh])
    return supply, idle


def _ratios(model: Model, plan: Plan) -> Numbers:
    """The ratios of the base sites with their capacities as they are now."""
    ratio = model.ratio.copy()
    changed_ = [j for j, s in plan.kept.items() if s.capacity != model.state.sites[j].capacity]
    if changed_:
        by_site = model.weights[:, changed_].T.tocsr()
        capacity = np.array([plan.kept[j].capacity for j in changed_], float)
        ratio[changed_] = catchments.ratios(by_site, model.state.demand.people, capacity)[0]
    return ratio


def _open_slots(model: Model, plan: Plan) -> NDArray[np.float32]:
    """Counts of open sites: those of changed sites are taken off and put on again."""
    sites, values = model.state.sites, model.state.minutes.values
    other = [j for j, site in plan.kept.items() if site.hours != sites[j].hours]
    off, limit = [*plan.removed, *other], model.state.question.thresholds[0]
    if not off and not plan.added:
        return model.open_slots
    ways = np.column_stack([values[:, off], values[:, other], plan.columns])
    slots = np.vstack([
        -slots_of([sites[j] for j in off]), slots_of([plan.kept[j] for j in other]),
        slots_of(plan.added),
    ])  # fmt: skip
    rows = np.flatnonzero((ways <= limit).any(axis=1))
    counts = model.open_slots.copy()
    counts[rows] += (ways[rows] <= limit).astype(np.float32) @ slots
    return counts


def planned(state: State, changes: Sequence[Change]) -> Plan:
    """Follow the changes one after the other; raises InputError for sites that are not there."""
    kept = dict(enumerate(state.sites))
    added: dict[str, tuple[Site, Numbers]] = {}
    base = {site.key: j for j, site in kept.items()}
    for row, change in enumerate(changes):
        _refuse(change, row, {site.key for site in kept.values()} | added.keys())
        _follow(state, change, kept, base, added)
    columns = [column for _site, column in added.values()]
    return Plan(
        kept=kept,
        removed=tuple(j for j in range(len(state.sites)) if j not in kept),
        added=tuple(site for site, _column in added.values()),
        columns=np.column_stack(columns) if columns else np.empty((len(state.demand.keys), 0)),
    )


def _follow(
    state: State,
    change: Change,
    kept: dict[int, Site],
    base: dict[str, int],
    added: dict[str, tuple[Site, Numbers]],
) -> None:
    key = change.site.key
    if change.kind == "open":
        added[key] = change.site, _column(state, change)
        return
    # A site that was opened or moved before stands among the added ones.
    old, column = added.pop(key) if key in added else (kept[base[key]], None)
    if change.kind in ("close", "move") and column is None:
        del kept[base[key]]
    if change.kind == "move":
        added[key] = replace(old, lat=change.site.lat, lon=change.site.lon), _column(state, change)
    elif change.kind != "close" and column is None:
        kept[base[key]] = _altered(old, change)
    elif change.kind != "close" and column is not None:
        added[key] = _altered(old, change), column


def _altered(old: Site, change: Change) -> Site:
    if change.kind == "capacity":
        return replace(old, capacity=change.site.capacity)
    return replace(old, hours=change.site.hours)


def _column(state: State, change: Change) -> Numbers:
    """The ways to the new spot: given, or asked from the source."""
    many, site = len(state.demand.keys), change.site
    if change.minutes is not None:
        if change.minutes.shape != (many,) or not (change.minutes >= 0).all():
            raise InputError(
                "ways_not_usable",
                f"The minutes to site {site.key!r}: give {many} numbers, 0 or more.",
                site=site.key, points=many,
            )  # fmt: skip
        return change.minutes
    if state.reach is None or not np.isfinite([site.lat, site.lon]).all():
        raise InputError(
            "ways_unknown",
            f"Nobody knows the way to site {site.key!r}: give its minutes, or coordinates and a "
            "source that knows ways (straight line or roads).",
            site=site.key,
        )
    return state.reach.column(state.demand, site.lat, site.lon)


def _refuse(change: Change, row: int, there: set[str]) -> None:
    key = change.site.key
    if (change.kind == "open") == (key in there):
        word = "is there already" if change.kind == "open" else "is not there"
        raise InputError(
            "site_exists" if change.kind == "open" else "site_unknown",
            f"Change {row} ({change.kind}): site {key!r} {word}.",
            site=key, row=row, change=change.kind,
        )  # fmt: skip
    capacity = change.site.capacity
    if not (np.isfinite(capacity) and capacity >= 0):
        raise InputError(
            "capacity_not_usable",
            f"Change {row}: the capacity of site {key!r} is {capacity}: give 0 or more.",
            site=key, row=row, value=capacity,
        )  # fmt: skip

