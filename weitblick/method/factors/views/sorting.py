"""Cards at the desk: paper cards typed in, groups, similar cards; suggestions, never merges."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.faces.desk import desk_page, key_from
from weitblick.faces.pinboard import Pile, Pinned, Pins, Said, asks_for_part, press
from weitblick.method.factors import actions, queries
from weitblick.method.factors.analysis.similar import alike, nearest_groups, suggested_groups
from weitblick.method.factors.forms import FactorForm, GroupForm, PaperForm
from weitblick.method.factors.models import Group, GroupedCard
from weitblick.method.factors.views.frame import (
    TEAM,
    WITH_SCRIBES,
    chosen_cards,
    factor_or_404,
    page,
    to,
)
from weitblick.trace.models import Item, State
from weitblick.voices.models import Card, Channel
from weitblick.voices.sorting import proposed_dimensions, versions
from weitblick.workshop.models import Process


@desk_page(*TEAM)
def cards(request: HttpRequest, process: Process) -> HttpResponse:
    """Loose cards, groups, and what looks alike."""
    return _board(request, process)


def _board(request: HttpRequest, process: Process, said: Said | None = None) -> HttpResponse:
    groups, factors = queries.groups(process), queries.factors(process)
    found, loose = queries.cards(process), queries.loose_cards(process, groups)
    like, loose = _sorted_by_likeness(loose, request.GET.get("zu", ""))
    near, seen = nearest_groups(loose, groups), versions(GroupedCard, process)
    pinned = {card.item_id: _pinned(process, card, near.get(card.item_id), seen) for card in found}
    context = {
        "loose": [pinned[card.item_id] for card in loose], "like": like, "said": said,
        "piles": [_pile(process, group, pinned) for group in groups], "factors": factors,
        "suggestions": [] if like else [
            [pinned[card.item_id] for card in members] for members in suggested_groups(loose)],
        "changes": queries.changes(process, limit=5), "n_cards": len(found),
        "lay_url": reverse("factors:lay", args=[process.slug]), "make_label": _("Wird Faktor"),
        "toolbar": "factors/desk_toolbar.html", "group_url": "factors:group",
    }
    return page(request, process, "cards", "factors/desk_cards.html", context)


def _sorted_by_likeness(cards: list[Card], public_id: str) -> tuple[Card | None, list[Card]]:
    """The card to compare with and all cards, the most alike first."""
    wanted = next((card for card in cards if card.item.public_id == public_id), None)
    return (wanted, alike(wanted, cards)) if wanted else (None, cards)


def _pinned(process: Process, card: Card, near: Group | None, seen: dict[int, int]) -> Pinned:
    parts = [process.frame.title_of(card.topic) if card.topic else "",
             _("Tisch %d") % card.table.number if card.table else ""]
    meta = " · ".join(part for part in parts if part)
    return Pinned(card.item, seen.get(card.item_id, 0), meta, near=near)


def _pile(process: Process, group: Group, pinned: dict[int, Pinned]) -> Pile:
    cards = [pinned[row.item_id] for row in group.grouped.all() if row.item_id in pinned]
    factor = group.factor
    if factor is None or factor.item.state != State.LIVE:
        return Pile(group, cards)
    url = reverse("factors:factor", args=[process.slug, factor.item.public_id])
    made = _("Faktor: %s") % factor.item.text
    return Pile(group, cards, made, url, queries.field_numeral(factor))


@desk_page(*TEAM)
def lay(request: HttpRequest, process: Process) -> HttpResponse:
    """Do with the ticked cards what the pressed button says."""
    if request.method != "POST":
        return to(process, "cards")
    said = press(request, Pins(actions.BOARD, process, request.user, _make))
    if said is None:
        return _with_factors(request, process, chosen_cards(request, process))
    if asks_for_part(request):
        return _board(request, process, said)
    said.tell(request)
    return to(process, "cards")


def _make(group: Group, by: Any) -> str:
    """A factor of a group, filed where most of its cards are filed."""
    cards = [row.item for row in group.grouped.filter(item__state=State.LIVE)]
    made = actions.factor_from_group(
        group, group.title, dimensions=proposed_dimensions(cards), by=by)
    return _("Faktor „%s“ ist gebildet.") % made


def _with_factors(request: HttpRequest, process: Process, chosen: list[Item]) -> HttpResponse:
    """Buttons of this step alone: to an existing factor, or a new one from ticked cards."""
    what = request.POST.get("do", "")
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
        form = FactorForm(process, initial={"dimensions": proposed_dimensions(chosen)})
        return _factor_page(request, process, form, chosen, None)
    raise ValidationError(_("Bitte wählen Sie, was mit den Karten geschehen soll."))


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
        actions.BOARD.dissolve(found, by=request.user)
        messages.success(request, _("„%s“ ist aufgelöst; die Karten sind wieder frei.") % found)
        return to(process, "cards")
    actions.BOARD.rename(found, request.POST.get("title", ""), by=request.user)
    messages.success(request, _("Die Gruppe heißt jetzt „%s“.") % found)
    return to(process, "group", found.pk)


@desk_page(*TEAM)
def new_factor(request: HttpRequest, process: Process) -> HttpResponse:
    """A factor from a group (``?gruppe=``), from ticked cards, or from the desk."""
    group_pk = request.POST.get("group") or request.GET.get("gruppe", "")
    found = (get_object_or_404(process.card_groups, pk=key_from(group_pk))
             if group_pk.isdecimal() else None)
    if request.method != "POST":
        items = [row.item for row in found.grouped.filter(item__state="live")] if found else []
        form = FactorForm(process, initial={
            "title": found.title if found else "", "dimensions": proposed_dimensions(items)})
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
