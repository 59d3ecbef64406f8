"""Cross-impact balances (Weimer-Jehle 2006): scenarios that hold together, found exactly.

Scenarios are tuples of 1-based states, one for each descriptor, in the order of the matrix.
"""

from .balances import consistency_value, impact_balance, margins, total_impact
from .diversity import shortlist
from .explain import BalanceLine, BalanceSheet, Influence, Tip, explain
from .judges import aggregate
from .matrix import CrossImpactMatrix, Descriptor, MatrixError, Scenario
from .robustness import Robustness, robustness, wilson_interval
from .solving import ENGINE_VERSION, Progress, SolutionSet, solution_digest, solve
from .succession import Attractor, Basins, basins, successors, trajectory
from .walk import is_warm, warm_up

__all__ = [
    "ENGINE_VERSION",
    "Attractor",
    "BalanceLine",
    "BalanceSheet",
    "Basins",
    "CrossImpactMatrix",
    "Descriptor",
    "Influence",
    "MatrixError",
    "Progress",
    "Robustness",
    "Scenario",
    "SolutionSet",
    "Tip",
    "aggregate",
    "basins",
    "consistency_value",
    "explain",
    "impact_balance",
    "is_warm",
    "margins",
    "robustness",
    "shortlist",
    "solution_digest",
    "solve",
    "successors",
    "total_impact",
    "trajectory",
    "warm_up",
    "wilson_interval",
]
