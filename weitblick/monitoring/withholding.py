"""When a file is taken over or taken back, notes lose what must not be shown any more."""

from typing import Any

from django.db.models.signals import post_save

from weitblick.evidence.models import ImportRun


def connect() -> None:
    """Listen to imports; a run is saved last, when it is known what is hidden."""
    post_save.connect(_imported, sender=ImportRun, dispatch_uid="weitblick.monitoring.withholding")


def _imported(instance: ImportRun, **_more: Any) -> None:
    if instance.finished_at is not None:
        # Notes lead to all calculations. Every command starts with this module, few import files.
        from weitblick.monitoring.actions.notes import withhold_hidden  # noqa: PLC0415

        withhold_hidden()
