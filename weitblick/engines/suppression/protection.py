"""Deciding what to hide in tables with totals, hierarchies and overlapping areas."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace

import numpy as np
import scipy

from weitblick.engines.errors import InputError

from .covering import NONE, Cover, cover_relations, free_a_move
from .reader import Reader
from .system import Flags, Floats, Indices, System, compile_system, small
from .tables import Audit, Cell, Hiding, Interval, Protection, Relation, Rule

USUAL = Rule()
# With at most so many further cells each is asked whether it is needed; more would take seconds.
THINNED = 20


def protect(
    cells: Iterable[Cell], relations: Iterable[Relation] = (), rule: Rule = USUAL
) -> Protection:
    """Which open cells must be hidden, so that nothing small can be read or recomputed.

    Hides counts the rule forbids, then as few and as small further cells as it finds (not provably
    the fewest) until every hidden cell has possible values that differ by the width demanded, or
    by its denominator where that is less. That is proven before the answer is given, for a reader
    who knows all relations and denominators.

    Raises InputError as `compile_system` does.
    """
    system = compile_system(cells, relations)
    truth = completed(system)
    cover = _first(system, truth, rule)
    primary = {int(at) for at in np.flatnonzero(cover.free & system.states("open"))}
    latent = np.flatnonzero(cover.demanded > 0)
    cover_relations(cover, dict.fromkeys(r for at in latent for r in system.of[at]))
    exposed = _mend(cover)
    if len(cover.because) <= THINNED:
        _thin_out(cover, len(exposed))
    hidden = {at: _hiding(cover, at, primary) for at in sorted(primary | set(cover.because))}
    keys = {system.key(at): hiding for at, hiding in hidden.items()}
    return Protection(keys, _without_percentage(system, keys, rule), exposed)


def audit(
    cells: Iterable[Cell],
    relations: Iterable[Relation] = (),
    hidden: Iterable[Hashable] = (),
    rule: Rule = USUAL,
) -> Audit:
    """Try to recompute what is not shown, exactly: the work of an attacker.

    ``hidden``: keys of the open cells that are not shown; latent cells and cells without a count
    never are. Every hidden cell, and every latent one that the rule calls small, must stay as wide
    as demanded. Takes two linear programs for each; `protect` needs fewer.
    """
    system = compile_system(cells, relations)
    truth = completed(system)
    keys = set(hidden)
    free = ~system.states("open", "public") | np.isnan(system.values)
    free[: len(system.cells)] |= [cell.key in keys for cell in system.cells]
    reader = Reader(system, ~free, truth)
    reader.extremes()
    wanted = np.where(_guarded(system, truth, free, rule), _asked(system, rule), 0)
    intervals = {
        system.key(at): _interval(reader, position, int(wanted[at]))
        for position, at in enumerate(reader.columns)
        if at < len(system.cells)
    }
    narrow = tuple(key for key, found in intervals.items() if not found.is_wide_enough)
    return Audit(intervals, narrow)


def completed(system: System) -> Floats:
    """A full table that agrees with all known counts; unknown ones get some possible value."""
    values = deduced(system)
    unknown = np.flatnonzero(np.isnan(values))
    truth = np.nan_to_num(values)
    if not len(unknown):
        return truth
    rest = -(system.matrix @ truth)
    found = scipy.optimize.milp(
        np.zeros(len(unknown)), integrality=np.ones(len(unknown)),
        constraints=scipy.optimize.LinearConstraint(system.matrix[:, unknown], rest, rest),
        bounds=scipy.optimize.Bounds(system.lower[unknown], system.upper[unknown]),
    ) if len(system.members) else None  # fmt: skip
    if found is not None and found.x is None:
        raise _contradiction()
    truth[unknown] = system.lower[unknown] if found is None else np.round(found.x)
    return truth


def deduced(system: System) -> Floats:
    """The counts, with those filled in that are the only unknown one of a relation.

    Raises InputError where that gives an impossible count.
    """
    values = system.values.copy()
    waiting = {at for column in np.flatnonzero(np.isnan(values)) for at in system.of[column]}
    while waiting:
        pairs = system.members[waiting.pop()]
        open_ = [(column, sign) for column, sign in pairs if np.isnan(values[column])]
        if len(open_) != 1:
            continue
        (column, sign), = open_
        values[column] = -sign * sum(s * values[c] for c, s in pairs if c != column)
        if not system.lower[column] <= values[column] <= system.upper[column]:
            raise _contradiction()
        waiting.update(system.of[column])
    if np.abs(system.matrix @ np.nan_to_num(values))[_complete(system, values)].any():
        raise _contradiction()
    return values


def _complete(system: System, values: Floats) -> Flags:
    """Relations without an unknown cell."""
    return np.asarray(abs(system.matrix) @ np.isnan(values) == 0)


def _contradiction() -> InputError:
    return InputError(
        "counts_contradict", "No counts for the unknown cells agree with the relations: "
        "mend the counts or give the relations a slack.",
    )  # fmt: skip


def _first(system: System, truth: Floats, rule: Rule) -> Cover:
    """What the rule hides by itself, and which columns need protection."""
    open_ = system.states("open")
    free = system.states("latent") | np.isnan(system.values)
    free |= small(system, rule) & open_
    asked = _asked(system, rule)
    demanded = np.where(_guarded(system, truth, free, rule), asked, 0.0)
    cost = 1 + np.log1p(truth)
    for at, cell in enumerate(system.cells):
        if cell.weight is not None:
            cost[at] = max(cell.weight, 1e-3)
    return Cover(system, truth, free, open_ & ~np.isnan(system.values), asked, demanded, cost)


def _asked(system: System, rule: Rule) -> Floats:
    """The width a column has to have if it is hidden: no more than is possible at all."""
    asked = np.minimum(rule.demanded, system.upper - system.lower)
    asked[len(system.cells) :] = 0
    return asked


def _guarded(system: System, truth: Floats, free: Flags, rule: Rule) -> Flags:
    """Which columns must stay uncertain: hidden ones, and latent ones that are small."""
    known = ~np.isnan(system.values)
    guarded = free & system.states("open")
    guarded |= system.states("latent", "public") & known & small(system, rule) & free
    return guarded | _perhaps_small(system, truth, rule)


def _perhaps_small(system: System, truth: Floats, rule: Rule) -> Flags:
    """Unknown latent cells that a reader of everything else would find to be small."""
    n = len(system.cells)
    unknown = np.isnan(system.values) & system.states("latent")
    if not unknown[:n].any():
        return np.zeros(system.size, bool)
    values = deduced(system)
    found = unknown & small(replace(system, values=values), rule)
    reader = Reader(system, ~np.isnan(values), truth)
    wanted = np.where(unknown, _asked(system, rule), 0.0)[reader.columns]
    for position in reader.spread(wanted):
        is_small = reader.least[position] < rule.minimum and reader.greatest[position] > 0
        found[reader.columns[position]] = is_small
    return found


def _mend(cover: Cover) -> tuple[Hashable, ...]:
    """Close what combined relations still give away; the keys for which nothing helps."""
    hopeless: set[int] = set()
    while True:
        reader = Reader(cover.system, ~cover.free, cover.truth)
        narrow = reader.spread(cover.demanded[reader.columns])
        open_ = [p for p in narrow if reader.columns[p] not in hopeless]
        if not open_:
            return tuple(cover.system.key(int(reader.columns[p])) for p in narrow)
        hopeless |= _mend_once(cover, reader, np.array(open_))


def _mend_once(cover: Cover, reader: Reader, narrow: Indices) -> set[int]:
    """Mend the first narrow position of each part; the columns for which nothing helps."""
    hopeless = set()
    _, first = np.unique(reader.part[narrow], return_index=True)
    for position in narrow[first]:
        column = int(reader.columns[position])
        extra = free_a_move(cover, column, reader.least[position], reader.greatest[position])
        is_latent = cover.system.cells[column].state == "latent"
        for at in extra:
            cover.hide(at, column, is_latent)
        cover_relations(cover, dict.fromkeys(r for at in extra for r in cover.system.of[at]))
        if not extra:
            hopeless.add(column)
    return hopeless


def _thin_out(cover: Cover, exposed: int) -> None:
    """Show again what the others protect without, the costliest cells first."""
    for column in sorted(cover.because, key=lambda at: -cover.cost[at]):
        reason = cover.show(column)
        reader = Reader(cover.system, ~cover.free, cover.truth)
        if len(reader.spread(cover.demanded[reader.columns])) > exposed:
            cover.hide(column, *reason)


def _hiding(cover: Cover, column: int, primary: set[int]) -> Hiding:
    if column in primary or cover.because[column] == NONE:
        return Hiding("primary")
    reason = "differencing" if cover.by_overlap[column] else "complementary"
    return Hiding(reason, cover.system.key(cover.because[column]))  # type: ignore[arg-type]


def _without_percentage(
    system: System, hidden: Iterable[Hashable], rule: Rule
) -> frozenset[Hashable]:
    few = (
        cell.key
        for cell in system.cells
        if cell.denominator is not None and cell.denominator < rule.percentage_from
    )
    return frozenset(few) | frozenset(hidden)


def _interval(reader: Reader, position: int, demanded: int) -> Interval:
    greatest = reader.greatest[position]
    return Interval(
        int(reader.least[position]),
        None if greatest > reader.unlimited else int(greatest),
        demanded,
    )
