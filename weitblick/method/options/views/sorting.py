"""The pinboard of this step: cards laid together, groups that become options."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.engines import similarity
from weitblick.faces.desk import desk_page, show
from weitblick.faces.pinboard import Pile, Pinned, Pins, Said, asks_for_part, press
from weitblick.method.options import grouping, queries, undoing
from weitblick.method.options.forms import OptionForm
from weitblick.method.options.models import GroupedOptionCard, OptionGroup
from weitblick.method.options.views.desk import ALL, crumbs
from weitblick.trace.models import State
from weitblick.voices.models import Card
from weitblick.voices.sorting import versions
from weitblick.workshop.models import Process, Role
from weitblick.workshop.roles import may

SUGGESTED = 6


@desk_page(*ALL)
def cards(request: HttpRequest, process: Process) -> HttpResponse:
    """Loose cards, groups, what looks alike; a new option from ticked cards."""
    return board(request, process, OptionForm(process))


def board(
    request: HttpRequest, process: Process, form: OptionForm, ticked: set[str] | None = None,
    said: Said | None = None, *, status: int = 200,
) -> HttpResponse:
    """The pinboard with the form of a new option."""
    found, groups = queries.option_cards(process), grouping.groups(process)
    seen = versions(GroupedOptionCard, process)
    pinned = {card.item_id: _pinned(process, card, seen) for card in found}
    lying = {row.item_id for group in groups for row in group.grouped.all()}
    used = [card for card in found if card.item.up_links.all()]
    taken = lying | {card.item_id for card in used}
    loose = [card for card in found if card.item_id not in taken]
    alike = similarity.groups([card.item.text for card in loose])[:SUGGESTED]
    return show(request, process, "options/desk_cards.html", {
        "loose": [pinned[card.item_id] for card in loose], "said": said, "form": form,
        "piles": [_pile(process, group, pinned) for group in groups], "n_cards": len(found),
        "used": [pinned[card.item_id] for card in used if card.item_id not in lying],
        "suggestions": [[pinned[loose[at].item_id] for at in members] for members in alike],
        "lay_url": reverse("options:lay", args=[process.slug]), "make_label": _("Wird Option"),
        "ticked": ticked or set(), "breadcrumbs": crumbs(process),
        "changes": undoing.changes(process),
        "leads": may(request.user, process, Role.FACILITATOR, Role.ANALYST),
    }, status=status)


def _pinned(process: Process, card: Card, seen: dict[int, int]) -> Pinned:
    filed = (filing.dimension for filing in card.item.filings.all())
    numeral = next(iter(queries.fields_of(process, filed)), "")
    meta = _("Antwort auf „%s“") % card.about.text if card.about else ""
    return Pinned(card.item, seen.get(card.item_id, 0), meta, numeral)


def _pile(process: Process, group: OptionGroup, pinned: dict[int, Pinned]) -> Pile:
    laid = [pinned[row.item_id] for row in group.grouped.all() if row.item_id in pinned]
    option = group.option
    if option is None or option.item.state != State.LIVE:
        return Pile(group, laid)
    url = reverse("options:option", args=[process.slug, option.item.public_id])
    return Pile(group, laid, _("Option: %s") % option.item.text, url)


@require_POST
@desk_page()
def lay(request: HttpRequest, process: Process) -> HttpResponse:
    """Do what the pressed button or the drag says."""
    said = press(request, Pins(grouping.BOARD, process, request.user, _make))
    if said is None:
        raise ValidationError(_("Bitte wählen Sie, was mit den Karten geschehen soll."))
    if asks_for_part(request):
        return board(request, process, OptionForm(process), said=said)
    said.tell(request)
    return redirect("options:cards", slug=process.slug)


def _make(group: OptionGroup, by: Any) -> str:
    """An option of a group."""
    return _("Option „%s“ ist gebildet.") % grouping.option_from_group(group, by)


@require_POST
@desk_page()
def undo(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Undo one deed on the pinboard."""
    change = get_object_or_404(process.option_changes, pk=pk)
    undoing.undo(change, by=request.user)
    messages.success(request, _("Rückgängig gemacht: %s") % change)
    return redirect("options:cards", slug=process.slug)
