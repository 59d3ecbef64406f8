"""``weitblick serve``; the address is said and drawn for phones."""

import socket
import sys
from argparse import Namespace

import segno
import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext as _

from weitblick.cli.console import console
from weitblick.cli.refusal import Refused
from weitblick.entrance.addresses import own_addresses
from weitblick.entrance.board import board_url
from weitblick.workshop import roles
from weitblick.workshop.models import Process


def serve(arguments: Namespace) -> None:
    """Serve everything in the data folder."""
    must_be_free(arguments.host, arguments.port)
    run(arguments.host, arguments.port, None)


def run(host: str, port: int, example: Process | None) -> None:
    """Collect the static files, greet, and answer until stopped."""
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


def must_be_free(host: str, port: int) -> None:
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


