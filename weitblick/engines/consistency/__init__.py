"""Pairwise consistency analysis (von Reibnitz 1987; Gausemeier, Fink and Schlake 1996).

Every pair of states of two different factors is rated from 1 (they exclude each other) over 3
(indifferent) to 5 (they support each other). A bundle takes one state of each factor; bundles
with an excluded pair are out, the others are ranked by their mean rating, then by their least
one. The best bundles are found exactly by branch and bound, and alike bundles are joined to raw
scenarios. It is the lighter alternative to cross-impact balances: ratings have no direction.
"""

from .bundles import (
    BestBundles,
    Bundle,
    ConsistencyMatrix,
    RawScenario,
    best_bundles,
    rate,
    raw_scenarios,
)

__all__ = [
    "BestBundles",
    "Bundle",
    "ConsistencyMatrix",
    "RawScenario",
    "best_bundles",
    "rate",
    "raw_scenarios",
]
