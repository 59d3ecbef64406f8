"""The desk: the paper itself, edited paragraph by paragraph, checked and signed."""

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.faces.desk import desk_page, show
from weitblick.method.paper import actions, queries
from weitblick.method.paper.composing import Composition, EditedChapter, compose
from weitblick.method.paper.forms import HeadForm, SignForm, TextForm
from weitblick.method.paper.models import Paper, Passage, SignOff
from weitblick.method.paper.views.blocks import ShownEntry, shown_blocks, shown_entries
from weitblick.workshop.models import Process


@desk_page()
def paper(request: HttpRequest, process: Process) -> HttpResponse:
    """The head of the paper, its chapters, what stands against signing, and the signatures."""
    found = queries.paper_of(process)
    form = HeadForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.start_paper(process, **form.cleaned_data)
        messages.success(request, _("Der Kopf des Papiers ist gespeichert."))
        return redirect("paper:paper", slug=process.slug)
    composition = compose(process)
    return show(request, process, "paper/paper.html", {
        "composition": composition, "form": form, "sign_form": SignForm(),
        "findings": [(one, _where(composition, one.key)) for one in composition.findings],
        "chapters": [(one, _counts(one)) for one in composition.chapters],
        "signatures": queries.signatures(found),
    }, status=422 if form.errors else 200)


@desk_page()
def chapter(request: HttpRequest, process: Process, chapter: str) -> HttpResponse:
    """One chapter as it will be printed, with a way to edit each paragraph."""
    composition = compose(process)
    found, before, after = _around(composition, chapter)
    return show(request, process, "paper/chapter.html", {
        "composition": composition, "chapter": found, "before": before, "after": after,
        "entries": shown_entries(found),
        "form": TextForm(),
    })


@desk_page()
def passage(request: HttpRequest, process: Process, chapter: str, key: str) -> HttpResponse:
    """One paragraph: its wording, the generated one, and everything it ever was."""
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.edit_passage(_stored(process), chapter, key, form.cleaned_data["text"],
                             request.user)
        messages.success(request, _("Der Absatz ist gespeichert."))
        return _to(process, chapter, key)
    found = _around(compose(process), chapter)[0]
    entry = next((one for one in found.entries if one.key == key), None)
    if entry is None:
        raise Http404
    form.initial = {"text": entry.text}
    return show(request, process, "paper/passage.html", {
        "chapter": found, "entry": entry, "form": form,
        "shown": ShownEntry(entry, shown_blocks(entry)),
        "history": queries.history(queries.paper_of(process), key),
    }, status=422 if form.errors else 200)


@require_POST
@desk_page()
def add(request: HttpRequest, process: Process, chapter: str) -> HttpResponse:
    """A paragraph of the editors' own."""
    form = TextForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Bitte schreiben Sie einen Text."))
        return _to(process, chapter)
    row = actions.add_passage(
        _stored(process), chapter, form.cleaned_data["text"], request.user,
        after=request.POST.get("after", ""),
    )
    messages.success(request, _("Der Absatz ist eingefügt."))
    return _to(process, chapter, row.key)


@require_POST
@desk_page()
def act(request: HttpRequest, process: Process, chapter: str, key: str) -> HttpResponse:
    """Hide, restore, keep or take an earlier state again: one button each."""
    paper = _stored(process)
    match request.POST.get("do"):
        case "hide":
            actions.hide_passage(paper, chapter, key, request.user)
            messages.success(request, _("Ausgeblendet. Sie können das jederzeit zurücknehmen."))
        case "restore":
            actions.restore_passage(paper, chapter, key, request.user)
            messages.success(request, _("Wiederhergestellt."))
        case "keep":
            actions.keep_passage(paper, chapter, key, request.user)
            messages.success(request, _("Ihr Wortlaut gilt auch für die neuen Quellen."))
        case "revert":
            given = request.POST.get("passage", "")
            row = get_object_or_404(
                Passage, paper=paper, key=key, pk=given if given.isdecimal() else 0
            )
            actions.revert_passage(row, request.user)
            messages.success(request, _("Die frühere Fassung gilt wieder."))
        case _:
            raise Http404
    return _to(process, chapter, key)


@require_POST
@desk_page()
def settle(request: HttpRequest, process: Process) -> HttpResponse:
    """An edited wording whose paragraph is gone: keep it as a paragraph of its own, or not."""
    given = request.POST.get("passage", "")
    row = get_object_or_404(
        Passage, paper__process=process, pk=given if given.isdecimal() else 0
    )
    actions.settle_lost(row, request.user, keep=request.POST.get("do") == "keep")
    messages.success(request, _("Erledigt."))
    return redirect("paper:paper", slug=process.slug)


@require_POST
@desk_page()
def sign(request: HttpRequest, process: Process) -> HttpResponse:
    """Sign the present state."""
    signed = actions.sign_off(_stored(process), request.POST.get("name", ""), request.user)
    messages.success(request, _("Unterschrieben von %s.") % signed.name)
    return redirect("paper:paper", slug=process.slug)


@require_POST
@desk_page()
def withdraw(request: HttpRequest, process: Process) -> HttpResponse:
    """Take a signature back."""
    given = request.POST.get("signature", "")
    row = get_object_or_404(
        SignOff, paper__process=process, pk=given if given.isdecimal() else 0
    )
    actions.withdraw_sign_off(row)
    messages.success(request, _("Die Unterschrift ist zurückgezogen."))
    return redirect("paper:paper", slug=process.slug)


def _stored(process: Process) -> Paper:
    """The paper; the first edit of a process begins it under the title of the process."""
    found = queries.paper_of(process)
    return found if found.pk else actions.start_paper(process, found.title)


def _around(
    composition: Composition, slug: str
) -> tuple[EditedChapter, EditedChapter | None, EditedChapter | None]:
    """A chapter with the one before and the one after it."""
    slugs = [one.slug for one in composition.chapters]
    if slug not in slugs:
        raise Http404
    here = slugs.index(slug)
    chapters = composition.chapters
    after = chapters[here + 1] if here + 1 < len(chapters) else None
    return chapters[here], chapters[here - 1] if here else None, after


def _where(composition: Composition, key: str) -> str:
    """The address of the paragraph a finding speaks of; "" for other findings."""
    for one in composition.chapters:
        if any(entry.key == key for entry in one.entries if key):
            return reverse("paper:passage", args=[composition.process.slug, one.slug, key])
    return ""


def _counts(chapter: EditedChapter) -> dict[str, int]:
    states = Counter(entry.state for entry in chapter.entries)
    stale = sum(entry.is_stale for entry in chapter.entries)
    return {"edited": states["edited"], "own": states["own"], "hidden": states["hidden"],
            "stale": stale}


def _to(process: Process, chapter: str, key: str = "") -> HttpResponse:
    answer = redirect("paper:chapter", slug=process.slug, chapter=chapter)
    if key:
        answer["Location"] += f"#{key}"
    return answer
