"""Indicators with their master sheets, and the categories their values are broken down by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Which way is wished for."""

    GOOD = "good", _("mehr ist erwünscht")
    BAD = "bad", _("weniger ist erwünscht")
    NEUTRAL = "neutral", _("weder noch")


class Indicator(models.Model):
    """The master sheet of an indicator.

    ``code`` is a plain word (a-z, 0-9, _) so that formulas can name it. ``breaks``: list of
    ``{"at": "2022-06-30", "reason": "..."}``; a series is not comparable across one. ``formula``:
    empty for observed indicators. ``variables``: where values come from, a list of
    ``{"statistic": "12411", "variable": "BEVSTD", "dimensions": {...}}``.
    """

    code = models.CharField(max_length=120, unique=True)
    name_de = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    short = models.CharField(max_length=80, blank=True)
    numerator = models.CharField(max_length=300, blank=True)
    denominator = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=80)
    per = models.PositiveIntegerField(default=1)
    direction = models.CharField(
        max_length=10, choices=Direction.choices, default=Direction.NEUTRAL
    )
    source = models.CharField(max_length=300)
    source_table = models.CharField(max_length=60, blank=True)
    # False: no official statistics office publishes it; ``source`` names what people would use.
    is_official = models.BooleanField(default=True)
    licence = models.CharField(max_length=80, blank=True)
    attribution = models.CharField(max_length=500, blank=True)
    frequency = models.CharField(max_length=80, blank=True)
    next_update = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=20, blank=True)
    breaks = models.JSONField(default=list, blank=True)
    min_n = models.PositiveSmallIntegerField(default=3)
    is_count = models.BooleanField(default=False)
    is_additive = models.BooleanField(default=False)
    denominator_code = models.CharField(max_length=120, blank=True)
    dimension = models.CharField(max_length=80, blank=True, db_index=True)
    lsz_field = models.CharField(max_length=5, blank=True)
    responsible = models.CharField(max_length=200, blank=True)
    interpretation = models.TextField(blank=True)
    limits = models.TextField(blank=True)
    formula = models.CharField(max_length=1000, blank=True)
    variables = models.JSONField(default=list, blank=True)
    # As it came along; False once people changed it, so that a new version leaves it alone.
    is_builtin = models.BooleanField(default=False)
    is_raw = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Category(models.Model):
    """One value of a variable that observations are broken down by: GES, GESW, weiblich."""

    variable = models.CharField(max_length=60)
    variable_label = models.CharField(max_length=300)
    code = models.CharField(max_length=120)
    label = models.CharField(max_length=300)

    class Meta:
        ordering = ["variable", "code"]
        constraints = [
            models.UniqueConstraint(fields=["variable", "code"], name="one_category")
        ]

    def __str__(self) -> str:
        return f"{self.variable}={self.code}"
