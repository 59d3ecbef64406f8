"""Factors and the groups of cards they grow from."""

from django.db import models

from weitblick.trace.models import Item
from weitblick.workshop.models import Process


class Factor(models.Model):
    """An influence factor; its item was merged from cards."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="factors")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="factor")
    is_shortlisted = models.BooleanField(default=False)
    is_key = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.item)


class Group(models.Model):
    """Cards that belong together, before they become a factor."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="card_groups")
    title = models.CharField(max_length=200)
    factor = models.ForeignKey(
        Factor, null=True, blank=True, on_delete=models.SET_NULL, related_name="groups"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class GroupedCard(models.Model):
    """A card lies in one group at most."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="grouped")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="grouped")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.item)
