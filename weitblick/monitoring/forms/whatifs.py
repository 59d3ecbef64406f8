"""What is asked about what-ifs and places."""

import math
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from weitblick.engines import access
from weitblick.engines.errors import InputError
from weitblick.monitoring.models import Wish
from weitblick.monitoring.queries.whatifs import KINDS, MODES

DAYS = [("", _("alle Tage")), *((str(at), day) for at, day in enumerate((
    _("Montag"), _("Dienstag"), _("Mittwoch"), _("Donnerstag"), _("Freitag"), _("Samstag"),
    _("Sonntag"))))]
SOURCES = [("straight", _("Schätzung: Luftlinie × 1,3")), ("table", _("eingelesene Fahrzeiten")),
           ("roads", _("Straßennetz dieser Installation"))]


def degrees(text: str, low: float, high: float) -> float:
    """A coordinate as people type it (51,02 or 51.02). Raises ValidationError."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        raise ValidationError(_now("„%s“ ist keine Koordinate. Schreiben Sie zum Beispiel "
                                   "51,02.") % text) from None
    if not low <= value <= high:
        raise ValidationError(_now("%(value)s liegt nicht zwischen %(low)g und %(high)g.") % {
            "value": text, "low": low, "high": high})
    return value


class SpotForm(forms.Form):
    """A spot: one of the known ones, or latitude and longitude."""

    spot = forms.ChoiceField(label=_("Wo? Ortsmitte von"), required=False)
    lat = forms.CharField(label=_("oder Breite (Grad Nord)"), required=False, max_length=20)
    lon = forms.CharField(label=_("und Länge (Grad Ost)"), required=False, max_length=20)

    def __init__(self, data: Any = None, *, spots: Sequence[tuple[str, str]] = (),
                 **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["spot"].choices = [("", _("– nicht gewählt –")), *spots]  # type: ignore[attr-defined]

    def where(self, known: dict[str, tuple[float, float]]) -> tuple[float, float]:
        """Latitude and longitude. Raises ValidationError where there is none."""
        given = self.cleaned_data
        if given.get("lat") and given.get("lon"):
            return degrees(given["lat"], 45, 56), degrees(given["lon"], 4, 17)
        if given.get("spot") in known:
            return known[given["spot"]]
        raise ValidationError(_now("Wählen Sie eine Ortsmitte oder geben Sie Breite und Länge an."))


class ChangeForm(SpotForm):
    """One change of a what-if."""

    site = forms.ChoiceField(label=_("Welcher Ort?"), required=False)
    name = forms.CharField(label=_("Name des neuen Ortes"), required=False, max_length=200)
    capacity = forms.FloatField(label=_("Kapazität"), required=False, min_value=0, localize=True)
    hours = forms.CharField(label=_("Öffnungszeiten"), required=False, max_length=200,
                            help_text=_("Zum Beispiel Mo-Fr 8-12, Di 14-18"))

    def __init__(self, data: Any = None, *, sites: Sequence[tuple[str, str]] = (),
                 **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["site"].choices = sites  # type: ignore[attr-defined]


class LayOutForm(forms.Form):
    """A new what-if: for whom, what, how."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    kind = forms.ChoiceField(label=_("Wohin?"))
    within = forms.ChoiceField(
        label=_("Für wen? Gemeinden von"), required=False,
        help_text=_("Aus dem Gemeindeverzeichnis und den Gemeindegrenzen."))
    typed = forms.CharField(
        label=_("oder Orte von Hand"), required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Eine Zeile je Ort: Name; Menschen; Breite; Länge"))
    source = forms.CharField(
        label=_("Woher die Zahlen von Hand kommen"), required=False, max_length=200)
    mode = forms.ChoiceField(label=_("Wie unterwegs?"), choices=list(MODES.items()))
    ways = forms.ChoiceField(label=_("Woher die Minuten?"), choices=SOURCES)
    near = forms.IntegerField(label=_("Nah: höchstens Minuten"), initial=15, min_value=1,
                              max_value=240)
    far = forms.IntegerField(label=_("Noch erreichbar: höchstens Minuten"), initial=30,
                             min_value=2, max_value=480)
    weekday = forms.ChoiceField(label=_("Nur was geöffnet ist am"), choices=DAYS, required=False)

    def __init__(self, data: Any = None, *, kinds: Sequence[tuple[str, str]] = (),
                 areas: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["within"].choices = [("", _("– von Hand –")), *areas]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        near, far = given.get("near"), given.get("far")
        if near and far and near >= far:
            self.add_error("far", _now("Geben Sie hier mehr Minuten an als bei „Nah“."))
        if not given.get("within") and not given.get("typed", "").strip():
            self.add_error("within", _now("Wählen Sie Gemeinden oder tragen Sie Orte von Hand "
                                          "ein."))
        return given


DIRECTIONS = [("", _("– nicht gewählt –")), *((str(45 * at), words) for at, words in enumerate((
    _("nördlich"), _("nordöstlich"), _("östlich"), _("südöstlich"), _("südlich"), _("südwestlich"),
    _("westlich"), _("nordwestlich"))))]
KM_PER_DEGREE = 111.195


class PlaceForm(SpotForm):
    """A place that is typed in: at a position, or so far from the middle of a municipality."""

    distance = forms.FloatField(label=_("davon entfernt (km)"), required=False, min_value=0,
                                max_value=30, localize=True)
    direction = forms.ChoiceField(label=_("in Richtung"), choices=DIRECTIONS, required=False)
    kind = forms.ChoiceField(label=_("Art"), choices=list(KINDS.items()))
    name = forms.CharField(label=_("Name"), max_length=200)
    capacity = forms.FloatField(label=_("Kapazität"), required=False, min_value=0, localize=True,
                                help_text=_("Plätze, Stellen, Abfahrten am Tag"))
    hours = forms.CharField(label=_("Öffnungszeiten"), required=False, max_length=200,
                            help_text=_("Zum Beispiel Mo-Fr 8-12, Di 14-18"))

    def where(self, known: dict[str, tuple[float, float]]) -> tuple[float, float]:
        """Latitude and longitude, moved from the middle where that was asked for."""
        given = self.cleaned_data
        lat, lon = super().where(known)
        far = given.get("distance")
        if not far or (given.get("lat") and given.get("lon")):
            return lat, lon
        if not given.get("direction"):
            raise ValidationError(_now("Wählen Sie zur Entfernung auch die Richtung."))
        angle = math.radians(float(given["direction"]))
        return (round(lat + far * math.cos(angle) / KM_PER_DEGREE, 5),
                round(lon + far * math.sin(angle) / KM_PER_DEGREE / math.cos(math.radians(lat)), 5))

    def clean_hours(self) -> dict[str, Any]:
        """The hours as days; refused where they cannot be read."""
        text = self.cleaned_data["hours"].strip()
        try:
            return dict(access.parse_hours(text).as_days()) if text else {}
        except InputError:
            raise ValidationError(_now("„%s“ ist nicht lesbar. Schreiben Sie zum Beispiel "
                                       "Mo-Fr 8-12.") % text) from None


class ProposalForm(forms.Form):
    """On a phone: what should happen with which place, and why."""

    wish = forms.ChoiceField(
        label=_("Was sollte geschehen?"), choices=Wish.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie, was geschehen soll.")})
    place = forms.ChoiceField(
        label=_("Mit welchem Ort?"),
        error_messages={"required": _("Bitte wählen Sie einen Ort.")})
    words = forms.CharField(label=_("Warum?"), required=False, max_length=1000,
                            widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, sites: Sequence[tuple[str, str]] = (),
                 points: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", _("– bitte wählen –")),
            (_now("Bestehende Orte (schließen, verlegen, erhalten)"),
             [(f"s:{key}", words) for key, words in sites]),
            (_now("Wohin etwas Neues gehört (öffnen)"),
             [(f"p:{key}", words) for key, words in points]),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        wish, place = given.get("wish"), given.get("place", "")
        if wish and place and (wish == Wish.OPEN) != place.startswith("p:"):
            self.add_error("place", _now(
                "Wählen Sie für etwas Neues einen Wohnort, sonst einen bestehenden Ort."))
        return given
