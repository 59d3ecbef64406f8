"""Structure: who drives whom, from an influence matrix (Vester, MICMAC).

``values[i][j]`` says how strongly factor i drives factor j, 0 (not) to 3 (strongly); the diagonal
is empty. Values between the whole numbers are allowed, so that medians of groups can be used.

Sources
- Active and passive sums, product, quotient: Vester (1976), Ballungsgebiete in der Krise; Vester
  and von Hesler (1980), Sensitivitätsmodell.
- Indirect influence by powers until the ranking is stable: Duperrin and Godet (1973), Méthode de
  hiérarchisation des éléments d'un système, CEA-R-4541; Godet (1994), From Anticipation to
  Action, 83-106.
- Damped series: Katz (1953), Psychometrika 18, 39-43, with the scaling of DEMATEL (Gabus and
  Fontela 1972).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from weitblick.engines.errors import InputError
from weitblick.engines.ranks import mean_ranks

Role = Literal["active", "critical", "passive", "buffering"]
Matrix: TypeAlias = NDArray[np.float64]

STRONGEST = 3
# A ranking that repeats once or twice can still change: it counts as stable when nothing changes
# any more up to this power, for at least the second half of the way.
LAST_POWER = 60


@dataclass(frozen=True)
class Thresholds:
    """Means of the sums; a factor above one is high on that axis, on it or below it is low."""

    active: float
    passive: float


@dataclass(frozen=True)
class Structure:
    """Position of every factor in the system; all tuples are in the order of ``names``.

    ``active`` and ``passive``: sums of the rows and columns. ``product`` (critical high, buffering
    low) and ``quotient`` (active high, passive low; None for a passive sum of 0).
    ``indirect_active`` and ``indirect_passive``: shares of all indirect influence, adding up to 1,
    from the least matrix power ``power`` after which the rankings no longer change, or from the
    damped series where they never settle (``power`` is None: no loops, or an even rhythm).
    ``damped_active`` and ``damped_passive``: shares of the damped series, always given.
    ``role``: the quadrant of the system grid, split at ``thresholds``.
    """

    names: tuple[str, ...]
    active: tuple[float, ...]
    passive: tuple[float, ...]
    product: tuple[float, ...]
    quotient: tuple[float | None, ...]
    indirect_active: tuple[float, ...]
    indirect_passive: tuple[float, ...]
    damped_active: tuple[float, ...]
    damped_passive: tuple[float, ...]
    power: int | None
    role: tuple[Role, ...]
    thresholds: Thresholds


def analyse(names: Sequence[str], values: ArrayLike, damping: float = 0.5) -> Structure:
    """Analyse one influence matrix, N names and N x N values from 0 to 3.

    ``damping`` between 0 and 1 is what remains of an influence with every further step of the
    damped series. The diagonal may be 0 or NaN.
    """
    matrix = _checked(names, values)
    active, passive = matrix.sum(axis=1), matrix.sum(axis=0)
    thresholds = Thresholds(float(active.mean()), float(passive.mean()))
    damped = _shares(_damped(matrix, damping))
    power, indirect = _by_powers(matrix)
    indirect_active, indirect_passive = damped if indirect is None else _shares(indirect)
    return Structure(
        names=tuple(names),
        active=_tuple(active),
        passive=_tuple(passive),
        product=_tuple(active * passive),
        quotient=tuple(float(a / p) if p else None for a, p in zip(active, passive, strict=True)),
        indirect_active=indirect_active,
        indirect_passive=indirect_passive,
        damped_active=damped[0],
        damped_passive=damped[1],
        power=power,
        role=tuple(_role(a, p, thresholds) for a, p in zip(active, passive, strict=True)),
        thresholds=thresholds,
    )


def aggregate(groups: ArrayLike, by: Literal["median", "mean"] = "median") -> tuple[Matrix, Matrix]:
    """Join the matrices of G groups, G x N x N with NaN for "not judged".

    Returns the values (NaN where nobody judged) and the dissent: the standard deviation as a share
    of the greatest possible one, 0 (all the same) to 1 (half say 0 and half say 3).
    """
    judged = np.asarray(groups, float)
    if judged.ndim != 3 or judged.shape[1] != judged.shape[2]:
        raise InputError(
            "groups_not_square",
            f"Groups have the shape {judged.shape}: give G matrices of N x N.",
            shape=judged.shape,
        )
    if not len(judged):
        nothing = np.full(judged.shape[1:], np.nan)
        return nothing, nothing
    some = (~np.isnan(judged)).any(axis=0)
    # Cells nobody judged are worked out on zeros and blanked, so that numpy does not warn.
    filled = np.where(some, judged, 0.0)
    centre = np.nanmedian(filled, axis=0) if by == "median" else np.nanmean(filled, axis=0)
    dissent = np.nanstd(filled, axis=0) / (STRONGEST / 2)
    return np.where(some, centre, np.nan), np.where(some, dissent, np.nan)


def _checked(names: Sequence[str], values: ArrayLike) -> Matrix:
    matrix = np.array(values, float)
    n = len(names)
    if n < 2 or matrix.shape != (n, n):
        raise InputError(
            "matrix_not_square",
            f"{n} names and values of shape {matrix.shape}: give at least two names and a row "
            "and a column for each.",
            names=n,
            shape=matrix.shape,
        )
    diagonal = np.diagonal(matrix)
    if np.nan_to_num(diagonal).any():
        at = int(np.flatnonzero(np.nan_to_num(diagonal))[0])
        raise InputError(
            "influence_on_itself",
            f"{names[at]} (row {at}) drives itself: leave the diagonal empty.",
            name=names[at],
            row=at,
        )
    np.fill_diagonal(matrix, 0.0)
    _refuse_outside(names, matrix)
    return matrix


def _refuse_outside(names: Sequence[str], matrix: Matrix) -> None:
    wrong = np.argwhere(~((matrix >= 0) & (matrix <= STRONGEST)))
    if not len(wrong):
        return
    row, column = (int(index) for index in wrong[0])
    raise InputError(
        "influence_outside_scale",
        f"The influence of {names[row]} on {names[column]} (row {row}, column {column}) is "
        f"{matrix[row, column]}: give a value from 0 to {STRONGEST} for every pair.",
        source=names[row],
        target=names[column],
        row=row,
        column=column,
        value=float(matrix[row, column]),
    )


def _by_powers(matrix: Matrix) -> tuple[int | None, Matrix | None]:
    """The first power from which the rankings never change again, and that power."""
    powers = [matrix]
    while powers[-1].any() and len(powers) < LAST_POWER:
        following = powers[-1] @ matrix
        # Only shares count; without scaling the entries would overflow.
        powers.append(following / (following.max() or 1.0))
    if not powers[-1].any():
        return None, None
    rankings = [_rankings(power) for power in powers]
    changes = [at for at in range(1, LAST_POWER) if rankings[at] != rankings[at - 1]]
    first = changes[-1] if changes else 0
    return (first + 1, powers[first]) if first < LAST_POWER // 2 else (None, None)


def _rankings(matrix: Matrix) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Ranks of the rows and of the columns; sums equal up to rounding are ties."""
    return _ranks(matrix.sum(axis=1)), _ranks(matrix.sum(axis=0))


def _ranks(sums: Matrix) -> tuple[float, ...]:
    return _tuple(mean_ranks(np.round(sums / sums.max(), 9))) if sums.max() else ()


def _damped(matrix: Matrix, damping: float) -> Matrix:
    """M + qM² + q²M³ + …, with q so small that the series always converges."""
    if not 0 < damping < 1:
        raise InputError(
            "damping_outside_bounds",
            f"Damping {damping} does not lie between 0 and 1.",
            damping=damping,
        )
    greatest = max(matrix.sum(axis=0).max(), matrix.sum(axis=1).max())
    if greatest == 0:
        return matrix
    rest = np.eye(len(matrix)) - damping / greatest * matrix
    return np.asarray(np.linalg.solve(rest.T, matrix.T).T)


def _shares(matrix: Matrix) -> tuple[tuple[float, ...], tuple[float, ...]]:
    total = matrix.sum() or 1.0
    return _tuple(matrix.sum(axis=1) / total), _tuple(matrix.sum(axis=0) / total)


def _role(active: float, passive: float, thresholds: Thresholds) -> Role:
    if active > thresholds.active:
        return "critical" if passive > thresholds.passive else "active"
    return "passive" if passive > thresholds.passive else "buffering"


def _tuple(values: Matrix) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
