"""The arguments of ``weitblick evidence``; no Django here. Further actions are added here."""

import argparse
from collections.abc import Callable

Command = Callable[..., argparse.ArgumentParser]
METHODS = ("auto", "cohort", "cohort_borrowed", "hamilton_perry", "shares")


def add(commands: "argparse._SubParsersAction", command: Command) -> None:  # type: ignore[type-arg]
    """``command(commands, name, run, text)`` makes one command, as in ``arguments``."""
    evidence = commands.add_parser(
        "evidence", help="bring in, list and take back statistics, areas and boundaries")
    sub = evidence.add_subparsers(required=True, metavar="ACTION", title="actions")
    _importing(sub, command)
    areas = sub.add_parser("areas", help="municipalities and boundaries")
    inner = areas.add_subparsers(required=True, metavar="ACTION", title="actions")
    one = command(inner, "import", "evidence:bring_in_areas",
                  "municipalities (VG250-EW as CSV) or boundaries (GeoJSON, zipped shapefile)")
    one.add_argument("file")
    one.add_argument("--as-of", metavar="DATE", help="the day they hold for, e.g. 2022-12-31")
    _json(one)
    _ways(sub, command)
    _ahead(sub, command)


def _ways(sub: "argparse._SubParsersAction", command: Command) -> None:  # type: ignore[type-arg]
    roads = sub.add_parser("roads", help="the road graph that ways are computed on")
    inner = roads.add_subparsers(required=True, metavar="ACTION", title="actions")
    one = command(inner, "import", "evidence_ways:bring_in_roads",
                  "a prepared graph (.npz), an OpenStreetMap extract (.osm) or edges (CSV)")
    one.add_argument("file")
    one.add_argument("--attribution", default="", metavar="TEXT",
                     help="from whom the roads are; needed for a table of edges")
    _json(one)
    _json(command(inner, "show", "evidence_ways:show_roads", "which road graph is in use"))
    times = sub.add_parser("times", help="minutes that were worked out elsewhere")
    inner = times.add_subparsers(required=True, metavar="ACTION", title="actions")
    one = command(inner, "import", "evidence_ways:bring_in_times",
                  "a matrix of origin, destination and minutes (CSV or XLSX)")
    one.add_argument("file")
    one.add_argument("--mode", choices=["car", "transit", "bike", "walk"], default="car",
                     help="for a matrix that names none (default: car)")
    one.add_argument("--origin", choices=["area", "grid", "place"], default="area",
                     help="what the origins are (default: keys of areas)")
    one.add_argument("--source", default="", metavar="TEXT", help="with what it was worked out")
    _json(one)


def _importing(sub: "argparse._SubParsersAction", command: Command) -> None:  # type: ignore[type-arg]
    one = command(sub, "import", "evidence:bring_in", "take a file of statistics over")
    one.add_argument("file")
    one.add_argument("--mapping", metavar="FILE",
                     help="JSON: what the columns of a table of no known kind hold")
    one.add_argument("--consent", action="append", default=[], metavar="CODE",
                     help="agree to mend this damage (the import names it); repeat it")
    one.add_argument("--as-of", metavar="DATE", help="the day, where the file names none")
    _json(one)
    _json(command(sub, "list", "evidence:listing", "what was taken over, and the indicators"))
    undo = command(sub, "undo", "evidence:take_back",
                   "take an import back; former values are current again")
    undo.add_argument("number", help="number of the import, or the beginning of its SHA-256")
    _json(undo)


def _ahead(sub: "argparse._SubParsersAction", command: Command) -> None:  # type: ignore[type-arg]
    one = command(sub, "forecast", "evidence_ahead:forecast", "forecast the population of areas")
    one.add_argument("process", help="the process that keeps it")
    one.add_argument("area", nargs="+", help="keys, e.g. 16072")
    one.add_argument("--years", type=int, default=20)
    one.add_argument("--paths", type=int, default=200, help="simulated futures; 0: none")
    one.add_argument("--seed", type=int, default=0)
    one.add_argument("--method", choices=METHODS, default=METHODS[0],
                     help="auto: by the size of the area and the tables that are there")
    one.add_argument("--official", metavar="CODE", default="",
                     help="bring results to the official totals of this indicator")
    one.add_argument("--tfr", type=float, metavar="N", help="children per woman")
    one.add_argument("--life-expectancy", type=float, nargs=2, metavar=("WOMEN", "MEN"))
    one.add_argument("--migration", type=float, metavar="N", help="net moves per 1,000 and year")
    _json(one)
    one = command(sub, "access", "evidence_ahead:access", "what a what-if of reachability says")
    one.add_argument("process")
    one.add_argument("key", nargs="?", default="", help="its key; all of them without")
    _json(one)


def _json(one: argparse.ArgumentParser) -> None:
    one.add_argument("--json", action="store_true", help="print the result as JSON")
