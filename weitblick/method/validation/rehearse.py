"""What simulated participants contribute to step 5 in a rehearsal."""

import random

from weitblick.faces import rehearsing
from weitblick.faces.phone import Seat
from weitblick.method.validation import actions, turns
from weitblick.method.validation.criteria import SIDES, VOTE
from weitblick.method.validation.queries import open_statements
from weitblick.voices.queries import own_cards, own_values

SAYS_WHY, AMENDS = 0.12, 0.4
REASONS = (
    "Das entspricht dem, was wir im Ort erleben.",
    "Mir fehlt, wer das bezahlen soll.",
    "Für kleine Orte passt das so nicht.",
    "Dafür gibt es schon gute Erfahrungen.",
)
ADDITIONS = (
    "und zwar gemeinsam mit den Nachbargemeinden",
    "wenn die Finanzierung für fünf Jahre gesichert ist",
    "auch in den Ortsteilen",
)


def vote(seat: Seat, rng: random.Random) -> None:
    """A vote on the next statement, now and then with a reason."""
    voted = set(own_values(seat.participant, VOTE.slug, activity=seat.activity))
    due = turns.due(seat.activity, seat.participant, voted)
    if not due:
        return
    value = rehearsing.answer(rng, VOTE, due[0].item)
    actions.vote(seat.activity, seat.speaker, [actions.Vote(due[0], value)])
    if rng.random() < SAYS_WHY:
        actions.give_reason(
            seat.activity, seat.speaker, due[0], rng.choice(REASONS), side=SIDES[value]
        )


def amend(seat: Seat, rng: random.Random) -> None:
    """Some propose one other wording."""
    rows = open_statements(seat.process)
    writes = random.Random(seat.participant.pk).random() < AMENDS
    if rows and writes and not own_cards(seat.participant, activity=seat.activity):
        statement = rng.choice(rows)
        text = f"{statement.item.text.rstrip('.')}, {rng.choice(ADDITIONS)}."
        actions.propose_amendment(seat.activity, seat.speaker, statement, text)
