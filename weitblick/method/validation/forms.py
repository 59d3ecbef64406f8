"""What phones and desks send to this step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weitblick.method.factors.queries import key_factors
from weitblick.method.options.queries import options
from weitblick.method.validation.models import Outcome
from weitblick.trace.models import Item
from weitblick.workshop.models import Activity, Process, Table

MOST_UPLOAD = 5_000_000


class VoteForm(forms.Form):
    """One vote."""

    statement = forms.CharField(widget=forms.HiddenInput)
    vote = forms.TypedChoiceField(choices=[("1", "1"), ("-1", "-1"), ("0", "0")], coerce=int)


class ReasonForm(forms.Form):
    """Why somebody voted so."""

    statement = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Warum?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Der Grund wird ohne Namen und ohne Akteursgruppe gezeigt."),
    )


class AmendForm(forms.Form):
    """A new wording of a statement."""

    statement = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Ihre Fassung"), max_length=600, widget=forms.Textarea(attrs={"rows": 5}),
    )
    why = forms.CharField(
        label=_("Warum ist das besser?"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class StatementForm(forms.Form):
    """A statement, and what it is derived from."""

    text = forms.CharField(
        label=_("Aussage"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ein Satz, dem man zustimmen oder widersprechen kann."),
    )
    sources = forms.MultipleChoiceField(
        label=_("Abgeleitet aus"), required=False, widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, process: Process, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: list[tuple[Any, list[Item]]] = [
            (_("Handlungsoptionen"), [one.item for one in options(process)]),
            (_("Schlüsselfaktoren"), [one.item for one in key_factors(process)]),
        ]
        self.items = {item.public_id: item for _title, items in rows for item in items}
        self.fields["sources"].choices = [  # type: ignore[attr-defined]
            (title, [(item.public_id, item.text) for item in items]) for title, items in rows
        ]

    @property
    def chosen(self) -> list[Item]:
        """The items the statement is derived from."""
        return [self.items[pk] for pk in self.cleaned_data["sources"]]


class LinesForm(forms.Form):
    """Several statements, one a line."""

    lines = forms.CharField(
        label=_("Aussagen, eine je Zeile"), widget=forms.Textarea(attrs={"rows": 6})
    )


class UploadForm(forms.Form):
    """A CSV file with statements."""

    file = forms.FileField(
        label=_("CSV-Datei"),
        help_text=_("Eine Spalte „Text“ oder „Aussage“; dazu, wenn vorhanden, „Thema“."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_UPLOAD:
            raise forms.ValidationError(_("Die Datei ist größer als 5 MB."))
        return file


class RewordForm(forms.Form):
    """A new wording, and why."""

    text = forms.CharField(
        label=_("Wortlaut"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    why = forms.CharField(label=_("Warum die Änderung?"), max_length=300, required=False)


class VerdictForm(forms.Form):
    """What was decided, and why."""

    outcome = forms.ChoiceField(label=_("Ergebnis"), choices=Outcome.choices)
    reason = forms.CharField(
        label=_("Begründung"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sie steht öffentlich neben der Aussage."),
    )


class HandsForm(forms.Form):
    """Raised hands, counted."""

    activity = forms.ModelChoiceField(
        label=_("Aktivität"), queryset=Activity.objects.none(), empty_label=None
    )
    table = forms.ModelChoiceField(
        label=_("Tisch"), queryset=Table.objects.none(), required=False,
        empty_label=_("der ganze Saal"),
    )
    agree = forms.IntegerField(label=_("dafür"), min_value=0, max_value=10_000)
    disagree = forms.IntegerField(label=_("dagegen"), min_value=0, max_value=10_000)
    passed = forms.IntegerField(label=_("enthalten"), min_value=0, max_value=10_000, initial=0)

    def __init__(self, process: Process, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = Activity.objects.filter(  # type: ignore[attr-defined]
            meeting__process=process, step="validation", kind="vote", state="open"
        ).order_by("-opened_at", "-pk")
        self.fields["table"].queryset = Table.objects.filter(  # type: ignore[attr-defined]
            meeting__process=process
        )
