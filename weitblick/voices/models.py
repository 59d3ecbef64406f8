"""What people said: cards, ratings, judgements. Append-only; the last word of each counts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.trace.models import Item
from weitblick.workshop import clock
from weitblick.workshop.models import Activity, Participant, Table


class Channel(models.TextChoices):
    """How it reached us."""

    PHONE = "phone", _("Telefon")
    PAPER = "paper", _("Papier")
    ONLINE = "online", _("Online")
    IMPORT = "import", _("Übernahme")


class Voice(models.Model):
    """Who said something, where and how. ``key`` makes a repeated delivery count once."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="%(class)ss")
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="%(class)ss"
    )
    table = models.ForeignKey(
        Table, null=True, blank=True, on_delete=models.SET_NULL, related_name="%(class)ss"
    )
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.PHONE)
    key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class Card(Voice):
    """A card and the item it became; ``about`` is what it speaks of (arguments, amendments)."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="card")
    about = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.CASCADE, related_name="cards_about"
    )
    topic = models.CharField(max_length=80, blank=True)
    side = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.item)


class AttachmentKind(models.TextChoices):
    """What was handed in beside the words."""

    PHOTO = "photo", _("Foto")
    AUDIO = "audio", _("Tonaufnahme")


class Attachment(models.Model):
    """A photo or a recording of a card, kept as a file named by its digest.

    Without a card it is a sheet of paper that waits to be typed in (``typed_at``: done).
    """

    activity = models.ForeignKey(
        Activity, null=True, on_delete=models.CASCADE, related_name="attachments"
    )
    card = models.ForeignKey(
        Card, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    kind = models.CharField(max_length=10, choices=AttachmentKind.choices)
    digest = models.CharField(max_length=64, db_index=True)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    description = models.CharField(_("Bildbeschreibung"), max_length=400, blank=True)
    is_released = models.BooleanField(_("Öffentlich freigegeben"), default=False)
    at = models.DateTimeField(default=clock.now)
    typed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["card", "digest"], name="one_file"),
            models.UniqueConstraint(fields=["activity", "digest"], name="one_sheet",
                                    condition=models.Q(card=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.digest[:8]}"


class Rating(Voice):
    """A value for an item under a criterion; ``count`` hands were raised for it (paper)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="ratings")
    criterion = models.CharField(max_length=40)
    value = models.FloatField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["criterion", "item"])]

    def __str__(self) -> str:
        return f"{self.criterion} {self.value:g}"


class Judgement(Voice):
    """How one item acts on another; an empty value means "don't know"."""

    criterion = models.CharField(max_length=40)
    source = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="judged_as_source")
    target = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="judged_as_target")
    value = models.SmallIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["criterion", "source", "target"])]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}: {self.value}"
