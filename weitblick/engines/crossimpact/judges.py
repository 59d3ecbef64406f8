"""Judgements of several people: one matrix from many, and where they disagree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ..errors import InputError

How = Literal["median", "mean"]
Judgements = npt.NDArray[np.float64]


def judgement_stack(judges: Sequence[npt.ArrayLike]) -> Judgements:
    """Judges' (D, D) arrays, NaN where somebody gave no judgement, as one (J, D, D) array.

    Raises InputError when there is no judge or the shapes differ.
    """
    arrays = [np.asarray(judge, dtype=np.float64) for judge in judges]
    if not arrays:
        raise InputError("no_judges", "There are no judgements to work with.")
    for position, array in enumerate(arrays):
        if array.shape != arrays[0].shape or array.ndim != 2 or len(set(array.shape)) != 1:
            raise InputError(
                "judge_shape",
                f"Judge {position + 1} has judgements of shape {array.shape}, "
                f"expected a square like the first one's {arrays[0].shape}.",
                judge=position + 1,
            )
    return np.stack(arrays)


def aggregate(
    judges: Sequence[npt.ArrayLike], how: How = "median"
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """One integer matrix from several judges, and the dissent of each cell.

    Each cell is the median or mean of those who judged it, rounded to the nearest integer, halves
    towards zero (an undecided group does not claim the stronger impact); 0 where nobody judged.
    Dissent is the mean distance from the cell's median in judgement points, NaN where fewer than
    two people judged.
    """
    if how not in ("median", "mean"):
        raise InputError("unknown_aggregate", f"Unknown aggregate {how!r}.", how=how)
    return _aggregate(judgement_stack(judges), how)


def _aggregate(
    stack: Judgements, how: How
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    voices = (~np.isnan(stack)).sum(axis=0)
    heard = voices > 0
    filled = np.where(heard, stack, 0.0)
    medians = np.nanmedian(filled, axis=0)
    centre = medians if how == "median" else np.nanmean(filled, axis=0)
    dissent = np.nanmean(np.abs(filled - medians), axis=0)
    dissent[voices < 2] = np.nan
    return round_half_to_zero(centre), dissent


def round_half_to_zero(numbers: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """Nearest integers, halves towards zero."""
    magnitude = np.ceil(np.abs(numbers) - 0.5)
    return (np.sign(numbers) * np.maximum(magnitude, 0)).astype(np.int32)


def bounds_of_readings(
    judges: Sequence[npt.ArrayLike],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Least and greatest judgement of each cell as integers (0 and 0 where nobody judged)."""
    stack = judgement_stack(judges)
    heard = (~np.isnan(stack)).any(axis=0)
    filled = np.where(heard, stack, 0.0)
    low, high = np.nanmin(filled, axis=0), np.nanmax(filled, axis=0)
    return np.floor(low).astype(np.int32), np.ceil(high).astype(np.int32)
