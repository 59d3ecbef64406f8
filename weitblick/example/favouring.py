"""What people favour: dots on factors, options placed on a grid and put in an order.

These answers have a chance of their own, so that all others stay as they are.
"""

from collections import Counter

from weitblick.example.stage import Stage
from weitblick.method.options import actions as options
from weitblick.method.options.actions import OptionRating
from weitblick.method.options.criteria import EFFORT, IMPACT
from weitblick.method.options.ratings import ordered
from weitblick.trace.models import Item
from weitblick.voices.ballots import DOTS, Budget, budget_of, put_in_order, share_out
from weitblick.voices.paper import count_hands
from weitblick.workshop.actions import close_activity

ON_PAPER = 10
"""The table without phones: its dots stick on a poster and are counted by the scribe."""
LITTLE = 2.5
"""Nobody sticks a dot on what moves the region no more than this, on average."""
EVERY = 3
TASTE = 0.2


def stick_dots(stage: Stage) -> None:
    """Five dots each on the factors; one table sticks them on paper."""
    stage = stage.apart("dots")
    activity = stage.opened("werkstatttag", "factors", "dots", "Was prägt uns am stärksten?")
    budget, paper = budget_of(activity), stage.tables[ON_PAPER]
    there = activity.meeting.attendances.filter(table=paper)
    at_paper = set(there.values_list("participant_id", flat=True))
    on_poster: Counter[Item] = Counter()
    for person in stage.people.values():
        dots = _dots(stage, budget)
        if person.pk in at_paper:
            on_poster.update(dots)
        else:
            share_out(activity, dots, stage.speaker(person))
    count_hands(activity, DOTS, {item: {1: n} for item, n in on_poster.items()}, table=paper)
    close_activity(activity)


def _dots(stage: Stage, budget: Budget) -> Counter[Item]:
    """All dots of one person, more of them where the impact was authored as strong."""
    weights = {
        stage.factors[one["slug"]].item: max(0.0, one["impact"]["mean"] - LITTLE) ** 3
        for one in stage.content.factors
    }
    given: Counter[Item] = Counter()
    while given.total() < budget.total:
        item = stage.chance.choices(list(weights), list(weights.values()))[0]
        if given[item] < budget.most:
            given[item] += 1
    return given


def place_options(stage: Stage) -> None:
    """Every third person places the options between effort and impact, as a first look."""
    stage = stage.apart("grid")
    activity = stage.opened("online-runde", "options", "grid", "Wirkung gegen Aufwand")
    for person in list(stage.people.values())[::EVERY]:
        placed = [
            OptionRating(
                stage.options[one["slug"]],
                stage.answer(one["ratings"]["impact"], IMPACT),
                stage.answer(one["ratings"]["effort"], EFFORT),
            )
            for one in stage.content.options
        ]
        options.rate_options(activity, stage.speaker(person), placed)
    close_activity(activity)


def order_options(stage: Stage) -> None:
    """Everybody puts the options with the strongest support in an order."""
    stage = stage.apart("rank")
    activity = stage.opened("online-runde", "options", "rank", "Was soll zuerst kommen?")
    line = [choice.item for choice in ordered(activity)]
    liked = {
        stage.options[one["slug"]].item: one["ratings"]["support"]["mean"]
        for one in stage.content.options
    }
    for person in stage.people.values():
        taste = {item: liked[item] + stage.chance.gauss(0, TASTE) for item in line}
        wanted = sorted(line, key=lambda item: -taste[item])
        put_in_order(activity, wanted, stage.speaker(person))
    close_activity(activity)
