"""``weitblick process export|import``: a whole process to a file and back."""

from argparse import Namespace
from pathlib import Path

from django.utils.translation import gettext as _

from weitblick.cli.console import console, print_json, progress_bar
from weitblick.cli.processes import find
from weitblick.portable import export_process, import_process


def export(arguments: Namespace) -> None:
    """Write a process to a file."""
    process = find(arguments.slug)
    with progress_bar(_("Prozess schreiben")) as report:
        n = export_process(process, Path(arguments.file), report)
    console.print(_("%(n)d Zeilen in %(file)s") % {"n": n, "file": arguments.file})


def bring_in(arguments: Namespace) -> None:
    """Read a process from a file."""
    with progress_bar(_("Prozess lesen")) as report:
        process = import_process(
            Path(arguments.file), report, same_accounts=arguments.same_accounts
        )
    if arguments.json:
        print_json({"slug": process.slug})
    else:
        console.print(process.slug)
