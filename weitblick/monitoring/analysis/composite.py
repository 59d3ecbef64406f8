"""Areas over several indicators at once: an open, weighted profile, and what it is worth.

There is no list from best to worst: each area has the range of places that other weights, and
leaving one indicator out, would give it; areas whose ranges overlap are not told apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from weitblick.engines.series import profile
from weitblick.evidence import queries as evidence
from weitblick.evidence.cells import Cell
from weitblick.evidence.models import Area, Direction, Indicator
from weitblick.monitoring.analysis.intervals import intervals
from weitblick.monitoring.analysis.printing import is_amount

FEWEST = 5
WEIGHTS = (0, 1, 2, 3)


@dataclass(frozen=True)
class Row:
    """An area: standardised values (higher is better), and from which to which place it may be."""

    area: Area
    scores: tuple[float, ...]
    best: int
    worst: int


@dataclass(frozen=True)
class Together:
    """The areas by name, the indicators with year and share of the weight, who was left out."""

    rows: tuple[Row, ...]
    indicators: tuple[tuple[Indicator, int, float], ...]
    left_out: tuple[Area, ...]
    has_intervals: bool


def usable() -> list[Indicator]:
    """Indicators that can stand in a profile: comparable between areas, with a wished direction."""
    return [one for one in evidence.indicators(with_values=True)
            if one.direction != Direction.NEUTRAL and not is_amount(one)]


def together(areas: Sequence[Area], weights: Mapping[str, int]) -> Together | None:
    """The profile; None with fewer than two indicators or five areas that have all of them."""
    chosen = [one for one in usable() if weights.get(one.code, 0) > 0]
    newest = [(one, _newest(one, areas)) for one in chosen]
    newest = [(one, cells) for one, cells in newest if len(cells) >= FEWEST]
    full = [one for one in areas if all(one.key in cells for _one, cells in newest)]
    if len(newest) < 2 or len(full) < FEWEST:
        return None
    values = np.array([[cells[one.key].value for _one, cells in newest] for one in full], float)
    low, high, has_intervals = _margins(newest, full, values)
    found = profile(
        values, [1 if one.direction == Direction.GOOD else -1 for one, _cells in newest],
        weights=[float(weights[one.code]) for one, _cells in newest], low=low, high=high)
    ranges = zip(found.rank_by_weights, found.rank_without_one, found.rank_by_chance, strict=True)
    rows = [
        Row(area, tuple(float(score) for score in found.scores[at]),
            _best(each, has_intervals), _worst(each, has_intervals))
        for at, (area, each) in enumerate(zip(full, ranges, strict=True))
    ]
    return Together(
        tuple(rows),
        tuple((one, next(iter(cells.values())).year, float(share))
              for (one, cells), share in zip(newest, found.weights, strict=True)),
        tuple(one for one in areas if one not in full), has_intervals)


Range = tuple[int, int]


def _best(each: tuple[Range, Range, Range], has_intervals: bool) -> int:
    return min(one[0] for one in (each if has_intervals else each[:2]))


def _worst(each: tuple[Range, Range, Range], has_intervals: bool) -> int:
    return max(one[1] for one in (each if has_intervals else each[:2]))


def _newest(one: Indicator, areas: Sequence[Area]) -> dict[str, Cell]:
    """The values of the newest year in which most of the areas have one."""
    cells = [cell for cell in evidence.cells(one.code, [area.key for area in areas])
             if cell.has_number]
    years = [cell.year for cell in cells]
    if not years:
        return {}
    most = max(years.count(year) for year in set(years))
    year = max(year for year in set(years) if years.count(year) >= 0.9 * most)
    return {cell.area: cell for cell in sorted(cells, key=lambda cell: cell.end)
            if cell.year == year}


def _margins(
    newest: Sequence[tuple[Indicator, dict[str, Cell]]], full: Sequence[Area],
    values: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, bool]:
    """Intervals by chance where cases are known; else the value itself."""
    low, high, has_any = values.copy(), values.copy(), False
    for column, (one, cells) in enumerate(newest):
        known = intervals(one, cells.values())
        for row, area in enumerate(full):
            estimate = known.get((area.key, cells[area.key].year))
            if estimate:
                has_any = True
                low[row, column] = min(estimate.low, values[row, column])
                high[row, column] = max(estimate.high, values[row, column])
    return low, high, has_any
