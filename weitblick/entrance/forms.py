"""Forms of the entrance."""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from weitblick.evidence.areas import thueringen
from weitblick.workshop.frame import Frame, FrameError, built_in_frames, load_frame
from weitblick.workshop.models import Meeting, Process, Role
from weitblick.workshop.seats import find_meeting


def _choices(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """A choice field of a form, as one (Django types all fields alike)."""
    return cast(forms.ChoiceField, form.fields[name])


class CodeForm(forms.Form):
    """The join code from the board or the sheet."""

    code = forms.CharField(
        label=_("Beitrittscode"), max_length=20,
        help_text=_("Sechs Zeichen, sie stehen auf der Tafel oder auf Ihrem Blatt."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters",
                                      "spellcheck": "false", "class": "code-input"}),
    )

    def clean_code(self) -> Meeting:
        """The meeting this code belongs to."""
        meeting = find_meeting(self.cleaned_data["code"])
        if meeting is None:
            raise ValidationError(_("Diesen Code gibt es nicht. Bitte vergleichen Sie ihn noch "
                                    "einmal mit der Tafel."))
        return meeting


class JoinForm(forms.Form):
    """Sector (always) and region (if one likes)."""

    sector = forms.ChoiceField(label=_("Zu welcher Gruppe gehören Sie?"), widget=forms.RadioSelect)
    region = forms.ChoiceField(label=_("Aus welchem Landkreis kommen Sie?"), required=False)

    def __init__(self, *args: Any, frame: Frame, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "sector").choices = [(s.slug, s.title) for s in frame.sectors]
        districts = sorted(area.name for area in thueringen().areas)
        _choices(self, "region").choices = [
            ("", _("keine Angabe")), *((name, name) for name in districts),
            ("andere", _("andere Gegend")),
        ]


class PersonalCodeForm(forms.Form):
    """The personal code that moves a seat to this device."""

    personal_code = forms.CharField(
        label=_("Persönlicher Code"), max_length=20,
        help_text=_("Er steht auf Ihrem ersten Gerät unter „Meine Beiträge“."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class ProcessForm(forms.ModelForm):
    """A new process."""

    frame = forms.ChoiceField(label=_("Rahmen"))

    class Meta:
        model = Process
        fields = ["title", "question", "region", "horizon", "introduction"]
        widgets = {"question": forms.Textarea(attrs={"rows": 3}),
                   "introduction": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "question": _("Die Frage, um die sich alles dreht."),
            "horizon": _("Bis zu welchem Jahr wird gedacht?"),
            "introduction": _("Ein Absatz für alle, die zum ersten Mal davon hören."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        frames = [load_frame(slug) for slug in built_in_frames()]
        _choices(self, "frame").choices = [(frame.slug, frame.title) for frame in frames]
        self.order_fields(["title", "question", "frame", "region", "horizon", "introduction"])

    def clean_frame(self) -> Frame:
        """The chosen frame, loaded and checked."""
        try:
            return load_frame(self.cleaned_data["frame"])
        except FrameError as problem:
            raise ValidationError(str(problem)) from problem


class MeetingForm(forms.ModelForm):
    """A new meeting."""

    tables = forms.IntegerField(
        label=_("Tische"), min_value=0, max_value=40, initial=0, required=False,
        help_text=_("Die Themen werden der Reihe nach verteilt. 0, wenn es keine Tische gibt."),
    )

    class Meta:
        model = Meeting
        fields = ["title", "kind", "starts_on", "begins_at", "ends_on", "finishes_at", "place"]
        labels = {"starts_on": _("Tag"), "ends_on": _("Letzter Tag")}
        help_texts = {"ends_on": _("Nur wenn es über mehrere Tage geht.")}
        widgets = {
            "begins_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "finishes_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean(self) -> dict[str, Any]:
        """The end does not lie before the beginning."""
        data = super().clean() or {}
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("Der letzte Tag liegt vor dem ersten."))
        begins, finishes = data.get("begins_at"), data.get("finishes_at")
        if begins and finishes and finishes <= begins and (end or start) == start:
            self.add_error("finishes_at", _("Das Ende liegt vor dem Beginn."))
        return data


class InvitationForm(forms.Form):
    """Which role somebody is invited to, of those the inviting person may give."""

    role = forms.ChoiceField(label=_("Rolle"), choices=Role.choices)

    def __init__(self, data: Any = None, *, given: Collection[str] = ()) -> None:
        super().__init__(data)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            one for one in Role.choices if one[0] in given]


class SignInForm(AuthenticationForm):
    """Signing in, in the words of this house."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("Anmeldename oder Passwort stimmt nicht. Groß- und Kleinschreibung "
                           "zählt bei beiden."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Anmeldename")
        self.fields["password"].label = _("Passwort")


class AccountForm(forms.Form):
    """A name and a password somebody chooses."""

    username = forms.CharField(label=_("Anmeldename"), max_length=150)
    password = forms.CharField(
        label=_("Passwort"), strip=False, help_text=_("Mindestens zwölf Zeichen."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_username(self) -> str:
        """A name nobody has yet."""
        name = self.cleaned_data["username"].strip()
        if get_user_model().objects.filter(username__iexact=name).exists():
            raise ValidationError(_("Diesen Anmeldenamen gibt es schon."))
        return name

    def clean_password(self) -> str:
        """A password that is long and uncommon enough."""
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])


