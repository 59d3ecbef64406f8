"""The desk: the paper itself, edited paragraph by paragraph, checked and signed."""

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from weitblick.engines.readability import LIMIT, Readability, assess
from weitblick.exports.blocks import words_of
from weitblick.exports.document import Paragraph
from weitblick.faces.desk import desk_page, key_from, show
from weitblick.method.paper import actions, analysis, queries
from weitblick.method.paper import which as addresses
from weitblick.method.paper.composing import Composition, EditedChapter, composed
from weitblick.method.paper.composing.differences import pieces
from weitblick.method.paper.composing.numbers import known_numbers, strange_in
from weitblick.method.paper.forms import HeadForm, RemarkForm, SignForm, TextForm
from weitblick.method.paper.models import Paper, PaperKind, Passage, SignOff
from weitblick.method.paper.views.blocks import ShownEntry, shown_blocks, shown_entries
from weitblick.workshop.models import Process

ABOUT = {
    PaperKind.POLICY: _lazy("Das ganze Papier mit Methodenanhang und allen Quellen."),
    PaperKind.SUMMARY: _lazy("Zwei Seiten für alle, die entscheiden: Frage, Empfehlungen, "
                             "Zustimmung, erste Schritte."),
    PaperKind.PLAIN: _lazy("Kurze Sätze für alle. Die Seite misst mit, wie leicht der Text ist."),
    PaperKind.POSTERS: _lazy("Je Seite eine Botschaft mit einem Bild, A3 quer: zum Aufhängen oder "
                             "zum Zeigen."),
}


@desk_page()
def papers(request: HttpRequest, process: Process) -> HttpResponse:
    """Every paper that can be made of the chain: those begun, and those to begin."""
    begun = queries.papers(process)
    names = {addresses.word(one) for one in begun}
    new = [(word, kind.label, ABOUT[kind]) for word, kind in addresses.WORDS.items()
           if word not in names]
    meetings = [one for one in process.meetings.all() if f"protokoll-{one.pk}" not in names]
    return show(request, process, "paper/papers.html", {
        "begun": [(one, addresses.word(one), queries.signature(one)) for one in begun],
        "new": new, "meetings": meetings, "rechecks": queries.rechecks(process),
    })


@desk_page()
def protocol(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """The protocol of a meeting, at the address of its paper."""
    meeting = get_object_or_404(process.meetings, pk=pk)
    return redirect("paper:paper", slug=process.slug, which=f"protokoll-{meeting.pk}")


@desk_page()
def paper(request: HttpRequest, process: Process, which: str) -> HttpResponse:
    """The head of the paper, its chapters, what stands against signing, and the signatures."""
    found = paper_or_404(process, which)
    form = HeadForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.start_paper(process, **form.cleaned_data, kind=found.kind, meeting=found.meeting)
        messages.success(request, _("Der Kopf des Papiers ist gespeichert."))
        return redirect("paper:paper", slug=process.slug, which=which)
    composition = composed(process, found)
    return show(request, process, "paper/paper.html", {
        "paper": found, "which": which, "composition": composition, "form": form,
        "sign_form": SignForm(),
        "findings": [(one, _where(composition, which, one.key)) for one in composition.findings],
        "chapters": [(one, _counts(one)) for one in composition.chapters],
        "signatures": queries.signatures(found), "versions": queries.versions(found)[:3],
        "remarks": [(one, _where(composition, which, one.key)) for one in queries.remarks(found)
                    if one.resolved_at is None],
        "readability": _readability(composition), "is_signable": found.kind != PaperKind.POSTERS,
        "formats": analysis.formats_of(found),
    }, status=422 if form.errors else 200)


@desk_page()
def chapter(
    request: HttpRequest, process: Process, which: str, chapter: str
) -> HttpResponse:
    """One chapter as it will be printed, with a way to edit each paragraph."""
    found_paper = paper_or_404(process, which)
    composition = composed(process, found_paper)
    talked = Counter(one.key for one in queries.remarks(found_paper) if one.resolved_at is None)
    found, before, after = _around(composition, chapter)
    return show(request, process, "paper/chapter.html", {
        "paper": found_paper, "which": which, "composition": composition, "chapter": found,
        "before": before, "after": after,
        "entries": [(one, talked[one.entry.key]) for one in shown_entries(found)],
        "form": TextForm(),
    })


@desk_page()
def passage(
    request: HttpRequest, process: Process, which: str, chapter: str, key: str
) -> HttpResponse:
    """One paragraph: its wording, the generated one, comments, and everything it ever was."""
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.edit_passage(stored(process, which), chapter, key, form.cleaned_data["text"],
                             request.user)
        messages.success(request, _("Der Absatz ist gespeichert."))
        return _to(process, which, chapter, key)
    found_paper = paper_or_404(process, which)
    composition = composed(process, found_paper)
    found = _around(composition, chapter)[0]
    entry = next((one for one in found.entries if one.key == key), None)
    if entry is None:
        raise Http404
    form.initial = {"text": entry.text}
    known = known_numbers(composition.chapters)
    return show(request, process, "paper/passage.html", {
        "paper": found_paper, "which": which, "strange": strange_in(entry, known),
        "source_pieces": pieces(entry.passage.source_text, entry.generated_text)
        if entry.is_stale and entry.passage else [],
        "own_pieces": pieces(entry.generated_text, entry.text) if entry.state == "edited" else [],
        "readability": assess(form.data.get("text") or entry.text),
        "wants_plain": found_paper.kind == PaperKind.PLAIN, "limit": LIMIT,
        "remarks": queries.remarks(found_paper, key), "remark_form": RemarkForm(),
        "chapter": found, "entry": entry, "form": form,
        "shown": ShownEntry(entry, shown_blocks(entry)),
        "history": queries.history(found_paper, key),
    }, status=422 if form.errors else 200)


@require_POST
@desk_page()
def add(request: HttpRequest, process: Process, which: str, chapter: str) -> HttpResponse:
    """A paragraph of the editors' own."""
    form = TextForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Bitte schreiben Sie einen Text."))
        return _to(process, which, chapter)
    row = actions.add_passage(
        stored(process, which), chapter, form.cleaned_data["text"], request.user,
        after=request.POST.get("after", ""),
    )
    messages.success(request, _("Der Absatz ist eingefügt."))
    return _to(process, which, chapter, row.key)


@require_POST
@desk_page()
def act(
    request: HttpRequest, process: Process, which: str, chapter: str, key: str
) -> HttpResponse:
    """Hide, restore, keep or take an earlier state again: one button each."""
    paper = stored(process, which)
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
                Passage, paper=paper, key=key, pk=key_from(given)
            )
            actions.revert_passage(row, request.user)
            messages.success(request, _("Die frühere Fassung gilt wieder."))
        case _:
            raise Http404
    return _to(process, which, chapter, key)


@require_POST
@desk_page()
def order(request: HttpRequest, process: Process, which: str) -> HttpResponse:
    """Move a chapter, or take the order of the chain again."""
    paper, slug = stored(process, which), request.POST.get("chapter", "")
    match request.POST.get("do"):
        case "up":
            actions.move_chapter(paper, slug, -1)
        case "down":
            actions.move_chapter(paper, slug, 1)
        case "reset":
            actions.reset_order(paper)
            messages.success(request, _("Die Kapitel stehen wieder in der Reihenfolge der Kette."))
        case _:
            raise Http404
    return redirect("paper:paper", slug=process.slug, which=which)


@require_POST
@desk_page()
def settle(request: HttpRequest, process: Process, which: str) -> HttpResponse:
    """An edited wording whose paragraph is gone: keep it as a paragraph of its own, or not."""
    given = request.POST.get("passage", "")
    row = get_object_or_404(
        Passage, paper=stored(process, which), pk=key_from(given)
    )
    actions.settle_lost(row, request.user, keep=request.POST.get("do") == "keep")
    messages.success(request, _("Erledigt."))
    return redirect("paper:paper", slug=process.slug, which=which)


@require_POST
@desk_page()
def sign(request: HttpRequest, process: Process, which: str) -> HttpResponse:
    """Sign the present state."""
    signed = actions.sign_off(stored(process, which), request.POST.get("name", ""), request.user)
    messages.success(request, _("Unterschrieben von %s.") % signed.name)
    return redirect("paper:paper", slug=process.slug, which=which)


@require_POST
@desk_page()
def withdraw(request: HttpRequest, process: Process, which: str) -> HttpResponse:
    """Take a signature back."""
    given = request.POST.get("signature", "")
    row = get_object_or_404(
        SignOff, paper=stored(process, which), pk=key_from(given)
    )
    actions.withdraw_sign_off(row)
    messages.success(request, _("Die Unterschrift ist zurückgezogen."))
    return redirect("paper:paper", slug=process.slug, which=which)


def paper_or_404(process: Process, which_word: str) -> Paper:
    """The paper that a word in an address names, stored or not."""
    found = addresses.paper_at(process, which_word)
    if found is None:
        raise Http404
    return found


def stored(process: Process, which_word: str) -> Paper:
    """The paper; the first edit begins it under the title it would have."""
    found = paper_or_404(process, which_word)
    if found.pk:
        return found
    return actions.start_paper(process, found.title, kind=found.kind, meeting=found.meeting)


def _readability(composition: Composition) -> Readability | None:
    """How easy the running text of a paper in plain language is."""
    if composition.paper.kind != PaperKind.PLAIN:
        return None
    texts = [words_of(block.text) for chapter in composition.chapters
             for entry in chapter.entries for block in entry.blocks
             if isinstance(block, Paragraph)]
    return assess("\n".join(texts))


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


def _where(composition: Composition, which: str, key: str) -> str:
    """The address of the paragraph a finding speaks of; "" for other findings."""
    for one in composition.chapters:
        if any(entry.key == key for entry in one.entries if key):
            return reverse(
                "paper:passage", args=[composition.process.slug, which, one.slug, key]
            )
    return ""


def _counts(chapter: EditedChapter) -> dict[str, int]:
    states = Counter(entry.state for entry in chapter.entries)
    stale = sum(entry.is_stale for entry in chapter.entries)
    return {"edited": states["edited"], "own": states["own"], "hidden": states["hidden"],
            "stale": stale}


def _to(process: Process, which: str, chapter: str, key: str = "") -> HttpResponse:
    answer = redirect("paper:chapter", slug=process.slug, which=which, chapter=chapter)
    if key:
        answer["Location"] += f"#{key}"
    return answer
