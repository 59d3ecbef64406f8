"""Options: robust ones, portfolios within a budget, partners.

Options, assumptions and scenarios are numbered from 0 in the order they are given.
"""

from weitblick.engines.options.partners import Cooperation, Tie, partners
from weitblick.engines.options.portfolio import (
    Coverage,
    Portfolio,
    enabling,
    front,
    pareto,
    portfolio,
)
from weitblick.engines.options.robust import Robustness, robustness

__all__ = [
    "Cooperation",
    "Coverage",
    "Portfolio",
    "Robustness",
    "Tie",
    "enabling",
    "front",
    "pareto",
    "partners",
    "portfolio",
    "robustness",
]
