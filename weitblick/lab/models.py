"""Runs of engines: what was computed from which input, with which version and seed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.workshop import clock
from weitblick.workshop.models import Process


class RunState(models.TextChoices):
    WAITING = "waiting", _("wartet")
    RUNNING = "running", _("läuft")
    DONE = "done", _("fertig")
    STOPPED = "stopped", _("angehalten")
    FAILED = "failed", _("gescheitert")


class Run(models.Model):
    """One run of one engine. Same engine, version, input and seed give the same result."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="runs")
    engine = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    inputs = models.JSONField()
    seed = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    share = models.FloatField(default=0)
    found = models.PositiveBigIntegerField(default=0)
    wants_stop = models.BooleanField(default=False)
    result = models.JSONField(null=True, blank=True)
    message = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.engine} {self.digest[:8]}"
