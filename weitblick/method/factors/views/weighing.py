"""Impact and uncertainty at the desk: picture, table, raised hands, the choice for the matrix."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.faces.desk import desk_page
from weitblick.method.factors import actions, queries
from weitblick.method.factors.analysis.ratings import (
    SHORTLIST,
    by_score,
    rated,
    suggested_shortlist,
)
from weitblick.method.factors.criteria import IMPACT, UNCERTAINTY
from weitblick.method.factors.forms import HandsForm
from weitblick.method.factors.views.frame import (
    TEAM,
    WITH_SCRIBES,
    chosen_factors,
    factor_or_404,
    page,
    to,
)
from weitblick.method.factors.views.pictures import scatter
from weitblick.workshop.models import Process


@desk_page(*TEAM)
def rate(request: HttpRequest, process: Process) -> HttpResponse:
    """What the ratings say, and the choice of factors for the matrix."""
    rows = rated(process)
    suggested = {factor.pk for factor in suggested_shortlist(rows)}
    chosen = any(row.factor.is_shortlisted for row in rows)
    table = [
        {"row": row, "suggested": row.factor.pk in suggested,
         "ticked": row.factor.is_shortlisted if chosen else row.factor.pk in suggested}
        for row in by_score(rows)
    ]
    context = {
        "table": table, "picture": scatter(rows), "chosen": chosen,
        "count": min(SHORTLIST, len(suggested)),
        "n_chosen": sum(row.factor.is_shortlisted for row in rows),
        "changes": queries.changes(process, limit=5),
    }
    return page(request, process, "rate", "factors/desk_rate.html", context)


@desk_page(*TEAM)
def shortlist(request: HttpRequest, process: Process) -> HttpResponse:
    """Take the ticked factors into the matrix."""
    if request.method != "POST":
        return to(process, "rate")
    chosen = chosen_factors(request, process)
    actions.shortlist(process, chosen, by=request.user)
    messages.success(request, ngettext(
        "%d Faktor ist in der Einflussmatrix.", "%d Faktoren sind in der Einflussmatrix.",
        len(chosen)) % len(chosen))
    return to(process, "influence" if chosen else "rate")


@desk_page(*WITH_SCRIBES)
def hands(request: HttpRequest, process: Process) -> HttpResponse:
    """Type in raised hands for one factor."""
    form = HandsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _type_in(request, process, form)
            messages.success(request, _("Die Handzeichen sind eingetragen."))
            return to(process, "hands")
        except ValidationError as problem:
            form.add_error(None, problem)
    context = {"form": form, "factors": queries.factors(process),
               "tables": queries.tables(process),
               "counts": [form[f"hands_{value}"] for value in IMPACT.scale.values],
               "activity": queries.open_activity(process, "rate")}
    return page(request, process, "rate", "factors/desk_hands.html", context,
                status=422 if form.errors else 200)


def _type_in(request: HttpRequest, process: Process, form: HandsForm) -> None:
    data = form.cleaned_data
    wanted = request.POST.get("table", "")
    table = next((one for one in queries.tables(process) if str(one.pk) == wanted), None)
    activity = queries.open_activity(process, "rate", table)
    if activity is None:
        raise ValidationError(
            _("Gerade ist keine Einschätzung der Faktoren offen. Öffnen Sie zuerst eine.")
        )
    criterion = IMPACT if data["criterion"] == IMPACT.slug else UNCERTAINTY
    actions.rate_by_hands(
        activity, table, factor_or_404(process, data["factor"]), criterion, form.hands,
        typed_by=request.user, key=data["once"] or None,
    )
