"""Cards of this step laid into groups, and a group that becomes an option."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from weitblick.method.options.actions import create_option
from weitblick.method.options.models import GroupedOptionCard, Option, OptionGroup
from weitblick.trace.models import Item, Kind, State
from weitblick.voices.sorting import Laying, lay, proposed_dimensions
from weitblick.workshop import channels, clock
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
    found = move_cards(process, cards, group, by=by, seen=seen)
    if not found.before:
        OptionGroup.objects.filter(pk=group.pk).update(dissolved_at=clock.now())
    return group, found


@transaction.atomic
def move_cards(
    process: Process, cards: Sequence[Item], group: OptionGroup | None, *, by: object = None,
    seen: Mapping[int, int] | None = None,
) -> Laying:
    """Lay cards into a group, or (None) among the loose ones; ``seen``: versions by item pk."""
    if not cards:
        raise ValidationError(_("Bitte wählen Sie mindestens eine Karte aus."))
    for card in cards:
        if card.process_id != process.pk or card.kind != Kind.CARD or card.state != State.LIVE:
            raise ValidationError(_("„%s“ ist keine gültige Karte dieses Prozesses.") % card)
    found = lay(GroupedOptionCard, cards, group, by=by, seen=seen)
    channels.announce(channels.desk(process))
    return found


def rename_group(group: OptionGroup, title: str) -> OptionGroup:
    """A new title for a group."""
    group.title = _title(title)
    group.save(update_fields=["title"])
    channels.announce(channels.desk(group.process))
    return group


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
    return made


def _title(title: str) -> str:
    cleaned = " ".join(title.replace("\x00", "").split())
    if not cleaned:
        raise ValidationError(_("Bitte geben Sie der Gruppe einen Namen."))
    if len(cleaned) > MOST_TITLE:
        raise ValidationError(_("Der Name einer Gruppe hat höchstens 200 Zeichen."))
    return cleaned
