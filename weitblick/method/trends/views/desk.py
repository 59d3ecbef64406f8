"""Trend assumptions at the desk: derive, reword, file, order; read the estimates."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.faces.cells import as_csv
from weitblick.faces.desk import desk_page, show
from weitblick.method.factors.models import Factor
from weitblick.method.factors.queries import field_numeral, find_factor
from weitblick.method.trends import actions, analysis, delphi, queries
from weitblick.method.trends.criteria import CRITERIA
from weitblick.method.trends.forms import DeriveForm, RewordForm
from weitblick.method.trends.models import Assumption
from weitblick.trace.models import State
from weitblick.workshop.models import Process


@desk_page()
def desk(request: HttpRequest, process: Process) -> HttpResponse:
    """Every key factor with its assumptions; what is missing and what comes next."""
    groups = delphi.estimated(process)
    suggested = queries.suggestions(process)
    rows = [
        {"factor": factor, "numeral": field_numeral(factor),
         "estimates": [analysis.pictures(one) for one in group],
         "gap": analysis.gap(factor, len(group)),
         "suggestions": sum(card.about_id == factor.item_id for card in suggested)}
        for factor, group in groups
    ]
    count = sum(len(row["estimates"]) for row in rows)  # type: ignore[arg-type, misc]
    return show(request, process, "trends/desk.html", {
        "rows": rows, "count": count, "gaps": sum(bool(row["gap"]) for row in rows),
        "rated": sum(one.n > 0 for _, group in groups for one in group),
        "retired": queries.retired(process), "suggestions": len(suggested),
    })


@desk_page()
def factor(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """One factor: its suggestions and a new assumption out of them."""
    found = _factor(process, public_id)
    cards = [c for c in queries.suggestions(process) if c.about_id == found.item_id]
    form = DeriveForm(request.POST or None, cards=cards)
    if request.method == "POST" and form.is_valid():
        chosen = [c.item for c in cards if c.item.public_id in form.cleaned_data["cards"]]
        actions.create_assumption(
            found, form.cleaned_data["title"], form.cleaned_data["text"], by=request.user,
            derived_from=chosen,
        )
        messages.success(request, _("Die Annahme ist angelegt."))
        return redirect("trends:factor", process.slug, public_id)
    group = next((g for f, g in queries.by_factor(process) if f.pk == found.pk), [])
    return show(request, process, "trends/desk_factor.html", {
        "factor": found, "numeral": field_numeral(found), "form": form, "cards": cards,
        "assumptions": group, "gap": analysis.gap(found, len(group)),
    }, status=422 if form.errors else 200)


@desk_page()
def assumption(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Reword an assumption and file it."""
    found = _assumption(process, public_id)
    filed = list(found.item.filings.values_list("dimension", flat=True))
    initial = {"title": found.item.text, "text": found.item.detail, "dimensions": filed}
    form = RewordForm(request.POST or None, frame=process.frame, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.reword_assumption(
            found, given["title"], given["text"], by=request.user, reason=given["reason"]
        )
        actions.file_assumption(found, given["dimensions"])
        messages.success(request, _("Gespeichert. Frühere Fassungen bleiben im roten Faden."))
        return redirect("trends:factor", process.slug, found.factor.item.public_id)
    return show(request, process, "trends/desk_assumption.html", {
        "assumption": found, "form": form, "revisions": found.item.revisions.all(),
    }, status=422 if form.errors else 200)


@require_POST
@desk_page()
def act(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Move an assumption, take it out, bring it back."""
    found = _assumption(process, public_id, live=False)
    wish = request.POST.get("act")
    if wish in ("up", "down"):
        actions.move_assumption(found, -1 if wish == "up" else 1)
    elif wish == "retire":
        actions.retire_assumption(found)
        messages.success(request, _("Herausgenommen. Sie können das unten zurücknehmen."))
    elif wish == "restore":
        actions.restore_assumption(found)
        messages.success(request, _("Die Annahme gilt wieder."))
    target = request.POST.get("next")
    if target == "factor":
        return redirect("trends:factor", process.slug, found.factor.item.public_id)
    return redirect("trends:desk", process.slug)


@desk_page()
def results(request: HttpRequest, process: Process) -> HttpResponse:
    """Distributions, agreement and dissent, by sector, and what changed between rounds."""
    changed = analysis.rounds_compared(process)
    standing = {c.slug: queries.standing(process, c.slug) for c in CRITERIA}
    reasons = queries.reasons(process)

    def row(one: delphi.Estimated) -> dict[str, Any]:
        pk = one.assumption.item_id
        return {
            **analysis.pictures(one), "reasons": reasons.get(pk, []),
            "sectors": [
                (c.title, analysis.sector_rows(process, standing[c.slug].get(pk, []), c))
                for c in CRITERIA
            ],
            "changes": [(c.title, analysis.stability_words(changed[pk][c.slug]),
                         changed[pk][c.slug])
                        for c in CRITERIA if c.slug in changed.get(pk, {})],
        }

    groups = [(f, field_numeral(f), [row(one) for one in group])
              for f, group in delphi.estimated(process) if group]
    return show(request, process, "trends/desk_results.html", {
        "groups": groups, "rounds": queries.rounds(process), "rule": delphi.rule(),
    })


@desk_page()
def export(request: HttpRequest, process: Process) -> HttpResponse:
    """The assumptions with their estimates as CSV."""
    heads, *rows = analysis.rows_for_export(process, delphi.estimated(process))
    return as_csv(f"{process.slug}-annahmen", heads, rows)


def _factor(process: Process, public_id: str) -> Factor:
    found = find_factor(process, public_id)
    if found is None:
        raise Http404
    return found


def _assumption(process: Process, public_id: str, *, live: bool = True) -> Assumption:
    rows = Assumption.objects.filter(factor__process=process, item__public_id=public_id)
    if live:
        rows = rows.filter(item__state=State.LIVE)
    found = rows.exclude(item__state=State.BLANKED).select_related("item", "factor__item").first()
    if found is None:
        raise Http404
    return found
