"""The forms of step 3."""

import re
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from weitblick.faces.answering import JudgementForm
from weitblick.method.scenarios.models import StoryForm

LONGEST_STORY = 20_000
LOWEST, HIGHEST = -3, 3
WHOLE = re.compile(r"[+-]?\d{1,2}")


class PairForm(JudgementForm):
    """One judgement of a pair; an empty value means "don't know"."""

    unanswered = _("Bitte wählen Sie einen Wert oder „weiß nicht“.")

    value = forms.TypedChoiceField(
        choices=[("", "")] + [(str(v), str(v)) for v in range(LOWEST, HIGHEST + 1)],
        coerce=int, empty_value=None, required=False,
    )
    reason = forms.CharField(label=_("Warum?"), required=False, max_length=500)


class TellForm(forms.Form):
    """A story.

    Its form is asked for as "genre": a field named "form" would hide the browser's own
    ``form.form`` from the script that sends the page, and the story would never leave the phone.
    """

    genre = forms.ChoiceField(
        label=_("Form"), choices=StoryForm.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Form für die Geschichte.")},
    )
    title = forms.CharField(
        label=_("Überschrift"), max_length=200,
        error_messages={"required": _("Bitte geben Sie der Geschichte eine Überschrift.")},
    )
    text = forms.CharField(
        label=_("Geschichte"), max_length=LONGEST_STORY,
        help_text=_("Schreiben Sie so, als wäre es gerade geschehen."),
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Bitte schreiben Sie die Geschichte.")},
    )


def _stars() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=[(str(v), str(v)) for v in range(1, 6)], coerce=int,
        error_messages={"required": _("Bitte wählen Sie einen Wert.")},
    )


class RateForm(forms.Form):
    """How desirable and how plausible a scenario is."""

    desirability = _stars()
    plausibility = _stars()


class NameForm(forms.Form):
    """Name and summary of a chosen scenario."""

    name = forms.CharField(
        label=_("Name"), max_length=120,
        help_text=_("Kurz und bildhaft, ohne Wertung."),
        error_messages={"required": _("Bitte geben Sie dem Szenario einen Namen.")},
    )
    summary = forms.CharField(
        label=_("Zusammenfassung"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class RewordForm(NameForm):
    """A new wording with its reason."""

    reason = forms.CharField(label=_("Grund der Änderung"), required=False, max_length=300)


class ImportForm(forms.Form):
    """A matrix from a file, as the voice of one table."""

    file = forms.FileField(
        label=_("Datei"), help_text=_("ScenarioWizard (.scw), CSV oder XLSX"),
        error_messages={"required": _("Bitte wählen Sie eine Datei.")},
    )
    table = forms.IntegerField(
        label=_("Tisch"), min_value=1, max_value=200,
        help_text=_("Die Urteile der Datei zählen als Stimme dieses Tisches."),
    )


def grid_values(
    data: Mapping[str, str], names: list[str]
) -> tuple[dict[str, int | None], list[str]]:
    """The numbers typed into a grid by cell name, and what is wrong with the others.

    An empty cell is "don't know". The real minus sign is read as one.
    """
    values: dict[str, int | None] = {}
    wrong: list[str] = []
    for name in names:
        typed = data.get(name, "").strip().replace("\u2212", "-")
        if not typed:
            values[name] = None
        elif WHOLE.fullmatch(typed) and LOWEST <= int(typed) <= HIGHEST:
            values[name] = int(typed)
        else:
            wrong.append(typed)
    return values, wrong
