"""Acts two and three: from cards to key factors, from key factors to assumptions."""

from weitblick.example.content import LETTERS
from weitblick.example.stage import Stage, slugs
from weitblick.method.factors import actions as factors
from weitblick.method.factors.criteria import IMPACT, UNCERTAINTY
from weitblick.method.trends import actions as trends
from weitblick.method.trends.actions import Estimate
from weitblick.method.trends.criteria import DESIRABILITY, PROBABILITY
from weitblick.trace.models import Item
from weitblick.voices.models import Channel
from weitblick.workshop.actions import close_activity
from weitblick.workshop.frame import slug_of

ONLINE = 0.9
"""Share of the people who answer the second Delphi round."""
FIRST_ROUND_WIDER = 1.4


def write_cards(stage: Stage) -> dict[str, list[Item]]:
    """Everybody writes cards; the cards of each authored factor, as items."""
    activity = stage.opened("werkstatttag", "factors", "cards", "Was bewegt die Region?")
    turns: dict[str, int] = {}
    written: dict[str, list[Item]] = {}
    for factor, cards in stage.content.cards.items():
        for card in cards:
            people = stage.of_sector(card["sector"])
            turn = turns[card["sector"]] = turns.get(card["sector"], -1) + 1
            speaker = stage.speaker(
                people[turn % len(people)], card.get("channel", Channel.PHONE)
            )
            made = factors.write_card(activity, speaker, card["text"], topic=slug_of(card["topic"]))
            written.setdefault(factor, []).append(made.item)
    close_activity(activity)
    return written


def make_factors(stage: Stage, written: dict[str, list[Item]]) -> None:
    """Cards are laid into groups, and each group becomes a factor."""
    for one in stage.content.factors:
        group = factors.group_cards(stage.process, one["title"], written[one["slug"]])
        stage.factors[one["slug"]] = factors.factor_from_group(
            group, one["title"], one["description"], slugs(one["dimensions"])
        )


def rate_factors(stage: Stage) -> None:
    """Everybody judges impact and uncertainty of all factors."""
    activity = stage.opened("werkstatttag", "factors", "rate", "Wie stark, wie ungewiss?")
    for person in stage.people.values():
        values = [
            (stage.factors[one["slug"]], stage.answer(one["impact"], IMPACT),
             stage.answer(one["uncertainty"], UNCERTAINTY))
            for one in stage.content.factors
        ]
        factors.rate_factors(activity, stage.speaker(person), values)
    close_activity(activity)
    chosen = [stage.factors[one["slug"]] for one in stage.content.factors if one.get("shortlisted")]
    factors.shortlist(stage.process, chosen)


def judge_influences(stage: Stage) -> None:
    """Ten tables judge who drives whom; a few deviate by a point, the median stays as authored."""
    activity = stage.opened("werkstatttag", "factors", "influence", "Wer treibt wen an?")
    names = [one["slug"] for one in stage.content.factors if one.get("shortlisted")]
    pairs = [(a, b) for a in names for b in names if a != b]
    authored = {(a, b): stage.content.influences.get(a, {}).get(b, 0) for a, b in pairs}
    deviants = {pair: set(stage.chance.sample(sorted(stage.tables), 3)) for pair in pairs}
    for number in sorted(stage.tables):
        values = []
        for pair in pairs:
            shift = stage.chance.choice((-1, 1)) if number in deviants[pair] else 0
            value = min(max(authored[pair] + shift, 0), 3)
            values.append((stage.factors[pair[0]], stage.factors[pair[1]], value))
        factors.judge_influences(activity, stage.at_table(number), values)
    close_activity(activity)
    key = [stage.factors[one["slug"]] for one in stage.content.factors if one.get("key")]
    factors.choose_key(
        stage.process, key,
        "Hohe Wirkung, viele Verbindungen zu anderen Faktoren, alle vier Themenfelder vertreten.",
    )


def make_assumptions(stage: Stage) -> None:
    """Each key factor gets its three assumptions, first suggested by tables on cards."""
    activity = stage.opened("werkstatttag", "trends", "suggest", "Wie könnte es 2035 sein?")
    order = [one["slug"] for one in stage.content.factors if one.get("key")]
    for number, factor in enumerate(order):
        for place, letter in enumerate(LETTERS):
            one = stage.content.assumptions[factor][letter]
            speaker = stage.at_table((number + place) % len(stage.tables) + 1)
            card = trends.suggest(activity, stage.factors[factor], one["text"], speaker)
            made = trends.create_assumption(
                stage.factors[factor], one["title"], one["text"], derived_from=[card.item]
            )
            stage.assumptions[one["slug"]] = stage.lettered[factor, letter] = made
    close_activity(activity)


def estimate(stage: Stage, meeting: str, title: str, *, second: bool) -> None:
    """A Delphi round: first all at the workshop, then most of them online and closer together."""
    activity = stage.opened(meeting, "trends", "delphi", title)
    wider = 1.0 if second else FIRST_ROUND_WIDER
    for person in stage.people.values():
        if second and stage.chance.random() > ONLINE:
            continue
        estimates = [
            Estimate(
                stage.assumptions[one["slug"]],
                stage.answer(one["probability"], PROBABILITY, wider),
                stage.answer(one["desirability"], DESIRABILITY, wider),
            )
            for letters in stage.content.assumptions.values() for one in letters.values()
        ]
        trends.rate_assumptions(activity, estimates, stage.speaker(person))
    close_activity(activity)
