"""Signposts: what would tell that an assumption comes true."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.trace.models import Item
from weitblick.workshop import clock


class Towards(models.TextChoices):
    """On which side of the threshold the assumption comes true."""

    ABOVE = "above", _("mindestens")
    BELOW = "below", _("höchstens")


class Signpost(models.Model):
    """An indicator of an area that is to reach a threshold by the end of a year.

    ``item``: the assumption; ``start``: the value when it was set, ``retired_at``: it does not
    count any more (and stays readable).
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="signposts")
    indicator = models.CharField(max_length=120)
    area_key = models.CharField(max_length=40)
    dimensions = models.CharField(max_length=400, blank=True)
    threshold = models.FloatField()
    direction = models.CharField(max_length=5, choices=Towards.choices)
    by = models.PositiveSmallIntegerField()
    start = models.FloatField(null=True, blank=True)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["item_id", "pk"]

    def __str__(self) -> str:
        return f"{self.indicator} {self.direction} {self.threshold} {self.by}"
