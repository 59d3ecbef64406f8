"""The red thread: items, their revisions, and the links to what they came from."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.trace.ids import new_public_id
from weitblick.workshop import clock
from weitblick.workshop.models import Participant, Process


class Kind(models.TextChoices):
    """What an item is."""

    CARD = "card", _("Karte")
    FACTOR = "factor", _("Einflussfaktor")
    ASSUMPTION = "assumption", _("Trendannahme")
    SCENARIO = "scenario", _("Szenario")
    STORY = "story", _("Geschichte")
    OPTION = "option", _("Handlungsoption")
    STATEMENT = "statement", _("Aussage")
    ARGUMENT = "argument", _("Begründung")
    AMENDMENT = "amendment", _("Änderungsvorschlag")
    RECOMMENDATION = "recommendation", _("Empfehlung")
    EVIDENCE = "evidence", _("Beleg")


class State(models.TextChoices):
    """Whether an item counts now."""

    LIVE = "live", _("gültig")
    SUPERSEDED = "superseded", _("abgelöst")
    BLANKED = "blanked", _("gelöscht auf Wunsch")


class Item(models.Model):
    """Anything that was said or made. ``text`` and ``detail`` repeat the newest revision."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20, choices=Kind.choices, db_index=True)
    text = models.TextField()
    detail = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.LIVE)
    by_participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="items"
    )
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["process", "kind", "state"])]

    def __str__(self) -> str:
        return self.text or "…"


class Revision(models.Model):
    """One wording of an item: who, when, why."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    detail = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by_participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="one_revision")]

    def __str__(self) -> str:
        return f"{self.item_id}.{self.number}"


class LinkKind(models.TextChoices):
    """How the newer item came from the older one."""

    DERIVED_FROM = "derived_from", _("abgeleitet aus")
    MERGED_FROM = "merged_from", _("zusammengeführt aus")
    SPLIT_FROM = "split_from", _("abgetrennt von")
    SUPPORTS = "supports", _("begründet")
    TOLD_IN = "told_in", _("erzählt")
    AMENDED_BY = "amended_by", _("geändert durch")


class Link(models.Model):
    """``newer`` came from ``older``. Links are only ever added."""

    newer = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="down_links")
    older = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="up_links")
    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["newer", "older", "kind"], name="one_link"),
            models.CheckConstraint(
                condition=~models.Q(newer=models.F("older")), name="no_self_link"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.newer_id} {self.kind} {self.older_id}"


class Filing(models.Model):
    """An item is filed under a dimension of the frame (by slug)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="filings")
    dimension = models.CharField(max_length=80, db_index=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "dimension"], name="one_filing")]

    def __str__(self) -> str:
        return self.dimension
