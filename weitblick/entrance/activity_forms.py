"""Forms of the agenda: one more activity, changing one, the hours of the day."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from weitblick.entrance.pauses import PAUSE_KIND, kind_of
from weitblick.faces.declaration import ActivityOption
from weitblick.method.chain import EVERYWHERE
from weitblick.workshop.agenda import MOST_MINUTES
from weitblick.workshop.models import MEETING_STEP, PAUSE, Activity

OPTION = "option-"


class PlanForm(forms.Form):
    """One more activity for the agenda."""

    kind = forms.ChoiceField(label=_("Was soll geschehen?"))
    title = forms.CharField(label=_("Titel"), max_length=200, required=False,
                            help_text=_("Leer lassen für den üblichen Titel."))
    minutes = forms.IntegerField(label=_("Minuten"), min_value=0, max_value=MOST_MINUTES,
                                 required=False,
                                 help_text=_("Leer lassen für die übliche Dauer, 0 ohne Ende."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps: list[Any] = [
            (f"{step.number} · {step.title}" if step.number else step.title,
             [(f"{step.slug}:{kind.slug}", kind.title) for kind in step.activities])
            for step in EVERYWHERE if step.activities
        ]
        pause = (_("Ohne Aufgabe"), [(f"{MEETING_STEP}:{PAUSE}", PAUSE_KIND.title)])
        cast(forms.ChoiceField, self.fields["kind"]).choices = [*steps, pause]


class ActivityForm(forms.Form):
    """Everything about one activity that may be changed; what is open keeps running."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    prompt = forms.CharField(
        label=_("Aufgabe"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Das lesen alle auf dem Telefon."),
    )
    minutes = forms.IntegerField(label=_("Minuten"), min_value=0, max_value=MOST_MINUTES,
                                 help_text=_("0: offen, bis Sie schließen."))
    topics = forms.MultipleChoiceField(
        label=_("Nur für Tische mit diesem Thema"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Nichts ankreuzen: für alle."),
    )
    tables = forms.MultipleChoiceField(
        label=_("Nur für diese Tische"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nichts ankreuzen: für alle."),
    )
    waits_for_all = forms.BooleanField(
        label=_("Ergebnisse erst zeigen, wenn alle Anwesenden geantwortet haben"), required=False,
        help_text=_("Sie erscheinen von selbst mit der letzten Antwort oder mit dem Schließen."),
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        given = {name: getattr(activity, name) for name in
                 ("title", "prompt", "minutes", "topics", "waits_for_all")}
        given["tables"] = [str(number) for number in activity.tables]
        kwargs["initial"] = given
        super().__init__(*args, **kwargs)
        self.activity = activity
        kind = kind_of(activity)
        self.options = tuple(kind.options) if kind else ()
        self._for_whom()
        for option in self.options:
            self.fields[OPTION + option.slug] = _field(option, activity)
        if activity.is_pause:
            for name in ("prompt", "waits_for_all"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """The changed columns of the activity."""
        data = dict(self.cleaned_data)
        options = {one.slug: data.pop(OPTION + one.slug) for one in self.options}
        data["tables"] = [int(number) for number in data.get("tables", [])]
        data.setdefault("topics", [])
        return {**data, "options": {**self.activity.options, **options}}

    def _for_whom(self) -> None:
        meeting = self.activity.meeting
        tables = list(meeting.tables.all())
        if not tables:
            del self.fields["topics"], self.fields["tables"]
            return
        used = {table.topic for table in tables}
        frame = meeting.process.frame
        self._choose("topics", [(t.slug, t.title) for t in frame.topics if t.slug in used])
        self._choose("tables", [(str(t.number), _("Tisch %s") % t.number) for t in tables])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast(forms.MultipleChoiceField, self.fields[name]).choices = choices


class HoursForm(forms.Form):
    """When the day begins and when it has to be over."""

    begins_at = forms.TimeField(label=_("Beginn"), required=False,
                                widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    finishes_at = forms.TimeField(label=_("Ende"), required=False,
                                  widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def _field(option: ActivityOption, activity: Activity) -> forms.Field:
    """The field of an option, with what is set or the usual."""
    value = activity.options.get(option.slug, option.initial)
    shared: dict[str, Any] = {"label": option.title, "help_text": option.help, "initial": value}
    if option.choices:
        return forms.ChoiceField(choices=list(option.choices), **shared)
    if isinstance(option.initial, bool):
        return forms.BooleanField(required=False, **shared)
    return forms.IntegerField(min_value=option.low, max_value=option.high, **shared)
