"""What was said, read so that the last word of each voice counts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Window

from weitblick.trace.models import Item, Link, State
from weitblick.voices.models import Card, Channel, Judgement, Rating
from weitblick.workshop.models import Activity, ActivityState, Participant, Process
from weitblick.workshop.prepared import Prepared


@dataclass(frozen=True)
class Value:
    """A value that counts: of which item, from which sector, how many voices, by which channel."""

    item_id: int
    value: float
    sector: str
    count: int
    channel: str
    participant_id: int | None


@dataclass(frozen=True)
class Opinion:
    """A judgement that counts; ``voice`` tells one voice from another: a person's ("p…"), a
    table's ("t…"), or that of the whole round of an activity, typed by a scribe ("a…")."""

    source_id: int
    target_id: int
    value: int | None
    voice: str
    reason: str


@dataclass(frozen=True)
class OwnCard:
    """A card as its author sees it; ``is_used``: something rests on it already."""

    item_id: int
    public_id: str
    text: str
    topic: str
    is_used: bool


OWN_NEWEST = 5
_OWN_NEWEST = Prepared(
    lambda participant, activity: Card.objects.filter(
        participant=participant, activity=activity, item__state=State.LIVE,
    ).order_by("-pk").values_list(
        "item_id", "item__public_id", "item__text", "topic",
        Exists(Link.objects.filter(older=OuterRef("item"))), Window(Count("pk")),
    )[:OWN_NEWEST], -1, -2,
)


def values(
    process: Process, criterion: str, *, activity: Activity | None = None,
    items: Iterable[Item] | None = None, settled: bool = False,
) -> dict[int, list[Value]]:
    """The values that count under a criterion, by item pk.

    ``settled``: without those of a running activity whose results are not shown yet.
    """
    rows = Rating.objects.filter(item__process=process, criterion=criterion)
    if settled:
        rows = rows.exclude(activity__state=ActivityState.OPEN, activity__shows_results=False)
    if activity is not None:
        rows = rows.filter(activity=activity)
    if items is not None:
        rows = rows.filter(item__in=list(items))
    last: dict[tuple, dict[float, Value]] = defaultdict(dict)
    counted_in: dict[tuple, int] = {}
    columns = ("pk", "item_id", "value", "participant__sector", "count", "channel",
               "participant_id", "table_id", "activity_id", "activity__meeting_id")
    for row in rows.order_by("pk").values_list(*columns):
        pk, item_id, value, sector, count, channel, person, table, activity_id, meeting = row
        voice = (item_id, *_rating_voice(pk, channel, person, table, meeting))
        is_count = voice[1] == "hands"
        if not is_count or counted_in.get(voice, activity_id) != activity_id:
            last[voice].clear()
        counted_in[voice] = activity_id
        last[voice][value] = Value(item_id, value, sector or "", count, channel, person)
    by_item: dict[int, list[Value]] = defaultdict(list)
    for one in (one for said in last.values() for one in said.values()):
        if one.count:
            by_item[one.item_id].append(one)
    return by_item


def _rating_voice(
    pk: int, channel: str, person: int | None, table: int | None, meeting: int
) -> tuple:
    """Whose last word a rating is: a person's, a table's, or a count of hands.

    A count has a number for each value; that of a later activity replaces the whole earlier one,
    because the same people sit there.
    """
    if person:
        return ("person", person)
    if channel == Channel.PAPER:
        return ("hands", meeting, table)
    return ("table", table) if table else ("row", pk)


def numbers(values_of_item: Iterable[Value]) -> list[float]:
    """The plain numbers, a hand count as often as hands were raised."""
    return [one.value for one in values_of_item for _ in range(one.count)]


def opinions(process: Process, criterion: str) -> list[Opinion]:
    """The judgements that count: the last of each voice for each pair."""
    rows = Judgement.objects.filter(source__process=process, criterion=criterion)
    last: dict[tuple, Opinion] = {}
    columns = ("pk", "source_id", "target_id", "value", "reason", "participant_id", "table_id",
               "channel", "activity_id")
    for row in rows.order_by("pk").values_list(*columns):
        pk, source, target, value, reason, person, table, channel, activity = row
        voice = f"p{person}" if person else f"t{table}" if table else f"r{pk}"
        if channel == Channel.PAPER and not (person or table):
            voice = f"a{activity}"
        last[(source, target, voice)] = Opinion(source, target, value, voice, reason)
    return list(last.values())


def cards(process: Process, kind: str, *, activity: Activity | None = None) -> list[Card]:
    """Live cards of a kind, newest last, with item, participant and table at hand."""
    rows = Card.objects.filter(item__process=process, item__kind=kind, item__state=State.LIVE)
    if activity is not None:
        rows = rows.filter(activity=activity)
    return list(rows.select_related("item", "participant", "table").order_by("pk"))


def newest_cards(activity: Activity, kind: str, n: int) -> tuple[list[Card], int]:
    """The newest live cards of an activity, newest first, and how many there are."""
    rows = Card.objects.filter(activity=activity, item__kind=kind, item__state=State.LIVE)
    return list(rows.select_related("item").order_by("-pk")[:n]), rows.count()


def own_cards(participant: Participant, *, activity: Activity | None = None) -> list[Card]:
    """What a participant handed in, newest first."""
    rows = Card.objects.filter(participant=participant).exclude(item__state=State.BLANKED)
    if activity is not None:
        rows = rows.filter(activity=activity, item__state=State.LIVE)
    beside = ("item",) if activity is not None else ("item", "activity")
    return list(rows.select_related(*beside).order_by("-pk"))


def own_newest(participant: Participant, activity: Activity) -> tuple[list[OwnCard], int]:
    """The newest cards a participant handed in here, newest first, and how many there are."""
    rows = _OWN_NEWEST.tuples(participant.pk, activity.pk)
    found = [OwnCard(pk, public_id, text, topic, bool(used))
             for pk, public_id, text, topic, used, _n in rows]
    return found, rows[0][-1] if rows else 0


def own_values(
    participant: Participant, criterion: str, *, activity: Activity | None = None
) -> dict[int, float]:
    """A participant's own present values under a criterion, by item pk."""
    rows = Rating.objects.filter(participant=participant, criterion=criterion)
    if activity is not None:
        rows = rows.filter(activity=activity)
    return dict(rows.order_by("pk").values_list("item_id", "value"))


def own_judgements(participant: Participant, criterion: str) -> dict[tuple[int, int], int | None]:
    """A participant's own present judgements, by (source pk, target pk)."""
    rows = Judgement.objects.filter(participant=participant, criterion=criterion).order_by("pk")
    return {(s, t): v for s, t, v in rows.values_list("source_id", "target_id", "value")}


def contributors(activity: Activity) -> int:
    """How many people (and tables) have contributed to an activity."""
    people: set[tuple] = set()
    for model in (Card, Rating, Judgement):
        rows = model.objects.filter(activity=activity).order_by()  # else each row is distinct
        people |= set(rows.values_list("participant_id", "table_id").distinct())
    return len(people - {(None, None)})
