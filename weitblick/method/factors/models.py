"""Factors, the groups of cards they grow from, and every decision on the way."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.trace.decisions import Decision
from weitblick.trace.models import Item
from weitblick.voices.sorting import DISSOLVED, GROUPED, RENAMED, CardGroup, Laid
from weitblick.workshop.models import Process


class Factor(models.Model):
    """An influence factor. Its row follows its item through merges and splits.

    ``item.text`` is the title, ``item.detail`` the description. A row whose item is superseded
    is kept, so that a merge can be undone; it counts no longer.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="factors")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="factor")
    is_shortlisted = models.BooleanField(default=False)
    is_key = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.item)


class Group(CardGroup):
    """Cards that belong together, before they become a factor."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="card_groups")
    factor = models.ForeignKey(
        Factor, null=True, blank=True, on_delete=models.SET_NULL, related_name="groups"
    )


class GroupedCard(Laid):
    """A card lies in one group at most; one that was taken out lies in none."""

    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="grouped"
    )
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="grouped")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.item)


class ChangeKind(models.TextChoices):
    """What was decided at the desk."""

    GROUPED = GROUPED, _("Karten gelegt")
    RENAMED = RENAMED, _("Gruppe umbenannt")
    DISSOLVED = DISSOLVED, _("Gruppe aufgelöst")
    MADE = "made", _("Faktor gebildet")
    ADDED = "added", _("Karten zum Faktor gelegt")
    MERGED = "merged", _("Faktoren zusammengeführt")
    SPLIT = "split", _("Faktor geteilt")
    REWORDED = "reworded", _("Faktor neu gefasst")
    REFILED = "refiled", _("Faktor neu eingeordnet")
    SHORTLISTED = "shortlisted", _("Auswahl für die Einflussmatrix")
    CHOSEN = "chosen", _("Schlüsselfaktoren gewählt")


class Change(Decision):
    """A decision at the desk, and why."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="factor_changes")
    kind = models.CharField(max_length=20, choices=ChangeKind.choices)
    reason = models.TextField(blank=True)
