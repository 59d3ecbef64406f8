"""The key factors: suggested with reasons, chosen by hand, the reason kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from weitblick.faces.desk import desk_page
from weitblick.method.factors import actions, queries
from weitblick.method.factors.analysis.influence import influence
from weitblick.method.factors.analysis.keys import KEYS, suggested_keys
from weitblick.method.factors.analysis.ratings import rated
from weitblick.method.factors.forms import KeyForm
from weitblick.method.factors.views.frame import TEAM, chosen_factors, page, to
from weitblick.workshop.models import Process


@desk_page(*TEAM)
def key(request: HttpRequest, process: Process) -> HttpResponse:
    """Suggestion and choice."""
    if request.method == "POST":
        chosen = chosen_factors(request, process)
        actions.choose_key(process, chosen, request.POST.get("reason", ""), request.user)
        messages.success(request, ngettext(
            "%d Schlüsselfaktor ist gewählt.", "%d Schlüsselfaktoren sind gewählt.",
            len(chosen)) % len(chosen))
        return to(process, "key")
    found, factors = influence(process), queries.factors(process)
    reasons = {one.factor.pk: one.reason for one in suggested_keys(found, rated(process))}
    keys = [factor for factor in factors if factor.is_key]
    order = keys + [f for f in factors if f.pk in reasons and not f.is_key]
    rest = [f for f in factors if f not in order]
    context = {
        "rows": [
            {"factor": factor, "reason": reasons.get(factor.pk, ""),
             "ticked": factor.is_key if keys else factor.pk in reasons,
             "numeral": queries.field_numeral(factor)}
            for factor in (*order, *rest)
        ],
        "keys": keys, "count": KEYS, "matrix": found, "reason": queries.reason_of_choice(process),
        "form": KeyForm(initial={"reason": queries.reason_of_choice(process)}),
        "changes": [one for one in queries.changes(process, limit=60) if one.kind == "chosen"][:5],
    }
    return page(request, process, "key", "factors/desk_key.html", context)
