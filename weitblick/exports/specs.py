"""What a chart shows, as plain data: one dataclass a kind. Drawn by ``figures.py``.

Values are shares from 0 to 1 where ``percent`` is set or the docstring says so. A label is
plain text of any length; it is wrapped, never interpreted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Bar:
    label: str
    value: float
    numeral: str = ""
    """Roman numeral of the action field, which gives the bar its colour."""


@dataclass(frozen=True)
class Bars:
    bars: tuple[Bar, ...]
    value_label: str
    percent: bool = False
    kind: Literal["bars"] = "bars"


@dataclass(frozen=True)
class Estimates:
    """One assumption's answers of one Delphi round: ``counts`` per bin, quartiles on the scale."""

    label: str
    counts: tuple[int, ...]
    lower: float
    median: float
    upper: float

    @property
    def n(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Distribution:
    """Delphi answers. ``edges`` are the bins' limits, one more than there are counts."""

    edges: tuple[float, ...]
    rows: tuple[Estimates, ...]
    value_label: str
    percent: bool = False
    """The scale runs from 0 to 1 and is printed in per cent."""
    kind: Literal["distribution"] = "distribution"


@dataclass(frozen=True)
class Votes:
    label: str
    agree: int
    passed: int
    disagree: int

    @property
    def n(self) -> int:
        return self.agree + self.passed + self.disagree


@dataclass(frozen=True)
class DivergingVotes:
    rows: tuple[Votes, ...]
    kind: Literal["votes"] = "votes"


@dataclass(frozen=True)
class Heatmap:
    """Option x scenario: ``values[row][column]`` from ``low`` (dusk) to ``high`` (dawn).

    None stands for "not judged" and stays blank.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    low: float
    high: float
    value_label: str
    row_label: str = ""
    digits: int = 1
    kind: Literal["heatmap"] = "heatmap"


@dataclass(frozen=True)
class Point:
    """``sign`` is the short mark in the dot (a number), ``x`` passive and ``y`` active sum."""

    sign: str
    label: str
    x: float
    y: float
    key: bool = False
    """A key factor: drawn full, with its name."""


@dataclass(frozen=True)
class SystemGrid:
    """Quadrant names run upper left, upper right, lower left, lower right."""

    points: tuple[Point, ...]
    x_label: str
    y_label: str
    x_split: float
    y_split: float
    quadrants: tuple[str, str, str, str]
    kind: Literal["system_grid"] = "system_grid"


@dataclass(frozen=True)
class ProfileLine:
    """A scenario: ``tone`` from 0 (dusk) to 1 (dawn), ``values`` from 0 to 1, one an axis."""

    name: str
    tone: float
    values: tuple[float, ...]


@dataclass(frozen=True)
class Profile:
    """Scenario profiles over the same axes (factors), from dusk to dawn.

    ``states[line][axis]`` names the assumption each value stands for, for the data table.
    """

    axes: tuple[str, ...]
    lines: tuple[ProfileLine, ...]
    low_label: str
    high_label: str
    states: tuple[tuple[str, ...], ...] = ()
    kind: Literal["profile"] = "profile"


@dataclass(frozen=True)
class CoverageField:
    numeral: str
    name: str
    dimensions: tuple[tuple[str, int], ...]
    """(dimension, number of items filed under it)"""


@dataclass(frozen=True)
class Coverage:
    """The 6 x 5 map of action fields and dimensions (any rectangular frame)."""

    fields: tuple[CoverageField, ...]
    value_label: str
    kind: Literal["coverage"] = "coverage"


@dataclass(frozen=True)
class Node:
    label: str
    group: str
    """The sector; one colour and one arc of the circle a group."""
    size: float = 1.0


@dataclass(frozen=True)
class Edge:
    source: str
    target: str
    weight: float = 1.0


@dataclass(frozen=True)
class Network:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    weight_label: str
    kind: Literal["network"] = "network"


Ring = tuple[tuple[float, float], ...]
"""Longitude and latitude of a closed line; the last point is the first one."""


@dataclass(frozen=True)
class MapArea:
    """An area with its outline: polygons of one outer ring and its holes, as in GeoJSON.

    A ``value`` of None needs its ``reason`` (suppressed, no data …), which the legend and the
    table name. ``uncertain`` values are hatched on top of their colour.
    """

    label: str
    polygons: tuple[tuple[Ring, ...], ...]
    value: float | None = None
    reason: str = ""
    uncertain: bool = False


@dataclass(frozen=True)
class MapPlace:
    """A place on the map; ``size`` is drawn as area, 0 for a plain mark; a shape a ``group``."""

    label: str
    lat: float
    lon: float
    size: float = 0.0
    group: str = ""


@dataclass(frozen=True)
class Map:
    """Areas in up to five classes. ``breaks`` are the limits between them, up to four, rising: a
    value on a limit belongs to the class above. Without breaks and values it is a map of places.

    ``attribution`` is printed on the map, as licences of boundaries ask for.
    """

    areas: tuple[MapArea, ...]
    breaks: tuple[float, ...]
    value_label: str
    places: tuple[MapPlace, ...] = ()
    size_label: str = ""
    digits: int = 0
    percent: bool = False
    attribution: str = ""
    kind: Literal["map"] = "map"


FigureSpec = (
    Bars | Distribution | DivergingVotes | Heatmap | SystemGrid | Profile | Coverage | Network | Map
)
SPECS: tuple[type, ...] = (
    Bars,
    Distribution,
    DivergingVotes,
    Heatmap,
    SystemGrid,
    Profile,
    Coverage,
    Network,
    Map,
)
