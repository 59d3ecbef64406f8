"""Assumptions: how a key factor may develop until the horizon."""

from django.db import models

from weitblick.method.factors.models import Factor
from weitblick.trace.models import Item


class Assumption(models.Model):
    """One possible development of a factor; the assumptions of a factor exclude each other.

    ``item.text`` is the short title, ``item.detail`` the development in one or two sentences.
    """

    factor = models.ForeignKey(Factor, on_delete=models.CASCADE, related_name="assumptions")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="assumption")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["factor__position", "factor_id", "position", "pk"]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def letter(self) -> str:
        """a, b, c … within its factor."""
        return "abcdefghijklmnopqrstuvwxyz"[self.position % 26]
