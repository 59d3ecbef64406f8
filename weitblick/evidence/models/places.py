"""Places people go to (schools, practices, shops, stops) and the time it takes to get there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from weitblick.evidence.models.runs import ImportRun


class Place(models.Model):
    """A facility. ``kind``: a word such as ``grundschule``, ``hausarzt``, ``haltestelle``.

    ``capacity`` in the unit of the kind (places, doctors, departures a day); ``opening``: a map
    from weekday (``mo`` to ``su``) to lists of ``["08:00", "12:00"]``; ``details``: what else the
    source says. ``is_planned``: not there yet.
    """

    kind = models.CharField(max_length=60, db_index=True)
    name = models.CharField(max_length=300)
    external_id = models.CharField(max_length=200, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    capacity = models.FloatField(null=True, blank=True)
    opening = models.JSONField(default=dict, blank=True)
    details = models.JSONField(default=dict, blank=True)
    area_key = models.CharField(max_length=40, blank=True, db_index=True)
    source = models.CharField(max_length=300, blank=True)
    attribution = models.CharField(max_length=300, blank=True)
    is_planned = models.BooleanField(default=False)
    run = models.ForeignKey(
        ImportRun, null=True, blank=True, on_delete=models.CASCADE, related_name="places"
    )

    class Meta:
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                name="place_on_earth",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OriginKind(models.TextChoices):
    """From where a way is measured."""

    AREA = "area", _("Gebiet")
    GRID = "grid", _("Rasterzelle")
    PLACE = "place", _("Ort")


class TravelTime(models.Model):
    """Minutes from an origin to a place by one mode (``car``, ``walk``, ``bike``, ``transit``)."""

    origin_kind = models.CharField(max_length=10, choices=OriginKind.choices)
    origin_key = models.CharField(max_length=60)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="travel_times")
    minutes = models.FloatField()
    mode = models.CharField(max_length=20)
    run = models.ForeignKey(
        ImportRun, null=True, blank=True, on_delete=models.CASCADE, related_name="travel_times"
    )

    class Meta:
        ordering = ["mode", "origin_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mode", "origin_kind", "origin_key", "place", "run"],
                name="one_travel_time",
            )
        ]
        indexes = [models.Index(fields=["mode", "origin_kind", "origin_key"])]

    def __str__(self) -> str:
        return f"{self.origin_key} {self.minutes}"
