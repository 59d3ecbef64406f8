"""Kendall's coefficient of concordance W.

Source: Kendall and Babington Smith (1939), Annals of Mathematical Statistics 10, 275-287; tie
correction and examples as in Siegel (1956), Nonparametric Statistics, 229-238.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from weitblick.engines.agreement.ratings import Number
from weitblick.engines.errors import InputError
from weitblick.engines.ranks import mean_ranks


@dataclass(frozen=True)
class KendallW:
    """Concordance of ``n`` rankings of ``items`` items; ``w`` is None where nothing is ranked."""

    w: float | None
    chi2: float | None
    p: float | None
    n: int
    items: int


def kendall_w(rankings: Sequence[Sequence[Number]]) -> KendallW:
    """Kendall's W, corrected for ties; one row per person, one column per item.

    Rows may hold ranks or scores; each row is ranked anew, ties get the mean rank. ``p`` is the
    chi-square approximation with items - 1 degrees of freedom, rough below eight items.
    """
    table = _table(rankings)
    people, items = table.shape
    if people < 2 or items < 2:
        return KendallW(None, None, None, people, items)
    ranks = np.array([mean_ranks(row) for row in table])
    deviation = float(((ranks.sum(axis=0) - people * (items + 1) / 2) ** 2).sum())
    greatest = people**2 * (items**3 - items) - people * _ties(ranks)
    if greatest == 0:
        return KendallW(None, None, None, people, items)
    w = 12 * deviation / greatest
    chi2 = people * (items - 1) * w
    return KendallW(w, chi2, float(scipy.special.chdtrc(items - 1, chi2)), people, items)


def _table(rankings: Sequence[Sequence[Number]]) -> NDArray[np.float64]:
    lengths = {len(row) for row in rankings}
    if len(lengths) > 1:
        raise InputError(
            "rankings_differ_in_length",
            f"Rankings have {sorted(lengths)} items: everybody must rank the same items.",
            lengths=tuple(sorted(lengths)),
        )
    table = np.asarray(rankings, float).reshape(len(rankings), max(lengths, default=0))
    if np.isnan(table).any():
        person, item = (int(index) for index in np.argwhere(np.isnan(table))[0])
        raise InputError(
            "ranking_incomplete",
            f"Ranking {person} has no value for item {item}: W needs complete rankings.",
            person=person,
            item=item,
        )
    return table


def _ties(ranks: NDArray[np.float64]) -> int:
    """Sum over people and tied groups of t³ - t."""
    return sum(
        int((t.astype(np.int64) ** 3 - t).sum())
        for t in (np.unique(row, return_counts=True)[1] for row in ranks)
    )
