"""All commands and their arguments; no Django here, so ``--help`` touches nothing."""

import argparse

from weitblick import __version__
from weitblick.cli import evidence_arguments

Commands = argparse._SubParsersAction  # type: ignore[type-arg]


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="weitblick", description="From the first card to the policy paper.",
        epilog="The data folder comes from --data, else from WEITBLICK_DATA.",
    )
    top.add_argument("--version", action="version", version=f"weitblick {__version__}")
    top.add_argument("--data", metavar="DIR", help="data folder (database, secret key, papers)")
    commands = top.add_subparsers(required=True, metavar="COMMAND", title="commands")
    _serving(commands)
    _processes(commands)
    _statements(commands)
    _scenarios(commands)
    evidence_arguments.add(commands, _command)
    _results(commands)
    _keeping(commands)
    return top


def _command(
    commands: Commands, name: str, run: str, text: str, *, database: bool = True
) -> argparse.ArgumentParser:
    one = commands.add_parser(name, help=text, description=text)
    one.set_defaults(run=run, needs_database=database)
    return one


def _json(one: argparse.ArgumentParser) -> None:
    one.add_argument("--json", action="store_true", help="print the result as JSON")


def _address(one: argparse.ArgumentParser) -> None:
    one.add_argument("--host", default="127.0.0.1",
                     help="address to listen on; 0.0.0.0 for phones on the same network. Phones "
                          "use this machine's address there (the desk page of a meeting lists "
                          "them); WEITBLICK_ADDRESS fixes the one in QR codes")
    one.add_argument("--port", type=int, default=8000)


def _serving(commands: Commands) -> None:
    demo = _command(commands, "demo", "demo:demo",
                    "build the worked example, write its paper and serve it")
    demo.add_argument("--build-only", action="store_true", help="build and write, do not serve")
    demo.add_argument("--fresh", action="store_true", help="build the example anew")
    _address(demo)
    serve = _command(commands, "serve", "serving:serve", "serve phones, boards, desks and readers")
    _address(serve)
    check = _command(commands, "check", "checking:check", "check settings, database and engines")
    _json(check)
    manage = _command(commands, "manage", "managing:manage", "Django's own management commands",
                      database=False)
    manage.add_argument("rest", nargs=argparse.REMAINDER)


def _processes(commands: Commands) -> None:
    process = commands.add_parser("process", help="make, list, show, export and import processes")
    sub = process.add_subparsers(required=True, metavar="ACTION", title="actions")
    new = _command(sub, "new", "processes:new", "a new process")
    new.add_argument("--frame", required=True, help="a built-in frame or a YAML file")
    new.add_argument("--title", required=True)
    new.add_argument("--question", required=True, help="the guiding question")
    new.add_argument("--horizon", type=int, help="the year looked at (default: the frame's)")
    new.add_argument("--slug", default="", help="its name in addresses (default: from the title)")
    _json(new)
    _json(_command(sub, "list", "processes:listing", "all processes"))
    show = _command(sub, "show", "numbers:show", "a process in numbers")
    show.add_argument("slug")
    _json(show)
    _office(sub)
    out = _command(sub, "export", "moving:export", "write a whole process to a file, lossless")
    out.add_argument("slug")
    out.add_argument("file")
    back = _command(sub, "import", "moving:bring_in", "read a process from a file")
    back.add_argument("file")
    back.add_argument("--same-accounts", action="store_true",
                      help="the file comes from here: its names mean the accounts of this "
                           "installation, with their roles (default: names without rights)")
    _json(back)


def _office(sub: Commands) -> None:
    office = _command(sub, "office", "processes:office",
                      "who may read confidential numbers (statistics office): list, give, take")
    office.add_argument("slug")
    way = office.add_mutually_exclusive_group()
    way.add_argument("--invite", action="store_true", help="print a one-time link")
    way.add_argument("--add", metavar="ACCOUNT", help="an account that is there")
    way.add_argument("--remove", metavar="ACCOUNT")
    office.add_argument("--address", default="http://127.0.0.1:8000", metavar="URL",
                        help="where people reach this server, for the link")
    _json(office)


def _statements(commands: Commands) -> None:
    statements = commands.add_parser("statements", help="bring statements in from files")
    sub = statements.add_subparsers(required=True, metavar="ACTION", title="actions")
    one = _command(sub, "import", "statements:bring_in",
                   "statements from a CSV file, or a conversation from a Polis export folder")
    one.add_argument("file", help="CSV file, or folder of a Polis export")
    one.add_argument("--process", required=True, metavar="SLUG")
    one.add_argument("--step", choices=["factors", "validation"], required=True)
    one.add_argument("--text-column", help="column of the text (default: recognised)")
    one.add_argument("--topic", help="column of the topic, or one topic for all")
    one.add_argument("--sector", help="column of the sector, or one sector for all")
    _json(one)


def _scenarios(commands: Commands) -> None:
    scenarios = commands.add_parser("scenarios", help="cross-impact analysis of matrix files")
    sub = scenarios.add_subparsers(required=True, metavar="ACTION", title="actions")
    solve = _on_matrix(sub, "solve", "solving:solve", "every consistent scenario, exact")
    _search(solve)
    instead = solve.add_mutually_exclusive_group()
    instead.add_argument("--explain", type=int, metavar="K",
                         help="say why scenario K of the list holds and what would tip it")
    instead.add_argument("--check", metavar="FILE",
                         help="compare with a solution set of ScenarioWizard (.sl), row by row")
    instead.add_argument("--count", action="store_true",
                         help="count them without listing: for millions, in bounded memory")
    _drifting(sub)
    _robust(sub)
    _intervening(sub)
    convert = _on_matrix(sub, "convert", "converting:convert",
                         "write the matrix in another format")
    convert.add_argument("out", metavar="OUT", help=".scw, .csv or .xlsx")
    convert.add_argument("--force", action="store_true", help="replace OUT if it is there")


def _on_matrix(commands: Commands, name: str, run: str, text: str) -> argparse.ArgumentParser:
    one = _command(commands, name, f"scenarios.{run}", text, database=False)
    one.add_argument("file", metavar="FILE", help=".scw, .csv or .xlsx")
    _json(one)
    return one


def _search(one: argparse.ArgumentParser) -> None:
    one.add_argument("--tolerance", type=int, default=0, metavar="K",
                     help="accept inconsistencies up to K points")
    one.add_argument("--limit", type=int, metavar="N", help="end after N scenarios")
    _runner(one)


def _runner(one: argparse.ArgumentParser) -> None:
    one.add_argument("--runner", default="here", metavar="WHERE",
                     help="where to work: here (default), cores, cores:N or dask:ADDRESS")


def _drifting(sub: Commands) -> None:
    basins = _on_matrix(sub, "basins", "drifting:drift",
                        "where developments drift: attractors and their basins")
    basins.add_argument("--rule", choices=["global", "incremental", "local"], default="global",
                        help="who moves in a step: all, one after the other, the worst placed")
    basins.add_argument("--exact", action="store_true",
                        help="follow every start, however many there are")
    basins.add_argument("--samples", type=int, metavar="N", help="draw N starts instead")
    basins.add_argument("--seed", type=int, default=0, help="of the draw (default 0)")
    basins.add_argument("--limit", type=int, metavar="N", help="show the N largest basins")
    _runner(basins)


def _robust(sub: Commands) -> None:
    robust = _on_matrix(sub, "robust", "robust:robust",
                        "how sure the scenarios are when the judgements are not")
    _search(robust)
    robust.add_argument("--runs", type=int, default=1000, metavar="N",
                        help="perturbed matrices (default 1000)")
    robust.add_argument("--noise", type=float, default=0.2, metavar="P",
                        help="share of judgements moved by a point (default 0.2)")
    robust.add_argument("--seed", type=int, default=0, help="of the draws (default 0)")
    robust.add_argument("--judge", action="append", default=[], metavar="FILE",
                        help="resample these judges' matrices instead of adding noise; repeat it")
    robust.add_argument("--all", action="store_true",
                        help="solve every perturbed matrix: scenarios that nearly exist, too")


def _intervening(sub: Commands) -> None:
    one = _on_matrix(sub, "intervene", "intervening:intervene",
                     "what holding states brings, and what must be held for a goal")
    one.add_argument("hold", nargs="*", metavar="NAME=STATE",
                     help="hold a descriptor at a state (names or numbers)")
    way = one.add_mutually_exclusive_group()
    way.add_argument("--goal", action="append", default=[], metavar="NAME=STATE",
                     help="find the smallest set of holds that guarantees this; repeat it")
    way.add_argument("--target", metavar="STATES",
                     help="a full scenario as numbers (1,3,2): what must be held to have it")
    one.add_argument("--most", type=int, default=4, metavar="N",
                     help="holds that a goal may take at most (default 4)")
    _search(one)


def _results(commands: Commands) -> None:
    paper = _command(commands, "paper", "papers:paper", "write the policy paper of a process")
    paper.add_argument("slug")
    paper.add_argument("--format", choices=["pdf", "docx", "html", "pdf-daten"], required=True)
    paper.add_argument("--which", default="papier", metavar="WHICH", help=(
        "papier, kurzfassung, einfach, poster or protokoll-<number of the meeting>"))
    paper.add_argument("--out", required=True, metavar="FILE")
    trace = _command(commands, "trace", "papers:trace",
                     "walk the red thread: down to the cards, or up to what became of them")
    trace.add_argument("item", help="public id")
    way = trace.add_mutually_exclusive_group()
    way.add_argument("--up", action="store_true")
    way.add_argument("--down", action="store_true", help="(default)")
    _json(trace)


def _keeping(commands: Commands) -> None:
    backup = _command(commands, "backup", "keeping:backup", "copy everything into one file")
    backup.add_argument("file")
    restore = _command(commands, "restore", "keeping:restore",
                       "replace everything by a backup", database=False)
    restore.add_argument("file")
