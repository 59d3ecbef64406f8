"""Goals and measures: the plan by action field, one measure with its milestones and effects."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.faces.cells import as_csv
from weitblick.faces.desk import desk_page, key_from
from weitblick.faces.reader import reader_page
from weitblick.monitoring import lsz
from weitblick.monitoring.actions import measures as actions
from weitblick.monitoring.analysis import effects
from weitblick.monitoring.forms.measures import GoalForm, MeasureForm, MilestoneForm, TargetForm
from weitblick.monitoring.models import Goal, Measure, MeasureState, Milestone, Target
from weitblick.monitoring.views.frame import EDITORS, READERS, page, posted
from weitblick.workshop.models import Process


def plan(process: Process) -> dict[str, Any]:
    """Everything the plan shows."""
    return {"goal_fields": effects.by_field(process), "verdicts": effects.VERDICTS,
            "lsz_titles": dict(lsz.FIELDS)}


@desk_page(*READERS)
def overview(request: HttpRequest, process: Process) -> HttpResponse:
    """All goals and measures by action field."""
    return page(request, process, "measures", "measures.html", plan(process))


@reader_page
def public(request: HttpRequest, process: Process) -> HttpResponse:
    """The plan for readers."""
    return render(request, "monitoring/reader_measures.html", {**plan(process), "process": process})


@desk_page(*EDITORS)
def new_goal(request: HttpRequest, process: Process) -> HttpResponse:
    """A new goal."""
    return _goal(request, process, None)


@desk_page(*EDITORS)
def goal(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """Change a goal."""
    return _goal(request, process, get_object_or_404(Goal, process=process, pk=row))


def _goal(request: HttpRequest, process: Process, one: Goal | None) -> HttpResponse:
    initial = {name: getattr(one, name) for name in GoalForm.base_fields} if one else None
    form = GoalForm(process, posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        if one is None:
            actions.add_goal(process, **form.cleaned_data)
        else:
            actions.change_goal(one, **form.cleaned_data)
        messages.success(request, _("Das Ziel ist gespeichert."))
        return redirect("monitoring:measures", slug=process.slug)
    return _form(request, process, form, _("Ziel ändern") if one else _("Ziel anlegen"))


def _form(request: HttpRequest, process: Process, form: Any, heading: str) -> HttpResponse:
    return page(request, process, "measures", "measures_form.html",
                {"form": form, "heading": heading}, status=422 if form.errors else 200)


@desk_page(*EDITORS)
def new_measure(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """A new measure for a goal."""
    goal = get_object_or_404(Goal, process=process, pk=row)
    form = MeasureForm(process, posted(request), initial={"state": MeasureState.PLANNED})
    if request.method == "POST" and form.is_valid():
        made = actions.add_measure(goal, **form.changes)
        return redirect("monitoring:measure", slug=process.slug, row=made.pk)
    return _form(request, process, form, _("Maßnahme anlegen"))


@desk_page(*EDITORS)
def edit(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """Change a measure."""
    one = _measure(process, row)
    initial = {name: getattr(one, name) for name in MeasureForm.base_fields if name != "sources"}
    initial["sources"] = [each.item.public_id for each in one.sources.select_related("item")]
    form = MeasureForm(process, posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_measure(one, **form.changes)
        messages.success(request, _("Die Maßnahme ist gespeichert."))
        return redirect("monitoring:measure", slug=process.slug, row=row)
    return _form(request, process, form, _("Maßnahme ändern"))


def _measure(process: Process, row: int) -> Measure:
    return get_object_or_404(Measure.objects.filter(goal__process=process), pk=row)


@desk_page(*READERS)
def measure(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """One measure."""
    return _page(request, process, _measure(process, row))


def _page(
    request: HttpRequest, process: Process, one: Measure, *,
    milestone: MilestoneForm | None = None, target: TargetForm | None = None, status: int = 200,
) -> HttpResponse:
    return page(request, process, "measures", "measure.html", {
        "shown": effects.shown(one), "measure": one, "verdicts": effects.VERDICTS,
        "lsz": lsz.title_of(one.goal.lsz_field), "today": timezone.localdate(),
        "retired": one.targets.filter(is_retired=True),
        "milestone_form": milestone or MilestoneForm(),
        "target_form": target or TargetForm(process, indicator=request.GET.get("indikator", "")),
        "is_choosing": "indikator" in request.GET,
    }, status=status)


@desk_page(*EDITORS)
def act(request: HttpRequest, process: Process, row: int) -> HttpResponse:
    """Milestones and targets of a measure: add, settle, retire, put back."""
    one = _measure(process, row)
    if request.method == "POST":
        wish, key = request.POST.get("wish", ""), key_from(request.POST.get("pk"))
        if wish == "milestone":
            return _add_milestone(request, process, one)
        if wish == "target":
            return _add_target(request, process, one)
        if wish in ("settle", "unsettle"):
            found = get_object_or_404(Milestone, measure=one, pk=key)
            actions.settle(found, timezone.localdate() if wish == "settle" else None)
        elif wish in ("retire", "restore"):
            actions.retire(get_object_or_404(Target, measure=one, pk=key),
                           is_retired=wish == "retire")
    return redirect("monitoring:measure", slug=process.slug, row=row)


def _add_milestone(request: HttpRequest, process: Process, one: Measure) -> HttpResponse:
    form = MilestoneForm(request.POST)
    if not form.is_valid():
        return _page(request, process, one, milestone=form, status=422)
    actions.add_milestone(one, **form.cleaned_data)
    return redirect("monitoring:measure", slug=process.slug, row=one.pk)


def _add_target(request: HttpRequest, process: Process, one: Measure) -> HttpResponse:
    form = TargetForm(process, request.POST)
    if form.is_valid():
        try:
            actions.add_target(one, **form.cleaned_data)
            return redirect("monitoring:measure", slug=process.slug, row=one.pk)
        except ValidationError as problem:
            form.add_error(None, problem)
    return _page(request, process, one, target=form, status=422)


@desk_page(*READERS)
def export(request: HttpRequest, process: Process) -> HttpResponse:
    """The plan as CSV: a row for each target, or for a measure without one."""
    heads = [_("Handlungsfeld"), _("Dimension"), _("LSZ-Feld"), _("Bedarf"), _("Ziel"),
             _("Maßnahme"), _("Verantwortlich"), _("Finanzierung"), _("Stand"), _("Beginn"),
             _("Ende"), _("Meilensteine"), _("Umgesetzt wird"), _("Indikator"), _("Gebiet"),
             _("Ausgangswert"), _("Ausgangsjahr"), _("Zielwert"), _("Zieljahr"), _("Toleranz"),
             _("zuletzt"), _("Stichtag"), _("Urteil"), _("Satz")]
    rows, lines = [], set()
    for field in effects.by_field(process):
        for goal, dimension, shown in field.goals:
            start = [f"{field.numeral} {field.title}", dimension, goal.lsz_field, goal.need,
                     goal.title]
            for one in shown:
                lines |= {line for each in one.effects for line in each.attributions}
                rows += [[*start, *_of_measure(one), *_of_effect(each)]
                         for each in one.effects] or [[*start, *_of_measure(one)]]
            rows += [] if shown else [start]
    return as_csv(f"{process.slug}-massnahmen", heads, rows,
                  [_("Quelle: %s") % line for line in sorted(lines)])


def _of_measure(one: effects.Shown) -> list[Any]:
    own = one.measure
    steps = "; ".join(f"{each.title} ({each.due_on:%d.%m.%Y}"
                      f"{', ' + _('erreicht') if each.done_on else ''})" for each in one.milestones)
    return [own.title, own.responsible, own.funding, own.get_state_display(), own.starts_on,
            own.ends_on, steps, "; ".join(item.text for item in one.sources)]


def _of_effect(one: effects.Effect) -> list[Any]:
    target, latest = one.target, one.latest
    return [
        ", ".join(filter(None, (one.indicator.name_de if one.indicator else target.indicator,
                                one.part))), one.area,
        target.start_value, target.start_year, target.target_value, target.target_year,
        target.tolerance, latest.value if latest else None, latest.end if latest else None,
        effects.VERDICTS.get(one.tone, ""), one.sentence]
