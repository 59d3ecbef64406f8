"""What people say about a file: which files, what the columns are, which damage may be mended."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from weitblick.evidence.importers import Column, Mapping, Proposal, Role

ROLES = [
    (Role.AREA, _("Gebiet: amtlicher Schlüssel")), ("own", _("Gebiet: nur Name")),
    (Role.AREA_NAME, _("Gebietsname neben dem Schlüssel")), (Role.PERIOD, _("Zeit")),
    (Role.VALUE, _("Wert")), (Role.DIMENSION, _("Gliederung, etwa Geschlecht")),
    (Role.VARIABLE, _("Name des Merkmals")), (Role.UNIT, _("Einheit")),
    (Role.QUALITY, _("Zeichen zur Güte")), (Role.IGNORED, _("nicht verwenden")),
]
DECIMALS = [(",", _("Komma: 1,5")), (".", _("Punkt: 1.5"))]
THOUSANDS = [("", _("keine")), (".", _("Punkt: 1.000")), (",", _("Komma: 1,000"))]


class Several(forms.ClearableFileInput):
    """A file field that takes several."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """A list of files."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Each of the files, checked."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(Files, self).clean(one, initial) for one in given or [None]]


class UploadForm(forms.Form):
    """One or several files."""

    brought = Files(
        label=_("Dateien"), help_text=_("Eine oder mehrere, jede bis 100 MB."),
        error_messages={"required": _("Bitte wählen Sie mindestens eine Datei."),
                        "empty": _("Diese Datei ist leer. Laden Sie sie bei der Quelle neu.")},
    )


class DayForm(forms.Form):
    """The day a file is about, where the file does not say it."""

    as_of = forms.DateField(
        label=_("Stichtag"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Für welchen Tag gelten die Angaben? Bei Jahreswerten der 31. Dezember."),
    )


class SourceForm(forms.Form):
    """From whom a file is that does not say it."""

    attribution = forms.CharField(
        label=_("Quellenangabe"), max_length=300,
        help_text=_("Steht bei jeder Berechnung damit, etwa „© OpenStreetMap-Mitwirkende, ODbL“."))


class ConsentForm(forms.Form):
    """Damage that may be mended, one tick each; nothing is mended unasked."""

    def __init__(self, problems: Iterable[dict[str, Any]], words: Any, *args: Any) -> None:
        super().__init__(*args)
        for one in problems:
            if one["needs_consent"]:
                self.fields[one["code"]] = forms.BooleanField(
                    label=words(one), required=False, initial=one["mended"])

    @property
    def given(self) -> list[str]:
        """The codes that were ticked."""
        return sorted(code for code, ticked in self.cleaned_data.items() if ticked)


class MappingForm(forms.Form):
    """What each column of a table holds, as proposed, to be changed and confirmed."""

    header_rows = forms.IntegerField(label=_("Kopfzeilen"), min_value=0, max_value=60)
    decimal = forms.ChoiceField(label=_("Dezimalzeichen"), choices=DECIMALS)
    thousands = forms.ChoiceField(label=_("Tausenderzeichen"), choices=THOUSANDS, required=False)
    period = forms.CharField(label=_("Zeit für alle Zeilen"), required=False, max_length=40,
                             help_text=_("Nur nötig, wenn keine Spalte sie nennt: 2024 oder "
                                         "31.12.2024."))
    title = forms.CharField(label=_("Titel"), required=False, max_length=300)
    source = forms.CharField(label=_("Wer hat die Zahlen erhoben?"), max_length=300,
                             required=False)
    attribution = forms.CharField(
        label=_("Quellenangabe"), max_length=300,
        help_text=_("Steht neben jedem Bild und in jedem Download, etwa „Landkreis Musterland, "
                    "Schuldezernat“."))

    def __init__(
        self, proposal: Proposal, indicators: Sequence[tuple[str, str]], data: Any = None
    ) -> None:
        known = proposal.mapping
        super().__init__(data, initial={
            name: getattr(known, name) for name in
            ("header_rows", "decimal", "thousands", "period", "title", "source", "attribution")})
        self.proposal = proposal
        for column in known.columns:
            self._add(column, indicators)

    def _add(self, column: Column, indicators: Sequence[tuple[str, str]]) -> None:
        at, name = column.index, self.proposal.headers[column.index]
        shared: dict[str, Any] = {"required": False}
        role = "own" if column.role is Role.AREA and column.code == "own" else str(column.role)
        self.fields[f"role-{at}"] = forms.ChoiceField(
            label=_("Was enthält die Spalte „%s“?") % name, choices=ROLES, initial=role)
        choices = [("", _("neuer Indikator aus der Überschrift")), *indicators]
        self.fields[f"code-{at}"] = forms.ChoiceField(
            label=_("Indikator"), choices=choices, initial=column.code, **shared)
        self.fields[f"unit-{at}"] = forms.CharField(
            label=_("Einheit"), max_length=80, initial=column.unit, **shared)
        self.fields[f"period-{at}"] = forms.CharField(
            label=_("Zeit der Spalte"), max_length=40, initial=column.period, **shared)

    def clean(self) -> dict[str, Any]:
        """Area, time and value are named, and only one column for the area."""
        data = super().clean() or self.cleaned_data
        roles = [data.get(f"role-{one.index}") for one in self.proposal.mapping.columns]
        areas = roles.count(str(Role.AREA)) + roles.count("own")
        if areas != 1:
            raise ValidationError(_("Genau eine Spalte muss das Gebiet enthalten."))
        if str(Role.VALUE) not in roles:
            raise ValidationError(_("Mindestens eine Spalte muss Werte enthalten."))
        if not self._is_timed(roles, data):
            raise ValidationError(_("Es fehlt die Zeit: eine Spalte, die Zeit jeder Wertespalte "
                                    "oder eine Zeit für alle Zeilen."))
        return data

    def _is_timed(self, roles: list[Any], data: dict[str, Any]) -> bool:
        values = [one.index for one in self.proposal.mapping.columns
                  if data.get(f"role-{one.index}") == str(Role.VALUE)]
        return bool(data.get("period")) or str(Role.PERIOD) in roles or all(
            data.get(f"period-{at}") for at in values)

    @property
    def mapping(self) -> Mapping:
        """The confirmed mapping."""
        data = self.cleaned_data
        shared = {name: data[name] for name in
                  ("header_rows", "decimal", "thousands", "period", "title", "source",
                   "attribution")}
        columns = tuple(self._column(one) for one in self.proposal.mapping.columns)
        return replace(self.proposal.mapping, columns=columns, **shared)

    def _column(self, one: Column) -> Column:
        data, role = self.cleaned_data, self.cleaned_data[f"role-{one.index}"]
        if role == "own":
            return replace(one, role=Role.AREA, code="own")
        code = data[f"code-{one.index}"] if role == str(Role.VALUE) else ""
        return replace(one, role=Role(role), code=code, unit=data[f"unit-{one.index}"],
                       period=data[f"period-{one.index}"] if role == str(Role.VALUE) else "")

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The columns with their fields and cells, for the page."""
        reasons = {one.column: one for one in self.proposal.reasons}
        return [
            {"header": self.proposal.headers[one.index], "role": self[f"role-{one.index}"],
             "code": self[f"code-{one.index}"], "unit": self[f"unit-{one.index}"],
             "period": self[f"period-{one.index}"], "reason": reasons.get(one.index),
             "number": one.index + 1}
            for one in self.proposal.mapping.columns
        ]


PLACE_ROLES = [
    ("name", _("Name")), ("kind", _("Art")), ("lat", _("Breite (Grad)")),
    ("lon", _("Länge (Grad)")), ("east", _("Ostwert (UTM)")), ("north", _("Nordwert (UTM)")),
    ("street", _("Straße")), ("house", _("Hausnummer")), ("postcode", _("Postleitzahl")),
    ("town", _("Ort")), ("capacity", _("Kapazität")), ("opening", _("Öffnungszeiten")),
    ("area_key", _("Gemeindeschlüssel")), ("external_id", _("Kennung")),
]
TIME_ROLES = [("origin", _("Anfang (Gebiet)")), ("destination", _("Ziel (Kennung des Orts)")),
              ("minutes", _("Minuten")), ("mode", _("Verkehrsmittel"))]
MODES = [("car", _("Auto")), ("transit", _("Bus und Bahn")), ("bike", _("Fahrrad")),
         ("walk", _("zu Fuß"))]


class _RolesForm(forms.Form):
    """A column of the table for each role."""

    roles: Sequence[tuple[str, Any]] = ()

    def __init__(
        self, headers: Sequence[str], proposed: dict[str, int], data: Any = None
    ) -> None:
        super().__init__(data)
        columns = [("", _("keine")), *((str(at), name or str(at + 1))
                                       for at, name in enumerate(headers))]
        for role, title in self.roles:
            self.fields[f"role-{role}"] = forms.ChoiceField(
                label=title, choices=columns, required=False,
                initial=str(proposed.get(role, "")))

    @property
    def columns(self) -> dict[str, int]:
        """Role to column, from 0."""
        data = self.cleaned_data
        return {role: int(data[f"role-{role}"]) for role, _title in self.roles
                if data[f"role-{role}"]}

    @property
    def role_fields(self) -> list[forms.BoundField]:
        """The fields of the roles, for the page."""
        return [self[f"role-{role}"] for role, _title in self.roles]


class PlacesForm(_RolesForm):
    """Columns of a table of places, and where it comes from."""

    roles = PLACE_ROLES
    kind = forms.CharField(
        label=_("Art der Orte"), required=False, max_length=60,
        help_text=_("Wenn keine Spalte sie nennt: hausarzt, grundschule, lebensmittel …"))
    origin = forms.CharField(label=_("Wer hat die Orte erhoben?"), max_length=300)
    attribution = forms.CharField(label=_("Quellenangabe"), max_length=300)


class TimesForm(_RolesForm):
    """Columns of a table of travel times, and where it comes from."""

    roles = TIME_ROLES
    mode = forms.ChoiceField(label=_("Verkehrsmittel, wenn keine Spalte es nennt"), choices=MODES)
    origin = forms.CharField(label=_("Womit gerechnet?"), max_length=300)
