"""Factors at the desk: list and merge; one factor: reword, refile, split, look at its cards."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from weitblick.engines.agreement import Hidden
from weitblick.faces.desk import desk_page
from weitblick.method.factors import actions, queries
from weitblick.method.factors.analysis.coverage import coverage_fields
from weitblick.method.factors.analysis.ratings import by_sector
from weitblick.method.factors.forms import FactorForm, WordingForm
from weitblick.method.factors.models import Factor
from weitblick.method.factors.views.frame import TEAM, chosen_factors, factor_or_404, page, to
from weitblick.workshop.models import Process


@desk_page(*TEAM)
def factors(request: HttpRequest, process: Process) -> HttpResponse:
    """All factors with what they rest on; the coverage map."""
    below = queries.cards_by_factor(process)
    title_of = process.frame.title_of
    rows = [
        {
            "factor": factor, "n_cards": len(below[factor.pk]),
            "n_people": queries.writers(below[factor.pk]),
            "numeral": queries.field_numeral(factor),
            "dimensions": [title_of(filing.dimension) for filing in factor.item.filings.all()],
        }
        for factor in queries.factors(process)
    ]
    context = {"rows": rows, "fields": coverage_fields(process),
               "changes": queries.changes(process, limit=5)}
    return page(request, process, "factors", "factors/desk_factors.html", context)


@desk_page(*TEAM)
def merge(request: HttpRequest, process: Process) -> HttpResponse:
    """Merge the ticked factors: first ask for the wording, then do it."""
    if request.method != "POST":
        return to(process, "factors")
    chosen = chosen_factors(request, process)
    if len(chosen) < 2:
        raise ValidationError(_("Zum Zusammenführen wählen Sie bitte mindestens zwei Faktoren."))
    if "title" not in request.POST:
        form = WordingForm(initial={
            "title": chosen[0].item.text,
            "description": "\n".join(f.item.detail for f in chosen if f.item.detail),
        })
        return page(request, process, "factors", "factors/desk_merge.html",
                    {"chosen": chosen, "form": form})
    form = WordingForm(request.POST)
    if not form.is_valid():
        return page(request, process, "factors", "factors/desk_merge.html",
                    {"chosen": chosen, "form": form}, status=422)
    made = actions.merge_factors(
        chosen, form.cleaned_data["title"], form.cleaned_data["description"], request.user
    )
    messages.success(request, _("Zusammengeführt zu „%s“.") % made)
    return to(process, "factor", made.item.public_id)


@desk_page(*TEAM)
def factor(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """One factor and everything it rests on."""
    found = factor_or_404(process, public_id)
    if request.method == "POST":
        return _change(request, process, found)
    return _factor_page(request, process, found)


def _change(request: HttpRequest, process: Process, found: Factor) -> HttpResponse:
    what = request.POST.get("do", "")
    if what == "refile":
        actions.refile_factor(found, request.POST.getlist("dimensions"), by=request.user)
        messages.success(request, _("Die Einordnung ist geändert."))
    elif what == "split":
        return _split(request, process, found)
    else:
        form = WordingForm(request.POST)
        if not form.is_valid():
            return _factor_page(request, process, found, form)
        data = form.cleaned_data
        actions.reword_factor(
            found, data["title"], data["description"], by=request.user, reason=data["reason"]
        )
        messages.success(request, _("Der Faktor ist neu gefasst; die frühere Fassung bleibt."))
    return to(process, "factor", found.item.public_id)


def _split(request: HttpRequest, process: Process, found: Factor) -> HttpResponse:
    titles = [request.POST.get("first", ""), request.POST.get("second", "")]
    cards = queries.cards_by_factor(process)[found.pk]
    second = set(request.POST.getlist("card"))
    parts = [
        actions.Part(titles[0], cards=[card for card in cards if card.public_id not in second]),
        actions.Part(titles[1], cards=[card for card in cards if card.public_id in second]),
    ]
    made = actions.split_factor(found, parts, request.user)
    messages.success(request, _("Geteilt in „%(first)s“ und „%(second)s“.") % {
        "first": made[0], "second": made[1]})
    return to(process, "factors")


def _factor_page(
    request: HttpRequest, process: Process, found: Factor, form: WordingForm | None = None
) -> HttpResponse:
    cards = queries.cards_by_factor(process)[found.pk]
    wording = form or WordingForm(
        initial={"title": found.item.text, "description": found.item.detail}
    )
    context = {
        "factor": found, "cards": cards, "n_people": queries.writers(cards), "form": wording,
        "filing": FactorForm.of(found),
        "dimensions": [process.frame.title_of(one.dimension) for one in found.item.filings.all()],
        "revisions": list(found.item.revisions.select_related("by_user")),
        "sectors": [(criterion, sector, None if isinstance(figures, Hidden) else figures)
                    for criterion, sector, figures in by_sector(process, found)],
    }
    return page(request, process, "factors", "factors/desk_factor.html", context,
                status=422 if form else 200)
