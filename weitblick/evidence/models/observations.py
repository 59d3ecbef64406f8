"""Observations: one value of an indicator for an area, a period, a breakdown; its revisions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from weitblick.evidence.models.indicators import Indicator
from weitblick.evidence.models.runs import ImportRun, RunState


class Status(models.TextChoices):
    """Why there is a value, or why there is none. A missing value always keeps its reason."""

    OK = "ok", _("Wert")
    ZERO = "zero", _("genau null")
    SUPPRESSED = "suppressed", _("geheim zu halten")
    UNRELIABLE = "unreliable", _("nicht sicher genug")
    UNCERTAIN = "uncertain", _("eingeschränkt aussagefähig")
    NOT_APPLICABLE = "na", _("nicht sinnvoll")
    PENDING = "pending", _("fällt später an")
    NOT_EXISTING = "not_existing", _("Gebiet gab es nicht")
    DISCONTINUED = "discontinued", _("hier nicht erhoben")


class Hidden(models.TextChoices):
    """Why a value is not shown. For the statistics office alone: readers see one and the same sign,
    because the knowledge which ones are small would narrow them to one or two."""

    PRIMARY = "primary", _("zu kleine Zahl")
    COMPLEMENTARY = "complementary", _("schützt eine andere Zahl")
    DIFFERENCING = "differencing", _("schützt eine Differenz")


class Observations(models.QuerySet["Observation"]):
    """Rows of observations, and those of them that count."""

    def counting(
        self, *, with_run: ImportRun | None = None, without_run: ImportRun | None = None
    ) -> "Observations":
        """Current values: of runs that count, and not replaced by a run that counts.

        ``with_run`` and ``without_run``: as it will be once that run counts, or no more. A run
        begins or ceases to count by its state alone, in one small write, however much it brought.
        """
        idle = ~Q(state=RunState.DONE)
        if with_run is not None:
            idle &= ~Q(pk=with_run.pk)
        if without_run is not None:
            idle |= Q(pk=without_run.pk)
        runs = ImportRun.objects.filter(idle).order_by().values("pk")
        return self.exclude(run__in=runs).filter(Q(ended_by=None) | Q(ended_by__in=runs))


class Observation(models.Model):
    """One value as its source printed it; what counts is ``value * scale`` in the base unit.

    ``value`` is a float on purpose: official figures have fewer than 16 digits, so the shortest
    writing of the float is the printed figure, engines need floats, and SQLite keeps decimals as
    floats anyway. ``decimals`` says how many decimal places were printed.

    ``dimensions``: sorted key text, ``"ALT=ALT000;GES=GESW"``; empty: the total.
    ``hidden``: set by ``protection``, looked at by ``queries``; empty: may be shown.
    ``identity``: digest of indicator, area, period and dimensions; one current row for each.
    ``row`` and ``column``: where in the file it stood, from 1 (column 0: the row has one value).
    ``replaces``: the former value, kept as it was; ``ended_by``: the run that replaced this one.
    Which rows are current follows from the states of both runs, see ``Observations.counting``.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    area_key = models.CharField(max_length=40)
    period_start = models.DateField()
    period_end = models.DateField()
    dimensions = models.CharField(max_length=400, blank=True)
    value = models.FloatField(null=True, blank=True)
    scale = models.FloatField(default=1.0)
    decimals = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=12, choices=Status.choices)
    sign = models.CharField(max_length=12, blank=True)
    quality = models.CharField(max_length=12, blank=True)
    hidden = models.CharField(max_length=15, choices=Hidden.choices, blank=True)
    identity = models.CharField(max_length=32)
    revision = models.PositiveSmallIntegerField(default=1)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by",
        db_index=False,
    )
    ended_by = models.ForeignKey(
        ImportRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        db_index=False,
    )
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="observations")
    row = models.PositiveIntegerField()
    column = models.PositiveSmallIntegerField(default=0)

    objects = Observations.as_manager()

    class Meta:
        ordering = ["indicator", "area_key", "period_start", "dimensions", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity"], condition=Q(ended_by=None), name="one_newest_value"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, status__in=["ok", "zero", "uncertain"])
                | Q(value__isnull=True)
                & ~Q(status__in=["ok", "zero", "uncertain"]),
                name="value_or_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "area_key", "period_start"], name="observed_series"
            ),
            models.Index(
                fields=["indicator", "period_start", "dimensions"], name="observed_period"
            ),
            models.Index(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="observed_former"
            ),
            models.Index(
                fields=["ended_by"], condition=Q(ended_by__isnull=False), name="observed_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_key} {self.period_end} {self.value}"
