"""Set Django up and bring the database to the present form."""

import os

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation


def prepare() -> None:
    """Set up, choose the language of the terminal, migrate if something is due.

    Migrating ends with loading what comes along, so it is due also when only that has changed.
    """
    set_up()
    # Models can be imported only now.
    from weitblick.evidence import edition  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()) or not edition.is_loaded():
        call_command("migrate", verbosity=0, interactive=False)


def set_up() -> None:
    """Django with its apps, in the language of the terminal (German or English)."""
    django.setup()
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    translation.activate("de" if wanted.lower().startswith("de") else "en")
