"""``weitblick paper`` and ``weitblick trace``."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from weitblick.cli.console import console, print_json
from weitblick.cli.processes import find
from weitblick.cli.refusal import Refused
from weitblick.method.paper.analysis import render
from weitblick.method.paper.which import WORDS, paper_at
from weitblick.trace import queries
from weitblick.trace.models import Kind


def paper(arguments: Namespace) -> None:
    """Write a paper of a process to a file."""
    target = Path(arguments.out)
    if not target.resolve().parent.is_dir():
        raise Refused(_("Den Ordner %s gibt es nicht.") % target.resolve().parent)
    process = find(arguments.slug)
    chosen = paper_at(process, arguments.which)
    if chosen is None:
        known = f"{', '.join(WORDS)}, protokoll-…"
        raise Refused(_("Dieses Papier gibt es nicht: %(which)s. Möglich sind %(known)s.")
                      % {"which": arguments.which, "known": known})
    target.write_bytes(render(process, arguments.format, paper=chosen))
    console.print(_("Papier geschrieben: %s") % target)


def trace(arguments: Namespace) -> None:
    """Walk from an item down to the cards, or up to what became of it."""
    item = queries.find(arguments.item)
    if item is None:
        raise Refused(_("Einen Eintrag mit der Kennung „%s“ gibt es nicht.") % arguments.item)
    thread = queries.walk_up(item) if arguments.up else queries.walk_down(item)
    if arguments.json:
        print_json(_as_data(thread, "up" if arguments.up else "down"))
        return
    for strand in thread.strands:
        kind = Kind(strand.item.kind).label
        console.print(f"{'  ' * strand.depth}{kind} {strand.item.public_id}: {strand.item.text}",
                      markup=False, highlight=False)


def _as_data(thread: queries.Thread, direction: str) -> dict[str, Any]:
    names = {strand.item.pk: strand.item.public_id for strand in thread.strands}
    return {
        "item": thread.start.public_id, "direction": direction,
        "items": [
            {"id": s.item.public_id, "kind": s.item.kind, "text": s.item.text,
             "state": s.item.state, "depth": s.depth}
            for s in thread.strands
        ],
        "links": [
            {"newer": names[link.newer_id], "older": names[link.older_id], "kind": link.kind}
            for link in thread.links
        ],
        "cards": len(thread.of_kind(Kind.CARD)),
    }
