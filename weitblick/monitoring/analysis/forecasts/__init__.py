"""Forecasts: people by age, counted events, methods by size, official totals, past errors."""

from weitblick.monitoring.analysis.forecasts.methods import Plan, Way, plan
from weitblick.monitoring.analysis.forecasts.official import codes as official_codes
from weitblick.monitoring.analysis.forecasts.official import preset as official_preset
from weitblick.monitoring.analysis.forecasts.past import how_wrong, misses, picture
from weitblick.monitoring.analysis.forecasts.people import areas_with_ages, starts, totals
from weitblick.monitoring.analysis.forecasts.preparing import Prepared, prepare
from weitblick.monitoring.analysis.forecasts.suggesting import Suggested, suggest

__all__ = [
    "Plan", "Prepared", "Suggested", "Way", "areas_with_ages", "how_wrong", "misses",
    "official_codes", "official_preset", "picture", "plan", "prepare", "starts", "suggest",
    "totals",
]
