"""Import runs: which file was read, when, by whom, and what became of every row."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """``ARRIVING``: being written in short batches; what it brings counts for nobody yet."""

    ARRIVING = "arriving", _("wird übernommen")
    DONE = "done", _("übernommen")
    UNDONE = "undone", _("zurückgenommen")


class Purpose(models.TextChoices):
    """What a file brought."""

    OBSERVATIONS = "observations", _("Werte")
    AREAS = "areas", _("Gebiete")
    BOUNDARIES = "boundaries", _("Grenzen")
    PLACES = "places", _("Orte")
    TRAVEL_TIMES = "travel_times", _("Fahrzeiten")
    ROADS = "roads", _("Straßennetz")


class ImportRun(models.Model):
    """One file as it was read. The raw file lies in ``DATA/evidence/<sha256>``.

    ``report``: ``rows`` (read, used, rejected), ``rejected`` (row, code, params), ``reasons``
    (code to number), ``indicators``, ``areas``, ``periods``, ``statuses``, ``problems``.
    A run counts when all of the file was taken over: a half import is never seen and never stays.
    """

    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    purpose = models.CharField(
        max_length=20, choices=Purpose.choices, default=Purpose.OBSERVATIONS
    )
    format = models.CharField(max_length=60)
    title = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=500, blank=True)
    attribution = models.CharField(max_length=500, blank=True)
    territorial_status = models.CharField(max_length=60, blank=True)
    mapping = models.JSONField(null=True, blank=True)
    consent = models.JSONField(default=list, blank=True)
    report = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.DONE)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "purpose"], condition=models.Q(state="done"),
                name="a_file_counts_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.sha256[:8]}"
