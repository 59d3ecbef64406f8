"""Walks along the red thread: down to the cards, up to what became of them; coverage."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from weitblick.trace.models import Filing, Item, Kind, Link, State
from weitblick.workshop.models import Process


@dataclass(frozen=True)
class Strand:
    """An item in a walk: how far from the start, and the links that led there (newer, older)."""

    item: Item
    depth: int


@dataclass(frozen=True)
class Thread:
    """A walk: the items by distance, and every link between them."""

    start: Item
    strands: tuple[Strand, ...]
    links: tuple[Link, ...]

    def of_kind(self, kind: str) -> list[Item]:
        """The items of one kind, nearest first."""
        return [strand.item for strand in self.strands if strand.item.kind == kind]


def walk_down(item: Item) -> Thread:
    """Everything an item came from, down to the cards."""
    return _walk(item, near="newer_id", far="older_id")


def walk_up(item: Item) -> Thread:
    """Everything that came from an item, up to the recommendations."""
    return _walk(item, near="older_id", far="newer_id")


def cards_below(items: Iterable[Item]) -> list[Item]:
    """The distinct cards a set of items rests on."""
    found = _reach({item.pk for item in items}, near="newer_id", far="older_id")
    return list(Item.objects.filter(pk__in=found[0], kind=Kind.CARD))


def cards_below_each(process: Process, items: Iterable[Item]) -> dict[int, list[Item]]:
    """The distinct cards each item of a process rests on, by its pk: two queries for them all."""
    down: dict[int, list[int]] = defaultdict(list)
    links = Link.objects.filter(newer__process=process)
    for newer, older in links.values_list("newer_id", "older_id"):
        down[newer].append(older)
    below = {item.pk: _below(item.pk, down) for item in items}
    reached = set().union(*below.values())
    cards = {card.pk: card for card in process.items.filter(kind=Kind.CARD) if card.pk in reached}
    return {pk: [cards[one] for one in sorted(found & cards.keys())]
            for pk, found in below.items()}


def _below(start: int, down: dict[int, list[int]]) -> set[int]:
    found: set[int] = set()
    stack = list(down.get(start, ()))
    while stack:
        one = stack.pop()
        if one not in found:
            found.add(one)
            stack += down.get(one, ())
    return found


def live_items(process: Process, kind: str) -> list[Item]:
    """The items of a kind that count now."""
    return list(process.items.filter(kind=kind, state=State.LIVE).prefetch_related("filings"))


def coverage(process: Process, kinds: Iterable[str]) -> dict[str, int]:
    """How many live items of these kinds are filed under each dimension (all dimensions, n)."""
    counted = Counter(
        Filing.objects.filter(
            item__process=process, item__state=State.LIVE, item__kind__in=list(kinds)
        ).values_list("dimension", flat=True)
    )
    return {dimension.slug: counted[dimension.slug] for dimension in process.frame.dimensions}


def find(public_id: str) -> Item | None:
    """The item with this public id."""
    return Item.objects.filter(public_id=public_id).select_related("process").first()


def _walk(start: Item, *, near: str, far: str) -> Thread:
    depths, links = _reach({start.pk}, near=near, far=far)
    items = Item.objects.in_bulk(list(depths))
    strands = sorted(
        (Strand(items[pk], depth) for pk, depth in depths.items()),
        key=lambda strand: (strand.depth, strand.item.pk),
    )
    return Thread(start, tuple(strands), tuple(links))


def _reach(start: set[int], *, near: str, far: str) -> tuple[dict[int, int], list[Link]]:
    """Breadth first, one query a level: items by distance, and the links on the way."""
    depths = dict.fromkeys(start, 0)
    found: list[Link] = []
    frontier, depth = set(start), 0
    while frontier:
        depth += 1
        steps = list(Link.objects.filter(**{f"{near}__in": frontier}))
        found += steps
        frontier = {getattr(link, far) for link in steps} - depths.keys()
        depths |= dict.fromkeys(frontier, depth)
    return depths, found


def dimensions_of(items: Iterable[Item]) -> dict[int, list[str]]:
    """The dimensions (slugs) each item is filed under, by item pk."""
    filed: dict[int, list[str]] = defaultdict(list)
    rows = Filing.objects.filter(item__in=list(items)).values_list("item_id", "dimension")
    for item_id, dimension in rows:
        filed[item_id].append(dimension)
    return filed
