"""From need to effect: goals, measures, milestones, targets, and the items they came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.trace.models import Item
from weitblick.workshop import clock
from weitblick.workshop.models import Process


class MeasureState(models.TextChoices):
    """How far a measure has come; nothing is deleted."""

    PLANNED = "planned", _("geplant")
    RUNNING = "running", _("läuft")
    DONE = "done", _("abgeschlossen")
    STOPPED = "stopped", _("beendet, ohne Abschluss")


class Goal(models.Model):
    """What is to be reached, and which need stands behind it.

    ``dimension``: of the frame; ``lsz_field``: field of the Landesprogramm, '' if none.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="goals")
    dimension = models.CharField(max_length=80)
    lsz_field = models.CharField(max_length=5, blank=True)
    need = models.TextField()
    title = models.CharField(max_length=300)
    is_retired = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Measure(models.Model):
    """What somebody does for a goal, until when, with which means."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="measures")
    title = models.CharField(max_length=300)
    approach = models.TextField(blank=True)
    responsible = models.CharField(max_length=200)
    funding = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=10, choices=MeasureState.choices, default=MeasureState.PLANNED
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """A step on the way of a measure."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=300)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class Target(models.Model):
    """By what the effect of a measure is to be seen: indicator, area, start, target, date.

    By code and key, not by row: figures belong to the installation, targets to the process.
    ``tolerance``: how far a value may be from the straight way and still count as on it, in the
    indicator's unit; without it nothing is judged.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="targets")
    indicator = models.CharField(max_length=120)
    dimensions = models.CharField(max_length=400, blank=True)
    area_key = models.CharField(max_length=40)
    start_value = models.FloatField()
    start_year = models.PositiveSmallIntegerField()
    target_value = models.FloatField()
    target_year = models.PositiveSmallIntegerField()
    tolerance = models.FloatField(null=True, blank=True)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target_year__gt=models.F("start_year")),
                name="target_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.target_value} {self.target_year}"


class MeasureSource(models.Model):
    """A recommendation, option or other item that a measure carries out."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="sources")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="measures")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "item"], name="one_measure_source")
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.item_id}"
