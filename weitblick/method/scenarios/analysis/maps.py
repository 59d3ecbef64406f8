"""The matrix as maps: what is judged, who acts how strongly, where people disagree."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from weitblick.method.scenarios.matrix import JudgedMatrix
from weitblick.method.trends.models import Assumption


@dataclass(frozen=True)
class Map:
    """A number for every source factor (row) and target factor (column); None on the diagonal."""

    numbers: list[str]
    titles: list[str]
    values: list[list[float | None]]

    @property
    def rows(self) -> list[str]:
        """Row titles with their number."""
        return [f"{n} {title}" for n, title in zip(self.numbers, self.titles, strict=True)]


def coverage_map(found: JudgedMatrix) -> Map:
    """The share (0 to 100) of cells of each section that somebody judged."""
    return _map(found, lambda rows, columns: 100 * float((found.voices[rows, columns] > 0).mean()))


def strength_map(found: JudgedMatrix) -> Map:
    """How strongly each factor acts on each other one: mean size of its judgements, 0 to 3."""
    values = np.abs(found.matrix.values)
    return _map(found, lambda rows, columns: round(float(values[rows, columns].mean()), 1))


def strongest(shape: Map) -> list[str]:
    """The factors by how strongly they act on all others together, the strongest first."""
    sums = [sum(value or 0 for value in row) for row in shape.values]
    order = sorted(range(len(sums)), key=lambda place: (-sums[place], place))
    return [shape.titles[place] for place in order if sums[place]]


def dissent_map(found: JudgedMatrix) -> Map:
    """The greatest dissent in each section, in points; None where fewer than two judged."""
    def greatest(rows: slice, columns: slice) -> float | None:
        part = found.dissent[rows, columns]
        return None if np.isnan(part).all() else round(float(np.nanmax(part)), 1)

    return _map(found, greatest)


def covered(found: JudgedMatrix) -> tuple[int, int]:
    """How many cells between different factors somebody judged, and how many there are."""
    between = np.ones_like(found.voices, dtype=bool)
    for position in range(len(found.layout.factors)):
        part = found.layout.rows_of(position)
        between[part, part] = False
    return int((found.voices[between] > 0).sum()), int(between.sum())


@dataclass(frozen=True)
class GridCell:
    """One cell of a section: what this voice said, and what all said together."""

    target: Assumption
    name: str
    own: int | None
    median: int
    voices: int
    dissent: float | None


def section(
    found: JudgedMatrix, source: int, target: int, own: npt.NDArray[np.float64] | None
) -> list[tuple[Assumption, list[GridCell]]]:
    """The grid of one section (factor positions), with one voice's own judgements."""
    assumptions = found.layout.assumptions
    rows, columns = found.layout.rows_of(source), found.layout.rows_of(target)
    return [
        (assumptions[a], [_cell(found, a, b, own) for b in range(columns.start, columns.stop)])
        for a in range(rows.start, rows.stop)
    ]


def disputes(found: JudgedMatrix, most: int = 10) -> list[dict[str, Any]]:
    """The cells people disagree about most, worst first."""
    assumptions, dissent = found.layout.assumptions, np.nan_to_num(found.dissent)
    order = np.argsort(-dissent, axis=None, kind="stable")[:most]
    places = [divmod(int(one), len(assumptions)) for one in order]
    return [
        {"source": assumptions[a], "target": assumptions[b], "dissent": float(dissent[a, b]),
         "voices": int(found.voices[a, b]), "median": int(found.matrix.values[a, b])}
        for a, b in places if dissent[a, b] > 0
    ]


def _map(found: JudgedMatrix, value: Any) -> Map:
    layout = found.layout
    places = range(len(layout.factors))
    return Map(
        [str(n + 1) for n in places], [factor.item.text for factor, _group in layout.factors],
        [[None if i == j else value(layout.rows_of(i), layout.rows_of(j)) for j in places]
         for i in places],
    )


def _cell(
    found: JudgedMatrix, a: int, b: int, own: npt.NDArray[np.float64] | None
) -> GridCell:
    target = found.layout.assumptions[b]
    source = found.layout.assumptions[a]
    said = None if own is None or np.isnan(own[a, b]) else int(own[a, b])
    dissent = None if np.isnan(found.dissent[a, b]) else round(float(found.dissent[a, b]), 1)
    return GridCell(
        target, f"c-{source.item.public_id}-{target.item.public_id}", said,
        int(found.matrix.values[a, b]), int(found.voices[a, b]), dissent,
    )
