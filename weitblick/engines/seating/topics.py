"""Topics by wish: everybody gets a topic group, as many as possible their first or second wish.

A linear assignment (Kuhn 1955, Naval Research Logistics Quarterly 2, 83-97), solved exactly.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from weitblick.engines.errors import InputError


@dataclass(frozen=True)
class TopicPlan:
    """``topics``: the topic of every person. ``met``: how many got their first, second, … wish.

    ``n_wishing``: people with at least one wish; ``share_met``: the share of them who got one of
    their wishes, None if nobody wished.
    """

    topics: tuple[Hashable, ...]
    met: tuple[int, ...]
    n_wishing: int
    share_met: float | None


def assign_topics(
    wishes: Sequence[Sequence[Hashable]],
    topics: Sequence[Hashable],
    places: Mapping[Hashable, int] | None = None,
) -> TopicPlan:
    """Assign a topic to everybody, wishes in order of preference.

    As many people as possible get one of their wishes; among those plans as many as possible an
    earlier one. ``places`` limits the topics; without it the groups differ by one person at most.
    """
    _refuse_unknown(wishes, topics)
    slots, spare = _slots(len(wishes), topics, places)
    if len(slots) < len(wishes):
        raise InputError(
            "too_few_places",
            f"{len(wishes)} people, but only {len(slots)} places: raise the limit of a topic.",
            people=len(wishes),
            places=len(slots),
        )
    prices = _prices(wishes, topics)[:, slots]
    # Empty places are taken by nobody in person, and only where a place is spare.
    nobody = np.where(spare, 0, prices.max(initial=0) * len(slots) + 1)
    rows = np.vstack([prices, np.tile(nobody, (len(slots) - len(wishes), 1))])
    taken = scipy.optimize.linear_sum_assignment(rows)[1][: len(wishes)]
    chosen = [topics[slots[slot]] for slot in taken]
    ranks = [w.index(t) for w, t in zip(wishes, chosen, strict=True) if t in w]
    most = max((len(w) for w in wishes), default=0)
    n_wishing = sum(bool(w) for w in wishes)
    return TopicPlan(
        tuple(chosen),
        tuple(ranks.count(rank) for rank in range(most)),
        n_wishing,
        len(ranks) / n_wishing if n_wishing else None,
    )


def _prices(wishes: Sequence[Sequence[Hashable]], topics: Sequence[Hashable]) -> np.ndarray:
    """One wish more is worth more than an earlier wish for everybody."""
    most = max((len(w) for w in wishes), default=0)
    none = float(most * len(wishes) + 1)
    price = np.full((len(wishes), len(topics)), none)
    for person, wished in enumerate(wishes):
        # No wish: any topic is as good, and nobody else has to give way.
        if not wished:
            price[person] = 0
        for rank, topic in reversed(list(enumerate(wished))):
            price[person, topics.index(topic)] = rank
    return price


def _slots(
    people: int, topics: Sequence[Hashable], places: Mapping[Hashable, int] | None
) -> tuple[list[int], np.ndarray]:
    """The topic number of every place, and whether it may stay empty."""
    if places is not None:
        slots = [t for t, topic in enumerate(topics) for _ in range(places.get(topic, 0))]
        return slots, np.ones(len(slots), dtype=bool)
    each, left = divmod(people, len(topics))
    # One place more for each topic, of which only as many are taken as people are left over.
    slots = [*list(range(len(topics))) * each, *(range(len(topics)) if left else ())]
    return slots, np.arange(len(slots)) >= each * len(topics)


def _refuse_unknown(wishes: Sequence[Sequence[Hashable]], topics: Sequence[Hashable]) -> None:
    for person, wished in enumerate(wishes):
        for topic in wished:
            if topic not in topics:
                raise InputError(
                    "topic_unknown",
                    f"Person {person} wishes {topic!r}, which is no topic.",
                    person=person,
                    topic=topic,
                )
