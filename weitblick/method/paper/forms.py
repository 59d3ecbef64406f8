"""What phones and desks send to this step."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weitblick.exports.house import INK, LEAST, WHITE, contrast, readable
from weitblick.faces.numbers import number
from weitblick.method.paper import queries
from weitblick.method.paper.criteria import AGREE, DISAGREE, UNSURE
from weitblick.method.paper.models import HouseStyle, Paper, Recommendation
from weitblick.trace.models import Item
from weitblick.workshop.models import Process

LONG = forms.Textarea(attrs={"rows": 5})
COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
SHORT = forms.Textarea(attrs={"rows": 2})


class ResponseForm(forms.Form):
    """A phone's answer to one recommendation."""

    recommendation = forms.CharField(max_length=16)
    value = forms.TypedChoiceField(
        choices=[(str(AGREE), ""), (str(UNSURE), ""), (str(DISAGREE), "")], coerce=int,
        error_messages={"required": _("Bitte wählen Sie eine der drei Antworten."),
                        "invalid_choice": _("Bitte wählen Sie eine der drei Antworten.")},
    )
    comment = forms.CharField(
        label=_("Was möchten Sie dazu sagen?"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RecommendationForm(forms.Form):
    """A recommendation with its field, filing, addressee and first step."""

    title = forms.CharField(label=_("Empfehlung in einem Satz"), max_length=200, widget=SHORT)
    text = forms.CharField(
        label=_("Wortlaut"), max_length=4000, widget=LONG,
        help_text=_("Zwei bis vier Sätze. Nennen Sie auch, wo Uneinigkeit geblieben ist."),
    )
    field = forms.ChoiceField(label=_("Handlungsfeld"))
    dimensions = forms.MultipleChoiceField(
        label=_("Entwicklungsdimensionen"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ohne Auswahl gelten die der Quellen."),
    )
    addressee = forms.CharField(
        label=_("An wen?"), max_length=200, required=False,
        help_text=_("Zum Beispiel Land, Landkreis, Gemeinde oder Träger."),
    )
    first_step = forms.CharField(label=_("Erster Schritt"), max_length=1000, required=False,
                                 widget=SHORT)
    who = forms.CharField(label=_("Wer geht ihn?"), max_length=300, required=False)
    due = forms.CharField(label=_("Bis wann?"), max_length=100, required=False,
                          help_text=_("Ein Datum wie 30.6.2027 oder Worte."))

    def __init__(self, process: Process, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = process.frame.fields
        self.fields["field"].choices = [  # type: ignore[attr-defined]
            (one.slug, f"{one.numeral} {one.title}") for one in fields
        ]
        self.fields["dimensions"].choices = [  # type: ignore[attr-defined]
            (f"{one.numeral} {one.title}", [(d.slug, d.title) for d in one.dimensions])
            for one in fields
        ]

    @property
    def described(self) -> dict[str, str]:
        """Field, addressee, first step, who and until when."""
        names = ("field", "addressee", "who", "first_step", "due")
        return {name: self.cleaned_data[name] for name in names}


class RewordForm(RecommendationForm):
    """A new wording, with the reason for it."""

    reason = forms.CharField(label=_("Warum die neue Fassung?"), max_length=300, required=False)

    @classmethod
    def of(cls, one: Recommendation) -> "RewordForm":
        """The form filled with what is there."""
        return cls(one.process, initial={
            "title": one.item.text, "text": one.item.detail, "field": one.field,
            "addressee": one.addressee, "who": one.who, "first_step": one.first_step,
            "due": one.due, "dimensions": [f.dimension for f in one.item.filings.all()],
        })


class MergeForm(forms.Form):
    """At least two ticked recommendations and their common wording."""

    title = forms.CharField(label=_("Gemeinsamer Titel"), max_length=200)
    text = forms.CharField(label=_("Gemeinsamer Wortlaut"), max_length=4000, widget=LONG)


class HeadForm(forms.ModelForm):  # type: ignore[type-arg]
    """Title, subtitle, editors and imprint of the paper."""

    class Meta:
        model = Paper
        fields = ["title", "subtitle", "authors", "imprint"]
        help_texts = {"authors": _("Mehrere trennen Sie mit Strichpunkt.")}
        widgets = {"imprint": forms.Textarea(attrs={"rows": 4})}


class TextForm(forms.Form):
    """The wording of one paragraph."""

    text = forms.CharField(
        label=_("Wortlaut"), max_length=20000, widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("Eine Leerzeile beginnt einen neuen Absatz."),
    )


class RemarkForm(forms.Form):
    """A comment on a paragraph, or an answer to one."""

    text = forms.CharField(label=_("Kommentar"), max_length=4000, widget=SHORT)


class HouseForm(forms.ModelForm):  # type: ignore[type-arg]
    """Colours that can be read, face, imprint and the line of the funders."""

    class Meta:
        model = HouseStyle
        fields = ["accent", "ground", "face", "imprint", "funding"]
        widgets = {
            "accent": forms.TextInput(attrs={"type": "color"}),
            "ground": forms.TextInput(attrs={"type": "color"}),
            "imprint": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "accent": _("Sie muss sich von Weiß und von der Farbe der Kästen deutlich abheben."),
            "imprint": _("Steht in jedem Papier, das kein eigenes Impressum hat."),
            "funding": _("Zum Beispiel: Gefördert durch …"),
        }

    def clean(self) -> dict[str, Any]:
        """Both colours, written as #rrggbb, with a contrast of at least 4.5 to 1."""
        data = super().clean() or {}
        colours = {name: str(data.get(name, "")).lower() for name in ("accent", "ground")}
        for name, value in colours.items():
            if not COLOUR.match(value):
                self.add_error(name, _("Bitte geben Sie eine Farbe wie #3d3577 an."))
        if not self.errors:
            data |= colours
            self._check_contrast(**colours)
        return data

    def _check_contrast(self, accent: str, ground: str) -> None:
        if (found := contrast(INK, ground)) < LEAST:
            self.add_error("ground", _(
                "Schwarze Schrift hat auf dieser Farbe nur %(found)s : 1 Kontrast. Nötig sind "
                "4,5 : 1. Bitte wählen Sie eine hellere Farbe."
            ) % {"found": number(found, 1)})
            return
        if (found := min(contrast(accent, WHITE), contrast(accent, ground))) < LEAST:
            self.add_error("accent", _(
                "Diese Farbe hat nur %(found)s : 1 Kontrast. Nötig sind 4,5 : 1. Lesbar und am "
                "ähnlichsten ist %(proposal)s."
            ) % {"found": number(found, 1), "proposal": readable(accent, WHITE, ground)})


class LogoForm(forms.Form):
    """A logo and whose it is."""

    file = forms.FileField(label=_("Bilddatei"), help_text=_("PNG, JPEG oder SVG, bis 2 MB."))
    description = forms.CharField(label=_("Wessen Logo ist das?"), max_length=200)


class TemplateForm(forms.Form):
    """The house's own Word template."""

    file = forms.FileField(label=_("Word-Vorlage"), help_text=_("Eine .docx-Datei, bis 2 MB."))


class SignForm(forms.Form):
    """Who signs."""

    name = forms.CharField(
        label=_("Name und Funktion"), max_length=200,
        help_text=_("So steht es im Impressum des Papiers."),
    )


class HandsForm(forms.Form):
    """Raised hands for one recommendation."""

    agree = forms.IntegerField(label=_("tragen sie mit"), min_value=0, max_value=9999)
    unsure = forms.IntegerField(label=_("unsicher"), min_value=0, max_value=9999)
    disagree = forms.IntegerField(label=_("tragen sie nicht mit"), min_value=0, max_value=9999)


def chosen_sources(process: Process, public_ids: list[str]) -> list[Item]:
    """The validated statements and options that were ticked, in the order of the page."""
    statements, options = queries.candidates(process)
    wanted = set(public_ids)
    items = [*(one.item for one in statements), *(one.item for one in options)]
    return [item for item in items if item.public_id in wanted]
