"""Weights of indicators in the comparison of areas: every choice kept, with who, when, why."""

from django.conf import settings
from django.db import models

from weitblick.workshop import clock
from weitblick.workshop.models import Process


class Weighting(models.Model):
    """One agreed choice of weights; the newest one counts, nothing is deleted.

    ``weights``: indicator code to a whole number from 0 (left out) to 3. ``reason``: why. Taking a
    choice back keeps it and adds the one before it as the newest.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="weightings")
    weights = models.JSONField()
    reason = models.CharField(max_length=300)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reason
