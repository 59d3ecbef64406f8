"""What simulated participants contribute to step 4 in a rehearsal."""

import random

from weitblick.faces import rehearsing
from weitblick.faces.phone import Seat
from weitblick.method.options import actions, favoured, queries, ratings, turns
from weitblick.method.options.criteria import EFFECT, EFFORT, IMPACT, SUPPORT
from weitblick.voices.queries import own_cards, own_judgements, own_values

MOST_CARDS = 3
IDEAS = (
    ("Rufbus am Abend", "Landkreis und Gemeinden fahren gemeinsam"),
    ("Gasthof als Treffpunkt öffnen", "Verein betreibt, Gemeinde stellt das Haus"),
    ("Sprechstunde im Gemeindehaus", "Praxen wechseln sich ab"),
    ("Börse für leere Häuser", "Gemeinde vermittelt"),
    ("Mitfahrbank an jeder Ausfahrt", "Ortsteile bauen selbst"),
    ("Lehrjahr in drei Betrieben", "Handwerk schließt sich zusammen"),
    ("Eine Anlaufstelle für Anträge", "Verwaltungen legen zusammen"),
    ("Nachbarschaftshilfe mit Zeitkonto", "Wohlfahrtsverband begleitet"),
    ("Arbeitsplätze in der alten Schule", "Gemeinde richtet ein"),
)


def collect(seat: Seat, rng: random.Random) -> None:
    """One more idea, up to three a person."""
    own = [card.item.text for card in own_cards(seat.participant, activity=seat.activity)]
    if len(own) < MOST_CARDS:
        who = dict(IDEAS)
        title = rehearsing.unsaid(rng, list(who), own)
        actions.hand_in_option(seat.activity, title, who[title], seat.speaker)


def dots(seat: Seat, rng: random.Random) -> None:
    """All dots at once."""
    rehearsing.stick_dots(seat, favoured.choices(seat.activity, seat.participant), rng)


def rank(seat: Seat, rng: random.Random) -> None:
    """An order of what is put in an order, once."""
    rehearsing.rank(seat, ratings.ordered(seat.activity), rng)


def grid(seat: Seat, rng: random.Random) -> None:
    """Impact and effort of the next option."""
    _rate_next(seat, rng, with_support=False)


def rate(seat: Seat, rng: random.Random) -> None:
    """Impact, effort and support of the next option."""
    _rate_next(seat, rng, with_support=True)


def effects(seat: Seat, rng: random.Random) -> None:
    """The next pair of option and assumption of this person's share."""
    own = own_judgements(seat.participant, EFFECT.slug)
    plan = turns.due_effects(seat.activity, seat.participant)
    left = [(one, other) for one, other in plan if (one.item_id, other.item_id) not in own]
    if left:
        option, assumption = left[0]
        value = rehearsing.answer(rng, EFFECT, option.item, assumption.item)
        actions.judge_effects(
            seat.activity, seat.speaker, [actions.Effect(option, assumption, value)]
        )


def _rate_next(seat: Seat, rng: random.Random, *, with_support: bool) -> None:
    done = own_values(seat.participant, IMPACT.slug, activity=seat.activity)
    left = [one for one in queries.options(seat.process) if one.item_id not in done]
    if left:
        item = left[0].item
        actions.rate_options(seat.activity, seat.speaker, [actions.OptionRating(
            left[0], rehearsing.answer(rng, IMPACT, item), rehearsing.answer(rng, EFFORT, item),
            rehearsing.answer(rng, SUPPORT, item) if with_support else None,
        )])
