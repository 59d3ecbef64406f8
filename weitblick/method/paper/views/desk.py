"""The desk: recommendations by action field with what carries them, writing and merging them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.faces.desk import desk_page, key_from, show
from weitblick.method.paper import actions, analysis, queries
from weitblick.method.paper.forms import (
    HandsForm,
    MergeForm,
    RecommendationForm,
    RewordForm,
    chosen_sources,
)
from weitblick.method.paper.models import Recommendation
from weitblick.method.validation import queries as validation
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind, LinkKind, State
from weitblick.workshop.models import Activity, ActivityState, Process, Role, Table

ALL = (Role.FACILITATOR, Role.ANALYST, Role.SCRIBE)


@desk_page(*ALL)
def desk(request: HttpRequest, process: Process) -> HttpResponse:
    """Where the recommendations stand, what is missing and what comes next."""
    rows = analysis.rows(process)
    fields = [
        (field, [row for row in rows if row.recommendation.field == field.slug])
        for field in process.frame.fields
    ]
    statements, options = queries.candidates(process)
    paper = queries.paper_of(process)
    return show(request, process, "paper/desk.html", {
        "rows": rows, "fields": fields, "traced": sum(row.support.is_traced for row in rows),
        "empty": [field for field, own in fields if not own],
        "coverage": analysis.coverage(rows, process), "n_statements": len(statements),
        "n_options": len(options), "merge_form": MergeForm(), "retired": queries.retired(process),
        "paper": paper, "signature": queries.signature(paper),
    })


@desk_page()
def new(request: HttpRequest, process: Process) -> HttpResponse:
    """A recommendation from ticked validated statements and options."""
    given = request.POST if request.method == "POST" else request.GET
    ticked = given.getlist("source")
    form = RecommendationForm(process, request.POST or None)
    if request.method == "POST" and form.is_valid():
        one = _create(request, process, form, ticked)
        messages.success(request, _("„%s“ ist angelegt.") % one)
        return redirect("paper:desk", slug=process.slug)
    return show(request, process, "paper/new.html", {
        "form": form, "ticked": set(ticked), "linked": set(), **_sources(process),
    }, status=422 if form.errors else 200)


def _create(
    request: HttpRequest, process: Process, form: RecommendationForm, ticked: list[str]
) -> Recommendation:
    data = form.cleaned_data
    return actions.create_recommendation(
        process, data["title"], data["text"], derived_from=chosen_sources(process, ticked),
        dimensions=data["dimensions"], by=request.user, **form.described,
    )


def _sources(process: Process) -> dict[str, object]:
    """Validated statements with votes and verdict, and the options, to choose from."""
    statements, options = queries.candidates(process)
    tallies, verdicts = validation.tallies(process), validation.verdicts(process)
    rows = [
        {"item": one.item, "tally": tallies.get(one.item_id), "verdict": verdicts[one.pk]}
        for one in statements
    ]
    return {"statements": rows, "options": options}


@desk_page()
def recommendation(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """One recommendation: what carries it, its wording, what people say about it."""
    one = _one(process, public_id)
    form = RewordForm(process, request.POST) if request.method == "POST" else RewordForm.of(one)
    if request.method == "POST" and form.is_valid():
        _reword(request, one, form)
        messages.success(request, _("Gespeichert. Frühere Fassungen bleiben lesbar."))
        return _to(one)
    row = analysis.row(one)
    linked = {item.public_id for item in row.support.sources}
    return show(request, process, "paper/recommendation.html", {
        "one": one, "row": row, "form": form, "linked": linked, "ticked": set(),
        **_sources(process),
        "comments": queries.comments(process).get(one.item_id, []),
        "is_live": one.item.state == State.LIVE, "is_merged": _is_merged(one),
        "running": _running(process), "hands": HandsForm(),
    }, status=422 if form.errors else 200)


def _reword(request: HttpRequest, one: Recommendation, form: RewordForm) -> None:
    data = form.cleaned_data
    actions.reword_recommendation(
        one, data["title"], data["text"], by=request.user, reason=data["reason"]
    )
    actions.describe_recommendation(one, **form.described)
    trace.refile(one.item, data["dimensions"])


@require_POST
@desk_page()
def act(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Move, put aside, bring back, take a merge back, add sources: one button each."""
    one = _one(process, public_id)
    match request.POST.get("do"):
        case "up":
            actions.move_recommendation(one, -1)
        case "down":
            actions.move_recommendation(one, 1)
        case "retire":
            actions.retire_recommendation(one)
            messages.success(request, _("„%s“ ist zur Seite gelegt, unten auf dieser Seite.") % one)
        case "restore":
            actions.restore_recommendation(one)
            messages.success(request, _("„%s“ zählt wieder.") % one)
        case "undo_merge":
            older = actions.undo_merge(one)
            messages.success(request, _("%d Empfehlungen stehen wieder einzeln da.") % len(older))
        case "link":
            items = chosen_sources(process, request.POST.getlist("source"))
            actions.link_sources(one, items)
            messages.success(request, _("Verbunden."))
            return _to(one)
        case _:
            raise Http404
    return redirect("paper:desk", slug=process.slug)


@require_POST
@desk_page()
def merge(request: HttpRequest, process: Process) -> HttpResponse:
    """Merge the ticked recommendations."""
    form = MergeForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Das Zusammenführen braucht einen Titel und einen Wortlaut."))
    ticked = set(request.POST.getlist("recommendation"))
    rows = [one for one in queries.recommendations(process) if one.item.public_id in ticked]
    merged = actions.merge_recommendations(
        rows, form.cleaned_data["title"], form.cleaned_data["text"], by=request.user
    )
    messages.success(request, _("Zusammengeführt. Das lässt sich auf dieser Seite zurücknehmen."))
    return _to(merged)


@require_POST
@desk_page(*ALL)
def hands(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Raised hands for one recommendation, in a running activity."""
    form = HandsForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Bitte geben Sie alle drei Zahlen an, auch eine Null."))
    activity = get_object_or_404(_running(process), pk=key_from(request.POST.get("activity")))
    table = Table.objects.filter(
        meeting=activity.meeting, pk=key_from(request.POST.get("table"))
    ).first()
    actions.respond_by_hands(
        activity, _one(process, public_id), **form.cleaned_data, table=table, by=request.user
    )
    messages.success(request, _("Die Hände sind gezählt."))
    return redirect("paper:recommendation", slug=process.slug, public_id=public_id)


def _one(process: Process, public_id: str) -> Recommendation:
    found = queries.find_recommendation(process, public_id)
    if found is None:
        raise Http404
    return found


def _to(one: Recommendation) -> HttpResponse:
    return redirect("paper:recommendation", slug=one.process.slug, public_id=one.item.public_id)


def _running(process: Process) -> QuerySet[Activity]:
    return Activity.objects.filter(
        meeting__process=process, step="paper", kind="respond", state=ActivityState.OPEN
    ).prefetch_related("meeting__tables")


def _is_merged(one: Recommendation) -> bool:
    return one.item.down_links.filter(
        kind=LinkKind.MERGED_FROM, older__kind=Kind.RECOMMENDATION
    ).exists()
