"""Ballots: dots shared out, and orders of preference. One ballot a voice; the last one counts.

Both are kept as ratings of an activity, one a chosen item: so many dots, or the place in the order.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from weitblick.trace.models import Item
from weitblick.voices.actions import Given, Speaker, rate
from weitblick.voices.models import Channel, Rating
from weitblick.voices.queries import values
from weitblick.voices.scales import Criterion, Scale
from weitblick.workshop.models import Activity, ActivityState, Process

DOTS = Criterion(
    slug="dots", title=gettext_lazy("Punkte"),
    question=gettext_lazy("Was ist Ihnen am wichtigsten?"), scale=Scale(0, 99),
)
RANK = Criterion(
    slug="rank", title=gettext_lazy("Rang"),
    question=gettext_lazy("Was soll zuerst kommen?"), scale=Scale(1, 99),
)
TOTAL, MOST = 5, 2


@dataclass(frozen=True)
class Budget:
    """How many dots a person has, and how many of them may stick on one item."""

    total: int
    most: int


@dataclass(frozen=True)
class Dotted:
    """The dots of an item, and how many people gave them; of paper only the dots are known."""

    dots: int
    voices: int
    on_paper: int = 0


def budget_of(activity: Activity) -> Budget:
    """The budget of an activity: ``options["dots"]`` (5) and ``options["most"]`` (2)."""
    total = min(DOTS.scale.high, max(1, int(activity.options.get("dots", TOTAL))))
    return Budget(total, min(total, max(1, int(activity.options.get("most", MOST)))))


@transaction.atomic
def share_out(
    activity: Activity, dots: Mapping[Item, int], speaker: Speaker, *,
    own: Collection[int] = (), key: str | None = None,
) -> int:
    """Share dots out over items; what is not named gets none. How many dots were given.

    ``own``: pks of items that get none of this speaker's dots. ``key``: a delivery counts once.
    """
    budget, spent = budget_of(activity), sum(dots.values())
    if spent > budget.total:
        raise ValidationError(ngettext(
            "Sie haben %(spent)d Punkte verteilt, möglich ist %(total)d.",
            "Sie haben %(spent)d Punkte verteilt, möglich sind %(total)d.", budget.total,
        ) % {"spent": spent, "total": budget.total})
    for item, count in dots.items():
        _must_fit(item, count, budget, own)
    before = _present(activity, DOTS, speaker)
    left = Item.objects.filter(pk__in=[pk for pk, value in before.items() if value])
    ballot = {**dict.fromkeys(left, 0), **dots}
    rate(activity, [
        Given(item, DOTS, count, key=f"{key}-{item.pk}" if key else None)
        for item, count in ballot.items() if count or item.pk in before
    ], speaker)
    return spent


def _must_fit(item: Item, count: int, budget: Budget, own: Collection[int]) -> None:
    if count < 0:
        raise ValidationError(_("Weniger als null Punkte sind nicht möglich: „%s“.") % item)
    if count and item.pk in own:
        raise ValidationError(_("Auf die eigene Karte kommt kein Punkt: „%s“.") % item)
    if count > budget.most:
        raise ValidationError(ngettext(
            "Auf „%(item)s“ kommt höchstens %(most)d Punkt.",
            "Auf „%(item)s“ kommen höchstens %(most)d Punkte.", budget.most,
        ) % {"item": item, "most": budget.most})


@transaction.atomic
def put_in_order(
    activity: Activity, items: Sequence[Item], speaker: Speaker, *, key: str | None = None
) -> int:
    """Put items in an order, the most wanted first. How many."""
    if len(set(items)) != len(items):
        raise ValidationError(_("In einer Rangfolge steht jedes nur einmal."))
    return rate(activity, [
        Given(item, RANK, place, key=f"{key}-{item.pk}" if key else None)
        for place, item in enumerate(items, start=1)
    ], speaker)


def dots_of(activity: Activity) -> dict[int, Dotted]:
    """The dots of each item that got any, by item pk."""
    given = values(activity.meeting.process, DOTS.slug, activity=activity)
    found = {
        pk: Dotted(int(sum(one.value * one.count for one in said)),
                   sum(one.value > 0 and bool(one.participant_id) for one in said),
                   int(sum(one.value * one.count for one in said
                           if one.channel == Channel.PAPER)))
        for pk, said in given.items()
    }
    return {pk: one for pk, one in found.items() if one.dots}


def orders_of(activity: Activity, items: Sequence[Item]) -> list[list[int]]:
    """The places each voice gave these items, one row a voice; only of those who placed all."""
    given = values(activity.meeting.process, RANK.slug, activity=activity, items=items)
    places: dict[int, dict[int, int]] = {}
    for pk, said in given.items():
        for one in said:
            if one.participant_id:
                places.setdefault(one.participant_id, {})[pk] = int(one.value)
    wanted = [item.pk for item in items]
    return [[row[pk] for pk in wanted] for row in places.values() if row.keys() >= set(wanted)]


def items_in_order(activity: Activity) -> list[Item]:
    """What was put in an order in a round: the line that most voices handed in, by pk."""
    lines: dict[int | None, set[int]] = {}
    rows = Rating.objects.filter(activity=activity, criterion=RANK.slug)
    for person, item in rows.values_list("participant_id", "item_id"):
        lines.setdefault(person, set()).add(item)
    most = Counter(frozenset(line) for line in lines.values()).most_common(1)
    return list(Item.objects.filter(pk__in=most[0][0]).order_by("pk")) if most else []


def closed_rounds(process: Process, step: str, criterion: Criterion) -> list[Activity]:
    """The closed rounds of a step in which ballots of this kind were handed in, oldest first."""
    voted = Rating.objects.filter(
        activity__meeting__process=process, activity__step=step,
        activity__kind=criterion.slug, activity__state=ActivityState.CLOSED,
    ).values("activity_id")
    rows = Activity.objects.filter(pk__in=voted).select_related("meeting__process")
    return list(rows.order_by("opened_at", "pk"))


def _present(activity: Activity, criterion: Criterion, speaker: Speaker) -> dict[int, float]:
    rows = Rating.objects.filter(
        activity=activity, criterion=criterion.slug, participant=speaker.participant,
        table=speaker.table, channel=speaker.channel,
    )
    return dict(rows.order_by("pk").values_list("item_id", "value"))
