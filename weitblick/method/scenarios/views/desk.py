"""Scenarios at the desk: compute, read, choose, name, tell."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.faces.cells import as_csv
from weitblick.faces.desk import desk_page, show
from weitblick.lab.models import RunState
from weitblick.method.scenarios import actions, analysis, matrix, queries
from weitblick.method.scenarios.forms import NameForm, RewordForm, TellForm
from weitblick.method.scenarios.models import Scenario, ScenarioSet
from weitblick.trace.models import State
from weitblick.workshop.models import Process

BUSY = (RunState.WAITING, RunState.RUNNING)


@desk_page()
def desk(request: HttpRequest, process: Process) -> HttpResponse:
    """Where the step stands: matrix, run, the chosen scenarios with stories and ratings."""
    found, current = matrix.build(process), queries.current_set(process)
    run = queries.newest_run(process)
    done, total = analysis.covered(found) if found else (0, 0)
    rated = analysis.rated(process)
    urls = [reverse("scenarios:scenario", args=[process.slug, one.scenario.item.public_id])
            for one in rated]
    told = queries.stories(process)
    return show(request, process, "scenarios/desk.html", {
        "found": found, "done": done, "total": total, "set": current, "run": run,
        "is_busy": run is not None and run.state in BUSY,
        "has_failed": run is not None and run.state == RunState.FAILED,
        "has_changed": current is not None and matrix.has_changed(current, found),
        "words": analysis.state_words(current) if current else None,
        "strip": analysis.strip([one.scenario for one in rated], urls),
        "rows": [(one, url, [s for s in told if s.scenario_id == one.scenario.pk])
                 for one, url in zip(rated, urls, strict=True)],
        "retired": queries.retired(process), "outlook": queries.outlook(process),
    })


@require_POST
@desk_page()
def compute(request: HttpRequest, process: Process) -> HttpResponse:
    """Start the search in the background."""
    actions.compute(process)
    messages.success(request, _("Die Berechnung ist gestartet. Hier sehen Sie, wie weit sie ist."))
    return redirect("scenarios:desk", process.slug)


@require_POST
@desk_page()
def stop(request: HttpRequest, process: Process) -> HttpResponse:
    """Stop the search and keep what was found."""
    actions.stop(process)
    messages.success(request, _("Die Berechnung hält gleich an. Gefundenes bleibt erhalten."))
    return redirect("scenarios:desk", process.slug)


@desk_page()
def found(request: HttpRequest, process: Process) -> HttpResponse:
    """All consistent scenarios, and on request a diverse shortlist."""
    current = _set(process)
    rows = analysis.found_scenarios(current)
    wish = request.GET.get("vorschlag", "")
    size = int(wish) if wish in ("3", "4", "5") else 0
    picked, reason = analysis.suggestion(current, size) if size and rows else ([], "")
    built = matrix.build(process)
    has_changed, firm = matrix.has_changed(current, built), {}
    if built is not None and rows and not has_changed and "festigkeit" in request.GET:
        firm = analysis.firmness(built, rows[:analysis.SHOWN], process, current.tolerance)
    return show(request, process, "scenarios/desk_found.html", {
        "set": current, "rows": rows[:analysis.SHOWN], "hidden": len(rows[analysis.SHOWN:]),
        "picked": picked, "reason": reason, "size": size,
        "words": analysis.state_words(current),
        "has_changed": has_changed,
        "firm": [(row, firm[row.place]) for row in rows[:analysis.SHOWN] if row.place in firm],
        "firm_words": analysis.firmness_words(len(matrix.judges_of(built, process)))
        if built and firm else "",
        "factors": [one["name"] for one in current.run.inputs["descriptors"]],
    })


@desk_page()
def why(request: HttpRequest, process: Process, place: int) -> HttpResponse:
    """Why a scenario of the set is consistent, what would tip it; choose and name it."""
    current = _set(process)
    row = next((one for one in analysis.found_scenarios(current) if one.place == place), None)
    if row is None:
        raise Http404
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.choose_scenario(
            current, row.states, form.cleaned_data["name"], form.cleaned_data["summary"],
            by=request.user,
        )
        messages.success(request, _("„%s“ ist ausgewählt.") % made)
        return redirect("scenarios:desk", process.slug)
    sheet, reasons = analysis.reasons(current, row.states)
    return show(request, process, "scenarios/desk_why.html", {
        "row": row, "sheet": sheet, "reasons": reasons, "form": form, "set": current,
        "weakest": analysis.weakest_words(sheet),
    }, status=422 if form.errors else 200)


@desk_page()
def scenario(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """A chosen scenario: its wording, reasons, stories and ratings."""
    one = _scenario(process, public_id)
    sheet, reasons = analysis.reasons(one.found_in, one.states)
    rated = next(r for r in analysis.rated(process) if r.scenario.pk == one.pk)
    initial = {"name": one.item.text, "summary": one.item.detail}
    form = RewordForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.reword_scenario(
            one, given["name"], given["summary"], by=request.user, reason=given["reason"]
        )
        messages.success(request, _("Gespeichert. Frühere Fassungen bleiben im roten Faden."))
        return redirect("scenarios:scenario", process.slug, public_id)
    return show(request, process, "scenarios/desk_scenario.html", {
        "scenario": one, "form": form, "sheet": sheet, "reasons": reasons, "rated": rated,
        "weakest": analysis.weakest_words(sheet),
        "assumptions": queries.chosen_assumptions(one), "tell": TellForm(),
        "stories": [s for s in queries.stories(process) if s.scenario_id == one.pk],
    }, status=422 if form.errors else 200)


@require_POST
@desk_page()
def act(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Move a scenario towards dusk or dawn, take it out, bring it back."""
    rows = Scenario.objects.filter(process=process, item__public_id=public_id)
    one = rows.exclude(item__state=State.BLANKED).select_related("item").first()
    if one is None:
        raise Http404
    wish = request.POST.get("act")
    if wish in ("dusk", "dawn"):
        actions.move_scenario(one, -1 if wish == "dusk" else 1)
    elif wish == "retire":
        actions.retire_scenario(one)
        messages.success(request, _("Herausgenommen. Sie können das unten zurücknehmen."))
    elif wish == "restore":
        actions.restore_scenario(one)
        messages.success(request, _("Das Szenario gehört wieder zur Auswahl."))
    return redirect("scenarios:desk", process.slug)


@require_POST
@desk_page()
def tell(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Add a story, or reword one that is there."""
    one, form = _scenario(process, public_id), TellForm(request.POST)
    if not form.is_valid():
        raise ValidationError([text for errors in form.errors.values() for text in errors])
    given = form.cleaned_data
    wanted = request.POST.get("story", "")
    story = next((s for s in queries.stories(process) if s.item.public_id == wanted), None)
    if story is None:
        actions.tell_story(one, given["genre"], given["title"], given["text"], request.user)
    else:
        actions.reword_story(story, given["title"], given["text"], by=request.user)
    messages.success(request, _("Die Geschichte ist gespeichert."))
    return redirect("scenarios:scenario", process.slug, public_id)


@desk_page()
def export(request: HttpRequest, process: Process) -> HttpResponse:
    """All consistent scenarios as CSV."""
    heads, *rows = analysis.rows_for_export(_set(process))
    return as_csv(f"{process.slug}-szenarien", heads, rows)


def _set(process: Process) -> ScenarioSet:
    current = queries.current_set(process)
    if current is None:
        raise Http404
    return current


def _scenario(process: Process, public_id: str) -> Scenario:
    one = queries.find_scenario(process, public_id)
    if one is None:
        raise Http404
    return one
