"""Factors: made from cards, added to, reworded, filed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.method.factors.actions.changes import keep
from weitblick.method.factors.models import ChangeKind, Factor, Group
from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind, Link, LinkKind, State
from weitblick.workshop.models import Process


@transaction.atomic
def create_factor(
    process: Process, title: str, description: str = "", cards: Sequence[Item] = (),
    dimensions: Iterable[str] = (), by: object = None, *, public_id: str | None = None,
    group: Group | None = None,
) -> Factor:
    """A factor out of cards (items), each linked as ``merged_from``; the cards stay valid.

    ``dimensions`` are slugs of the frame. Cards may be none: some factors come from the desk.
    """
    _must_be_cards(process, cards)
    item = trace.create(
        process, Kind.FACTOR, title, detail=description, by=by, derived_from=cards,
        link=LinkKind.MERGED_FROM, dimensions=dimensions, public_id=public_id,
    )
    factor = Factor.objects.create(process=process, item=item, position=next_position(process))
    if group is not None:
        group.factor = factor
        group.save(update_fields=["factor"])
    keep(process, ChangeKind.MADE, title, _before(factor, group=group and group.pk), by=by)
    return factor


def factor_from_group(
    group: Group, title: str, description: str = "", dimensions: Iterable[str] = (),
    by: object = None,
) -> Factor:
    """A factor out of all live cards of a group; the group stays as its stack of cards."""
    if group.factor is not None and group.factor.item.state == State.LIVE:
        raise ValidationError(_("Aus „%s“ wurde schon ein Faktor gebildet.") % group.title)
    rows = group.grouped.filter(item__state=State.LIVE).select_related("item")
    cards = [row.item for row in rows]
    if not cards:
        raise ValidationError(_("In „%s“ liegt keine Karte.") % group.title)
    return create_factor(
        group.process, title, description, cards, dimensions, by, group=group
    )


@transaction.atomic
def add_cards(factor: Factor, cards: Sequence[Item], by: object = None) -> int:
    """Add later cards to a factor, linked as ``merged_from``. How many were new."""
    if not cards:
        raise ValidationError(_("Bitte wählen Sie mindestens eine Karte aus."))
    _must_be_cards(factor.process, cards)
    must_count(factor)
    known = set(Link.objects.filter(newer=factor.item).values_list("older_id", flat=True))
    new = [card for card in cards if card.pk not in known]
    for card in new:
        trace.connect(factor.item, card, LinkKind.MERGED_FROM)
    if new:
        keep(
            factor.process, ChangeKind.ADDED, factor.item.text,
            _before(factor, cards=[card.pk for card in new]), by=by,
        )
    return len(new)


@transaction.atomic
def reword_factor(
    factor: Factor, title: str, description: str | None = None, *, by: object = None,
    reason: str = "",
) -> Factor:
    """A new wording; earlier ones stay readable as revisions."""
    before = _before(factor, title=factor.item.text, description=factor.item.detail)
    trace.reword(factor.item, title, detail=description, by=by, reason=reason)
    if (factor.item.text, factor.item.detail) != (before["title"], before["description"]):
        keep(factor.process, ChangeKind.REWORDED, factor.item.text, before, by=by, reason=reason)
    return factor


@transaction.atomic
def refile_factor(factor: Factor, dimensions: Iterable[str], *, by: object = None) -> None:
    """File a factor under exactly these dimensions (slugs)."""
    must_count(factor)
    before = sorted(factor.item.filings.values_list("dimension", flat=True))
    wanted = sorted(set(dimensions))
    if wanted == before:
        return
    trace.refile(factor.item, wanted)
    keep(
        factor.process, ChangeKind.REFILED, factor.item.text,
        _before(factor, dimensions=before), by=by,
    )


def next_position(process: Process) -> int:
    """The place behind the last factor."""
    last = process.factors.order_by("-position").first()
    return last.position + 1 if last else 1


def must_count(factor: Factor) -> None:
    """Refuse a factor that was superseded meanwhile."""
    factor.item.refresh_from_db(fields=["state"])
    if factor.item.state != State.LIVE:
        raise ValidationError(
            _("„%s“ wurde inzwischen abgelöst. Bitte laden Sie die Seite neu.") % factor
        )


def _before(factor: Factor, **more: Any) -> dict[str, Any]:
    """What undoing needs: the row, and its item then, which a merge or split would have changed."""
    return {"factor": factor.pk, "item": factor.item_id, **more}


def _must_be_cards(process: Process, cards: Sequence[Item]) -> None:
    for card in cards:
        if card.process_id != process.pk or card.kind != Kind.CARD:
            raise ValidationError(_("„%s“ ist keine Karte dieses Prozesses.") % card)
        if card.state == State.SUPERSEDED:
            raise ValidationError(_("„%s“ wurde zurückgenommen.") % card)
