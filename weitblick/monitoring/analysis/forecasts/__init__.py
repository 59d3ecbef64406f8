"""Forecasts: people by age, counted events, methods by size, official totals, past errors."""

from weitblick.monitoring.analysis.forecasts.grounds import level_rows
from weitblick.monitoring.analysis.forecasts.methods import Plan, Way, plan
from weitblick.monitoring.analysis.forecasts.official import codes as official_codes
from weitblick.monitoring.analysis.forecasts.past import how_wrong, misses, picture
from weitblick.monitoring.analysis.forecasts.people import areas_with_ages, starts, totals
from weitblick.monitoring.analysis.forecasts.preparing import Prepared, basis, prepare, typed_of

__all__ = [
    "Plan", "Prepared", "Way", "areas_with_ages", "basis", "how_wrong", "level_rows", "misses",
    "official_codes", "picture", "plan", "prepare", "starts", "totals", "typed_of",
]
