"""The compiled search: every consistent scenario of a large matrix, proven complete.

For each descriptor j, state b and rival l the search keeps the bound
U[b,l,j] = sum over i of the largest C[i,a->j,b] - C[i,a->j,l] among the states a of i that are
still possible. A negative U rules b out, also while j is undecided. Before it branches, the
search tests each remaining state one step ahead: a state dies if fixing it would leave some
descriptor without a possible state. It branches on the descriptor with the fewest states in
relation to its weight and refutes states one by one. When a descriptor fails, it and those that
influence it gain weight, in proportion to their influence (after dom/wdeg: Boussemart et al. 2004;
sharing the credit by influence took a half to nine tenths off the time).

Layout: bounds are slot-major (state and rival, then descriptor), marks of states that are `gone`
likewise, and the sign bit carries the truth: a negative bound is broken, a negative mark is gone.
So every test is a vertical loop of additions and bitwise "or" which compiles to wide vector
instructions. `spread` is a tuple with one entry per state slot: its length is known to the
compiler, which unrolls by it. The largest contribution of each descriptor for each set of
remaining states is tabulated (`best`), so a step is one row added and one taken away, and going
back means returning to the rows of the level above. Numbers are 16-bit unless they could overflow.

The functions are long and plain on purpose: they are the inner loop.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .tables import DEPTH, FINISHED, FOUND, NODES


@njit(cache=True, nogil=True)
def _anything_broken(bounds, gone, spread, spare):  # type: ignore[no-untyped-def]
    """Is some state broken that is not marked as gone yet?

    Writes to `spare` how much each descriptor's safest state can lose before it breaks.
    """
    cast = bounds.dtype.type
    rivals = len(spread) - 1
    found = cast(0)
    for j in range(bounds.shape[1]):
        safest = cast(-1)
        for b in range(len(spread)):
            least = bounds[b * rivals, j]
            for r in range(1, rivals):
                least = min(least, bounds[b * rivals + r, j])
            found = cast(found | cast(least & ~gone[b, j]))
            safest = max(safest, cast(least | gone[b, j]))
        spare[j] = safest
    return found < 0


@njit(cache=True, nogil=True)
def _may_refute(drop, spare, changed, tested):  # type: ignore[no-untyped-def]
    """Can some descriptor that changed since lose more than its safest state has to spare?"""
    cast = drop.dtype.type
    since = cast(tested)
    room = cast(0)
    for j in range(len(drop)):
        room = cast(room | cast(cast(spare[j] - drop[j]) & cast(since - changed[j])))
    return room < 0


@njit(cache=True, nogil=True)
def _refuted(base, change, gone, spread):  # type: ignore[no-untyped-def]
    """Would `change` on top of `base` leave some descriptor without a possible state?"""
    cast = base.dtype.type
    rivals = len(spread) - 1
    wiped = cast(0)
    for j in range(base.shape[1]):
        every = cast(-1)
        for b in range(len(spread)):
            bad = gone[b, j]
            for r in range(rivals):
                bad = cast(bad | cast(base[b * rivals + r, j] + change[b * rivals + r, j]))
            every = cast(every & bad)
        wiped = cast(wiped | every)
    return wiped < 0


@njit(cache=True, nogil=True)
def _exchange(bounds, old, new):  # type: ignore[no-untyped-def]
    """Take one contribution off the bounds and put another one on."""
    cast = bounds.dtype.type
    for p in range(bounds.shape[0]):
        for j in range(bounds.shape[1]):
            bounds[p, j] = cast(cast(bounds[p, j] - old[p, j]) + new[p, j])


@njit(cache=True, nogil=True)
def _mark(changed, reached, clock):  # type: ignore[no-untyped-def]
    """Note the time at which the descriptors that a change reaches have changed."""
    clock[0] += 1
    now = changed.dtype.type(clock[0])
    for j in range(len(changed)):
        changed[j] = now if reached[j] else changed[j]


@njit(cache=True, nogil=True)
def _restart(changed, tested, clock, reached):  # type: ignore[no-untyped-def]
    """A node begins: everything has been tested but what this change reaches."""
    tested[:] = 0
    clock[0] = 0
    changed[:] = 0
    _mark(changed, reached, clock)


@njit(cache=True, nogil=True)
def _settle(bounds, gone, masks, best, first, spread, guide):  # type: ignore[no-untyped-def]
    """Remove broken states until none is left; False when a descriptor has none."""
    weights, credit, reach, changed, _, clock, _, spare = guide
    rivals = len(spread) - 1
    while _anything_broken(bounds, gone, spread, spare):
        for j in range(len(masks)):
            old = masks[j]
            new = old
            for b in range(len(spread)):
                if (old >> b) & 1:
                    for r in range(rivals):
                        if bounds[b * rivals + r, j] < 0:
                            new &= ~(1 << b)
                            gone[b, j] = -1
            if new != old:
                masks[j] = new
                if new == 0:
                    weights += credit[j]
                    return False
                _exchange(bounds, best[first[j] + old], best[first[j] + new])
                _mark(changed, reach[j], clock)
    return True


@njit(cache=True, nogil=True)
def _look_ahead(bounds, gone, masks, best, first, spread, guide, base):  # type: ignore[no-untyped-def]
    """Remove states that fail one step ahead, to a fixed point; False when the node is dead."""
    weights, credit, reach, changed, tested, clock, drop, spare = guide
    if not _settle(bounds, gone, masks, best, first, spread, guide):
        return False
    size = len(masks)
    i, clean = 0, 0
    while clean < size:
        old = masks[i]
        clean += 1
        since = tested[i]
        tested[i] = clock[0]
        if old & (old - 1) and _may_refute(drop[first[i] + old], spare, changed, since):
            row = best[first[i] + old]
            for p in range(base.shape[0]):
                for j in range(base.shape[1]):
                    base[p, j] = bounds[p, j] - row[p, j]
            new = old
            for b in range(len(spread)):
                if (old >> b) & 1 and _refuted(base, best[first[i] + (1 << b)], gone, spread):
                    new &= ~(1 << b)
                    gone[b, i] = -1
            if new != old:
                masks[i] = new
                if new == 0:
                    weights += credit[i]
                    return False
                _exchange(bounds, row, best[first[i] + new])
                _mark(changed, reach[i], clock)
                tested[i] = clock[0]
                if not _settle(bounds, gone, masks, best, first, spread, guide):
                    return False
                clean = 0
        i = i + 1 if i + 1 < size else 0
    return True


@njit(cache=True, nogil=True)
def _choose(masks, weights):  # type: ignore[no-untyped-def]
    """The undecided descriptor with the least size / weight; -1 when all are decided."""
    chosen, least = -1, np.inf
    for j in range(len(masks)):
        mask = masks[j]
        if mask & (mask - 1):
            count = 0
            while mask:
                mask &= mask - 1
                count += 1
            if count < least * weights[j]:
                chosen, least = j, count / weights[j]
    return chosen


@njit(cache=True, nogil=True)
def _keep(bounds, gone, masks, best, first, j, mask):  # type: ignore[no-untyped-def]
    """Leave descriptor j only the states in `mask`."""
    _exchange(bounds, best[first[j] + masks[j]], best[first[j] + mask])
    for b in range(gone.shape[0]):
        if (masks[j] >> b) & 1 and not (mask >> b) & 1:
            gone[b, j] = -1
    masks[j] = mask


@njit(cache=True, nogil=True)
def _all_hold(bounds, gone, masks, best, lost, first, spread, guide, base):  # type: ignore[no-untyped-def]
    """Is every combination of the remaining states consistent?"""
    cast = bounds.dtype.type
    base[:] = bounds
    for i in range(len(masks)):
        mask = masks[i]
        if mask & (mask - 1):
            high, low = best[first[i] + mask], lost[first[i] + mask]
            for p in range(base.shape[0]):
                for j in range(base.shape[1]):
                    base[p, j] = cast(base[p, j] - cast(high[p, j] + low[p, j]))
    return not _anything_broken(base, gone, spread, guide[7])


@njit(cache=True, nogil=True)
def search(  # type: ignore[no-untyped-def]
    bounds, gone, masks, best, lost, first, spread, guide, base, branch, share, control,
    node_limit, boxes, found,
):  # fmt: skip
    """Walk the tree from where `control` stands until done, out of nodes or out of room.

    `bounds`, `gone`, `masks`, `branch` and `share` hold one entry a level; share[-1] sums what is
    done. `guide` is (weights, credit for a failure of each descriptor, whom a change reaches, when
    each changed, when each was tested, the clock, drops, spare room). Results go to `found` as
    sets of states: single states, or with `boxes` also larger sets of which every combination is
    consistent (`lost` then holds the largest loss for each set of states, like `best` the largest
    gain).
    """
    depth, nodes = control[DEPTH], control[NODES]
    weights, _, reach, changed, tested, clock, _, _ = guide
    count, room = 0, len(found)
    stop_at = nodes + node_limit
    while nodes < stop_at and count < room:
        nodes += 1
        live = _look_ahead(
            bounds[depth], gone[depth], masks[depth], best, first, spread, guide, base
        )
        if live:
            j = _choose(masks[depth], weights)
            if j >= 0 and not (
                boxes
                and _all_hold(
                    bounds[depth], gone[depth], masks[depth], best, lost, first, spread, guide, base
                )
            ):
                mask, state, choices = masks[depth, j], 0, 0
                while not (mask >> state) & 1:
                    state += 1
                while mask:
                    mask &= mask - 1
                    choices += 1
                branch[depth, 0], branch[depth, 1] = j, state
                share[depth + 1] = share[depth] / choices
                share[depth] -= share[depth + 1]
                bounds[depth + 1] = bounds[depth]
                gone[depth + 1] = gone[depth]
                masks[depth + 1] = masks[depth]
                depth += 1
                _keep(bounds[depth], gone[depth], masks[depth], best, first, j, 1 << state)
                _restart(changed, tested, clock, reach[j])
                continue
            found[count] = masks[depth]
            count += 1
        share[-1] += share[depth]
        depth -= 1
        if depth < 0:
            control[FINISHED] = 1
            break
        j = branch[depth, 0]
        rest = masks[depth, j] & ~(1 << branch[depth, 1])
        _keep(bounds[depth], gone[depth], masks[depth], best, first, j, rest)
        _restart(changed, tested, clock, reach[j])
    control[DEPTH], control[NODES], control[FOUND] = depth, nodes, count
