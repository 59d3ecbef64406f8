"""A Wi-Fi of one's own, without internet: how to set it up, and the sheet that lets phones in.

Name and password of the network are typed for the sheet and kept nowhere.
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from weitblick.entrance import addresses
from weitblick.entrance.board import join_context, qr_svg
from weitblick.entrance.meetings import crumbs
from weitblick.faces.desk import desk_page, show
from weitblick.workshop.models import Meeting, Process, Role

SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in '\\;,:"'})


class WifiForm(forms.Form):
    """What phones need to come into the network."""

    name = forms.CharField(label=_("Name des Netzes"), max_length=32, strip=False, widget=(
        forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})))
    password = forms.CharField(
        label=_("Passwort des Netzes"), min_length=8, max_length=63, strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Acht bis 63 Zeichen (WPA2). Es wird nicht gespeichert."),
    )


@never_cache
@sensitive_post_parameters("password")
@desk_page(Role.FACILITATOR, Role.SCRIBE)
def page(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """How to set the network up; a post answers with the sheet to print."""
    meeting = get_object_or_404(Meeting, process=process, pk=pk)
    form = WifiForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return render(request, "entrance/wifi_sheet.html", {
            "process": process, "meeting": meeting, "join": join_context(request, meeting),
            "wifi_qr": qr_svg(wifi_text(**form.cleaned_data), _("QR-Code für das WLAN")),
            **form.cleaned_data,
        })
    return show(request, process, "entrance/wifi.html", {
        "form": form, "meeting": meeting, "addresses": addresses.own_addresses(),
        "port": request.get_port(), "breadcrumbs": crumbs(process, meeting), "live_url": "",
    }, status=422 if form.errors else 200)


def wifi_text(name: str, password: str) -> str:
    """What phones' cameras read as a Wi-Fi: ``WIFI:T:WPA;S:name;P:password;;``, escaped."""
    return f"WIFI:T:WPA;S:{name.translate(SPECIAL)};P:{password.translate(SPECIAL)};;"
