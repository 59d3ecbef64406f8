"""The living page of the design system: tokens, components and frames with sample texts."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import segno
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from . import samples

FRAMES = ("phone", "board", "desk")
TOKENS = ("ground", "pinboard", "paper", "sunken", "line", "edge", "ink", "quiet", "accent")


class SampleForm(forms.Form):
    """One field of each kind, one of them with an error."""

    text = forms.CharField(
        label=_("Ihr Einflussfaktor"),
        help_text=_("Ein Gedanke je Karte, höchstens zwei Sätze."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    code = forms.CharField(label=_("Code der Veranstaltung"), max_length=6, min_length=6)
    sector = forms.ChoiceField(
        label=_("Aus welchem Bereich kommen Sie?"),
        choices=[("kommune", "Kommune"), ("wohlfahrt", "Wohlfahrtspflege"), ("politik", "Politik")],
        widget=forms.RadioSelect,
    )
    region = forms.ChoiceField(
        label=_("Landkreis"), choices=[("", "–"), ("a", "Nordkreis"), ("b", "Südkreis")],
        required=False,
    )
    agreed = forms.BooleanField(label=_("Meine Karten dürfen im Bericht stehen"), required=False)


def _process() -> SimpleNamespace:
    return SimpleNamespace(title="Zukunftswerkstatt 2035", is_example=True)


def _navigation() -> list[dict[str, Any]]:
    titles = (_("Einflussfaktoren"), _("Trendannahmen"), _("Szenarien"),
              _("Handlungsoptionen"), _("Validierung"), _("Policy Paper"))
    return [
        {"title": title, "url": "#content", "number": number, "current": number == 1}
        for number, title in enumerate(titles, 1)
    ]


def _grid() -> dict[str, Any]:
    return {
        "x": {"name": "impact", "legend": _("Wie stark wirkt der Faktor auf die Region?"),
              "low": _("kaum"), "high": _("sehr stark"), "value": 4},
        "y": {"name": "uncertainty", "legend": _("Wie unsicher ist seine Entwicklung?"),
              "low": _("sicher"), "high": _("sehr unsicher"), "value": 3},
        "quadrants": (_("beobachten"), _("Schlüssel"), _("Rahmen"), _("Trend")),
    }


def _context() -> dict[str, Any]:
    form = SampleForm({"text": "", "code": "4711", "sector": "kommune", "agreed": "on"})
    return {
        "process": _process(),
        "desk_nav": _navigation(),
        "form": form,
        "cards": samples.CARDS,
        "points": samples.POINTS,
        "scenarios": samples.SCENARIOS,
        "options": samples.OPTIONS,
        "names": samples.NAMES,
        "effects": samples.EFFECTS,
        "dots": samples.DOTS,
        "fields": samples.coverage_fields(),
        "areas": samples.AREAS,
        "places": samples.PLACES,
        "breaks": samples.BREAKS,
        "counts": [1, 3, 6, 9, 4],
        "ends_at": timezone.now() + timedelta(minutes=12),
        "tokens": TOKENS,
        "numerals": range(1, 7),
        "tones": range(1, 8),
        "frames": FRAMES,
        **_grid(),
    }


def living(request: HttpRequest) -> HttpResponse:
    """The page itself, or with ?frame=phone|board|desk a sample page in that frame."""
    frame = request.GET.get("frame")
    if frame is None:
        return render(request, "faces/living/page.html", _context())
    if frame not in FRAMES:
        raise Http404(f"No frame {frame!r}; there are {', '.join(FRAMES)}")
    picture = segno.make("http://weitblick.local/482917").svg_inline(omitsize=True)
    context = _context() | {
        "form": SampleForm(),
        "join": {"code": "482 917", "url": "weitblick.local", "qr_svg": mark_safe(picture)},
        "timer": {"ends_at": timezone.now() + timedelta(minutes=12), "label": _("noch")},
    }
    return render(request, f"faces/living/{frame}.html", context)
