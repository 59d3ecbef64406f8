"""Cards of this step laid into groups, and a group that becomes an option."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from weitblick.method.options.actions import create_option
from weitblick.method.options.models import ChangeKind, GroupedOptionCard, Option, OptionGroup
from weitblick.method.options.undoing import keep
from weitblick.trace.models import Item, Kind, State
from weitblick.voices.sorting import Laying, lay, proposed_dimensions
from weitblick.workshop import clock
from weitblick.workshop.models import Process

MOST_TITLE = 200


def groups(process: Process) -> list[OptionGroup]:
    """The groups that count, each with its live cards at hand (``grouped``)."""
    live = GroupedOptionCard.objects.filter(item__state=State.LIVE).select_related("item")
    rows = process.option_groups.filter(dissolved_at=None).select_related("option__item")
    return list(rows.prefetch_related(Prefetch("grouped", queryset=live)))


@transaction.atomic
def gather_cards(
    process: Process, title: str, cards: Sequence[Item], *, by: object = None,
    seen: Mapping[int, int] | None = None,
) -> tuple[OptionGroup, Laying]:
    """A new group with these cards and what was overtaken; without any card it does not stay."""
    group = OptionGroup.objects.create(
        process=process, title=_title(title), position=process.option_groups.count()
    )
    found = _lay(process, cards, group, by, made=True, seen=seen)
    if not found.before:
        OptionGroup.objects.filter(pk=group.pk).update(dissolved_at=clock.now())
    return group, found


@transaction.atomic
def move_cards(
    process: Process, cards: Sequence[Item], group: OptionGroup | None, *, by: object = None,
    seen: Mapping[int, int] | None = None,
) -> Laying:
    """Lay cards into a group, or (None) among the loose ones; ``seen``: versions by item pk."""
    if group is not None and (group.process_id != process.pk or group.dissolved_at):
        raise ValidationError(_("Diese Gruppe gibt es nicht mehr. Bitte laden Sie die Seite neu."))
    return _lay(process, cards, group, by, made=False, seen=seen)


def _lay(
    process: Process, cards: Sequence[Item], group: OptionGroup | None, by: object, *, made: bool,
    seen: Mapping[int, int] | None = None,
) -> Laying:
    if not cards:
        raise ValidationError(_("Bitte wählen Sie mindestens eine Karte aus."))
    for card in cards:
        if card.process_id != process.pk or card.kind != Kind.CARD or card.state != State.LIVE:
            raise ValidationError(_("„%s“ ist keine gültige Karte dieses Prozesses.") % card)
    found = lay(GroupedOptionCard, cards, group, by=by, seen=seen)
    if found.before:
        keep(
            process, ChangeKind.GROUPED, group.title if group else _("ohne Gruppe"),
            {"lay": {str(pk): old for pk, old in found.before.items()},
             "group": group and group.pk, "made": made}, by=by,
        )
    return found


@transaction.atomic
def rename_group(group: OptionGroup, title: str, *, by: object = None) -> OptionGroup:
    """A new title for a group; the same title changes nothing."""
    new = _title(title)
    if new != group.title:
        before = {"group": group.pk, "title": group.title}
        group.title = new
        group.save(update_fields=["title"])
        keep(group.process, ChangeKind.RENAMED, new, before, by=by)
    return group


@transaction.atomic
def dissolve_group(group: OptionGroup, *, by: object = None) -> None:
    """Set a group's cards free. The group keeps what lay in it, so that it can come back."""
    if group.dissolved_at is not None:
        return
    group.dissolved_at = clock.now()
    group.save(update_fields=["dissolved_at"])
    keep(group.process, ChangeKind.DISSOLVED, group.title, {"group": group.pk}, by=by)


@transaction.atomic
def option_from_group(group: OptionGroup, by: object = None) -> Option:
    """An option out of all live cards of a group, linked to each; the group stays as its stack."""
    locked = OptionGroup.objects.select_for_update().get(pk=group.pk)
    if locked.option is not None and locked.option.item.state == State.LIVE:
        raise ValidationError(_("Aus „%s“ wurde schon eine Option gebildet.") % group.title)
    cards = [row.item for row in locked.grouped.filter(item__state=State.LIVE)]
    if not cards:
        raise ValidationError(_("In „%s“ liegt keine Karte.") % group.title)
    text = "\n".join(card.detail for card in cards if card.detail)
    made = create_option(
        group.process, locked.title, text, by=by, derived_from=cards,
        dimensions=proposed_dimensions(cards),
    )
    locked.option = made
    locked.save(update_fields=["option"])
    keep(group.process, ChangeKind.MADE, locked.title, {"option": made.pk}, by=by)
    return made


def _title(title: str) -> str:
    cleaned = " ".join(title.replace("\x00", "").split())
    if not cleaned:
        raise ValidationError(_("Bitte geben Sie der Gruppe einen Namen."))
    if len(cleaned) > MOST_TITLE:
        raise ValidationError(_("Der Name einer Gruppe hat höchstens 200 Zeichen."))
    return cleaned
