"""Where the monitoring of a process stands: what is covered, what is old, what comes next."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.evidence import queries as evidence
from weitblick.evidence.models import Boundary, Indicator, Level
from weitblick.evidence.register import current_list
from weitblick.monitoring.analysis.places import THUERINGEN, ever
from weitblick.monitoring.models import Goal, Upload, UploadState
from weitblick.monitoring.queries import FieldRows
from weitblick.workshop.models import Process

OLD = 3


@dataclass(frozen=True)
class Outdated:
    """An indicator whose newest figure is older than three years."""

    indicator: Indicator
    year: int


def covered(fields: list[FieldRows], url: str) -> list[dict[str, Any]]:
    """The frame with the number of indicators with values for each dimension."""
    return [
        {"numeral": field.numeral, "title": field.title, "dimensions": [
            {"title": dimension, "url": f"{url}#feld-{field.numeral}" if rows else "",
             "count": sum(row.is_filled for row in rows)}
            for dimension, rows in field.dimensions]}
        for field in fields
    ]


def outdated(fields: list[FieldRows]) -> list[Outdated]:
    """Observed indicators whose newest figure is older than three years, oldest first."""
    today = timezone.localdate().year
    here = [THUERINGEN, *ever(Level.KREIS)]
    found = []
    for one in [row.indicator for field in fields for row in field.rows if row.is_filled]:
        years = evidence.years(one.code, areas=here) or evidence.years(one.code)
        if years and today - years[-1] > OLD:
            found.append(Outdated(one, years[-1]))
    return sorted(found, key=lambda each: each.year)


def next_steps(process: Process, fields: list[FieldRows]) -> list[dict[str, str]]:
    """What would help most now; each with the page where it is done."""
    imports = reverse("monitoring:imports", args=[process.slug])
    steps = []
    asking = Upload.objects.filter(process=process, state=UploadState.ASKING).count()
    if asking:
        steps.append({"url": imports, "words": ngettext(
            "%d Datei wartet auf eine Antwort.", "%d Dateien warten auf eine Antwort.",
            asking) % asking})
    if current_list(Level.GEMEINDE, THUERINGEN) is None:
        steps.append({"url": imports, "words": _("Das Gemeindeverzeichnis einlesen.")})
    if not Boundary.objects.filter(level=Level.KREIS).exists():
        steps.append({"url": imports, "words": _("Die Grenzen der Kreise einlesen, für Karten.")})
    empty = sum(not any(row.is_filled for row in rows)
                for field in fields for _dimension, rows in field.dimensions)
    if empty:
        steps.append({"url": imports, "words": ngettext(
            "Zu %d Dimension fehlt noch jede Zahl: eine amtliche oder eigene Tabelle einlesen.",
            "Zu %d Dimensionen fehlt noch jede Zahl: amtliche oder eigene Tabellen einlesen.",
            empty) % empty})
    if not Goal.objects.filter(process=process, is_retired=False).exists():
        steps.append({"url": reverse("monitoring:measures", args=[process.slug]),
                      "words": _("Ein erstes Ziel mit Bedarf und Maßnahme anlegen.")})
    return steps
