"""Forecasts that were asked for, and published ones of earlier years to compare with."""

from django.conf import settings
from django.db import models

from weitblick.lab.models import Run
from weitblick.trace.ids import new_public_id
from weitblick.workshop import clock
from weitblick.workshop.models import Process


class Forecast(models.Model):
    """A forecast of the population: what was asked, and the run that works it out.

    ``areas``: keys. ``asked``: the assumptions as they were typed; ``grounds``: where the inputs
    came from, a list of ``{"what", "source", "is_assumed"}``, and the lines of attribution.
    ``is_retired``: taken off the pages; it can be put back, nothing is deleted.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="forecasts")
    key = models.CharField(max_length=16, default=new_public_id, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="forecasts")
    title = models.CharField(max_length=200)
    areas = models.JSONField()
    asked = models.JSONField()
    grounds = models.JSONField(default=list)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "key"], name="one_forecast_a_key")
        ]

    def __str__(self) -> str:
        return self.title


class EarlierForecast(models.Model):
    """A published forecast of an area: ``points`` is a list of [year, least, greatest] people."""

    process = models.ForeignKey(
        Process, on_delete=models.CASCADE, related_name="earlier_forecasts"
    )
    area_key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    points = models.JSONField()
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["area_key", "name", "pk"]

    def __str__(self) -> str:
        return self.name
