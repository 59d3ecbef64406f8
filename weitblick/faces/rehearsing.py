"""What simulated participants of a rehearsal say: plausible, and never anybody's opinion."""

import random
from collections.abc import Sequence

from weitblick.faces.asking import Choice
from weitblick.faces.phone import Seat
from weitblick.trace.models import Item
from weitblick.voices import ballots
from weitblick.voices.queries import own_values
from weitblick.voices.scales import Criterion
from weitblick.workshop.models import Activity, Attendance, Participant
from weitblick.workshop.queries import table_of


def answer(rng: random.Random, criterion: Criterion, *items: Item) -> int:
    """A value on the criterion's scale, scattered around a leaning that all share for these items.

    So a board shows agreement here and dissent there, as it would with people.
    """
    scale = criterion.scale
    shared = random.Random(f"{criterion.slug}-{'-'.join(str(item.pk) for item in items)}")
    width = scale.high - scale.low
    middle = scale.low + width * shared.uniform(0.2, 0.8)
    drawn = rng.gauss(middle, width * shared.uniform(0.1, 0.3))
    nearest = scale.low + round((drawn - scale.low) / scale.step) * scale.step
    return min(max(nearest, scale.low), scale.high)


def unsaid(rng: random.Random, texts: Sequence[str], said: Sequence[str]) -> str:
    """A text this person has not used yet; any where all are used."""
    return rng.choice([text for text in texts if text not in said] or list(texts))


def topic_of(activity: Activity, participant: Participant) -> str:
    """The topic somebody would choose: that of the table, else the only one there is."""
    here = Attendance.objects.filter(meeting=activity.meeting, participant=participant)
    attendance = here.select_related("meeting", "table").first()
    table = table_of(attendance) if attendance else None
    if table is not None and (not activity.topics or table.topic in activity.topics):
        return table.topic
    return activity.topics[0] if activity.topics else ""


def stick_dots(seat: Seat, choices: Sequence[Choice], rng: random.Random) -> None:
    """Share all dots out at once, within the activity's budget; nobody changes them later."""
    items = [choice.item for choice in choices if not choice.is_own]
    if not items or own_values(seat.participant, ballots.DOTS.slug, activity=seat.activity):
        return
    budget = ballots.budget_of(seat.activity)
    dots: dict[Item, int] = {}
    for _dot in range(budget.total):
        open_to = [item for item in items if dots.get(item, 0) < budget.most]
        if not open_to:
            break
        item = max(rng.sample(open_to, min(3, len(open_to))), key=_weight)
        dots[item] = dots.get(item, 0) + 1
    ballots.share_out(seat.activity, dots, seat.speaker)


def rank(seat: Seat, choices: Sequence[Choice], rng: random.Random) -> None:
    """Put all in an order near to one that everybody shares, once."""
    if not choices or own_values(seat.participant, ballots.RANK.slug, activity=seat.activity):
        return
    items = [choice.item for choice in choices]
    order = sorted(items, key=lambda item: _weight(item) + rng.gauss(0, 0.25))
    ballots.put_in_order(seat.activity, order, seat.speaker)


def _weight(item: Item) -> float:
    return random.Random(item.pk).random()
