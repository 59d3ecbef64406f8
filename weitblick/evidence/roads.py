"""The road graph of an installation: one file of roads, taken over, told, and taken back.

What is brought is a prepared graph (.npz), an OpenStreetMap extract (.osm, also packed as .gz or
.bz2) or a table of edges (CSV). The newest one that was not taken back is the one ways are
computed on; the prepared graph lies beside its raw file and is built anew where it is missing.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.engines.access import Network, RoadGraph, roadbuild, roads
from weitblick.engines.errors import InputError
from weitblick.evidence import arrivals, files
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.importers import Format
from weitblick.evidence.models import ImportRun, Purpose, RunState
from weitblick.evidence.watching import Report, quiet

NPZ, XML, GZIP, BZIP = b"PK\x03\x04", b"<", b"\x1f\x8b", b"BZh"
LAID = "roads.npz"
"""A graph that somebody laid into the folder by hand counts where none was taken over."""


def take(
    source: Path | bytes, name: str, *, attribution: str = "", by: Any = None,
    progress: Report = quiet,
) -> ImportRun:
    """Take a road graph over. ``attribution``: for tables of edges, which name none themselves."""
    kept = files.keep(source, name)
    before = ImportRun.objects.filter(
        sha256=kept.sha256, purpose=Purpose.ROADS, state=RunState.DONE).first()
    if before:
        return before
    try:
        progress(0.1, _("Straßen lesen"))
        graph = _built(kept.path, name, attribution)
        progress(0.7, _("Straßennetz prüfen"))
        report = _report(graph)
        with arrivals.alone(progress):
            _keep(graph, kept.sha256)
            run = ImportRun.objects.create(
                file_name=name, sha256=kept.sha256, size=kept.size, purpose=Purpose.ROADS,
                format=str(Format.ROADS), title=_("Straßennetz"), source=name, report=report,
                attribution=graph.attribution[:500], by=by, finished_at=timezone.now())
    except BaseException:
        files.drop(kept)
        raise
    progress(1.0, _("Fertig"))
    return run


def _built(path: Path, name: str, attribution: str) -> RoadGraph:
    """A graph from whatever tells of roads, by its first bytes."""
    with path.open("rb") as file:
        head = file.read(1 << 12)
    if head.startswith(NPZ):
        return roads.load(path)
    if head.startswith((GZIP, BZIP)) or head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(XML):
        return roadbuild.from_osm(path)
    if not attribution.strip():
        raise EvidenceError("roads_attribution", _(
            "%s nennt keine Quelle. Bitte geben Sie an, von wem die Straßen stammen.") % name)
    return roadbuild.from_edges(path, attribution=attribution.strip())


def _report(graph: RoadGraph) -> dict[str, Any]:
    """How many crossings and roads, and how many crossings each mode can use."""
    usable = {}
    for mode in graph.mode_names:
        try:
            usable[mode] = Network(graph, mode).size
        except InputError as problem:
            if problem.code != "roads_empty":
                raise
            usable[mode] = 0
    if not any(usable.values()):
        raise EvidenceError("roads_empty", _("In dieser Datei hängt keine Straße mit einer "
                                             "anderen zusammen."))
    n = len(graph.tail)
    return {"rows": {"read": n, "used": n, "rejected": 0}, "rejected": [], "values": 0,
            "indicators": [], "areas": 0, "periods": [], "problems": [],
            "roads": {"crossings": len(graph.lat), "edges": n, "usable": usable}}


def _keep(graph: RoadGraph, sha256: str) -> None:
    """Whole or not at all, beside the raw file."""
    handle, part = tempfile.mkstemp(dir=files.folder(), prefix=".new-", suffix=".npz")
    os.close(handle)
    try:
        graph.save(Path(part))
        os.replace(part, _prepared(sha256))
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _prepared(sha256: str) -> Path:
    return files.folder() / f"{sha256}.npz"


def current() -> ImportRun | None:
    """The import of the graph ways are computed on."""
    done = ImportRun.objects.filter(purpose=Purpose.ROADS, state=RunState.DONE)
    return done.order_by("pk").last()


def graph_file() -> Path | None:
    """The prepared graph; built anew from the raw file where a backup brought only that."""
    run = current()
    if run is None:
        laid = files.folder() / LAID
        return laid if laid.exists() else None
    place = _prepared(run.sha256)
    if not place.exists():
        _keep(_built(files.folder() / run.sha256, run.file_name, run.attribution), run.sha256)
    return place
