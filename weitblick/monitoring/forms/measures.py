"""Goals, measures, milestones and targets as forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weitblick.evidence import queries as evidence
from weitblick.evidence.models import Level
from weitblick.monitoring import lsz
from weitblick.monitoring.analysis import places
from weitblick.monitoring.forms.planning import by_kreis
from weitblick.monitoring.models import MeasureState
from weitblick.trace.models import Item, Kind, State
from weitblick.workshop.models import Process

LONG = forms.Textarea(attrs={"rows": 3})
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LINKED = (Kind.RECOMMENDATION, Kind.OPTION, Kind.STATEMENT)


class GoalForm(forms.Form):
    """Need and goal."""

    need = forms.CharField(label=_("Bedarf: Was fehlt?"), widget=LONG)
    title = forms.CharField(label=_("Ziel: Was soll erreicht sein?"), max_length=300)
    dimension = forms.ChoiceField(label=_("Entwicklungsdimension"))
    lsz_field = forms.ChoiceField(label=_("Handlungsfeld im LSZ"), choices=lsz.CHOICES,
                                  required=False)

    def __init__(self, process: Process, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dimension"].choices = [  # type: ignore[attr-defined]
            (f"{field.numeral} {field.title}", [(one.slug, one.title) for one in field.dimensions])
            for field in process.frame.fields]


class MeasureForm(forms.Form):
    """Who does what until when, and what it carries out."""

    title = forms.CharField(label=_("Maßnahme"), max_length=300)
    approach = forms.CharField(label=_("Lösungsweg"), widget=LONG, required=False)
    responsible = forms.CharField(label=_("Verantwortlich"), max_length=200)
    funding = forms.CharField(label=_("Finanzierung"), max_length=300, required=False)
    state = forms.ChoiceField(label=_("Stand"), choices=MeasureState.choices)
    starts_on = forms.DateField(label=_("Beginn"), widget=DAY, required=False)
    ends_on = forms.DateField(label=_("Ende"), widget=DAY, required=False)
    sources = forms.MultipleChoiceField(
        label=_("Was damit umgesetzt wird"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, process: Process, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = Item.objects.filter(process=process, kind__in=LINKED, state=State.LIVE)
        self.known = {one.public_id: one for one in items}
        grouped = [(str(Kind(kind).label), [(one.public_id, one.text[:120]) for one in items
                                            if one.kind == kind]) for kind in LINKED]
        self.fields["sources"].choices = [  # type: ignore[attr-defined]
            one for one in grouped if one[1]]

    @property
    def changes(self) -> dict[str, Any]:
        """The cleaned values, with items for their public ids."""
        sources = [self.known[one] for one in self.cleaned_data["sources"]]
        return {**self.cleaned_data, "sources": sources}


class MilestoneForm(forms.Form):
    """A step with its day."""

    title = forms.CharField(label=_("Meilenstein"), max_length=300)
    due_on = forms.DateField(label=_("Bis"), widget=DAY)


class TargetForm(forms.Form):
    """The figure by which the effect is to be seen.

    ``indicator``: the code that was chosen; its breakdowns can be named. Without one, what is sent
    counts, else the first of the process's dimensions.
    """

    indicator = forms.ChoiceField(label=_("Indikator"))
    dimensions = forms.ChoiceField(
        label=_("Für welchen Teil?"), required=False,
        help_text=_("Der Indikator ist untergliedert: Das Ziel kann für einen Teil gelten."))
    area_key = forms.ChoiceField(label=_("Gebiet"))
    target_value = forms.FloatField(label=_("Zielwert"), localize=True)
    target_year = forms.IntegerField(label=_("Zieljahr"), min_value=1990, max_value=2100)
    start_value = forms.FloatField(
        label=_("Ausgangswert"), required=False, localize=True,
        help_text=_("Leer: der neueste Wert, der gezeigt werden kann."))
    start_year = forms.IntegerField(label=_("Ausgangsjahr"), required=False, min_value=1990,
                                    max_value=2100)
    tolerance = forms.FloatField(
        label=_("Toleranz"), required=False, min_value=0, localize=True,
        help_text=_("Wie weit ein Wert vom geraden Weg abweichen darf. Ohne Toleranz wird nicht "
                    "bewertet."))

    def __init__(
        self, process: Process, data: Any = None, *, indicator: str = "", **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        code = data.get("indicator", "") if data else indicator
        slugs = [one.slug for one in process.frame.dimensions]
        known = sorted(evidence.indicators(with_values=True),
                       key=lambda one: (one.dimension not in slugs, one.name_de))
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            (one.code, f"{one.name_de} ({one.unit})") for one in known]
        self.code = code if code in {one.code for one in known} else (
            known[0].code if known else "")
        self.initial["indicator"] = self.code
        parts = evidence.breakdowns(self.code) if self.code else {}
        self.fields["dimensions"].choices = [  # type: ignore[attr-defined]
            ("", _("alle (insgesamt)")), *((key, words) for key, words in parts.items() if key)]
        if not any(parts):
            del self.fields["dimensions"]
        self.fields["area_key"].choices = area_choices()  # type: ignore[attr-defined]

    @property
    def name(self) -> str:
        """Name and unit of the chosen indicator."""
        return str(dict(self.fields["indicator"].choices).get(self.code, ""))  # type: ignore[attr-defined]


def area_choices() -> list[Any]:
    """All areas to choose from: the Land, planning areas, Kreise, municipalities by Kreis."""
    planning = [(one.key, one.name) for one in places.units(Level.PLANNING)]
    kreise = [(one.key, one.name) for one in places.units(Level.KREIS)]
    groups: list[Any] = [(_("Land"), [(places.THUERINGEN, _("Thüringen"))])]
    groups += [(_("Planungsräume"), planning)] if planning else []
    return [*groups, (_("Kreise und kreisfreie Städte"), kreise), *by_kreis()]
