"""What is asked for a forecast: areas, assumptions of three variants, how many paths."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

ALL_KREISE = "kreise"
LEVELS = (
    ("tfr", _("Kinder je Frau"), 0.3, 4.0), ("women", _("Lebenserwartung Frauen"), 60, 100),
    ("men", _("Lebenserwartung Männer"), 60, 100),
    ("migration", _("Wanderung je 1 000 im Jahr"), -50, 50),
)
STRAYS = (_("Schwankung der Geburten (%)"), _("Schwankung der Sterblichkeit (%)"),
          _("Schwankung der Wanderung (je 1 000)"))


class ForecastForm(forms.Form):
    """A forecast of an area that is chosen already, with the method that is.

    ``start``: what they begin with; ``kreise``: all that can be worked out together;
    ``has_levels``: whether the method needs assumptions.
    """

    area = forms.CharField(label=_("Gebiet"), widget=forms.HiddenInput, max_length=40)
    way = forms.CharField(label=_("Verfahren"), widget=forms.HiddenInput, required=False,
                          max_length=20)
    steps = forms.IntegerField(label=_("Jahre voraus"), min_value=5, max_value=40)
    reached = forms.IntegerField(
        label=_("Die Annahmen gelten ganz nach so vielen Jahren"), min_value=1, max_value=40)
    paths = forms.IntegerField(
        label=_("Zahl der durchgespielten Zukünfte"), min_value=0, max_value=2000,
        help_text=_("0: ohne Band aus Annahmen"))
    official = forms.ChoiceField(label=_("An amtliche Summen anpassen"), required=False)
    places = forms.BooleanField(label=_("Gemeinden nach Anteilen mitrechnen"), required=False)

    def __init__(
        self, data: Any = None, *, start: Mapping[str, Any], area: str = "", method: str = "",
        kreise: Sequence[str] = (), official: Sequence[tuple[str, str]] = (),
        has_levels: bool = True, **kwargs: Any,
    ) -> None:
        initial = {name: start[name] for name in ("steps", "reached", "paths", "official",
                                                  "places")}
        super().__init__(data, initial={**initial, "area": area, "way": method}, **kwargs)
        self.kreise, self.start, self.has_levels = list(kreise), start, has_levels
        self.names = [one["name"] for one in start["variants"]]
        self.fields["official"].choices = [("", _("nicht anpassen")), *official]  # type: ignore[attr-defined]
        for at, variant in enumerate(start["variants"]):
            for name, label, low, high in LEVELS:
                self.fields[f"{name}_{at}"] = forms.FloatField(
                    label=label, min_value=low, max_value=high, initial=variant[name],
                    localize=True, required=has_levels)
        for at, label in enumerate(STRAYS):
            self.fields[f"stray_{at}"] = forms.FloatField(
                label=label, min_value=0, max_value=50, initial=start["strays"][at],
                localize=True, required=has_levels)
        for name in ("reached", "paths"):
            self.fields[name].required = has_levels

    @property
    def rows(self) -> list[tuple[str, Any, list[Any]]]:
        """The levels as a table: name, label, and the fields of the variants."""
        return [(name, label, [self[f"{name}_{at}"] for at in range(len(self.names))])
                for name, label, _low, _high in LEVELS]

    @property
    def strays(self) -> list[Any]:
        """The fields of what fluctuates."""
        return [self[f"stray_{at}"] for at in range(len(STRAYS))]

    @property
    def areas(self) -> list[str]:
        """The keys asked for."""
        area = self.cleaned_data["area"]
        return self.kreise if area == ALL_KREISE else [area]

    @property
    def asked(self) -> dict[str, Any]:
        """As actions.forecasts.ask takes it; without assumptions those of the start stay."""
        given = self.cleaned_data
        taken = {name: given[name] for name in ("steps", "official", "places")}
        taken["method"] = given["way"]
        if not self.has_levels:
            return {**self.start, **taken}
        return {
            **taken, "reached": given["reached"], "paths": given["paths"],
            "variants": [{"name": title, **{name: given[f"{name}_{at}"] for name, *_rest in LEVELS}}
                         for at, title in enumerate(self.names)],
            "strays": [given[f"stray_{at}"] for at in range(len(STRAYS))],
        }


class EarlierForm(forms.Form):
    """A published forecast that is typed in."""

    name = forms.CharField(label=_("Name der Vorausberechnung"), max_length=200)
    source = forms.CharField(label=_("Quelle"), max_length=300)
    points = forms.CharField(
        label=_("Werte"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Eine Zeile je Jahr: Jahr; Menschen, oder Jahr; kleinste; größte Zahl"))

    def clean_points(self) -> list[tuple[int, float, float]]:
        """Rows of year, least, greatest; errors name the line."""
        found = []
        for number, line in enumerate(self.cleaned_data["points"].splitlines(), start=1):
            if not line.strip():
                continue
            try:
                parts = [float(part.strip().replace(".", "").replace(" ", "").replace(",", "."))
                         for part in line.split(";")]
                year, low, high = (*parts, parts[-1])[:3]
            except (ValueError, IndexError):
                raise ValidationError(_now("Zeile %d: Schreiben Sie zum Beispiel "
                                           "2030; 1842800; 1873200.") % number) from None
            found.append((int(year), low, high))
        return found
