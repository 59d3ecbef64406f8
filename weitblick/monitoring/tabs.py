"""The pages of the monitoring's desk, in the order in which they are worked with."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from weitblick.workshop.models import Process

TABS = [
    ("desk", _("Überblick")),
    ("imports", _("Daten einlesen")),
    ("indicators", _("Indikatoren")),
    ("areas", _("Gebiete")),
    ("planning", _("Planungsräume")),
    ("measures", _("Maßnahmen")),
    ("forecasts", _("Vorausberechnung")),
    ("whatifs", _("Was wäre, wenn?")),
    ("signposts", _("Wegmarken")),
    ("notes", _("Belege")),
]


def tabs(process: Process, current: str) -> list[dict[str, Any]]:
    """Title, address and whether it is the current one."""
    return [{"title": title, "url": reverse(f"monitoring:{name}", args=[process.slug]),
             "current": name == current} for name, title in TABS]
