"""Process, meetings, activities, tables, participants and roles."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.workshop import clock
from weitblick.workshop.frame import Frame, from_data


class Process(models.Model):
    """A Zukunftswerkstatt: one guiding question, one frame, one horizon."""

    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(_("Titel"), max_length=200)
    question = models.TextField(_("Leitfrage"))
    introduction = models.TextField(_("Einführung"), blank=True)
    region = models.CharField(_("Region"), max_length=200, blank=True)
    horizon = models.PositiveSmallIntegerField(_("Zieljahr"))
    frame_data = models.JSONField()
    is_example = models.BooleanField(default=False)
    is_public = models.BooleanField(_("Ergebnisse öffentlich"), default=False)
    rehearsal_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="rehearsals"
    )
    rehearsal_people = models.PositiveSmallIntegerField(default=0)
    """How many simulated people take part in a rehearsal; 0: they hold still."""
    min_cell = models.PositiveSmallIntegerField(_("Kleinste gezeigte Gruppe"), default=5)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def frame(self) -> Frame:
        """The frame as it was when the process began."""
        return from_data(self.frame_data)


class Role(models.TextChoices):
    """What somebody with an account may do in a process."""

    FACILITATOR = "facilitator", _("Moderation")
    ANALYST = "analyst", _("Sozialplanung")
    SCRIBE = "scribe", _("Tischmoderation")
    STATISTICS = "statistics", _("Statistikstelle")


class Membership(models.Model):
    """A person with an account has a role in a process."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "user", "role"], name="one_role")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Invitation(models.Model):
    """A one-time link that lets somebody choose a name and a password. Only its hash is kept.

    ``by``: the account that invited; ``by_operator``: made on the command line of the server.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    process = models.ForeignKey(Process, null=True, blank=True, on_delete=models.CASCADE)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    makes_administrator = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_operator = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.created_at)


class MeetingKind(models.TextChoices):
    WORKSHOP = "workshop", _("Werkstatt")
    ONLINE = "online", _("Online-Runde")
    FORUM = "forum", _("Forum")
    EXPERTS = "experts", _("Fachrunde")


class Meeting(models.Model):
    """A workshop, online round or forum, with its join code."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="meetings")
    kind = models.CharField(_("Art"), max_length=20, choices=MeetingKind.choices)
    title = models.CharField(_("Titel"), max_length=200)
    place = models.CharField(_("Ort"), max_length=200, blank=True)
    starts_on = models.DateField(_("Beginn"))
    ends_on = models.DateField(_("Ende"), null=True, blank=True)
    begins_at = models.TimeField(_("Uhrzeit des Beginns"), null=True, blank=True)
    finishes_at = models.TimeField(_("Uhrzeit des Endes"), null=True, blank=True)
    code = models.CharField(max_length=12, unique=True)
    is_joinable = models.BooleanField(_("Beitritt offen"), default=True)
    is_paused = models.BooleanField(_("Pause"), default=False)
    message = models.CharField(_("Nachricht an alle Telefone"), max_length=300, blank=True)
    message_at = models.DateTimeField(null=True, blank=True)
    board_view = models.CharField(max_length=40, blank=True)
    shown_round = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["starts_on", "pk"]

    def __str__(self) -> str:
        return self.title


class Table(models.Model):
    """A table in the room, with its topic."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=80, blank=True)
    # Empty: as many as come. 0: nobody is seated here any more, but its voices stay.
    room = models.PositiveSmallIntegerField(_("Plätze"), null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_number")]

    def __str__(self) -> str:
        return str(self.number)


class Participant(models.Model):
    """Somebody who takes part, known by a pseudonym and a secret in a cookie (kept as hash)."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="participants")
    pseudonym = models.CharField(max_length=60, blank=True)
    sector = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=80, blank=True)
    seat_hash = models.CharField(max_length=64, blank=True, db_index=True)
    personal_code = models.CharField(max_length=16, blank=True)
    is_simulated = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.pseudonym


class Attendance(models.Model):
    """A participant takes part in a meeting, perhaps at a table."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="attendances"
    )
    table = models.ForeignKey(
        Table, null=True, blank=True, on_delete=models.SET_NULL, related_name="attendances"
    )
    first_wish = models.CharField(_("Erster Themenwunsch"), max_length=80, blank=True)
    second_wish = models.CharField(_("Zweiter Themenwunsch"), max_length=80, blank=True)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "participant"], name="one_attendance")
        ]

    def __str__(self) -> str:
        return f"{self.participant} · {self.meeting}"


class SeatingRound(models.Model):
    """One round of sitting together: who sits where while it lasts."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seating_rounds")
    number = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_round")]

    def __str__(self) -> str:
        return str(self.number)


class Place(models.Model):
    """A place at a table for one round; a fixed one was chosen by hand and is kept."""

    round = models.ForeignKey(SeatingRound, on_delete=models.CASCADE, related_name="places")
    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="places")
    table = models.ForeignKey(Table, on_delete=models.CASCADE, related_name="places")
    is_fixed = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "attendance"], name="one_place")]

    def __str__(self) -> str:
        return f"{self.round}: {self.attendance} → {self.table}"


class ActivityState(models.TextChoices):
    PLANNED = "planned", _("geplant")
    OPEN = "open", _("offen")
    CLOSED = "closed", _("geschlossen")


MEETING_STEP, PAUSE = "meeting", "pause"
"""An activity that belongs to no step of the method: a pause in the agenda."""


class Activity(models.Model):
    """One thing people do in a meeting; its kind is declared by a step and stored as a word."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="activities")
    step = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    title = models.CharField(_("Titel"), max_length=200)
    prompt = models.TextField(_("Aufgabe"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(_("Minuten"), default=15)
    state = models.CharField(
        max_length=10, choices=ActivityState.choices, default=ActivityState.PLANNED
    )
    shows_results = models.BooleanField(_("Ergebnisse zeigen"), default=False)
    waits_for_all = models.BooleanField(
        _("Ergebnisse erst zeigen, wenn alle Anwesenden geantwortet haben"), default=False
    )
    topics = models.JSONField(default=list, blank=True)
    tables = models.JSONField(default=list, blank=True)
    options = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether contributions are taken now."""
        return self.state == ActivityState.OPEN

    @property
    def is_pause(self) -> bool:
        """Whether this is a pause, in which nothing is asked."""
        return (self.step, self.kind) == (MEETING_STEP, PAUSE)


class MeetingChange(models.Model):
    """One deed of who leads a meeting, and how it was before: what undo needs."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="changes")
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=300, blank=True)
    once = models.CharField(max_length=64, blank=True, db_index=True)
    before = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.verb
