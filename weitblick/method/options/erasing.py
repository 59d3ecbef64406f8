"""Erasing reaches commitments: who asked to be erased takes part in no option any more."""

from typing import Any

from django.db.models.signals import post_save

from weitblick.method.options.models import Partner
from weitblick.workshop.models import Participant


def connect() -> None:
    """Listen for people who are erased."""
    post_save.connect(_saved, sender=Participant, dispatch_uid="weitblick.options.erasing")


def _saved(instance: Participant, created: bool, **kwargs: Any) -> None:
    if not created and instance.erased_at is not None:
        Partner.objects.filter(participant=instance).delete()
