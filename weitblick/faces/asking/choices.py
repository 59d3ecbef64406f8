"""What can be chosen, and in which order each person sees it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from weitblick.faces.phone import Seat
from weitblick.trace.models import Item
from weitblick.workshop.models import Participant


@dataclass(frozen=True)
class Choice:
    """One thing to choose; ``is_own``: this person wrote it and may not favour it."""

    item: Item
    numeral: str = ""
    is_own: bool = False


def shuffled(choices: Sequence[Choice], seat: Seat) -> list[Choice]:
    """A fixed order of each person's own: what stands first gets more, so nothing always does."""
    def place(choice: Choice) -> str:
        told = f"{seat.activity.pk} {seat.participant.pk} {choice.item.pk}"
        return hashlib.sha256(told.encode()).hexdigest()

    return sorted(choices, key=place)


def is_own(items: Iterable[Item], participant: Participant | None) -> bool:
    """Whether a participant alone wrote all these cards (and there are some)."""
    authors = {item.by_participant_id for item in items}
    return participant is not None and authors == {participant.pk}
