"""A planning area: its name, from when it counts, of which municipalities it consists."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weitblick.evidence.models import Area, Level
from weitblick.monitoring.analysis import places

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PlanningForm(forms.Form):
    """Municipalities by Kreis; a later version keeps the earlier one for the time before."""

    name = forms.CharField(label=_("Name"), max_length=200)
    valid_from = forms.DateField(
        label=_("Gilt ab"), widget=DAY,
        help_text=_("Werte von diesem Tag an werden so zusammengezählt. Frühere Zusammensetzungen "
                    "bleiben für die Zeit davor."))
    note = forms.CharField(label=_("Anmerkung"), max_length=300, required=False)
    members = forms.MultipleChoiceField(label=_("Gemeinden"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = by_kreis()  # type: ignore[attr-defined]
        if not self.initial.get("valid_from"):
            self.initial["valid_from"] = dt.date(2000, 1, 1)


def by_kreis() -> list[tuple[str, list[tuple[str, str]]]]:
    """The municipalities of today, a fold for each Kreis."""
    kreise = {one.key: one.name for one in Area.objects.filter(level=Level.KREIS)}
    found: dict[str, list[tuple[str, str]]] = {}
    for one in places.units(Level.GEMEINDE):
        words = kreise.get(one.key[:5], one.key[:5])
        found.setdefault(words, []).append((one.key, one.name))
    return sorted(found.items())
