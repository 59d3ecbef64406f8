"""Agreement: distribution, spread, consensus and stability of ratings.

Ratings are whole numbers on a scale ``low..high``. Every result carries ``n``; what is undefined
for the data at hand (nobody answered, nothing varies) is ``None``, never 0.
"""

from weitblick.engines.agreement.rankings import KendallW, kendall_w
from weitblick.engines.agreement.ratings import (
    Agreement,
    agreement_a,
    distribution,
    summarise,
)
from weitblick.engines.agreement.rounds import Stability, stability
from weitblick.engines.agreement.sectors import Hidden, by_group

__all__ = [
    "Agreement",
    "Hidden",
    "KendallW",
    "Stability",
    "agreement_a",
    "by_group",
    "distribution",
    "kendall_w",
    "stability",
    "summarise",
]
