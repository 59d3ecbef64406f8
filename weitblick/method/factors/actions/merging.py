"""Merging and splitting: items are superseded and stay linked; the rows of factors follow.

A row that follows keeps all that hangs on it in later steps (its assumptions), so a merge after
the trends were written loses none of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.method.factors.actions.changes import keep
from weitblick.method.factors.actions.factors import must_count, next_position
from weitblick.method.factors.models import ChangeKind, Factor
from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind, LinkKind

Moved = dict[str, list[int]]


@dataclass(frozen=True)
class Part:
    """A part of a split factor: its title, its description, the cards that go with it."""

    title: str
    description: str = ""
    cards: Sequence[Item] = ()


@transaction.atomic
def merge_factors(
    factors: Sequence[Factor], title: str, description: str = "", by: object = None
) -> Factor:
    """One factor out of several. The first row carries on; what hung on the others moves to it."""
    if len({factor.pk for factor in factors}) < 2:
        raise ValidationError(_("Zum Zusammenführen wählen Sie bitte mindestens zwei Faktoren."))
    for factor in factors:
        must_count(factor)
    first, *others = factors
    merged = trace.merge([f.item for f in factors], title, detail=description, by=by)
    before = {
        "factor": first.pk, "item": first.item_id, "made": merged.pk,
        "is_shortlisted": first.is_shortlisted, "is_key": first.is_key,
        "others": [{"factor": one.pk, "item": one.item_id, "moved": _hand_over(one, first)}
                   for one in others],
    }
    first.item = merged
    first.is_shortlisted = any(factor.is_shortlisted for factor in factors)
    first.is_key = any(factor.is_key for factor in factors)
    first.save(update_fields=["item", "is_shortlisted", "is_key"])
    keep(first.process, ChangeKind.MERGED, title, before, by=by)
    return first


@transaction.atomic
def split_factor(factor: Factor, parts: Sequence[Part | str], by: object = None) -> list[Factor]:
    """Several factors out of one. The row carries on with the first part, the others are new.

    Without any cards named, every part rests on all cards of the whole.
    """
    must_count(factor)
    wanted = [Part(part) if isinstance(part, str) else part for part in parts]
    whole = factor.item
    items = trace.split(whole, [part.title for part in wanted], by=by)
    for item, part in zip(items, wanted, strict=True):
        if part.description.strip():
            item.detail = part.description.strip()
            item.save(update_fields=["detail"])
            item.revisions.update(detail=item.detail)
        for card in part.cards:
            if card.kind != Kind.CARD:
                raise ValidationError(_("„%s“ ist keine Karte dieses Prozesses.") % card)
            trace.connect(item, card, LinkKind.MERGED_FROM)
    rows = [factor, *(_row_like(factor, item) for item in items[1:])]
    factor.item = items[0]
    factor.save(update_fields=["item"])
    before = {
        "factor": factor.pk, "item": whole.pk,
        "made": [{"factor": row.pk, "item": row.item_id} for row in rows],
    }
    keep(factor.process, ChangeKind.SPLIT, whole.text, before, by=by)
    return rows


def _row_like(factor: Factor, item: Item) -> Factor:
    return Factor.objects.create(
        process=factor.process, item=item, is_shortlisted=factor.is_shortlisted,
        is_key=factor.is_key, position=next_position(factor.process),
    )


def _hand_over(old: Factor, new: Factor) -> Moved:
    """Let every row that points at one factor point at another; which rows, by model.

    Relations are found through the model's own register, because this room may not know the
    rooms above it by name.
    """
    moved: Moved = {}
    for relation in Factor._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{relation.field.name: old})
        pks = list(rows.values_list("pk", flat=True))
        if pks:
            moved[f"{relation.related_model._meta.label_lower}.{relation.field.name}"] = pks
            rows.update(**{relation.field.name: new})
    return moved
