"""Options for action and those who commit to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.trace.decisions import Decision
from weitblick.trace.models import Item
from weitblick.voices.sorting import DISSOLVED, GROUPED, RENAMED, CardGroup, Laid
from weitblick.workshop.models import Participant, Process


class Option(models.Model):
    """An option for action; ``item.text`` is its title, ``item.detail`` who does what."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="action_options")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="option")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.item)


class OptionGroup(CardGroup):
    """Cards that belong together, before they become an option."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="option_groups")
    option = models.ForeignKey(
        Option, null=True, blank=True, on_delete=models.SET_NULL, related_name="groups"
    )


class GroupedOptionCard(Laid):
    """A card lies in one group at most; one that was taken out lies in none."""

    group = models.ForeignKey(
        OptionGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="grouped"
    )
    item = models.OneToOneField(
        Item, on_delete=models.CASCADE, related_name="grouped_for_option"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.item)


class ChangeKind(models.TextChoices):
    """What was done on the pinboard."""

    GROUPED = GROUPED, _("Karten gelegt")
    RENAMED = RENAMED, _("Gruppe umbenannt")
    DISSOLVED = DISSOLVED, _("Gruppe aufgelöst")
    MADE = "made", _("Option gebildet")


class SortingChange(Decision):
    """A decision on the pinboard of options."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="option_changes")
    kind = models.CharField(max_length=20, choices=ChangeKind.choices)


class Part(models.TextChoices):
    LEAD = "lead", _("federführend")
    PARTNER = "partner", _("beteiligt")


class Partner(models.Model):
    """A sector (or a named organisation of it) takes part in an option."""

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="partners")
    sector = models.CharField(max_length=80)
    name = models.CharField(max_length=200, blank=True)
    part = models.CharField(max_length=10, choices=Part.choices, default=Part.PARTNER)
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["part", "pk"]

    def __str__(self) -> str:
        return self.name or self.sector
