"""Access: how well people reach services, and what a change of the sites does.

Ways come from a table, a road graph or the straight line; results say which, and whether they are
an estimate.
"""

from weitblick.engines.access import plain, roadbuild, roads
from weitblick.engines.access.catchments import (
    Catchment,
    Decay,
    Gauss,
    Gravity,
    Zones,
    catchment,
    two_step,
)
from weitblick.engines.access.comparison import AreaChange, Comparison, Fact
from weitblick.engines.access.inputs import Assumption, Demand, Minutes, Site, demand, sites
from weitblick.engines.access.opening import Moment, Week, hours_from_days, parse_hours
from weitblick.engines.access.roads import Network, RoadGraph, Snapping
from weitblick.engines.access.sources import DETOUR, SPEEDS, StraightLine, from_table, metres
from weitblick.engines.access.state import (
    Model,
    Outcome,
    Question,
    Reach,
    State,
    open_shares,
    outcome,
    prepare,
)
from weitblick.engines.access.stops import Near, nearest_metres, share_near
from weitblick.engines.access.whatif import (
    Change,
    after,
    changed,
    close,
    compare,
    move,
    open_site,
    set_capacity,
    set_hours,
)

ENGINE_VERSION = "1"

__all__ = [
    "DETOUR",
    "ENGINE_VERSION",
    "SPEEDS",
    "AreaChange",
    "Assumption",
    "Catchment",
    "Change",
    "Comparison",
    "Decay",
    "Demand",
    "Fact",
    "Gauss",
    "Gravity",
    "Minutes",
    "Model",
    "Moment",
    "Near",
    "Network",
    "Outcome",
    "Question",
    "Reach",
    "RoadGraph",
    "Site",
    "Snapping",
    "State",
    "StraightLine",
    "Week",
    "Zones",
    "after",
    "catchment",
    "changed",
    "close",
    "compare",
    "demand",
    "from_table",
    "hours_from_days",
    "metres",
    "move",
    "nearest_metres",
    "open_shares",
    "open_site",
    "outcome",
    "parse_hours",
    "plain",
    "prepare",
    "roadbuild",
    "roads",
    "set_capacity",
    "set_hours",
    "share_near",
    "sites",
    "two_step",
]
