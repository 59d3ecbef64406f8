"""Pinned evidence at the desk: pin, see what changed, renew, take off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.faces.desk import desk_page
from weitblick.monitoring import snapshots
from weitblick.monitoring.actions import notes as actions
from weitblick.monitoring.forms.notes import PinForm
from weitblick.monitoring.models import EvidenceNote, NoteKind
from weitblick.monitoring.queries import notes as queries
from weitblick.monitoring.views.frame import page
from weitblick.trace.models import State
from weitblick.workshop.models import Process

REFERENCES: dict[str, tuple[str, ...]] = {
    NoteKind.SERIES: ("code", "area", "dimensions"), NoteKind.FORECAST: ("area",),
    NoteKind.WHATIF: ("key",),
}


@desk_page()
def notes(request: HttpRequest, process: Process) -> HttpResponse:
    """All pinned evidence, what newer figures say otherwise first."""
    rows = [{"row": one, "note": queries.of_row(one), "supported": queries.supported(one),
             "is_outdated": queries.is_outdated(one)} for one in queries.notes(process)]
    rows.sort(key=lambda one: not one["is_outdated"])
    return page(request, process, "notes", "notes.html", {
        "rows": rows, "n_outdated": sum(bool(one["is_outdated"]) for one in rows),
        "retired": queries.notes(process, state=State.SUPERSEDED),
    })


@desk_page()
def note(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """One note: what was pinned, and what is otherwise now."""
    row = _note(process, public_id)
    return page(request, process, "notes", "note.html", {
        "row": row, "note": queries.of_row(row), "changes": queries.changed(row),
        "supported": queries.supported(row), "is_live": row.item.state == State.LIVE,
        "newer": EvidenceNote.objects.filter(replaces=row).select_related("item").first(),
    })


@require_POST
@desk_page()
def act(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Renew, take off, put back."""
    row = _note(process, public_id)
    wish = request.POST.get("act")
    if wish == "renew":
        row = actions.renew(row, by=request.user)
        messages.success(request, _("Der neue Stand ist angeheftet. Der frühere bleibt lesbar."))
    elif wish == "take_off":
        actions.take_off(row)
        messages.success(request, _("Abgenommen. Sie können den Beleg wieder anheften."))
    elif wish == "put_back":
        actions.put_back(row)
        messages.success(request, _("Der Beleg gilt wieder."))
    return redirect("monitoring:note", process.slug, row.item.public_id)


@desk_page()
def pin(request: HttpRequest, process: Process) -> HttpResponse:
    """See what would be pinned, choose to what, pin it."""
    given = request.POST if request.method == "POST" else request.GET
    kind = given.get("kind", "")
    reference = {name: given.get(name, "") for name in REFERENCES.get(kind, ())}
    snapshot = queries.present(process, kind, reference) if reference else None
    if not kind:
        return page(request, process, "notes", "pin.html", {"note": None})
    if snapshot is None:
        raise Http404
    form = PinForm(request.POST or None, items=queries.pinnable(process))
    if request.method == "POST" and form.is_valid():
        made = actions.pin(process, kind, reference, form.chosen, by=request.user,
                           remark=form.cleaned_data["remark"])
        messages.success(request, _("Angeheftet."))
        return redirect("monitoring:note", process.slug, made.item.public_id)
    return page(request, process, "notes", "pin.html", _pinning(form, kind, reference, snapshot),
                status=422 if form.errors else 200)


def _pinning(
    form: PinForm, kind: str, reference: dict[str, Any], snapshot: dict[str, Any]
) -> dict[str, Any]:
    note = queries.Note(None, kind, snapshot)
    return {"form": form, "kind": kind, "reference": reference.items(), "note": note,
            "sentence": snapshots.sentence(snapshot), "has_items": bool(form.known)}


def _note(process: Process, public_id: str) -> EvidenceNote:
    found = queries.find_note(process, public_id)
    if found is None:
        raise Http404
    return found
