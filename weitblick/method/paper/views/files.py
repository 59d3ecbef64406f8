"""The paper as files, for the desk and for everybody once the process is public; the CSV."""

import re

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from weitblick.exports import html
from weitblick.faces.cells import as_csv
from weitblick.faces.desk import desk_page, show
from weitblick.faces.reader import reader_page
from weitblick.method.paper import analysis, storage
from weitblick.method.paper.composing import composed
from weitblick.method.paper.models import Paper, PaperKind
from weitblick.method.paper.typesetting import BeingSet, stop, under_way
from weitblick.method.paper.views.editing import paper_or_404
from weitblick.method.paper.which import POLICY, paper_at
from weitblick.workshop.models import Process, Role
from weitblick.workshop.roles import may

PATIENCE, DESK_PATIENCE = 4.0, 6.0
"""Seconds a web thread of readers, or of the desk, waits for a paper that is being set."""
SET = re.compile(r"[0-9a-f]{64}\.[a-z-]+")
"""The name of a file that is being set: the digest of what goes in, and its format."""


@desk_page()
def download(request: HttpRequest, process: Process, which: str, format: str) -> HttpResponse:
    """The paper as a file, signed or not; what stands against printing becomes a message."""
    paper = paper_or_404(process, which)
    try:
        return _file(request, process, paper, which, format, DESK_PATIENCE)
    except BeingSet as wait:
        return _being_set(request, process, wait)
    except ValidationError as problem:
        for text in problem.messages:
            messages.error(request, text)
        return redirect("paper:paper", slug=process.slug, which=which)


@reader_page
def public_download(
    request: HttpRequest, process: Process, format: str, which: str = POLICY
) -> HttpResponse:
    """A paper as a file for readers; it says in its imprint whether it is signed.

    Of the others than the policy paper readers get those that editors began; protocols are for
    those who were there.
    """
    paper = paper_at(process, which)
    if paper is None or paper.kind == PaperKind.PROTOCOL or not (paper.pk or which == POLICY):
        raise Http404
    try:
        return _file(request, process, paper, which, format, PATIENCE)
    except BeingSet as wait:
        return _being_set(request, process, wait)
    except ValidationError as problem:
        for text in problem.messages:
            messages.error(request, text)
        return redirect("entrance:reader-step", slug=process.slug, step="paper")


@reader_page
def state(request: HttpRequest, process: Process, name: str) -> HttpResponse:
    """How far a file is, for the page that waits for it; 286 ends its asking."""
    found = under_way(_place(process, name))
    is_done = found is None and storage.is_kept(process, name)
    context = {"process": process, "name": name, "setting": found, "is_done": is_done,
               "may_stop": _may_stop(request, process)}
    answer = render(request, "paper/_progress.html", context, status=200 if found else 286)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@desk_page()
def stop_setting(request: HttpRequest, process: Process, name: str) -> HttpResponse:
    """Set a file no further; who else waits for it is told."""
    stop(_place(process, name))
    messages.info(request, _("Das Setzen wurde angehalten."))
    return redirect("paper:papers", slug=process.slug)


def _may_stop(request: HttpRequest, process: Process) -> bool:
    return may(request.user, process, Role.FACILITATOR, Role.ANALYST)


def _place(process: Process, name: str) -> str:
    if not SET.fullmatch(name):
        raise Http404
    return f"{storage.folder_of(process)}/{name}"


def _being_set(request: HttpRequest, process: Process, wait: BeingSet) -> HttpResponse:
    """A calm page that says how far it is and asks again by itself."""
    context = {"process": process, "seconds": wait.seconds, "setting": wait.setting,
               "name": wait.name.rpartition("/")[2], "address": request.get_full_path(),
               "may_stop": _may_stop(request, process)}
    answer = render(request, "paper/being_set.html", context, status=503)
    answer["Retry-After"] = answer["Refresh"] = str(wait.seconds)
    answer["Cache-Control"] = "no-store"
    return answer


@cache_control(max_age=3600, public=True)
def stylesheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The styles of the paper as a page, as its writer ships them; they belong to no process."""
    return HttpResponse(html.styles(), content_type="text/css; charset=utf-8")


@desk_page()
def preview(request: HttpRequest, process: Process, which: str) -> HttpResponse:
    """The whole paper on one page, as readers will see it."""
    began = storage.now()
    composition = composed(process, paper_or_404(process, which))
    context: dict[str, object] = {"composition": composition, "which": which,
                                  "formats": analysis.FORMATS.values()}
    try:
        context["article"] = analysis.fragment(
            composition, began=began, seconds=DESK_PATIENCE)
    except BeingSet as wait:
        return _being_set(request, process, wait)
    except ValidationError as problem:
        context["problems"] = problem.messages
    return show(request, process, "paper/preview.html", context)


@desk_page()
def export(request: HttpRequest, process: Process) -> HttpResponse:
    """All recommendations as CSV for any spreadsheet."""
    heads = [
        _("Nummer"), _("Kennung"), _("Handlungsfeld"), _("Titel"), _("Wortlaut"),
        _("Dimensionen"), _("An wen"), _("Erster Schritt"), _("Wer"), _("Bis"), _("Karten"),
        _("Personen"), _("Grundlage"), _("tragen mit"), _("unsicher"), _("tragen nicht mit"),
    ]
    rows = [_line(process, number, row) for number, row in enumerate(analysis.rows(process), 1)]
    return as_csv(f"{process.slug}-empfehlungen", heads, rows)


def _line(process: Process, number: int, row: analysis.Row) -> list[object]:
    one = row.recommendation
    tally = row.response.tally if row.response else None
    frame = process.frame
    dimensions = ", ".join(frame.title_of(f.dimension) for f in one.item.filings.all())
    texts = (one.item.text, one.item.detail, dimensions, one.addressee, one.first_step, one.who,
             one.due)
    answers = (tally.agree, tally.passed, tally.disagree) if tally else ("", "", "")
    return [
        number, one.item.public_id, f"{row.numeral} {frame.title_of(one.field)}",
        *texts, len(row.support.cards), row.support.people, row.basis,
        *answers,
    ]


def _file(
    request: HttpRequest, process: Process, paper: Paper, which: str, format: str, seconds: float
) -> HttpResponse:
    known = analysis.FORMATS.get(format)
    if known is None:
        raise Http404
    here, began = request.build_absolute_uri("/")[:-1], storage.now()
    content = analysis.rendered(
        composed(process, paper), format, began=began, base_url=settings.ADDRESS or here,
        seconds=seconds,
    )
    answer = HttpResponse(content, content_type=known.content_type)
    name = process.slug if which == POLICY else f"{process.slug}-{which}"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{known.ending}"'
    return answer
