"""Undoing a decision of the desk, as long as nothing rests on what it made."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from weitblick.method.factors.actions.cards import BOARD
from weitblick.method.factors.actions.choosing import mark_key, mark_shortlist, place
from weitblick.method.factors.models import Change, ChangeKind, Factor, Group
from weitblick.method.factors.queries import voices_on
from weitblick.trace import actions as trace
from weitblick.trace import decisions
from weitblick.trace.decisions import Undo
from weitblick.trace.models import Item, Kind, Link, State
from weitblick.trace.queries import walk_up


def undo(change: Change, by: object = None) -> None:
    """Take a decision back; refused when later work rests on it. Twice is once."""
    decisions.undo(change, _UNDO, by)


def _made(change: Change, by: object) -> None:
    """The factor counts no longer; its cards are free for another one."""
    factor = _as_it_was(change.before)
    _nothing_rests_on([factor.item])
    trace.supersede([factor.item])
    Group.objects.filter(factor=factor).update(factor=None)


def _added(change: Change, by: object) -> None:
    """Links are never taken away: the factor is made anew without the cards."""
    factor = _as_it_was(change.before)
    old = factor.item
    _nothing_rests_on([old])
    links = Link.objects.filter(newer=old).exclude(older__in=change.before["cards"])
    factor.item = trace.create(
        factor.process, Kind.FACTOR, old.text, detail=old.detail, by=by,
        dimensions=old.filings.values_list("dimension", flat=True),
    )
    for link in links.select_related("older"):
        trace.connect(factor.item, link.older, link.kind)
    trace.supersede([old])
    factor.save(update_fields=["item"])


def _merged(change: Change, by: object) -> None:
    before = change.before
    made = Item.objects.get(pk=before["made"])
    _nothing_rests_on([made])
    trace.supersede([made])
    first = Factor.objects.get(pk=before["factor"])
    first.item_id = before["item"]
    first.is_shortlisted, first.is_key = before["is_shortlisted"], before["is_key"]
    first.save(update_fields=["item", "is_shortlisted", "is_key"])
    for other in before["others"]:
        _give_back(other["factor"], other["moved"])
    _restore([before["item"], *(other["item"] for other in before["others"])])


def _give_back(factor: int, moved: dict[str, list[int]]) -> None:
    for where, pks in moved.items():
        label, field = where.rsplit(".", 1)
        rows = apps.get_model(label)._default_manager.filter(pk__in=pks)
        rows.update(**{f"{field}_id": factor})


def _split(change: Change, by: object) -> None:
    rows = [_as_it_was(made) for made in change.before["made"]]
    _nothing_rests_on([row.item for row in rows])
    for row in rows:
        if row.pk != change.before["factor"] and _holds_something(row):
            raise ValidationError(_("Auf „%s“ wurde schon weitergearbeitet.") % row)
    trace.supersede([row.item for row in rows])
    Factor.objects.filter(pk=change.before["factor"]).update(item=change.before["item"])
    _restore([change.before["item"]])


def _holds_something(row: Factor) -> bool:
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: row}).exists()
        for relation in Factor._meta.related_objects
    )


def _reworded(change: Change, by: object) -> None:
    factor = _as_it_was(change.before)
    trace.reword(
        factor.item, change.before["title"], detail=change.before["description"], by=by,
        reason=_("rückgängig gemacht"),
    )


def _refiled(change: Change, by: object) -> None:
    factor = _as_it_was(change.before)
    trace.refile(factor.item, change.before["dimensions"])


def _shortlisted(change: Change, by: object) -> None:
    mark_shortlist(change.process, change.before["factors"])


def _chosen(change: Change, by: object) -> None:
    mark_key(change.process, change.before["keys"])
    known = set(change.before["order"])
    later = change.process.factors.exclude(pk__in=known).order_by("position", "pk")
    place(change.process, [*change.before["order"], *(factor.pk for factor in later)])


def _as_it_was(before: dict[str, Any]) -> Factor:
    """The row of a decision, if it still holds the item it held then."""
    row = Factor.objects.select_related("item").get(pk=before["factor"])
    if row.item_id != before["item"]:
        raise ValidationError(
            _("„%s“ wurde seither zusammengeführt oder geteilt. Machen Sie zuerst das rückgängig.")
            % row
        )
    return row


def _restore(pks: Iterable[int]) -> None:
    for item in Item.objects.filter(pk__in=list(pks)):
        trace.restore(item)


def _nothing_rests_on(items: list[Item]) -> None:
    for item in items:
        if item.state != State.LIVE or _is_built_on(item) or voices_on([item]):
            raise ValidationError(
                _("Auf „%s“ wurde schon weitergearbeitet. Das lässt sich nicht mehr rückgängig "
                  "machen; Sie können den Faktor neu fassen, teilen oder zusammenführen.") % item
            )


def _is_built_on(item: Item) -> bool:
    """Whether something that still counts came from an item; what was undone itself does not."""
    above = (strand.item for strand in walk_up(item).strands if strand.depth)
    return any(one.state != State.SUPERSEDED for one in above)


_UNDO: dict[str, Undo] = {
    **BOARD.undoing,
    ChangeKind.MADE: _made,
    ChangeKind.ADDED: _added,
    ChangeKind.MERGED: _merged,
    ChangeKind.SPLIT: _split,
    ChangeKind.REWORDED: _reworded,
    ChangeKind.REFILED: _refiled,
    ChangeKind.SHORTLISTED: _shortlisted,
    ChangeKind.CHOSEN: _chosen,
}
