"""Factors, groups and cards, read. What other steps and faces may ask of this room."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from django.db.models import Count, Prefetch, Q

from weitblick.method.factors.criteria import INFLUENCE
from weitblick.method.factors.models import Change, ChangeKind, Factor, Group, GroupedCard
from weitblick.trace.models import Item, Kind, Link, LinkKind, State
from weitblick.voices.models import Card, Judgement, Rating
from weitblick.workshop.models import Activity, ActivityState, Process, Table

STEP = "factors"
Down: TypeAlias = dict[int, list[tuple[int, str, str]]]


def factors(process: Process) -> list[Factor]:
    """The factors that count, in their order, with item and filings at hand."""
    rows = process.factors.filter(item__state=State.LIVE).select_related("item")
    return list(rows.prefetch_related("item__filings").order_by("position", "pk"))


def shortlisted(process: Process) -> list[Factor]:
    """The factors of the influence matrix, in their order."""
    return [factor for factor in factors(process) if factor.is_shortlisted]


def key_factors(process: Process) -> list[Factor]:
    """The key factors, ordered by position."""
    return [factor for factor in factors(process) if factor.is_key]


def find_factor(process: Process, public_id: str) -> Factor | None:
    """A factor that counts, by the public id of its item."""
    found = process.factors.filter(item__public_id=public_id, item__state=State.LIVE)
    return found.select_related("item").first()


def field_numeral(factor: Factor) -> str:
    """The Roman numeral of the first action field a factor is filed under; "" without one."""
    frame = factor.process.frame
    filed = {filing.dimension for filing in factor.item.filings.all()}
    for field in frame.fields:
        if filed & {dimension.slug for dimension in field.dimensions}:
            return field.numeral
    return ""


def cards(process: Process) -> list[Card]:
    """The cards of this step that count, oldest first, with item, group and voice at hand."""
    rows = Card.objects.filter(
        item__process=process, item__kind=Kind.CARD, item__state=State.LIVE, activity__step=STEP
    )
    return list(rows.select_related("item", "participant", "table").order_by("pk"))


def groups(process: Process) -> list[Group]:
    """The groups that count, each with its live cards at hand (``grouped``)."""
    live = GroupedCard.objects.filter(item__state=State.LIVE).select_related("item", "item__card")
    rows = process.card_groups.filter(dissolved_at=None).select_related("factor__item")
    found = list(rows.prefetch_related(Prefetch("grouped", queryset=live), "factor__item__filings"))
    for group in found:
        if group.factor is not None:
            group.factor.process = process  # its frame is read once, not once a group
    return found


def loose_cards(process: Process, groups_of: list[Group] | None = None) -> list[Card]:
    """Cards that lie in no group and in no factor yet."""
    found = groups(process) if groups_of is None else groups_of
    lying = {row.item_id for group in found for row in group.grouped.all()}
    used = {card.pk for below in cards_by_factor(process).values() for card in below}
    return [card for card in cards(process) if card.item_id not in lying | used]


def cards_by_factor(process: Process) -> dict[int, list[Item]]:
    """The cards each live factor rests on, by factor pk: through merges and splits, in 3 queries.

    A part of a split factor rests on the cards it was given; without any on all of the whole.
    """
    down: Down = defaultdict(list)
    links = Link.objects.filter(newer__process=process, newer__kind=Kind.FACTOR)
    for newer, older, older_kind, kind in links.values_list(
        "newer_id", "older_id", "older__kind", "kind"
    ):
        down[newer].append((older, older_kind, kind))
    reached = {factor.pk: _below(factor.item_id, down) for factor in factors(process)}
    items = Item.objects.in_bulk(list({pk for below in reached.values() for pk in below}))
    return {pk: [items[one] for one in below] for pk, below in reached.items()}


def _below(start: int, down: Down) -> list[int]:
    direct = {older for older, older_kind, _kind in down[start] if older_kind == Kind.CARD}
    if direct and any(kind == LinkKind.SPLIT_FROM for _older, _older_kind, kind in down[start]):
        return sorted(direct)
    wholes = [older for older, older_kind, _kind in down[start] if older_kind == Kind.FACTOR]
    return sorted(direct.union(*(_below(whole, down) for whole in wholes)))


def pair_counts(process: Process) -> dict[tuple[int, int], int]:
    """How many people and tables gave a value for each ordered pair of items (source, target)."""
    rows = Judgement.objects.filter(
        source__process=process, criterion=INFLUENCE.slug, value__isnull=False
    ).order_by()
    counted = rows.values_list("source_id", "target_id").annotate(
        people=Count("participant", distinct=True),
        tables=Count("table", distinct=True, filter=Q(participant=None)),
    )
    return {(source, target): people + tables for source, target, people, tables in counted}


def open_activity(process: Process, kind: str, table: Table | None = None) -> Activity | None:
    """The activity of this kind that is open now, of the table's meeting if there is a table."""
    rows = Activity.objects.filter(
        meeting__process=process, step=STEP, kind=kind, state=ActivityState.OPEN
    )
    if table is not None:
        rows = rows.filter(meeting=table.meeting_id)
    return rows.select_related("meeting__process").order_by("-opened_at", "-pk").first()


def tables(process: Process) -> list[Table]:
    """All tables of the process, by meeting."""
    rows = Table.objects.filter(meeting__process=process).select_related("meeting")
    return list(rows.order_by("meeting_id", "number"))


def changes(process: Process, *, limit: int = 20) -> list[Change]:
    """The latest decisions at the desk, newest first."""
    return list(process.factor_changes.select_related("by_user")[:limit])


def reason_of_choice(process: Process) -> str:
    """Why the present key factors were chosen."""
    rows = process.factor_changes.filter(kind=ChangeKind.CHOSEN, undone_at=None)
    latest = rows.first()
    return latest.reason if latest else ""


def voices_on(items: Iterable[Item]) -> int:
    """How many ratings and judgements there are of these items."""
    ids = [item.pk for item in items]
    return (
        Rating.objects.filter(item__in=ids).count()
        + Judgement.objects.filter(source__in=ids).count()
        + Judgement.objects.filter(target__in=ids).count()
    )


def writers(items: Iterable[Item]) -> int:
    """How many people and tables wrote these cards."""
    rows = Card.objects.filter(item__in=list(items)).values_list("participant_id", "table_id")
    voices = {("person", person) if person else ("table", table) for person, table in rows}
    return len(voices - {("table", None)})
