"""Statements put to the vote, amendments to them, and verdicts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.trace.models import Item
from weitblick.workshop import clock
from weitblick.workshop.models import Process


class Statement(models.Model):
    """One claim that people agree with, disagree with or pass."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="statements")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="statement")
    is_open = models.BooleanField(default=True)
    moderated_out = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.item)


class AmendmentState(models.TextChoices):
    PROPOSED = "proposed", _("vorgeschlagen")
    ADOPTED = "adopted", _("übernommen")
    DECLINED = "declined", _("abgelehnt")


class Amendment(models.Model):
    """A proposed new wording of a statement."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="amendments")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="amendment")
    state = models.CharField(
        max_length=10, choices=AmendmentState.choices, default=AmendmentState.PROPOSED
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.item)


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("angenommen")
    AMENDED = "amended", _("geändert angenommen")
    REJECTED = "rejected", _("abgelehnt")
    OPEN = "open", _("offen geblieben")


class Verdict(models.Model):
    """What was decided about a statement, and why; the newest counts, earlier ones are kept."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="verdicts")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.get_outcome_display()
