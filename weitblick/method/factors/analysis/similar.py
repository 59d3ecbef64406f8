"""Cards that say nearly the same: suggested, never merged."""

from collections.abc import Sequence

from weitblick.engines import similarity
from weitblick.method.factors.models import Group
from weitblick.voices.models import Card

# All pairs of cards are compared; beyond this the oldest are left for the next look.
MOST = 1500
NEAR = 0.3


def suggested_groups(cards: Sequence[Card], count: int = 8) -> list[list[Card]]:
    """Cards that could lie together, the largest suggestions first."""
    newest = list(cards[-MOST:])
    found = similarity.groups([card.item.text for card in newest])
    return [[newest[at] for at in members] for members in found[:count]]


def alike(card: Card, cards: Sequence[Card]) -> list[Card]:
    """All cards, those that resemble this one first."""
    compared = list(cards[-MOST:])
    texts = [card.item.text, *(one.item.text for one in compared)]
    near = {
        pair.j - 1: pair.score for pair in similarity.neighbours(texts, len(texts)) if pair.i == 0
    }
    order = sorted(range(len(compared)), key=lambda at: (
        compared[at].pk != card.pk, -near.get(at, 0.0), at
    ))
    return [compared[at] for at in order]


def nearest_groups(cards: Sequence[Card], groups: Sequence[Group]) -> dict[int, Group]:
    """The group that holds the card most like a loose one, by item pk; only where one is near."""
    lying = [(row.item.text, group) for group in groups for row in group.grouped.all()]
    newest = list(cards[-MOST:])
    if not lying or not newest:
        return {}
    texts = [*(card.item.text for card in newest), *(text for text, _group in lying)]
    found: dict[int, Group] = {}
    for pair in similarity.neighbours(texts):
        if pair.i < len(newest) <= pair.j and pair.score >= NEAR:
            found.setdefault(newest[pair.i].item_id, lying[pair.j - len(newest)][1])
    return found
