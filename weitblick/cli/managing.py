"""``weitblick manage``: Django's own management commands."""

from argparse import Namespace

from django.core.management import execute_from_command_line


def manage(arguments: Namespace) -> None:
    """Hand over to Django's own management commands."""
    execute_from_command_line(["weitblick manage", *arguments.rest])
