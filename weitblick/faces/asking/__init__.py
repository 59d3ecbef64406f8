"""What several steps ask in the same way: share out dots, put in order, place between two axes.

A step says what there is to choose (``Choice``) and writes nothing of its own; pages, checks and
results are here. See docs/faces.md.
"""

from weitblick.faces.asking.choices import Choice, is_own
from weitblick.faces.asking.dots import dots_board, dots_phone, dots_rows
from weitblick.faces.asking.favoured import (
    Columns,
    Favoured,
    dots_columns,
    dots_result,
    rank_columns,
    rank_result,
)
from weitblick.faces.asking.placing import Placing, place_phone
from weitblick.faces.asking.ranking import Ranked, rank_board, rank_phone, ranked

__all__ = [
    "Choice",
    "Columns",
    "Favoured",
    "Placing",
    "Ranked",
    "dots_board",
    "dots_columns",
    "dots_phone",
    "dots_result",
    "dots_rows",
    "is_own",
    "place_phone",
    "rank_board",
    "rank_columns",
    "rank_phone",
    "rank_result",
    "ranked",
]
