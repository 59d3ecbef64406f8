"""Series: trends, intervals, profiles and classes of indicators."""

from . import plain
from .classes import class_breaks, classify
from .composite import Profile, profile
from .intervals import Estimate, byar, exact_poisson, wilson
from .trend import MannKendall, Outlook, Trend, mann_kendall, outlook, trend

ENGINE_VERSION = "1"

__all__ = [
    "ENGINE_VERSION",
    "Estimate",
    "MannKendall",
    "Outlook",
    "Profile",
    "Trend",
    "byar",
    "class_breaks",
    "classify",
    "exact_poisson",
    "mann_kendall",
    "outlook",
    "plain",
    "profile",
    "trend",
    "wilson",
]
