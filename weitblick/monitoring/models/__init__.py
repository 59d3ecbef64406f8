"""Rows of the monitoring: notes, forecasts, what-if, signposts; files on their way in; measures;
weights."""

from weitblick.monitoring.models.forecasts import EarlierForecast, Forecast
from weitblick.monitoring.models.measures import (
    Goal,
    Measure,
    MeasureSource,
    MeasureState,
    Milestone,
    Target,
)
from weitblick.monitoring.models.notes import EvidenceNote, NoteKind
from weitblick.monitoring.models.signposts import Signpost, Towards
from weitblick.monitoring.models.uploads import Content, Upload, UploadState
from weitblick.monitoring.models.weights import Weighting
from weitblick.monitoring.models.whatifs import Proposal, WhatIf, Wish

__all__ = [
    "Content", "EarlierForecast", "EvidenceNote", "Forecast", "Goal", "Measure", "MeasureSource",
    "MeasureState", "Milestone", "NoteKind", "Proposal", "Signpost", "Target", "Towards", "Upload",
    "UploadState", "Weighting", "WhatIf", "Wish",
]
