"""Paper as an equal channel: what scribes typed, what was counted by hands, undoing the last."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from weitblick.engines import similarity
from weitblick.trace import actions as trace
from weitblick.trace.models import Item, State
from weitblick.voices.actions import Given, Speaker, rate
from weitblick.voices.ballots import DOTS
from weitblick.voices.models import Card, Channel, Rating
from weitblick.voices.scales import Criterion
from weitblick.workshop import channels
from weitblick.workshop.models import Activity, Table

MOST_HANDS = 9999
MOST_VALUES = 12
NEAR, MOST_COMPARED, SHOWN = 0.35, 1500, 3


def typed_cards(activity: Activity) -> list[Card]:
    """What was typed from paper in an activity and still counts, the latest first."""
    rows = Card.objects.filter(activity=activity, channel=Channel.PAPER, item__state=State.LIVE)
    return list(rows.select_related("item", "table", "about").order_by("-pk"))


@transaction.atomic
def take_back_typed(card: Card, by: Any) -> None:
    """A scribe takes back what was typed, while nothing rests on it."""
    if card.channel != Channel.PAPER or card.typed_by_id != by.pk:
        raise ValidationError(_("Diese Karte haben Sie nicht eingetippt."))
    if card.item.up_links.exists():
        raise ValidationError(_("Mit dieser Karte wurde schon weitergearbeitet."))
    trace.supersede([card.item])
    channels.announce_contribution(card.activity.meeting)


def similar(activity: Activity, text: str) -> list[Card]:
    """Cards of an activity that say nearly the same: a hint, nothing more."""
    rows = Card.objects.filter(activity=activity, item__state=State.LIVE).select_related("item")
    cards = list(rows.order_by("-pk")[:MOST_COMPARED])
    if len(text.split()) < 2 or not cards:
        return []
    pairs = similarity.neighbours([text, *(card.item.text for card in cards)], SHOWN)
    return [cards[pair.j - 1] for pair in pairs if pair.i == 0 and pair.score >= NEAR]


def values_counted(criterion: Criterion) -> tuple[int, ...]:
    """For which values hands are counted; dots are counted as such."""
    if criterion.slug == DOTS.slug:
        return (1,)
    values = criterion.scale.values
    return values if len(values) <= MOST_VALUES else ()


@transaction.atomic
def count_hands(
    activity: Activity, criterion: Criterion, hands: Mapping[Item, Mapping[int, int]],
    *, table: Table | None = None, by: Any = None, key: str | None = None,
) -> int:
    """Keep counts of raised hands: for each item how many for each value. How many items.

    A new count of the same table (or of the whole round) replaces the earlier one of that item.
    The same ``key`` again changes nothing.
    """
    known = values_counted(criterion)
    given = []
    for item, counts in hands.items():
        if item.process_id != activity.meeting.process_id or item.state != State.LIVE:
            raise ValidationError(_("„%s“ gibt es nicht mehr. Bitte laden Sie die Seite neu.")
                                  % item)
        for value in known:
            count = counts.get(value, 0)
            if not 0 <= count <= MOST_HANDS:
                raise ValidationError(_("Eine Zahl von Händen liegt zwischen 0 und %d.")
                                      % MOST_HANDS)
            once = f"{key}-{item.pk}-{value}" if key else None
            given.append(Given(item, criterion, value, count, key=once))
    rate(activity, given, Speaker(table=table, typed_by=by, channel=Channel.PAPER))
    return len(hands)


def hands_of(
    activity: Activity, criterion: Criterion, items: Sequence[Item], table: Table | None
) -> dict[int, dict[int, int]]:
    """The counts that stand, by item pk and value."""
    rows = Rating.objects.filter(
        activity=activity, criterion=criterion.slug, item__in=items, channel=Channel.PAPER,
        table=table, participant=None,
    )
    latest = rows.values("item_id", "value").annotate(last=Max("pk")).values_list("last", flat=True)
    found: dict[int, dict[int, int]] = {}
    for item, value, count in Rating.objects.filter(pk__in=list(latest)).values_list(
        "item_id", "value", "count"
    ):
        found.setdefault(item, {})[int(value)] = count
    return found
