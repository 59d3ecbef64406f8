"""What if a place closes, opens or moves: people, places and the changes that are tried."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.trace.ids import new_public_id
from weitblick.trace.models import Item
from weitblick.workshop import clock
from weitblick.workshop.models import Process


class WhatIf(models.Model):
    """A what-if of accessibility.

    ``inputs``: people, places and ways as they were when it was laid out, in the layout of
    ``engines.access.plain.state``, so that it gives the same numbers wherever it is carried.
    ``names``: ``words`` of points and places by key; ``estimated``: ways to new spots are.
    ``changes``: what is tried, in the layout of ``engines.access.plain.change``. ``sources``: lines
    of attribution.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="whatifs")
    key = models.CharField(max_length=16, default=new_public_id, editable=False)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    inputs = models.JSONField()
    names = models.JSONField(default=dict)
    changes = models.JSONField(default=list, blank=True)
    sources = models.JSONField(default=list, blank=True)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "key"], name="one_whatif_a_key")
        ]

    def __str__(self) -> str:
        return self.title


class Wish(models.TextChoices):
    """What somebody would do with a place."""

    CLOSE = "close", _("schließen")
    OPEN = "open", _("öffnen")
    MOVE = "move", _("verlegen")
    KEEP = "keep", _("unbedingt erhalten")


class Proposal(models.Model):
    """What a card of the activity "whatif" proposes: a place of the what-if (``site``) or a spot of
    it (``point``), by key; the card holds the words and whose they are."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="proposal")
    whatif = models.ForeignKey(WhatIf, on_delete=models.CASCADE, related_name="proposals")
    wish = models.CharField(max_length=10, choices=Wish.choices)
    site = models.CharField(max_length=80, blank=True)
    point = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["item_id"]

    def __str__(self) -> str:
        return f"{self.wish} {self.site or self.point}"
