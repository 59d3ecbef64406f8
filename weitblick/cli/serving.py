"""``weitblick demo``, ``serve``, ``check`` and ``manage``."""

import socket
import sys
from argparse import Namespace

import segno
import uvicorn
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command, execute_from_command_line
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from weitblick import __version__
from weitblick.cli.console import console, print_json, progress_bar
from weitblick.cli.problems import Refused
from weitblick.engines import crossimpact
from weitblick.entrance.addresses import own_addresses
from weitblick.entrance.board import board_url
from weitblick.example.build import SLUG, build, remove
from weitblick.method.chain import CHAIN
from weitblick.method.paper.analysis import render
from weitblick.workshop import roles
from weitblick.workshop.models import Process


def demo(arguments: Namespace) -> None:
    """Build the worked example, write its paper, and serve both."""
    if not arguments.build_only:
        _must_be_free(arguments.host, arguments.port)
    example = Process.objects.filter(slug=SLUG).first()
    if example is not None and arguments.fresh:
        remove(example)
        example = None
    if example is None:
        with progress_bar(_("Beispiel aufbauen")) as report:
            example = build(report)
    paper = settings.DATA / f"{SLUG}.pdf"
    with console.status(_("Papier setzen …")):
        paper.write_bytes(render(example, "pdf"))
    console.print(_("Beispiel: %(title)s\nPapier:   %(paper)s")
                  % {"title": example.title, "paper": paper}, highlight=False)
    if not arguments.build_only:
        _serve(arguments.host, arguments.port, example)


def serve(arguments: Namespace) -> None:
    """Serve everything in the data folder."""
    _must_be_free(arguments.host, arguments.port)
    _serve(arguments.host, arguments.port, None)


def check(arguments: Namespace) -> int:
    """Check what has to be in order before a meeting."""
    problems = run_checks()
    connection.ensure_connection()
    tiny = crossimpact.CrossImpactMatrix.from_array(
        [crossimpact.Descriptor("A", ("1", "2")), crossimpact.Descriptor("B", ("1", "2"))],
        [[0, 0, 1, -1], [0, 0, -1, 1], [1, -1, 0, 0], [-1, 1, 0, 0]],
    )
    report = {
        "weitblick": __version__,
        "python": sys.version.split()[0],
        "data": str(settings.DATA),
        "database": connection.vendor,
        "processes": Process.objects.filter(rehearsal_of=None).count(),
        "steps": [step.slug for step in CHAIN],
        "problems": [str(problem) for problem in problems],
        "engine": crossimpact.solve(tiny).count == 2,
        "administrator": not roles.needs_administrator(),
    }
    if arguments.json:
        print_json(report)
    else:
        for name, value in report.items():
            console.print(f"{name:14} {value}", highlight=False)
    return 0 if report["engine"] and not problems else 1


def manage(arguments: Namespace) -> None:
    """Hand over to Django's own management commands."""
    execute_from_command_line(["weitblick manage", *arguments.rest])


def _serve(host: str, port: int, example: Process | None) -> None:
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    base = settings.ADDRESS or f"http://{_reachable(host)}:{port}"
    _greet(base, example)
    uvicorn.run(
        "weitblick.asgi:application", host=host, port=port, log_level="warning", access_log=False,
        lifespan="on", timeout_graceful_shutdown=3,
    )


def _greet(base: str, example: Process | None) -> None:
    lines = [(_("Weitblick läuft:"), base)]
    meeting = example.meetings.filter(is_joinable=True).last() if example else None
    if example is not None and meeting is not None:
        join = base + reverse("entrance:join", args=[meeting.code])
        lines += [
            (_("Mitmachen:"), f"{join}  ({_('Code')} {meeting.code})"),
            (_("Tafel:"), base + board_url(meeting)),
            (_("Ergebnisse:"), base + reverse("entrance:reader", args=[example.slug])),
        ]
        if sys.stdout.isatty():
            segno.make(join, error="m", micro=False).terminal(compact=True)
    lines.append((_("Schreibtisch:"), _desk_address(base)))
    for words, address in lines:
        console.print(f"{words:17} {address}", highlight=False, soft_wrap=True)
    console.print(_("Beenden mit Strg+C"))


def _desk_address(base: str) -> str:
    """The desk; before there is an administrator, the one-time link that makes one."""
    if not roles.needs_administrator():
        return base + reverse("entrance:desk")
    link = base + reverse("entrance:invitation", args=[roles.invite(administrator=True)])
    return f"{link}  ({_('gilt einmal: wählen Sie dort Namen und Passwort der Verwaltung')})"


def _reachable(host: str) -> str:
    """The address phones can use: this machine's own where we listen on all."""
    if host not in {"0.0.0.0", "::"}:
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # never sent: only asks which address would be used
            return str(probe.getsockname()[0])
        except OSError:  # a hotspot leads nowhere else, and is still where the phones are
            return next((one.ip for one in own_addresses()), "127.0.0.1")


def _must_be_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            place = {"place": f"{host}:{port}", "why": problem.strerror}
            raise Refused(
                _("%(place)s ist nicht frei (%(why)s). Mit --port geht ein anderer.") % place
            ) from None


