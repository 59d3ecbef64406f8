"""``weitblick evidence roads`` and ``times``: a road graph, and minutes worked out elsewhere."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from weitblick.cli.console import print_json, progress_bar, say
from weitblick.cli.refusal import Refused
from weitblick.evidence import placing, roads
from weitblick.evidence.models import ImportRun


def bring_in_roads(arguments: Namespace) -> None:
    """Take a road graph over; from then on ways are computed on it."""
    path = Path(arguments.file)
    with progress_bar(_("Straßen lesen")) as report:
        run = roads.take(path, path.name, attribution=arguments.attribution, progress=report)
    _tell(run, as_json=arguments.json)


def show_roads(arguments: Namespace) -> None:
    """Which road graph ways are computed on."""
    run = roads.current()
    if run is None and not arguments.json:
        say(_("Noch kein Straßennetz: Wege werden als Luftlinie mal 1,3 geschätzt."))
    elif run is None:
        print_json(None)
    else:
        _tell(run, as_json=arguments.json)


def _tell(run: ImportRun, *, as_json: bool) -> None:
    found = _summary(run)
    if as_json:
        print_json(found)
        return
    say(_("Nr. %(id)d, %(file)s: %(crossings)d Punkte, %(edges)d Straßenstücke.") % found)
    for mode, n in found["usable"].items():
        say(_("  %(mode)s: %(n)d zusammenhängende Punkte") % {"mode": mode, "n": n})
    say(found["attribution"])


def _summary(run: ImportRun) -> dict[str, Any]:
    return {"id": run.pk, "file": run.file_name, "sha256": run.sha256,
            "attribution": run.attribution, **run.report["roads"]}


def bring_in_times(arguments: Namespace) -> None:
    """Take a matrix of minutes over; its destinations are ids of places that are there."""
    path = Path(arguments.file)
    if not path.is_file():
        raise Refused(_("%s gibt es nicht.") % arguments.file)
    run = placing.import_travel_times(
        path, path.name, mode=arguments.mode, origin_kind=arguments.origin,
        origin=arguments.source)
    rows = run.report["rows"]
    if arguments.json:
        print_json({"id": run.pk, "file": run.file_name, "rows": rows, "rejected": [
            {"row": one["row"], "reason": one["reason"]} for one in run.report["rejected"]]})
        return
    say(_("Nr. %(id)d: %(read)d Zeilen gelesen, %(used)d übernommen, %(rejected)d "
          "zurückgewiesen.") % {"id": run.pk, **rows})
    for one in run.report["rejected"][:20]:
        say(_("  Zeile %(row)d: %(reason)s") % one)
