"""What is asked for a signpost."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weitblick.monitoring.models import Towards


class SignpostForm(forms.Form):
    """An assumption, an indicator, an area, a threshold, a year."""

    item = forms.ChoiceField(label=_("Trendannahme"))
    indicator = forms.ChoiceField(label=_("Indikator"))
    area = forms.ChoiceField(label=_("Gebiet"))
    direction = forms.ChoiceField(label=_("Tritt ein, wenn der Wert"), choices=Towards.choices)
    threshold = forms.FloatField(label=_("diesen Wert erreicht"), localize=True)
    by = forms.IntegerField(label=_("bis zum Jahr"), min_value=2000, max_value=2100)

    def __init__(
        self, data: Any = None, *, items: Sequence[tuple[str, str]] = (),
        indicators: Sequence[tuple[str, str]] = (), areas: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        for name, choices in (("item", items), ("indicator", indicators), ("area", areas)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
