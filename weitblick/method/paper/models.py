"""Recommendations and the paper with its editable paragraphs."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.trace.models import Item
from weitblick.workshop import clock
from weitblick.workshop.models import Process


class Recommendation(models.Model):
    """A recommendation: ``item.text`` is its title, ``item.detail`` its wording."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="recommendations")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="recommendation")
    field = models.CharField(max_length=80)
    first_step = models.TextField(blank=True)
    addressee = models.CharField(max_length=200, blank=True)
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
    """An edited or added paragraph. ``key`` names the generated paragraph it replaces.

    ``source_digest`` is the digest of the generated text at the time of editing: when the chain
    changes, the two no longer agree and the editor is told.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="passages")
    chapter = models.CharField(max_length=60)
    key = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    is_hidden = models.BooleanField(default=False)
    source_digest = models.CharField(max_length=64, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["chapter", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.chapter} {self.key}"


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

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
