"""Rows of the evidence room. Values are read through ``queries`` only: it hides what must stay hid.

Areas and boundaries, indicators, import runs and observations, places and travel times; no process.
"""

from weitblick.evidence.models.areas import (
    Area,
    AreaChange,
    AreaList,
    AreaMember,
    AreaSet,
    Boundary,
    Level,
)
from weitblick.evidence.models.builtin import Builtin
from weitblick.evidence.models.indicators import Category, Direction, Indicator
from weitblick.evidence.models.observations import Hidden, Observation, Status
from weitblick.evidence.models.places import OriginKind, Place, TravelTime
from weitblick.evidence.models.runs import ImportRun, Purpose, RunState

__all__ = [
    "Area", "AreaChange", "AreaList", "AreaMember", "AreaSet", "Boundary", "Builtin", "Category",
    "Direction", "Hidden", "ImportRun", "Indicator", "Level", "Observation", "OriginKind", "Place",
    "Purpose", "RunState", "Status", "TravelTime",
]
