"""Cross-impact balances (Weimer-Jehle 2006): scenarios that hold together, found exactly.

Scenarios are tuples of 1-based states, one for each descriptor, in the order of the matrix.
Repairs (`crossimpact.repairs`) are imported by themselves: they load OR-Tools.
"""

from .attraction import Attractor, Basins, basins
from .balances import consistency_value, impact_balance, margins, total_impact
from .counting import Count, count_consistent, sample, stream
from .diversity import shortlist
from .explain import BalanceLine, BalanceSheet, Influence, Tip, explain
from .interventions import Guarantee, first_consistent, guarantee, intervene, needed_holds
from .judges import aggregate, bounds_of_readings
from .matrix import CrossImpactMatrix, Descriptor, MatrixError, Scenario
from .readings import Disagreement, Readings, disagreements, readings
from .robustness import Ensemble, Robustness, ensemble, robustness, wilson_interval
from .solving import ENGINE_VERSION, Progress, SolutionSet, solution_digest, solve
from .stability import Certificate, CriticalCell, certificate
from .succession import successors, trajectory
from .walk import is_warm, warm_up

__all__ = [
    "ENGINE_VERSION",
    "Attractor",
    "BalanceLine",
    "BalanceSheet",
    "Basins",
    "Certificate",
    "Count",
    "CriticalCell",
    "CrossImpactMatrix",
    "Descriptor",
    "Disagreement",
    "Ensemble",
    "Guarantee",
    "Influence",
    "MatrixError",
    "Progress",
    "Readings",
    "Robustness",
    "Scenario",
    "SolutionSet",
    "Tip",
    "aggregate",
    "basins",
    "bounds_of_readings",
    "certificate",
    "consistency_value",
    "count_consistent",
    "disagreements",
    "ensemble",
    "explain",
    "first_consistent",
    "guarantee",
    "impact_balance",
    "intervene",
    "is_warm",
    "margins",
    "needed_holds",
    "readings",
    "robustness",
    "sample",
    "shortlist",
    "solution_digest",
    "solve",
    "stream",
    "successors",
    "total_impact",
    "trajectory",
    "warm_up",
    "wilson_interval",
]
