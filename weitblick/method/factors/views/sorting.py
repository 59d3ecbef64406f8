"""Cards at the desk: paper cards typed in, groups, similar cards; suggestions, never merges."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.faces.desk import desk_page
from weitblick.method.factors import actions, queries
from weitblick.method.factors.analysis.similar import alike, nearest_groups, suggested_groups
from weitblick.method.factors.forms import FactorForm, GroupForm, PaperForm
from weitblick.method.factors.models import Group
from weitblick.method.factors.views.frame import (
    TEAM,
    WITH_SCRIBES,
    chosen_cards,
    factor_or_404,
    page,
    to,
)
from weitblick.trace.models import Item
from weitblick.voices.models import Card, Channel
from weitblick.workshop.models import Process


@desk_page(*TEAM)
def cards(request: HttpRequest, process: Process) -> HttpResponse:
    """Loose cards, groups, and what looks alike."""
    loose = queries.loose_cards(process)
    like, loose = _sorted_by_likeness(loose, request.GET.get("zu", ""))
    groups = queries.groups(process)
    near = nearest_groups(loose, groups)
    context = {
        "loose": [_shown(process, card, near.get(card.item_id)) for card in loose], "like": like,
        "groups": groups, "factors": queries.factors(process),
        "suggestions": [] if like else suggested_groups(loose),
        "changes": queries.changes(process, limit=5), "n_cards": len(queries.cards(process)),
    }
    return page(request, process, "cards", "factors/desk_cards.html", context)


def _sorted_by_likeness(cards: list[Card], public_id: str) -> tuple[Card | None, list[Card]]:
    """The card to compare with and all cards, the most alike first."""
    wanted = next((card for card in cards if card.item.public_id == public_id), None)
    return (wanted, alike(wanted, cards)) if wanted else (None, cards)


def _shown(process: Process, card: Card, near: Group | None) -> dict[str, Any]:
    parts = [process.frame.title_of(card.topic) if card.topic else "",
             _("Tisch %d") % card.table.number if card.table else ""]
    return {
        "item": card.item, "meta": " · ".join(part for part in parts if part), "near": near,
    }


@desk_page(*TEAM)
def lay(request: HttpRequest, process: Process) -> HttpResponse:
    """Do with the ticked cards what the pressed button says."""
    if request.method != "POST":
        return to(process, "cards")
    chosen = chosen_cards(request, process)
    what = request.POST.get("do", "")
    if what == "group":
        return _new_group(request, process, chosen)
    if what == "move":
        return _move(request, process, chosen)
    if what == "add":
        factor = factor_or_404(process, request.POST.get("to_factor", ""))
        added = actions.add_cards(factor, chosen, by=request.user)
        messages.success(request, ngettext(
            "%(n)d Karte liegt jetzt bei „%(factor)s“.",
            "%(n)d Karten liegen jetzt bei „%(factor)s“.", added,
        ) % {"n": added, "factor": factor})
        return to(process, "cards")
    if what == "factor":
        if not chosen:
            raise ValidationError(_("Bitte wählen Sie mindestens eine Karte aus."))
        return _factor_page(request, process, FactorForm(process), chosen, None)
    raise ValidationError(_("Bitte wählen Sie, was mit den Karten geschehen soll."))


def _new_group(request: HttpRequest, process: Process, chosen: list[Item]) -> HttpResponse:
    # Never named after a card: its words must be gone when its author has them erased.
    unnamed = _("Gruppe %d") % (process.card_groups.count() + 1)
    title = request.POST.get("title", "").strip() or unnamed
    group = actions.group_cards(process, title, chosen, by=request.user)
    messages.success(request, _("Gruppe „%s“ ist angelegt.") % group)
    return to(process, "cards")


def _move(request: HttpRequest, process: Process, chosen: list[Item]) -> HttpResponse:
    wanted = request.POST.get("to_group", "")
    group = get_object_or_404(process.card_groups, pk=wanted) if wanted.isdecimal() else None
    actions.move_cards(process, chosen, group, by=request.user)
    messages.success(request, _("Die Karten liegen jetzt hier: %s.") % (group or _("ohne Gruppe")))
    return to(process, "cards")


@desk_page(*TEAM)
def group(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """One group: rename, dissolve, make a factor of it."""
    found = get_object_or_404(process.card_groups, pk=pk)
    if request.method == "POST":
        return _change_group(request, process, found)
    rows = found.grouped.filter(item__state="live").select_related("item")
    context = {
        "group": found, "items": [row.item for row in rows],
        "form": GroupForm(initial={"title": found.title}),
    }
    return page(request, process, "cards", "factors/desk_group.html", context)


def _change_group(request: HttpRequest, process: Process, found: Group) -> HttpResponse:
    if request.POST.get("do") == "dissolve":
        actions.dissolve_group(found, by=request.user)
        messages.success(request, _("„%s“ ist aufgelöst; die Karten sind wieder frei.") % found)
        return to(process, "cards")
    actions.rename_group(found, request.POST.get("title", ""), by=request.user)
    messages.success(request, _("Die Gruppe heißt jetzt „%s“.") % found)
    return to(process, "group", found.pk)


@desk_page(*TEAM)
def new_factor(request: HttpRequest, process: Process) -> HttpResponse:
    """A factor from a group (``?gruppe=``), from ticked cards, or from the desk."""
    group_pk = request.POST.get("group") or request.GET.get("gruppe", "")
    found = get_object_or_404(process.card_groups, pk=group_pk) if group_pk.isdecimal() else None
    if request.method != "POST":
        form = FactorForm(process, initial={"title": found.title if found else ""})
        items = [row.item for row in found.grouped.filter(item__state="live")] if found else []
        return _factor_page(request, process, form, items, found)
    form, items = FactorForm(process, request.POST), chosen_cards(request, process)
    if not form.is_valid():
        return _factor_page(request, process, form, items, found, status=422)
    made = actions.create_factor(
        process, form.cleaned_data["title"], form.cleaned_data["description"], items,
        form.cleaned_data["dimensions"], request.user, group=found,
    )
    messages.success(request, _("Faktor „%s“ ist gebildet.") % made)
    return to(process, "factor", made.item.public_id)


def _factor_page(
    request: HttpRequest, process: Process, form: FactorForm, items: list[Item],
    group: Group | None, *, status: int = 200,
) -> HttpResponse:
    context = {"form": form, "items": items, "group": group}
    return page(request, process, "factors", "factors/desk_new_factor.html", context, status=status)


@desk_page(*WITH_SCRIBES)
def paper(request: HttpRequest, process: Process) -> HttpResponse:
    """Type paper cards: one a line, of one table."""
    form = PaperForm(process, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _type_in(request, process, form.cleaned_data)
            messages.success(request, ngettext(
                "%d Karte ist eingetragen.", "%d Karten sind eingetragen.", made) % made)
            return to(process, "paper")
        except ValidationError as problem:
            form.add_error(None, problem)
    return page(request, process, "paper", "factors/desk_paper.html",
                {"form": form, "activity": queries.open_activity(process, "cards")},
                status=422 if form.errors else 200)


def _type_in(request: HttpRequest, process: Process, data: dict[str, Any]) -> int:
    table = data["table"]
    activity = queries.open_activity(process, "cards", table)
    if activity is None:
        raise ValidationError(_("Gerade ist keine Kartenrunde offen. Öffnen Sie zuerst eine."))
    topic = data["topic"] or (table.topic if table else "")
    lines = [line.strip() for line in data["lines"].splitlines() if line.strip()]
    rows = [
        actions.CardRow(line, topic=topic, table=table, typed_by=request.user,
                        channel=Channel.PAPER,
                        key=f"{data['once']}-{at}" if data["once"] else None)
        for at, line in enumerate(lines)
    ]
    return len(actions.import_cards(activity, rows))
