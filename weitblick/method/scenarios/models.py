"""Scenario sets (results of exact runs), chosen scenarios and their stories."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.lab.models import Run
from weitblick.method.trends.models import Assumption
from weitblick.trace.models import Item
from weitblick.workshop import clock
from weitblick.workshop.models import Process

WRAPPED_FROM, WRAPPED_TO = 60, 110
"""Lines of this many characters, all but the last, were broken by an editor, not by a person."""

INITIAL_FROM = 160


class ScenarioSet(models.Model):
    """All consistent scenarios of one cross-impact matrix, as one run of the engine found them.

    ``layout``: [{"factor": public id, "states": [assumption public ids]}] in matrix order.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="scenario_sets")
    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="scenario_set")
    layout = models.JSONField()
    tolerance = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.run)


class Scenario(models.Model):
    """A chosen scenario. ``states`` are 1-based, in the order of the set's layout."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="scenarios")
    found_in = models.ForeignKey(ScenarioSet, on_delete=models.PROTECT, related_name="scenarios")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="scenario")
    states = models.JSONField()
    assumptions = models.ManyToManyField(Assumption, related_name="scenarios")
    consistency = models.SmallIntegerField()
    total_impact = models.IntegerField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.item)


class StoryForm(models.TextChoices):
    DIARY = "diary", _("Tagebucheintrag")
    NEWSPAPER = "newspaper", _("Zeitungsartikel")
    THEATRE = "theatre", _("Theaterszene")
    REGULARS_TABLE = "regulars_table", _("Stammtischrunde")


class Story(models.Model):
    """A scenario told; ``item.text`` is the title, ``item.detail`` the story."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="stories")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="story")
    form = models.CharField(max_length=20, choices=StoryForm.choices)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "stories"

    def __str__(self) -> str:
        return str(self.item)

    @property
    def paragraphs(self) -> list[str]:
        """The story's paragraphs: what blank lines part, and typed lines that stand alone."""
        blocks = re.split(r"\n\s*\n", self.item.detail.replace("\r\n", "\n"))
        return [line for block in blocks for line in _lines(block)]

    @property
    def has_initial(self) -> bool:
        """Whether its first paragraph is prose that is long enough for a large initial."""
        first = next(iter(self.paragraphs), "")
        return self.form != StoryForm.THEATRE and len(first) > INITIAL_FROM


def _lines(block: str) -> list[str]:
    """The lines of a block; lines that an editor broke at its margin are joined again."""
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    is_wrapped = all(WRAPPED_FROM <= len(line) <= WRAPPED_TO for line in lines[:-1])
    return [" ".join(lines)] if len(lines) > 1 and is_wrapped else lines
