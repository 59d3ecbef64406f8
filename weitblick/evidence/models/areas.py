"""Areas: official units and planning areas, what became of them, and their boundaries."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.evidence.models.runs import ImportRun


class Level(models.TextChoices):
    """How large an area is in the order of administration."""

    COUNTRY = "country", _("Staat")
    LAND = "land", _("Land")
    KREIS = "kreis", _("Kreis")
    GEMEINDEVERBAND = "gemeindeverband", _("Gemeindeverband")
    GEMEINDE = "gemeinde", _("Gemeinde")
    PLANNING = "planning", _("Planungsraum")


class Area(models.Model):
    """A unit that has or had a key of its own.

    ``key`` is text, as the offices write it: ``DG``, Land 2 digits, Kreis 5, Gemeinde 8 (AGS),
    Gemeindeverband 9; planning areas have the keys their planners gave them. ``valid_from`` is the
    first day, ``valid_to`` the first day no more (both unknown: as long as records reach).
    """

    key = models.CharField(max_length=40, unique=True)
    ars = models.CharField(max_length=12, blank=True)
    level = models.CharField(max_length=20, choices=Level.choices)
    name = models.CharField(max_length=200)
    designation = models.CharField(max_length=80, blank=True)
    nuts = models.CharField(max_length=5, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    # False: the end lies somewhere before valid_to, found by comparing two complete lists.
    valid_to_is_exact = models.BooleanField(default=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_on = models.DateField(null=True, blank=True)
    area_km2 = models.FloatField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["key"]
        indexes = [models.Index(fields=["level", "key"])]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"


class AreaChange(models.Model):
    """From ``on`` the ``share`` (of the population, 0 to 1) of ``old`` belongs to ``new``."""

    old = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="went_to")
    new = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="came_from")
    on = models.DateField()
    share = models.FloatField(default=1.0)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="one_area_change"),
            models.CheckConstraint(
                condition=models.Q(share__gt=0, share__lte=1), name="share_of_an_area"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} -> {self.new_id} {self.on}"


class AreaList(models.Model):
    """A complete list of the units of one level within ``within`` (a key) on a day.

    Only a complete list allows to say that a key which is not on it does not exist.
    """

    level = models.CharField(max_length=20, choices=Level.choices)
    within = models.CharField(max_length=40)
    as_of = models.DateField()
    areas = models.ManyToManyField(Area, related_name="lists")
    run = models.ForeignKey(
        ImportRun, null=True, blank=True, on_delete=models.PROTECT, related_name="area_lists"
    )

    class Meta:
        ordering = ["level", "within", "as_of"]
        constraints = [
            models.UniqueConstraint(fields=["level", "within", "as_of"], name="one_area_list")
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.within} {self.as_of}"


class AreaSet(models.Model):
    """Of which units a planning area consists, from ``valid_from`` until ``valid_to``."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="versions")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["area", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["area", "valid_from"], name="one_area_set")
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.valid_from}"


class AreaMember(models.Model):
    """A unit within a planning area, with the share of it that belongs there."""

    set = models.ForeignKey(AreaSet, on_delete=models.CASCADE, related_name="members")
    member = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="memberships")
    share = models.FloatField(default=1.0)

    class Meta:
        ordering = ["set", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["set", "member"], name="one_area_member")
        ]

    def __str__(self) -> str:
        return f"{self.set_id} {self.member_id}"


class Boundary(models.Model):
    """The outline of a unit on a day: GeoJSON geometry, longitude and latitude (EPSG:4326).

    By key, not by area: outlines of a former territorial status are kept without mixing them with
    the units of today. All outlines of one ``level``, ``as_of`` and ``run`` fit each other.
    """

    area_key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=20, choices=Level.choices)
    as_of = models.DateField()
    geometry = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    area_km2 = models.FloatField()
    source = models.CharField(max_length=300)
    attribution = models.CharField(max_length=300)
    run = models.ForeignKey(
        ImportRun, null=True, blank=True, on_delete=models.CASCADE, related_name="boundaries"
    )

    class Meta:
        ordering = ["level", "as_of", "area_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_key", "level", "as_of", "run"], name="one_boundary"
            )
        ]
        indexes = [models.Index(fields=["level", "as_of"])]

    def __str__(self) -> str:
        return f"{self.area_key} {self.as_of}"
