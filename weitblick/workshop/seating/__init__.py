"""Who sits where, round by round: computed, mended by hand, shown, kept for latecomers.

A round that has been shown is past: who sat together did meet. Only later rounds are computed
again, and places chosen by hand stay.
"""

from weitblick.workshop.seating.comings import bring_back, forget, take_in, take_out
from weitblick.workshop.seating.places import (
    Seated,
    Sitting,
    move,
    numbers_of,
    quality,
    release,
    seated,
    show_round,
    sittings,
)
from weitblick.workshop.seating.search import FEWEST_AT_A_TABLE, MOST_ROUNDS, compute
from weitblick.workshop.seating.tables import (
    MOST_TABLES,
    arrange,
    tables_in_use,
    topics_by_wish,
    wish,
    wishes_of,
)

__all__ = [
    "FEWEST_AT_A_TABLE",
    "MOST_ROUNDS",
    "MOST_TABLES",
    "Seated",
    "Sitting",
    "arrange",
    "bring_back",
    "compute",
    "forget",
    "move",
    "numbers_of",
    "quality",
    "release",
    "seated",
    "show_round",
    "sittings",
    "tables_in_use",
    "take_in",
    "take_out",
    "topics_by_wish",
    "wish",
    "wishes_of",
]
