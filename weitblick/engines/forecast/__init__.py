"""Forecast: population by cohorts, small places by shares, and how far to trust them."""

from . import plain
from .backtests import (
    ErrorBand,
    Miss,
    Published,
    Wrong,
    backtest,
    error_band,
    how_wrong,
    size_class,
    union,
)
from .cohort import Projection, project
from .control import Controlled, bridged, control, rake, round_to_total
from .fluctuations import Fluctuation, Fluctuations, fluctuation, learn
from .paths import Area, Paths, band, simulate
from .places import Choice, CohortRatios, choose_model, hamilton_perry, shares
from .rates import (
    Borrowed,
    Rates,
    borrow,
    life_expectancy,
    mortality_factor,
    rogers_castro,
    shrunk_ratio,
    survival_from_person_years,
    with_life_expectancy,
    with_migration,
    with_mortality,
    with_tfr,
)
from .small import small_places
from .variants import Assumptions, Variant, rates_under, variants

ENGINE_VERSION = "3"

__all__ = [
    "ENGINE_VERSION",
    "Area",
    "Assumptions",
    "Borrowed",
    "Choice",
    "CohortRatios",
    "Controlled",
    "ErrorBand",
    "Fluctuation",
    "Fluctuations",
    "Miss",
    "Paths",
    "Projection",
    "Published",
    "Rates",
    "Variant",
    "Wrong",
    "backtest",
    "band",
    "borrow",
    "bridged",
    "choose_model",
    "control",
    "error_band",
    "fluctuation",
    "hamilton_perry",
    "how_wrong",
    "learn",
    "life_expectancy",
    "mortality_factor",
    "plain",
    "project",
    "rake",
    "rates_under",
    "rogers_castro",
    "round_to_total",
    "shares",
    "shrunk_ratio",
    "simulate",
    "size_class",
    "small_places",
    "survival_from_person_years",
    "union",
    "variants",
    "with_life_expectancy",
    "with_migration",
    "with_mortality",
    "with_tfr",
]
