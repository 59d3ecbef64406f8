"""Cards of this step laid into groups, and a group that becomes an option."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from weitblick.method.options.actions import create_option
from weitblick.method.options.models import (
    ChangeKind,
    GroupedOptionCard,
    Option,
    OptionGroup,
    SortingChange,
)
from weitblick.trace.decisions import keep
from weitblick.trace.models import State
from weitblick.voices.pinboard import Pinboard
from weitblick.voices.sorting import proposed_dimensions
from weitblick.workshop.models import Process

BOARD = Pinboard(OptionGroup, GroupedOptionCard, SortingChange)


def groups(process: Process) -> list[OptionGroup]:
    """The groups that count, each with its live cards at hand (``grouped``)."""
    live = GroupedOptionCard.objects.filter(item__state=State.LIVE).select_related("item")
    rows = process.option_groups.filter(dissolved_at=None).select_related("option__item")
    return list(rows.prefetch_related(Prefetch("grouped", queryset=live)))


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
    before = {"option": made.pk}
    keep(SortingChange, group.process, ChangeKind.MADE, locked.title, before, by=by)
    return made
