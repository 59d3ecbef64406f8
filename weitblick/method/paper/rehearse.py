"""What simulated participants contribute to step 6 in a rehearsal."""

import random

from weitblick.faces import rehearsing
from weitblick.faces.phone import Seat
from weitblick.method.paper import actions, queries
from weitblick.method.paper.criteria import RESPONSE, SIDES
from weitblick.voices.queries import own_values

SAYS_WHY = 0.1
REMARKS = (
    "Das tragen wir im Verein gern mit.",
    "Bitte nennen Sie, wer damit beginnt.",
    "Der Zeitraum ist für uns zu knapp.",
)


def respond(seat: Seat, rng: random.Random) -> None:
    """An answer to the next recommendation, now and then with a remark."""
    done = own_values(seat.participant, RESPONSE.slug, activity=seat.activity)
    left = [one for one in queries.recommendations(seat.process) if one.item_id not in done]
    if not left:
        return
    value = rehearsing.answer(rng, RESPONSE, left[0].item)
    actions.respond(seat.activity, seat.speaker, [actions.Response(left[0], value)])
    if rng.random() < SAYS_WHY:
        actions.comment(seat.activity, seat.speaker, left[0], rng.choice(REMARKS),
                        side=SIDES[value])
