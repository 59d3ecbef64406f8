"""A prepared road graph: the least minutes on roads, by mode.

The graph lies in one ``.npz`` file of plain arrays, made once from an OpenStreetMap extract or from
a table of edges (see ``roadbuild``). It carries the attribution its data asks for; every result
repeats it.

Source: Dijkstra (1959), Numerische Mathematik 1, 269-271, as in ``scipy.sparse.csgraph``.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from weitblick.engines.access.inputs import Assumption, Demand, Minutes, Numbers, Site
from weitblick.engines.access.sources import EARTH_METRES
from weitblick.engines.errors import InputError

Indices: TypeAlias = NDArray[np.int32]

FORMAT = 1
CHUNK = 32
_ARRAYS = ("lat", "lon", "tail", "head", "metres", "road", "modes")


@dataclass(frozen=True)
class RoadGraph:
    """Nodes and directed edges.

    ``lat``, ``lon``: N nodes in degrees. ``tail``, ``head``: positions of the nodes of M edges,
    ``metres`` their length, ``road`` the position of their class in ``classes``, ``modes`` a bit
    for each name of ``mode_names``. ``speeds[mode][class]`` in km/h, 0 where the mode may not go.
    """

    lat: Numbers
    lon: Numbers
    tail: Indices
    head: Indices
    metres: NDArray[np.float32]
    road: NDArray[np.uint8]
    modes: NDArray[np.uint8]
    classes: tuple[str, ...]
    mode_names: tuple[str, ...]
    speeds: Mapping[str, Mapping[str, float]]
    attribution: str

    def save(self, path: Path) -> None:
        """Write one file; the attribution is in it."""
        about = {"format": FORMAT, "classes": self.classes, "mode_names": self.mode_names,
                 "speeds": self.speeds, "attribution": self.attribution}  # fmt: skip
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        np.savez_compressed(path, about=np.array(json.dumps(about, ensure_ascii=False)), **arrays)


def load(path: Path) -> RoadGraph:
    """Read a prepared graph; raises InputError for files that are none."""
    try:
        # Arrays only: a file that asks for Python objects is refused by numpy.
        with np.load(path, allow_pickle=False) as file:
            about = json.loads(str(file["about"]))
            arrays = {name: file[name] for name in _ARRAYS}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as problem:
        raise InputError(
            "roads_not_readable",
            f"{path.name} is no prepared road graph ({problem}): build it anew.",
            file=path.name, reason=str(problem),
        ) from problem  # fmt: skip
    if about.get("format") != FORMAT:
        raise InputError(
            "roads_other_format",
            f"{path.name} has format {about.get('format')}, this version reads {FORMAT}: build it "
            "anew.",
            file=path.name, format=about.get("format"),
        )
    _whole(arrays, path.name)
    return RoadGraph(
        **arrays, classes=tuple(about["classes"]), mode_names=tuple(about["mode_names"]),
        speeds=about["speeds"], attribution=about["attribution"],
    )  # fmt: skip


def _whole(arrays: Mapping[str, NDArray[Any]], name: str) -> None:
    """Every edge leads between nodes that are there, with a length and a class."""
    many, edges = len(arrays["lat"]), len(arrays["tail"])
    fits = len(arrays["lon"]) == many and all(
        len(arrays[one]) == edges for one in ("head", "metres", "road", "modes"))
    ends = np.concatenate([arrays["tail"], arrays["head"]]) if fits else np.array([-1])
    lies = fits and edges and ends.min() >= 0 and ends.max() < many
    if not (lies and np.isfinite(arrays["metres"]).all() and (arrays["metres"] >= 0).all()):
        raise InputError(
            "roads_not_readable", f"{name}: its edges lead nowhere: build it anew.", file=name,
            reason="edges",
        )


@dataclass(frozen=True)
class Snapping:
    """How a point gets to the road: straight to the nearest usable node at ``speed`` km/h.

    Points farther than ``most_metres`` from any usable node have no way.
    """

    speed: float = 4.8
    most_metres: float = 3000.0


class Network:
    """The part of a road graph that one mode can use, ready to be asked.

    Only the greatest part in which every node can be reached from every other one is used, so that
    nobody is put on a road that leads nowhere. ``limit``: ways longer than so many minutes are
    ``inf``; it bounds the work.
    """

    def __init__(
        self, graph: RoadGraph, mode: str, *, limit: float = 90.0, snapping: Snapping | None = None
    ) -> None:
        if mode not in graph.mode_names:
            raise InputError(
                "mode_unknown",
                f"The road graph knows no mode {mode!r}: it has {', '.join(graph.mode_names)}.",
                mode=mode, modes=graph.mode_names,
            )  # fmt: skip
        self.graph, self.mode, self.limit = graph, mode, limit
        self.snapping = snapping or Snapping()
        matrix = _matrix(graph, mode)
        self._nodes = _greatest(matrix)
        self._there = matrix[self._nodes][:, self._nodes]
        self._back = self._there.T.tocsr()
        places = on_sphere(graph.lat[self._nodes], graph.lon[self._nodes])
        self._tree = scipy.spatial.cKDTree(places)

    @property
    def size(self) -> int:
        """How many crossings the mode can use."""
        return len(self._nodes)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Speeds, snapping, limit and attribution in words."""
        speeds = {c: v for c, v in self.graph.speeds[self.mode].items() if v}
        snap = self.snapping
        return (
            Assumption("roads", f"Shortest times on roads; {self.graph.attribution}",
                       {"attribution": self.graph.attribution}),
            Assumption("road_speeds", f"Speeds by class of road for {self.mode}, without traffic.",
                       {"mode": self.mode, "speeds": speeds}),
            Assumption("snapping", f"To the road in a straight line at {snap.speed:g} km/h, at "
                       f"most {snap.most_metres:g} m.",
                       {"speed": snap.speed, "metres": snap.most_metres}),
            Assumption("limit", f"Ways beyond {self.limit:g} minutes count as none.",
                       {"minutes": self.limit}),
        )  # fmt: skip

    def minutes(
        self,
        demand: Demand,
        sites: Sequence[Site],
        progress: Callable[[float], None] | None = None,
    ) -> Minutes:
        """Minutes from all points to all sites, P x S."""
        starts = self._snapped(demand.lat, demand.lon)
        lat, lon = (np.array([getattr(s, name) for s in sites], float) for name in ("lat", "lon"))
        ends = self._snapped(lat, lon)
        few = len(sites) <= len(demand.keys)
        graph, sources, targets = (
            (self._back, ends, starts) if few else (self._there, starts, ends)
        )
        values = self._ways(graph, sources, targets, progress)
        return Minutes(values.T if few else values, self.mode, "roads", False, self.assumptions)

    def column(self, demand: Demand, lat: float, lon: float) -> Numbers:
        """Minutes from every demand point to one spot."""
        ends = self._snapped(np.array([lat]), np.array([lon]))
        return self._ways(self._back, ends, self._snapped(demand.lat, demand.lon), None)[0]

    def _ways(
        self,
        graph: scipy.sparse.csr_array,
        sources: tuple[Indices, Numbers],
        targets: tuple[Indices, Numbers],
        progress: Callable[[float], None] | None,
    ) -> Numbers:
        """Sources x targets; in parts, because Dijkstra answers for every node of the graph."""
        (start, first), (end, last) = sources, targets
        unique, back = np.unique(start, return_inverse=True)
        found = np.empty((len(unique), len(end)))
        for at in range(0, len(unique), CHUNK):
            part = unique[at : at + CHUNK]
            ways = scipy.sparse.csgraph.dijkstra(graph, indices=part, limit=self.limit)
            found[at : at + CHUNK] = ways[:, end]
            if progress:
                progress(min(1.0, (at + CHUNK) / len(unique)))
        ways = found[back] + first[:, None] + last[None, :]
        return np.where(ways <= self.limit, ways, np.inf)

    def _snapped(self, lat: Numbers, lon: Numbers) -> tuple[Indices, Numbers]:
        """The nearest usable node of each point, and the minutes to get there."""
        known = np.isfinite(lat) & np.isfinite(lon)
        chord, node = self._tree.query(on_sphere(np.where(known, lat, 0), np.where(known, lon, 0)))
        metres = 2 * EARTH_METRES * np.arcsin(np.minimum(chord / 2, 1.0))
        taken = metres / 1000 / self.snapping.speed * 60
        near = known & (metres <= self.snapping.most_metres)
        return node.astype(np.int32), np.where(near, taken, np.inf)


def _matrix(graph: RoadGraph, mode: str) -> scipy.sparse.csr_array:
    """Minutes of the edges a mode may use; of several between two nodes the quickest."""
    by_class = np.array([graph.speeds[mode].get(c, 0.0) for c in graph.classes])
    speed = by_class[graph.road]
    usable = (graph.modes >> graph.mode_names.index(mode) & 1).astype(bool) & (speed > 0)
    tail, head = graph.tail[usable], graph.head[usable]
    # An edge of no length would vanish from a sparse matrix.
    taken = np.maximum(graph.metres[usable], 0.1) / 1000 / speed[usable] * 60
    order = np.lexsort((taken, head, tail))
    tail, head, taken = tail[order], head[order], taken[order]
    first = np.ones(len(tail), bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    many = len(graph.lat)
    return scipy.sparse.csr_array((taken[first], (tail[first], head[first])), shape=(many, many))


def _greatest(matrix: scipy.sparse.csr_array) -> NDArray[np.int64]:
    """Nodes of the greatest strongly connected part."""
    _many, part = scipy.sparse.csgraph.connected_components(
        matrix, directed=True, connection="strong"
    )
    nodes = np.flatnonzero(part == np.bincount(part).argmax()) if len(part) else np.empty(0, int)
    if len(nodes) < 2:
        raise InputError(
            "roads_empty", "The road graph has no roads for this mode: build it from a larger area."
        )
    return nodes


def on_sphere(lat: Numbers, lon: Numbers) -> Numbers:
    """Points on the unit sphere, so that nearness does not depend on the latitude."""
    phi, lam = np.radians(lat), np.radians(lon)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])
