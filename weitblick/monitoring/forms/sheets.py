"""The master sheet as a form: what an office says about an indicator."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from weitblick.evidence.editing import LOOSENED, loosens
from weitblick.evidence.models import Direction, Indicator
from weitblick.monitoring import lsz
from weitblick.workshop.models import Process

LONG = forms.Textarea(attrs={"rows": 3})


class SheetForm(forms.Form):
    """What may be changed by hand; definition, source and formula stay."""

    name_de = forms.CharField(label=_("Name"), max_length=300)
    short = forms.CharField(label=_("Kurzname"), max_length=80)
    responsible = forms.CharField(label=_("Zuständig"), max_length=200, required=False)
    dimension = forms.ChoiceField(label=_("Entwicklungsdimension"), required=False)
    lsz_field = forms.ChoiceField(label=_("Handlungsfeld im LSZ"), choices=lsz.CHOICES,
                                  required=False)
    direction = forms.ChoiceField(label=_("Was ist erwünscht?"), choices=Direction.choices)
    interpretation = forms.CharField(label=_("Wie zu lesen"), widget=LONG, required=False)
    limits = forms.CharField(label=_("Was er nicht sagt"), widget=LONG, required=False)
    min_n = forms.IntegerField(
        label=_("Kleinste gezeigte Anzahl"), min_value=0, max_value=50,
        help_text=_("Kleinere Anzahlen ab 1 werden nicht gezeigt, dazu andere, aus denen sie "
                    "berechenbar wären. 0: nichts wird geschützt."))
    frequency = forms.CharField(label=_("Wie oft neu"), max_length=80, required=False)
    next_update = forms.CharField(label=_("Nächste Zahlen"), max_length=80, required=False)
    attribution = forms.CharField(label=_("Quellenangabe"), max_length=500, required=False)
    breaks = forms.CharField(
        label=_("Brüche"), widget=LONG, required=False,
        help_text=_("Je Zeile ein Bruch: 2022-05-15 | Grund. Ab diesem Tag sind Werte nicht mit "
                    "früheren vergleichbar."))

    def __init__(
        self, one: Indicator, process: Process, data: Any = None, *, may_loosen: bool = False
    ) -> None:
        self.one, self.may_loosen = one, may_loosen
        initial = {name: getattr(one, name) for name in self.base_fields if name != "breaks"}
        lines = [f"{each['at']} | {each['reason']}" for each in one.breaks]
        super().__init__(data, initial={**initial, "breaks": "\n".join(lines)})
        groups = [(f"{field.numeral} {field.title}",
                   [(each.slug, each.title) for each in field.dimensions])
                  for field in process.frame.fields]
        known = {each.slug for each in process.frame.dimensions}
        kept = [(one.dimension, one.dimension)] if one.dimension not in {*known, ""} else []
        choices: list[Any] = [("", _("keine")), *groups, *kept]
        self.fields["dimension"].choices = choices  # type: ignore[attr-defined]

    def clean_min_n(self) -> int:
        """Nobody but the statistics office lets smaller counts be seen; more protection is open."""
        least = int(self.cleaned_data["min_n"])
        if not self.may_loosen and loosens(self.one, {"min_n": least}):
            raise ValidationError(LOOSENED)
        return least

    def clean_breaks(self) -> list[dict[str, str]]:
        """Lines of a day and a reason."""
        found = []
        for number, line in enumerate(self.cleaned_data["breaks"].splitlines(), start=1):
            if not line.strip():
                continue
            day, _bar, reason = (part.strip() for part in line.partition("|"))
            if not _is_day(day) or not reason:
                raise ValidationError(gettext_now(
                    "Zeile %d: Schreiben Sie Tag und Grund, etwa „2022-05-15 | Zensus 2022“."
                ) % number)
            found.append({"at": day, "reason": reason})
        return found

    @property
    def changes(self) -> dict[str, Any]:
        """Only what is different from before."""
        names = set(self.changed_data)
        return {name: value for name, value in self.cleaned_data.items() if name in names}


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
