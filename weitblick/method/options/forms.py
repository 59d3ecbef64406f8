"""What phones and desks send to this step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weitblick.faces.answering import JudgementForm
from weitblick.method.factors.queries import key_factors
from weitblick.method.options.models import Option, Part
from weitblick.method.options.queries import judged_assumptions, options
from weitblick.method.scenarios.queries import scenarios
from weitblick.trace.models import Item
from weitblick.workshop.models import Process

LONG = forms.Textarea(attrs={"rows": 4})
Choices = list[tuple[str, Any]]


def dimension_choices(process: Process) -> Choices:
    """All dimensions, grouped by action field."""
    return [
        (f"{field.numeral} {field.title}", [(d.slug, d.title) for d in field.dimensions])
        for field in process.frame.fields
    ]


def sector_choices(process: Process) -> Choices:
    """The sectors of the frame."""
    return [(sector.slug, sector.title) for sector in process.frame.sectors]


def _answerable(process: Process) -> dict[str, Item]:
    found = [*(f.item for f in key_factors(process)), *(s.item for s in scenarios(process))]
    return {item.public_id: item for item in found}


class CardForm(forms.Form):
    """A phone's card: an idea, who does what, and what it answers."""

    title = forms.CharField(
        label=_("Was soll geschehen?"), max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    who = forms.CharField(
        label=_("Wer macht was?"), max_length=2000, required=False, widget=LONG,
        help_text=_("Zum Beispiel: Die Gemeinde stellt den Raum, der Verein öffnet ihn."),
    )
    answers = forms.ChoiceField(label=_("Antwort auf"), required=False)
    dimension = forms.ChoiceField(label=_("Worum geht es vor allem?"), required=False)

    def __init__(self, process: Process, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = _answerable(process)
        nothing: Choices = [("", _("nichts Bestimmtes"))]
        chosen = [(pk, item.text) for pk, item in self.items.items()]
        self.fields["answers"].choices = nothing + chosen  # type: ignore[attr-defined]
        filed: Choices = [("", _("noch offen")), *dimension_choices(process)]
        self.fields["dimension"].choices = filed  # type: ignore[attr-defined]

    @property
    def answered(self) -> Item | None:
        """The factor or scenario the idea answers."""
        return self.items.get(self.cleaned_data["answers"])

    @property
    def dimensions(self) -> list[str]:
        """The dimension, if one was chosen."""
        return [self.cleaned_data["dimension"]] if self.cleaned_data["dimension"] else []


def _whole(low: int, high: int, **kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=[(str(n), str(n)) for n in range(low, high + 1)], coerce=int, empty_value=None,
        **kwargs,
    )


class RatingForm(forms.Form):
    """One option rated on a phone, and whether one takes part."""

    option = forms.CharField(widget=forms.HiddenInput)
    impact = _whole(1, 5, label=_("Wie viel bewirkt das bis zum Zieljahr?"))
    effort = _whole(1, 5, label=_("Wie viel Aufwand macht das?"))
    support = _whole(1, 5, label=_("Wie sehr stehen Sie dahinter?"))
    takes_part = forms.BooleanField(label=_("Wir machen mit"), required=False)
    name = forms.CharField(
        label=_("Name der Einrichtung"), max_length=200, required=False,
        help_text=_("Wird mit Ihrer Akteursgruppe öffentlich genannt. Lassen Sie es leer, "
                    "steht dort nur die Akteursgruppe."),
    )


class EffectForm(JudgementForm):
    """One judgement of what an option does to an assumption; empty means "don't know"."""

    option = forms.CharField(widget=forms.HiddenInput)
    assumption = forms.CharField(widget=forms.HiddenInput)
    value = _whole(-3, 3, required=False)


class OptionForm(forms.Form):
    """An option at the desk: title, who does what, where it is filed."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    text = forms.CharField(label=_("Wer macht was?"), required=False, widget=LONG)
    dimensions = forms.MultipleChoiceField(
        label=_("Entwicklungsdimensionen"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Ohne Auswahl gilt, wo die Karten eingeordnet sind."),
    )

    def __init__(self, process: Process, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dimensions"].choices = dimension_choices(process)  # type: ignore[attr-defined]

    @classmethod
    def of(cls, option: Option) -> "OptionForm":
        """The form of an option as it is now."""
        filed = [filing.dimension for filing in option.item.filings.all()]
        return cls(option.process, initial={
            "title": option.item.text, "text": option.item.detail, "dimensions": filed,
        })


class RewordForm(OptionForm):
    """A new wording, and why."""

    reason = forms.CharField(label=_("Warum die Änderung?"), max_length=300, required=False)


class PartnerForm(forms.Form):
    """One who takes part: lead or partner, sector, name."""

    sector = forms.ChoiceField(label=_("Akteursgruppe"))
    name = forms.CharField(label=_("Name der Einrichtung"), max_length=200, required=False)
    part = forms.ChoiceField(label=_("Rolle"), choices=Part.choices, initial=Part.PARTNER)

    def __init__(self, process: Process, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = sector_choices(process)  # type: ignore[attr-defined]


class EffectsForm(forms.Form):
    """All effects of one option as a group typed them; an empty field changes nothing."""

    table = forms.ChoiceField(label=_("Wer hat beurteilt?"), required=False)
    activity = forms.ChoiceField(label=_("In welcher Aktivität?"))

    def __init__(self, option: Option, activities: Choices, tables: Choices, *args: Any,
                 **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assumptions = judged_assumptions(option.process)
        self.fields["activity"].choices = activities  # type: ignore[attr-defined]
        everybody: Choices = [("", _("die ganze Runde")), *tables]
        self.fields["table"].choices = everybody  # type: ignore[attr-defined]
        for one in self.assumptions:
            self.fields[self.name_of(one)] = forms.TypedChoiceField(
                label=f"{one.factor.item.text} {one.letter}: {one.item.text}", required=False,
                coerce=int, empty_value=None,
                choices=[("", "–"), *((str(n), f"{n:+d}" if n else "0") for n in range(-3, 4))],
            )

    @staticmethod
    def name_of(assumption: Any) -> str:
        """The field of an assumption."""
        return f"effect-{assumption.item.public_id}"

    @property
    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Each assumption with its field."""
        return [(one, self[self.name_of(one)]) for one in self.assumptions]

    def typed(self) -> list[tuple[Any, int]]:
        """The assumptions for which something was typed, with the value."""
        given = [(one, self.cleaned_data[self.name_of(one)]) for one in self.assumptions]
        return [(one, value) for one, value in given if value is not None]


class ChosenForm(forms.Form):
    """Options ticked in the list, to be merged."""

    chosen = forms.MultipleChoiceField()
    title = forms.CharField(max_length=200)
    text = forms.CharField(required=False)

    def __init__(self, process: Process, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = {one.item.public_id: one for one in options(process)}
        self.fields["chosen"].choices = [(pk, pk) for pk in self.options]  # type: ignore[attr-defined]

    @property
    def chosen_options(self) -> list[Option]:
        """The ticked options."""
        return [self.options[pk] for pk in self.cleaned_data["chosen"]]
