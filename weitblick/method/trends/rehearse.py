"""What simulated participants contribute to step 2 in a rehearsal."""

import random

from weitblick.faces import rehearsing
from weitblick.faces.phone import Seat
from weitblick.method.trends import actions, queries
from weitblick.method.trends.criteria import DESIRABILITY, PROBABILITY
from weitblick.voices.queries import own_cards, own_values

MOST_SUGGESTIONS, SAYS_WHY = 3, 0.1
SUGGESTIONS = (
    "Es wird deutlich besser, weil mehrere Orte gemeinsam planen.",
    "Es bleibt ungefähr, wie es heute ist.",
    "Es geht langsam zurück und trifft zuerst die kleinen Orte.",
    "Es bricht weg, wenn die Förderung endet.",
    "Es verlagert sich in die größeren Orte.",
    "Freiwillige fangen einen Teil davon auf.",
)
REASONS = (
    "In den Nachbarorten ist es schon so gekommen.",
    "Dafür fehlen die Menschen, die es tragen.",
    "Das hängt daran, ob das Geld bleibt.",
    "Die Zahlen der letzten Jahre deuten darauf hin.",
)


def suggest(seat: Seat, rng: random.Random) -> None:
    """One development for a key factor, up to three a person."""
    factors = queries.key_factors(seat.process)
    own = own_cards(seat.participant, activity=seat.activity)
    if not factors or len(own) >= min(MOST_SUGGESTIONS, len(factors)):
        return
    taken = {card.about_id for card in own}
    factor = rng.choice([one for one in factors if one.item_id not in taken])
    text = rehearsing.unsaid(rng, SUGGESTIONS, [card.item.text for card in own])
    actions.suggest(seat.activity, factor, text, seat.speaker)


def delphi(seat: Seat, rng: random.Random) -> None:
    """An estimate of the next assumption, now and then with a reason."""
    done = own_values(seat.participant, PROBABILITY.slug, activity=seat.activity)
    left = [one for one in queries.assumptions(seat.process) if one.item_id not in done]
    if not left:
        return
    one = actions.Estimate(
        left[0], rehearsing.answer(rng, PROBABILITY, left[0].item),
        rehearsing.answer(rng, DESIRABILITY, left[0].item),
    )
    actions.rate_assumptions(seat.activity, [one], seat.speaker)
    if rng.random() < SAYS_WHY:
        actions.give_reason(seat.activity, left[0], rng.choice(REASONS), seat.speaker)
