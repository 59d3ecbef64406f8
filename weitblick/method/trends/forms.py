"""The forms of step 2."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weitblick.method.trends.criteria import DESIRABILITY, PROBABILITY
from weitblick.voices.actions import MAX_CARD
from weitblick.voices.models import Card
from weitblick.voices.scales import Criterion
from weitblick.workshop.frame import Frame


class SuggestForm(forms.Form):
    """A possible development of a factor."""

    text = forms.CharField(
        label=_("Was könnte bis dahin geschehen?"),
        help_text=_("Ein bis zwei Sätze, so als wäre es schon so gekommen."),
        max_length=MAX_CARD, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Bitte schreiben Sie, was geschehen könnte.")},
    )


def _choices(criterion: Criterion) -> forms.TypedChoiceField:
    """The question itself stands in the template, beside the scale."""
    return forms.TypedChoiceField(
        choices=[(str(v), str(v)) for v in criterion.scale.values],
        coerce=int, error_messages={"required": _("Bitte wählen Sie einen Wert.")},
    )


class EstimateForm(forms.Form):
    """How probable, how desirable, and why."""

    probability = _choices(PROBABILITY)
    desirability = _choices(DESIRABILITY)
    reason = forms.CharField(
        label=_("Warum?"), required=False, max_length=MAX_CARD,
        help_text=_("Andere lesen Ihre Begründung ohne Namen."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AssumptionForm(forms.Form):
    """The wording of an assumption."""

    title = forms.CharField(
        label=_("Kurztitel"), max_length=120,
        error_messages={"required": _("Bitte geben Sie der Annahme einen kurzen Titel.")},
    )
    text = forms.CharField(
        label=_("Entwicklung"), required=False, max_length=MAX_CARD,
        help_text=_("In ein bis zwei Sätzen, im Zieljahr, ohne Wertung."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeriveForm(AssumptionForm):
    """A new assumption, derived from suggestions."""

    cards = forms.MultipleChoiceField(
        label=_("Entstanden aus diesen Vorschlägen"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, cards: Iterable[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cards"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(card.item.public_id, card.item.text) for card in cards]


class RewordForm(AssumptionForm):
    """A new wording with its reason, and where the assumption is filed."""

    reason = forms.CharField(
        label=_("Grund der Änderung"), required=False, max_length=300,
    )
    dimensions = forms.MultipleChoiceField(
        label=_("Entwicklungsdimensionen"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, frame: Frame, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["dimensions"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (f"{one.numeral} {one.title}", [(d.slug, d.title) for d in one.dimensions])
            for one in frame.fields
        ]
