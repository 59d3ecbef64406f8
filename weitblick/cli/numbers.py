"""``weitblick process show``: every step says what is in it."""

from argparse import Namespace

from django.utils.translation import gettext as _

from weitblick.cli.console import print_json, print_table
from weitblick.cli.processes import find
from weitblick.entrance.overview import summary


def show(arguments: Namespace) -> None:
    """A process in numbers."""
    found = summary(find(arguments.slug))
    if arguments.json:
        print_json(found)
        return
    rows = [(step, name, value) for step, figures in found["steps"].items()
            for name, value in figures.items()]
    print_table([_("Schritt"), _("Kennzahl"), _("Wert")], rows, title=arguments.slug)
