"""What the desk pages of step 1 share: tabs, selection, going back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from weitblick.faces import desk
from weitblick.faces.pinboard import chosen
from weitblick.method.factors import queries
from weitblick.method.factors.models import Factor
from weitblick.trace.models import Item, State
from weitblick.workshop.models import Process, Role
from weitblick.workshop.roles import may

TEAM = (Role.FACILITATOR, Role.ANALYST)
WITH_SCRIBES = (*TEAM, Role.SCRIBE)
TABS = (
    ("desk", _("Überblick")), ("cards", _("Karten ordnen")), ("factors", _("Faktoren")),
    ("rate", _("Wirkung und Ungewissheit")), ("influence", _("Einflussmatrix")),
    ("key", _("Schlüsselfaktoren")),
)

SCRIBE_TABS = (
    ("desk", _("Überblick")), ("paper", _("Papierkarten")), ("hands", _("Handzeichen")),
    ("entry", _("Urteile eines Tisches")),
)


def page(
    request: HttpRequest, process: Process, tab: str, template: str, context: dict[str, Any],
    *, status: int = 200,
) -> HttpResponse:
    """Answer with a desk page of this step, with its tabs."""
    leads = may(request.user, process, *TEAM)
    tabs = [
        {"url": reverse(f"factors:{name}", args=[process.slug]), "title": title,
         "current": name == tab}
        for name, title in (TABS if leads else SCRIBE_TABS)
    ]
    crumbs = [{"title": process.title, "url": reverse("entrance:process", args=[process.slug])}]
    context = {"tabs": tabs, "breadcrumbs": crumbs, "leads": leads, **context}
    return desk.show(request, process, template, context, status=status)


def to(process: Process, name: str, *args: object) -> HttpResponse:
    """Redirect to a page of this step."""
    return redirect(f"factors:{name}", process.slug, *args)


def chosen_cards(request: HttpRequest, process: Process) -> list[Item]:
    """The cards ticked in a form."""
    return chosen(process, request.POST.getlist("card"))[0]


def chosen_factors(request: HttpRequest, process: Process) -> list[Factor]:
    """The factors ticked in a form, in the order of the form."""
    known = {factor.item.public_id: factor for factor in queries.factors(process)}
    return [known[one] for one in request.POST.getlist("factor") if one in known]


def factor_or_404(process: Process, public_id: str) -> Factor:
    """A factor by the public id of its item; one that was superseded is found no more."""
    rows = Factor.objects.select_related("item", "process").prefetch_related("item__filings")
    return get_object_or_404(
        rows, process=process, item__public_id=public_id, item__state=State.LIVE
    )
