"""Build a road graph offline: from an OpenStreetMap extract (.osm XML) or a table of edges (CSV).

OpenStreetMap data is under the Open Database License 1.0; the attribution is written into the file.
Extracts in .pbf are turned into .osm by any OpenStreetMap tool.
"""

from __future__ import annotations

import bz2
import csv
import gzip
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, TypeAlias
from xml.etree import ElementTree

import numpy as np

from weitblick.engines.access.roads import RoadGraph
from weitblick.engines.access.sources import metres
from weitblick.engines.errors import InputError

OSM = "© OpenStreetMap contributors, Open Database License (ODbL) 1.0, openstreetmap.org/copyright"
MODES = ("car", "bike", "foot")
SPEEDS: Mapping[str, tuple[float, float, float]] = {
    "motorway": (110, 0, 0), "trunk": (85, 0, 0), "primary": (65, 15, 4.8),
    "secondary": (60, 15, 4.8), "tertiary": (50, 15, 4.8), "unclassified": (40, 15, 4.8),
    "residential": (25, 15, 4.8), "living_street": (10, 10, 4.8), "service": (15, 12, 4.8),
    "track": (0, 12, 4.8), "cycleway": (0, 15, 4.8), "path": (0, 10, 4.5),
    "footway": (0, 0, 4.8), "pedestrian": (0, 6, 4.8), "steps": (0, 0, 2),
}  # fmt: skip
"""Kilometres an hour on the way, stops included: car, bike, foot; 0: not allowed."""
SPACING = 250.0
"""Metres after which a bend of a road stays a node, so that houses find it."""
_COLUMNS = ("from", "to", "from_lat", "from_lon", "to_lat", "to_lon", "class")
_NO = ("no", "private")
Reader: TypeAlias = IO[bytes] | gzip.GzipFile | bz2.BZ2File


@dataclass
class _Edges:
    """Directed edges while they are collected."""

    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    metres: list[float] = field(default_factory=list)
    road: list[int] = field(default_factory=list)
    modes: list[int] = field(default_factory=list)

    def add(self, tail: int, head: int, length: float, road: int, there: int, back: int) -> None:
        """One road, in the directions that some mode may use."""
        for a, b, bits in ((tail, head, there), (head, tail, back)):
            if bits and a != b:
                self.tail.append(a)
                self.head.append(b)
                self.metres.append(length)
                self.road.append(road)
                self.modes.append(bits)


def from_osm(path: Path, *, attribution: str = OSM) -> RoadGraph:
    """A road graph from an extract: ``.osm``, ``.osm.gz`` or ``.osm.bz2``, by its first bytes.

    Two passes, so that the nodes of buildings and borders are never held. Ways with access=private
    or no are left out; one-way streets bind cars, and bikes unless they are exempted.
    """
    ways = [way for way in _elements(path, "way") if way["tags"].get("highway") in SPEEDS
            and way["tags"].get("access") not in _NO]  # fmt: skip
    used = Counter(ref for way in ways for ref in way["refs"])
    spots = {node["id"]: node["spot"] for node in _elements(path, "node") if node["id"] in used}
    place: dict[str, int] = {}
    edges = _Edges()
    for way in ways:
        _lay(way, used, spots, place, edges)
    lat, lon = (np.array([spots[ref][axis] for ref in place], float) for axis in (0, 1))
    return _graph(lat, lon, edges, attribution, path.name)


def _lay(
    way: dict[str, Any],
    used: Counter[str],
    spots: Mapping[str, tuple[float, float]],
    place: dict[str, int],
    edges: _Edges,
) -> None:
    """Put a way into edges between crossings, ends, and bends after a stretch."""
    refs = [ref for ref in way["refs"] if ref in spots]  # an extract cuts ways at its border
    if len(refs) < 2:
        return
    there, back = _directions(way["tags"])
    road = list(SPEEDS).index(way["tags"]["highway"])
    lat, lon = (np.array([spots[ref][axis] for ref in refs]) for axis in (0, 1))
    steps = metres(lat[:-1], lon[:-1], lat[1:], lon[1:])
    start, length = refs[0], 0.0
    for at, ref in enumerate(refs[1:], 1):
        length += float(steps[at - 1])
        if used[ref] > 1 or at == len(refs) - 1 or length >= SPACING:
            ends = [place.setdefault(one, len(place)) for one in (start, ref)]
            edges.add(ends[0], ends[1], length, road, there, back)
            start, length = ref, 0.0


def _directions(tags: Mapping[str, str]) -> tuple[int, int]:
    """Which modes may go along the way and against it, as bits in the order of MODES."""
    car, bike, foot = (speed > 0 for speed in SPEEDS[tags["highway"]])
    vehicle = tags.get("motor_vehicle", tags.get("vehicle", ""))
    car = car and vehicle not in _NO and vehicle not in ("agricultural", "forestry")
    bike = (bike or tags.get("bicycle") in ("yes", "designated")) and tags.get("bicycle") not in _NO
    foot = foot and tags.get("foot") not in _NO
    round_ = tags.get("junction") == "roundabout" or tags["highway"] == "motorway"
    oneway = tags.get("oneway", "yes" if round_ else "no")
    bikes_both = tags.get("oneway:bicycle") == "no"
    free = car + 2 * bike + 4 * foot
    bound = 2 * (bike and bikes_both) + 4 * foot
    if oneway in ("-1", "reverse"):
        return bound, free
    return free, bound if oneway in ("yes", "true", "1") else free


def _elements(path: Path, kind: str) -> Iterator[dict[str, Any]]:
    """Nodes or ways of a file, one at a time; raises InputError with the line that is broken."""
    with _opened(path) as file:
        try:
            stream = ElementTree.iterparse(file, events=("start", "end"))
            _event, root = next(stream)
            for event, element in stream:
                if event == "end" and element.tag in ("node", "way", "relation"):
                    if element.tag == kind:
                        yield _node(element, path) if kind == "node" else _way(element)
                    root.clear()
        except (ElementTree.ParseError, StopIteration, OSError, EOFError) as problem:
            line = getattr(problem, "position", (0, 0))[0]
            raise InputError(
                "osm_not_readable",
                f"{path.name}, line {line}: this is no OpenStreetMap XML ({problem}).",
                file=path.name, line=line,
            ) from problem  # fmt: skip


def _node(element: ElementTree.Element, path: Path) -> dict[str, Any]:
    try:
        spot = float(element.get("lat", "")), float(element.get("lon", ""))
    except ValueError as problem:
        raise InputError(
            "osm_not_readable", f"{path.name}: node {element.get('id')} has no position.",
            file=path.name, node=element.get("id"),
        ) from problem  # fmt: skip
    return {"id": element.get("id"), "spot": spot}


def _way(element: ElementTree.Element) -> dict[str, Any]:
    tags = {tag.get("k", ""): tag.get("v", "") for tag in element.iter("tag")}
    return {"tags": tags, "refs": [nd.get("ref", "") for nd in element.iter("nd")]}


def _opened(path: Path) -> Reader:
    with path.open("rb") as file:
        start = file.read(3)
    if start.startswith(b"\x1f\x8b"):
        return gzip.open(path, "rb")
    return bz2.open(path, "rb") if start == b"BZh" else path.open("rb")


def from_edges(path: Path, *, attribution: str) -> RoadGraph:
    """A road graph from a CSV: from, to, from_lat, from_lon, to_lat, to_lon, class, and if known
    metres and oneway (1, yes). Comma, semicolon or tab; decimal point."""
    text = path.read_text(encoding="utf-8-sig")
    dialect = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.DictReader(text.splitlines(), delimiter=dialect)
    missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise InputError(
            "edges_without_columns",
            f"{path.name}, line 1: the columns {', '.join(missing)} are missing.",
            file=path.name, columns=tuple(missing),
        )  # fmt: skip
    place: dict[str, int] = {}
    spots: list[tuple[float, float]] = []
    edges = _Edges()
    for line, row in enumerate(rows, 2):
        _edge(row, f"{path.name}, line {line}", line, place, spots, edges)
    lat, lon = (np.array([spot[axis] for spot in spots], float) for axis in (0, 1))
    return _graph(lat, lon, edges, attribution, path.name)


def _edge(
    row: Mapping[str, str],
    where: str,
    line: int,
    place: dict[str, int],
    spots: list[tuple[float, float]],
    edges: _Edges,
) -> None:
    if row["class"] not in SPEEDS:
        raise InputError(
            "road_class_unknown",
            f"{where}: class {row['class']!r} is none of {', '.join(SPEEDS)}.",
            line=line, value=row["class"],
        )  # fmt: skip
    try:
        ends = [(float(row[f"{end}_lat"]), float(row[f"{end}_lon"])) for end in ("from", "to")]
        length = float(row["metres"]) if row.get("metres") else float(metres(*ends[0], *ends[1]))
    except ValueError as problem:
        raise InputError(
            "edge_not_a_number", f"{where}: {problem}.", line=line, reason=str(problem)
        ) from problem
    for name, spot in zip((row["from"], row["to"]), ends, strict=True):
        if place.setdefault(name, len(place)) == len(spots):
            spots.append(spot)
    oneway = {"oneway": "yes"} if (row.get("oneway") or "").lower() in ("1", "yes", "true") else {}
    there, back = _directions({"highway": row["class"], **oneway})
    edges.add(place[row["from"]], place[row["to"]], length, list(SPEEDS).index(row["class"]),
              there, back)  # fmt: skip


def _graph(
    lat: np.ndarray, lon: np.ndarray, edges: _Edges, attribution: str, name: str
) -> RoadGraph:
    if not edges.tail:
        raise InputError("roads_empty", f"{name} holds no roads.", file=name)
    classes: Sequence[str] = tuple(SPEEDS)
    return RoadGraph(
        lat, lon, np.array(edges.tail, np.int32), np.array(edges.head, np.int32),
        np.array(edges.metres, np.float32), np.array(edges.road, np.uint8),
        np.array(edges.modes, np.uint8), tuple(classes), MODES,
        {mode: {c: SPEEDS[c][i] for c in classes} for i, mode in enumerate(MODES)}, attribution,
    )  # fmt: skip
