"""What people type: cards, ratings, judgements; groups and factors at the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weitblick.faces.answering import JudgementForm
from weitblick.method.factors.criteria import IMPACT, INFLUENCE, UNCERTAINTY
from weitblick.method.factors.models import Factor
from weitblick.voices.actions import MAX_CARD
from weitblick.workshop.models import Process, Table


class OnceForm(forms.Form):
    """A form with the hidden key that makes a repeated sending count once."""

    once = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)


class CardForm(OnceForm):
    """One card, filed under a topic of the process."""

    text = forms.CharField(
        label=_("Ihre Karte"), max_length=MAX_CARD,
        help_text=_("Ein Gedanke je Karte, in Ihren Worten."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Bitte schreiben Sie etwas auf die Karte.")},
    )
    topic = forms.ChoiceField(label=_("Themenfeld"), required=False)

    def __init__(self, process: Process, topics: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(topic.slug, topic.title) for topic in process.frame.topics
                 if not topics or topic.slug in topics]
        self.topics: list[tuple[str, Any]] = [("", _("ohne Themenfeld")), *named]
        field = self.fields["topic"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self.topics


class InfluenceForm(JudgementForm, OnceForm):
    """One pair: how strongly the source drives the target; "" says that one does not know."""

    source = forms.CharField(max_length=16)
    target = forms.CharField(max_length=16)
    value = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False,
        choices=[("", ""), *((v, v) for v in INFLUENCE.scale.values)],
    )


class GroupForm(forms.Form):
    """The name of a group."""

    title = forms.CharField(label=_("Name der Gruppe"), max_length=200)


class FactorForm(forms.Form):
    """A factor: title, description, dimensions."""

    title = forms.CharField(label=_("Titel des Faktors"), max_length=200)
    description = forms.CharField(
        label=_("Beschreibung"), required=False, max_length=MAX_CARD,
        help_text=_("Was sich verändern kann, ohne zu sagen, in welche Richtung."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    dimensions = forms.MultipleChoiceField(
        label=_("Entwicklungsdimensionen"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, process: Process, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process = process
        field = self.fields["dimensions"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.slug, one.title) for one in process.frame.dimensions]

    @property
    def fields_of_action(self) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
        """The choices as numeral, title and dimensions (slug, title, whether it is ticked)."""
        ticked = set(self["dimensions"].value() or ())
        return [
            (one.numeral, one.title, [(d.slug, d.title, d.slug in ticked) for d in one.dimensions])
            for one in self.process.frame.fields
        ]

    @classmethod
    def of(cls, factor: Factor) -> "FactorForm":
        """The form filled with a factor."""
        return cls(factor.process, initial={
            "title": factor.item.text, "description": factor.item.detail,
            "dimensions": [filing.dimension for filing in factor.item.filings.all()],
        })


class WordingForm(forms.Form):
    """A new wording of a factor and why."""

    title = forms.CharField(label=_("Titel des Faktors"), max_length=200)
    description = forms.CharField(
        label=_("Beschreibung"), required=False, max_length=MAX_CARD,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(label=_("Grund der Änderung"), required=False, max_length=300)


class PaperForm(OnceForm):
    """Paper cards typed at the desk: one card a line."""

    lines = forms.CharField(
        label=_("Karten vom Papier"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Eine Karte je Zeile."),
    )
    table = forms.ModelChoiceField(
        label=_("Tisch"), queryset=Table.objects.none(), required=False,
        empty_label=_("ohne Tisch"),
    )
    topic = forms.ChoiceField(label=_("Themenfeld"), required=False)

    def __init__(self, process: Process, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        table, topic = self.fields["table"], self.fields["topic"]
        assert isinstance(table, forms.ModelChoiceField) and isinstance(topic, forms.ChoiceField)
        table.queryset = Table.objects.filter(meeting__process=process)
        topic.choices = [("", _("wie am Tisch")),
                         *((one.slug, one.title) for one in process.frame.topics)]


class HandsForm(OnceForm):
    """Raised hands for one factor under one criterion: how many for each value."""

    factor = forms.CharField(max_length=16)
    criterion = forms.ChoiceField(
        label=_("Frage"), choices=[(c.slug, c.title) for c in (IMPACT, UNCERTAINTY)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value in IMPACT.scale.values:
            self.fields[f"hands_{value}"] = forms.IntegerField(
                label=str(value), min_value=0, max_value=9999, required=False, initial=0,
            )

    @property
    def hands(self) -> dict[int, int]:
        """The counts, by value."""
        return {v: self.cleaned_data[f"hands_{v}"] or 0 for v in IMPACT.scale.values}


class KeyForm(forms.Form):
    """The reason for a choice of key factors."""

    reason = forms.CharField(
        label=_("Warum diese Auswahl?"), required=False,
        help_text=_("Steht im Kapitel des Papiers und im Verlauf."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
