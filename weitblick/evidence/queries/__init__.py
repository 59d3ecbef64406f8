"""The one door through which values are read. What must not be shown does not come out of it.

Every function that gives values takes ``for_statistics_office``: only with True (the office that is
set apart for statistics) do hidden values come out. Nobody else reads rows of Observation; a test
of the house holds that.
"""

from weitblick.evidence.cells import Break, Cell, Difference, Series, Table
from weitblick.evidence.queries.maps import names, outlines
from weitblick.evidence.queries.tables import (
    attributions,
    breakdowns,
    differences,
    runs,
    series,
    table,
    years,
)
from weitblick.evidence.queries.values import cells, indicator, indicators

__all__ = [
    "Break", "Cell", "Difference", "Series", "Table", "attributions", "breakdowns", "cells",
    "differences", "indicator", "indicators", "names", "outlines", "runs", "series", "table",
    "years",
]
