"""Files that somebody brought, from the upload until they are taken over or thrown away."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.evidence.models import ImportRun
from weitblick.workshop import clock
from weitblick.workshop.models import Process


class UploadState(models.TextChoices):
    """What a file waits for."""

    WAITING = "waiting", _("wartet")
    WORKING = "working", _("wird gelesen")
    ASKING = "asking", _("braucht Ihre Antwort")
    DONE = "done", _("übernommen")
    FAILED = "failed", _("nicht lesbar")
    DROPPED = "dropped", _("verworfen")


class Content(models.TextChoices):
    """What a table holds that is of no known kind."""

    VALUES = "values", _("Werte von Gebieten")
    PLACES = "places", _("Orte mit Lage (Praxen, Schulen, Läden)")
    TIMES = "times", _("Fahrzeiten zwischen Gebieten und Orten")


class Upload(models.Model):
    """One file on its way. The raw file lies among those of ``evidence``, under ``sha256``.

    ``form``: the recognised format, '' where there is none. ``answers``: what people said
    (``mapping``, ``columns``, ``consent``, ``as_of``, ``kind``, ``origin``, ``attribution``,
    ``mode``), ``office``, if a member of the statistics office brought it, and ``tries``, how
    often a server ended in the midst of reading it. ``findings``: what reading it found
    (``problems``, ``rows``, ``title``, ``source``, ``attribution``).
    ``fault``: why it cannot be used, as ``code`` and ``params``.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="uploads")
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    form = models.CharField(max_length=60, blank=True)
    content = models.CharField(max_length=10, choices=Content.choices, blank=True)
    state = models.CharField(
        max_length=10, choices=UploadState.choices, default=UploadState.WAITING
    )
    answers = models.JSONField(default=dict, blank=True)
    findings = models.JSONField(default=dict, blank=True)
    fault = models.JSONField(default=dict, blank=True)
    is_repeated = models.BooleanField(default=False)
    run = models.ForeignKey(
        ImportRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
