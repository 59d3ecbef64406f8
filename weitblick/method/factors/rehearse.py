"""What simulated participants contribute to step 1 in a rehearsal."""

import random

from weitblick.faces import rehearsing
from weitblick.faces.phone import Seat
from weitblick.method.factors import actions, queries
from weitblick.method.factors.analysis import favoured
from weitblick.method.factors.analysis.influence import next_pair, progress
from weitblick.method.factors.criteria import IMPACT, INFLUENCE, UNCERTAINTY
from weitblick.voices.queries import own_cards, own_values

MOST_CARDS = 4
CARDS = (
    "Der letzte Bus fährt um halb sieben.",
    "Die Hausärztin findet keine Nachfolge.",
    "Im alten Gasthof könnte man sich wieder treffen.",
    "Schnelles Netz gibt es nur in der Ortsmitte.",
    "Viele Junge ziehen nach der Schule weg.",
    "Die Feuerwehr hält das Dorf zusammen.",
    "Anträge dauern länger als das Projekt.",
    "Es fehlen Wohnungen für eine Person.",
    "Der Dorfladen lebt vom Ehrenamt.",
    "Pendeln kostet jeden Tag zwei Stunden.",
    "Die Vereine suchen Menschen für den Vorstand.",
    "Pflege zu Hause gelingt nur mit Nachbarn.",
    "Leere Höfe stehen neben neuen Baugebieten.",
    "Der Kindergarten nimmt Kinder aus vier Orten auf.",
    "Betriebe finden keine Auszubildenden.",
    "Wer zurückkommt, bringt neue Ideen mit.",
    "Drei Gemeinden teilen sich einen Bauhof.",
    "Für Feste gibt es immer genug Hände.",
)


def cards(seat: Seat, rng: random.Random) -> None:
    """One more card, up to four a person."""
    own = [card.item.text for card in own_cards(seat.participant, activity=seat.activity)]
    if len(own) < MOST_CARDS:
        actions.write_card(
            seat.activity, seat.speaker, rehearsing.unsaid(rng, CARDS, own),
            topic=rehearsing.topic_of(seat.activity, seat.participant),
        )


def dots(seat: Seat, rng: random.Random) -> None:
    """All dots at once."""
    rehearsing.stick_dots(seat, favoured.choices(seat.activity, seat.participant), rng)


def rate(seat: Seat, rng: random.Random) -> None:
    """The next factor this person has not rated."""
    done = own_values(seat.participant, IMPACT.slug, activity=seat.activity)
    left = [one for one in queries.factors(seat.process) if one.item_id not in done]
    if left:
        values = (rehearsing.answer(rng, IMPACT, left[0].item),
                  rehearsing.answer(rng, UNCERTAINTY, left[0].item))
        actions.rate_factors(seat.activity, seat.speaker, [(left[0], *values)])


def influence(seat: Seat, rng: random.Random) -> None:
    """The next pair of this person's share."""
    chosen = queries.shortlisted(seat.process)
    if progress(seat.activity, seat.participant, chosen).is_done:
        return
    pair = next_pair(seat.activity, seat.participant, chosen)
    if pair is not None:
        value = rehearsing.answer(rng, INFLUENCE, pair[0].item, pair[1].item)
        actions.judge_influences(seat.activity, seat.speaker, [(*pair, value)])
