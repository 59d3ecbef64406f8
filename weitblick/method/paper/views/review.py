"""The desk: comments on paragraphs, kept versions and what changed between them, rechecks."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.exports.document import Document, from_json
from weitblick.faces.desk import desk_page, show
from weitblick.method.paper import actions, queries
from weitblick.method.paper.composing import Composition, composed
from weitblick.method.paper.composing.differences import Changed, compare
from weitblick.method.paper.models import Paper, Recheck, Remark, Version
from weitblick.method.paper.views.editing import paper_or_404, stored
from weitblick.workshop.models import Process

NOW = "jetzt"


@require_POST
@desk_page()
def remark(
    request: HttpRequest, process: Process, which: str, chapter: str, key: str
) -> HttpResponse:
    """A comment, an answer, or a comment that is dealt with."""
    paper, text = stored(process, which), request.POST.get("text", "")
    match request.POST.get("do"):
        case "new":
            actions.remark(paper, chapter, key, text, request.user)
        case "reply":
            actions.reply(_remark(request, paper), text, request.user)
        case "resolve":
            actions.resolve(_remark(request, paper), request.user)
        case "reopen":
            actions.reopen(_remark(request, paper))
        case _:
            raise Http404
    answer = redirect("paper:passage", slug=process.slug, which=which, chapter=chapter, key=key)
    answer["Location"] += "#remarks"
    return answer


def _remark(request: HttpRequest, paper: Paper) -> Remark:
    return get_object_or_404(Remark, paper=paper, pk=_number(request.POST.get("remark")))


@desk_page()
def versions(request: HttpRequest, process: Process, which: str) -> HttpResponse:
    """The kept states, and what changed between two of them, word by word."""
    paper = stored(process, which) if request.method == "POST" else paper_or_404(process, which)
    if request.method == "POST":
        kept = actions.keep_version(paper, request.POST.get("note", ""), request.user)
        messages.success(request, _("Der Stand ist festgehalten, als Nummer %d.") % kept.number)
        return redirect("paper:versions", slug=process.slug, which=which)
    rows = queries.versions(paper)
    older = request.GET.get("von") or (str(rows[0].number) if rows else "")
    newer = request.GET.get("bis") or NOW
    composition = composed(process, paper)
    return show(request, process, "paper/versions.html", {
        "paper": paper, "which": which, "versions": rows, "older": older, "newer": newer,
        "changes": _changes(composition, older, newer), "in_columns": "spalten" in request.GET,
    })


def _changes(
    composition: Composition, older: str, newer: str
) -> list[tuple[Changed, bool]] | None:
    """What changed, and whether its earlier wording can be taken again; None without versions."""
    if not older:
        return None
    before, after = _document(composition, older), _document(composition, newer)
    editable = {(chapter.slug, entry.key) for chapter in composition.chapters
                for entry in chapter.entries if entry.is_editable}
    return [
        (one, bool(one.old) and older != NOW and (one.place.chapter, one.place.key) in editable)
        for one in compare(before, after)
    ]


def _document(composition: Composition, number: str) -> Document:
    if number == NOW:
        return composition.document
    return _read(get_object_or_404(Version, paper=composition.paper, number=_number(number)))


def _read(version: Version) -> Document:
    return from_json(json.dumps(version.document))


@require_POST
@desk_page()
def take_back(request: HttpRequest, process: Process, which: str) -> HttpResponse:
    """Take the wording of one paragraph again from a kept state."""
    paper = stored(process, which)
    version = get_object_or_404(Version, paper=paper, number=_number(request.POST.get("version")))
    chapter, key = request.POST.get("chapter", ""), request.POST.get("key", "")
    empty = Document("x", "de", "2000-01-01")
    old = next((one.old for one in compare(_read(version), empty)
                if (one.place.chapter, one.place.key) == (chapter, key)), None)
    if not old:
        raise Http404
    actions.edit_passage(paper, chapter, key, old, request.user)
    messages.success(request, _("Der frühere Wortlaut gilt wieder."))
    return redirect("paper:versions", slug=process.slug, which=which)


@require_POST
@desk_page()
def recheck(request: HttpRequest, process: Process) -> HttpResponse:
    """An editor has looked at something made of an erased card."""
    given = _number(request.POST.get("recheck"))
    actions.settle_recheck(get_object_or_404(Recheck, process=process, pk=given), request.user)
    messages.success(request, _("Erledigt."))
    return redirect("paper:papers", slug=process.slug)


def _number(given: str | None) -> int:
    return int(given) if given and given.isdecimal() and len(given) < 19 else 0
