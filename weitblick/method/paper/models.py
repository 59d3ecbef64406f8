"""Recommendations, and papers with editable paragraphs, comments, versions and signatures."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.trace.models import Item
from weitblick.workshop import clock
from weitblick.workshop.models import Meeting, Process

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


class PaperKind(models.TextChoices):
    """What is made of the chain."""

    POLICY = "policy", _("Policy Paper")
    SUMMARY = "summary", _("Kurzfassung auf zwei Seiten")
    PLAIN = "plain", _("Einfache Sprache")
    PROTOCOL = "protocol", _("Protokoll")
    POSTERS = "posters", _("Poster")


class Paper(models.Model):
    """A paper of a process: its kind, editorial head and the order of its chapters.

    A protocol belongs to one meeting; of the other kinds a process has one each.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=12, choices=PaperKind.choices, default=PaperKind.POLICY)
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.CASCADE, related_name="protocols"
    )
    title = models.CharField(_("Titel"), max_length=200)
    subtitle = models.CharField(_("Untertitel"), max_length=200, blank=True)
    authors = models.CharField(_("Herausgegeben von"), max_length=300, blank=True)
    imprint = models.TextField(_("Impressum"), blank=True)
    chapter_order = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "kind"], condition=models.Q(meeting=None), name="one_paper"
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(meeting__isnull=False), name="one_protocol"
            ),
        ]

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


class Version(models.Model):
    """A state of the paper that was kept, to compare later states with."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    document = models.JSONField()
    document_digest = models.CharField(max_length=64)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="one_version")]

    def __str__(self) -> str:
        return f"{self.number} {self.note}".strip()


class Remark(models.Model):
    """A comment of an editor on a paragraph, until it is resolved."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="remarks")
    chapter = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    text = models.TextField()
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["paper", "key"])]

    def __str__(self) -> str:
        return self.text


class Reply(models.Model):
    """An answer to a comment."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField()
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        return self.text


class HouseFace(models.TextChoices):
    """The faces a paper can be set in."""

    BOOK = "book", _("mit Serifen (Libertinus)")
    SANS = "sans", _("ohne Serifen (Noto Sans)")


class HouseStyle(models.Model):
    """How the papers of a process look: colours, face, imprint, funders, a template for Word.

    ``template`` is the .docx in base64, so that it travels with the process.
    """

    process = models.OneToOneField(Process, on_delete=models.CASCADE, related_name="house_style")
    accent = models.CharField(_("Farbe für Überschriften und Links"), max_length=7,
                              default="#3d3577")
    ground = models.CharField(_("Farbe hinter Kästen"), max_length=7, default="#f7f2e7")
    face = models.CharField(_("Schrift"), max_length=8, choices=HouseFace.choices,
                            default=HouseFace.BOOK)
    imprint = models.TextField(_("Impressum für alle Papiere"), blank=True)
    funding = models.CharField(_("Zeile der Förderung"), max_length=300, blank=True)
    template = models.TextField(blank=True)
    template_name = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.accent


class HouseLogo(models.Model):
    """A logo: that of the house, or of somebody who funds it. ``data`` is a PNG in base64."""

    style = models.ForeignKey(HouseStyle, on_delete=models.CASCADE, related_name="logos")
    is_funder = models.BooleanField(default=False)
    description = models.CharField(_("Wessen Logo ist das?"), max_length=200)
    data = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.description


class Recheck(models.Model):
    """Something made of a card whose words were erased: an editor is asked to look at it."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="rechecks")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="rechecks")
    was_copied = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.item)
