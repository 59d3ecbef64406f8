"""Notes of evidence: a figure as it was at a moment, pinned to what it supports."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.trace.models import Item


class NoteKind(models.TextChoices):
    """What a note pins."""

    SERIES = "series", _("Zahlenreihe")
    FORECAST = "forecast", _("Vorausberechnung")
    WHATIF = "whatif", _("Was-wäre-wenn")


class EvidenceNote(models.Model):
    """The pinned state of a series, a forecast or a what-if; its item says who and when.

    ``reference`` says what it was made of, without primary keys, so that it can be made again:
    ``{"code", "area", "dimensions"}`` or ``{"key"}``. ``snapshot`` is what was shown, with its
    attributions and the reason of each missing value; hidden values are not in it. ``digest``:
    SHA-256 of the shown values; another digest of the present ones means that they changed.
    """

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="evidence_note")
    kind = models.CharField(max_length=10, choices=NoteKind.choices)
    reference = models.JSONField()
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by"
    )

    class Meta:
        ordering = ["item_id"]

    def __str__(self) -> str:
        return str(self.item)
