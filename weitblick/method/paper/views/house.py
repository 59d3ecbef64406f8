"""The desk: how all papers of a process look."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.faces.desk import desk_page, key_from, show
from weitblick.method.paper import actions
from weitblick.method.paper.forms import HouseForm, LogoForm, TemplateForm
from weitblick.method.paper.house import style_of
from weitblick.method.paper.models import HouseLogo
from weitblick.workshop.models import Process


@desk_page()
def house(request: HttpRequest, process: Process) -> HttpResponse:
    """Colours, face and imprint; logos and the Word template have forms of their own below."""
    style = style_of(process)
    form = HouseForm(request.POST or None, instance=style)
    if request.method == "POST" and form.is_valid():
        actions.set_house(process, **form.cleaned_data)
        messages.success(request, _("Gespeichert. Alle Papiere werden damit gesetzt."))
        return redirect("paper:house", slug=process.slug)
    logos = list(style.logos.all()) if style.pk else []
    return show(request, process, "paper/house.html", {
        "form": form, "style": style, "own": [one for one in logos if not one.is_funder],
        "funders": [one for one in logos if one.is_funder],
        "logo_form": LogoForm(auto_id="logo_%s"), "funder_form": LogoForm(auto_id="funder_%s"),
        "template_form": TemplateForm(auto_id="template_%s"),
    }, status=422 if form.errors else 200)


@require_POST
@desk_page()
def act(request: HttpRequest, process: Process) -> HttpResponse:
    """Upload or take away a logo or the template."""
    match request.POST.get("do"):
        case "logo" | "funder" as what:
            form = LogoForm(request.POST, request.FILES)
            _must_hold(form)
            actions.add_logo(
                process, form.cleaned_data["file"].read(), form.cleaned_data["description"],
                is_funder=what == "funder",
            )
            messages.success(request, _("Das Logo steht jetzt in allen Papieren."))
        case "template":
            template = TemplateForm(request.POST, request.FILES)
            _must_hold(template)
            file = template.cleaned_data["file"]
            actions.set_template(process, file.name, file.read())
            messages.success(request, _("Word-Dateien benutzen jetzt Ihre Vorlage."))
        case "drop-template":
            actions.drop_template(process)
            messages.success(request, _("Word-Dateien sehen wieder aus wie vorher."))
        case "drop-logo":
            given = request.POST.get("logo", "")
            row = get_object_or_404(HouseLogo, style__process=process,
                                    pk=key_from(given))
            actions.drop_logo(row)
            messages.success(request, _("Das Logo ist weg."))
        case _:
            raise Http404
    return redirect("paper:house", slug=process.slug)


def _must_hold(form: LogoForm | TemplateForm) -> None:
    if not form.is_valid():
        raise ValidationError([text for found in form.errors.values() for text in found])
