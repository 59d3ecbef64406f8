"""Results brought to official totals, and rounded so that totals stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from weitblick.engines.errors import InputError

from .rates import Floats

SWEEPS = 500
CLOSE = 1e-9


@dataclass(frozen=True)
class Controlled:
    """``values`` times ``factor`` (one for each total) agree with the official totals."""

    values: Floats
    factor: Floats


def control(values: ArrayLike, totals: ArrayLike, axis: int = 0) -> Controlled:
    """Scale values so that their sums over ``axis`` are the official totals.

    ``values`` (areas, ...) and ``totals`` (...): for instance areas by years and the totals of each
    year. The factor says how far the own result was off; show it. Raises InputError where nothing
    can be scaled to a total above 0.
    """
    own, official = np.asarray(values, float), np.asarray(totals, float)
    sums = own.sum(axis=axis)
    if sums.shape != official.shape or (own < 0).any() or ((sums == 0) & (official != 0)).any():
        raise InputError(
            "totals_unreachable", f"Values of shape {own.shape} cannot be brought to totals of "
            f"shape {official.shape}: give values from 0 and a total for each sum, above 0 only "
            "where the sum is.", values=own.shape, totals=official.shape,
        )  # fmt: skip
    factor = np.divide(official, sums, out=np.ones_like(sums), where=sums > 0)
    return Controlled(own * np.expand_dims(factor, axis), factor)


def bridged(own: ArrayLike, official: Sequence[float | None]) -> Floats:
    """Factors (steps + 1,) that bring own totals to official ones, also where years are missing.

    ``own`` (steps + 1,) from the start on; ``official`` (steps,): None in years for which nothing
    is published. There the factor lies on a straight line between its neighbours; it is 1 at the
    start and stays after the last official year. Raises InputError for totals that are not above 0.
    """
    path = np.asarray(own, float)
    if len(official) != len(path) - 1:
        raise InputError(
            "official_totals_missing", f"{len(official)} official totals for {len(path) - 1} "
            "steps: give one for each, None where there is none.",
            totals=len(official), steps=len(path) - 1,
        )  # fmt: skip
    known = [(step, value) for step, value in enumerate(official, start=1) if value is not None]
    if any(value <= 0 or path[step] <= 0 for step, value in known):
        raise InputError(
            "totals_unreachable", "Official totals and own results have to be above 0.",
            totals=[value for _step, value in known],
        )  # fmt: skip
    steps = [0, *(step for step, _value in known)]
    factors = [1.0, *(value / path[step] for step, value in known)]
    return np.asarray(np.interp(np.arange(len(path)), steps, factors))


def rake(values: ArrayLike, rows: ArrayLike, columns: ArrayLike) -> Floats:
    """Bring a table (r, c) to totals of its rows and columns, which must have the same sum.

    Iterative proportional fitting (Deming and Stephan 1940, Annals of Mathematical Statistics 11,
    427-444). Raises InputError where the totals cannot be met.
    """
    table = np.array(values, float)
    wanted_rows, wanted_columns = np.asarray(rows, float), np.asarray(columns, float)
    for _ in range(SWEEPS):
        table = control(table, wanted_rows, axis=1).values
        table = control(table, wanted_columns, axis=0).values
        if np.abs(table.sum(axis=1) - wanted_rows).max() <= CLOSE * wanted_rows.max(initial=1):
            return table
    raise InputError(
        "margins_contradict", f"After {SWEEPS} sweeps the rows are still off: rows add up to "
        f"{wanted_rows.sum()}, columns to {wanted_columns.sum()}, and cells of 0 stay 0.",
        rows=float(wanted_rows.sum()), columns=float(wanted_columns.sum()),
    )  # fmt: skip


def round_to_total(values: ArrayLike, total: int | None = None) -> Floats:
    """Whole numbers near the values whose sum is ``total``, or the rounded sum.

    Largest remainders (Hare and Niemeyer); of equal remainders the first is rounded up. No value is
    off by 1 or more unless the total is off from the sum by more than the number of values.
    """
    given = np.asarray(values, float)
    flat = given.ravel()
    wanted = int(np.floor(flat.sum() + 0.5)) if total is None else int(total)
    whole = np.floor(flat)
    missing = wanted - int(whole.sum())
    everywhere, more = divmod(missing, max(len(flat), 1))
    order = np.argsort(-(flat - whole), kind="stable")
    whole += everywhere
    whole[order[:more]] += 1
    return np.asarray(whole.reshape(given.shape))
