"""``weitblick demo``: the worked example, its paper, and both served."""

from argparse import Namespace

from django.conf import settings
from django.utils.translation import gettext as _

from weitblick.cli.console import console, progress_bar
from weitblick.cli.serving import must_be_free, run
from weitblick.example.build import SLUG, build, remove
from weitblick.method.paper.analysis import render
from weitblick.workshop.models import Process


def demo(arguments: Namespace) -> None:
    """Build the worked example, write its paper, and serve both."""
    if not arguments.build_only:
        must_be_free(arguments.host, arguments.port)
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
        run(arguments.host, arguments.port, example)
