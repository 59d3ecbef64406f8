"""Recommendations, and the paper with its editable paragraphs and signatures."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.trace.models import Item
from weitblick.workshop import clock
from weitblick.workshop.models import Process

OWN = "own."
"""How the key of a paragraph begins that editors added; all other keys are generated."""


class Recommendation(models.Model):
    """A recommendation: ``item.text`` is its title, ``item.detail`` its wording.

    ``field`` is the slug of an action field of the frame; ``addressee`` says to which level it
    speaks first (Land, Landkreis, Gemeinde, Träger), ``who`` takes the first step.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="recommendations")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="recommendation")
    field = models.CharField(max_length=80)
    first_step = models.TextField(blank=True)
    addressee = models.CharField(max_length=200, blank=True)
    who = models.CharField(max_length=300, blank=True)
    due = models.CharField(max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.item)


class Paper(models.Model):
    """The paper of a process: editorial head, and who signed which state of it."""

    process = models.OneToOneField(Process, on_delete=models.CASCADE, related_name="paper")
    title = models.CharField(_("Titel"), max_length=200)
    subtitle = models.CharField(_("Untertitel"), max_length=200, blank=True)
    authors = models.CharField(_("Herausgegeben von"), max_length=300, blank=True)
    imprint = models.TextField(_("Impressum"), blank=True)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.title


class Passage(models.Model):
    """What editors did to one paragraph at one time; the newest row of a key counts.

    ``key`` names the generated block it stands for, or begins with ``own.`` for an added
    paragraph, which follows the block ``after`` (the chapter's slug: first; empty: last). Without
    text a row stands for the generated wording. ``source_text`` and ``source_digest`` keep what
    was generated at the time of editing: when the chain changes, the editor is told.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="passages")
    chapter = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    is_hidden = models.BooleanField(default=False)
    source_text = models.TextField(blank=True)
    source_digest = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=120, blank=True)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["paper", "key"])]

    def __str__(self) -> str:
        return self.key

    @property
    def is_own(self) -> bool:
        """Whether editors added this paragraph."""
        return self.key.startswith(OWN)


class SignOff(models.Model):
    """Somebody signed exactly this state of the paper (digest of the whole document)."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="sign_offs")
    document_digest = models.CharField(max_length=64)
    document = models.JSONField()
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
