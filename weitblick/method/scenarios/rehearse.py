"""What simulated participants contribute to step 3 in a rehearsal."""

import random

from weitblick.faces import rehearsing
from weitblick.faces.phone import Seat
from weitblick.method.scenarios import actions, assignment, matrix, queries
from weitblick.method.scenarios.criteria import CROSSIMPACT, DESIRABILITY, PLAUSIBILITY
from weitblick.method.scenarios.models import StoryForm
from weitblick.voices import turns
from weitblick.voices.queries import own_cards, own_judgements, own_values

TELLS, KNOWS = 0.4, 0.92
STORIES = (
    ("Ein Dienstag im Herbst",
     "Am Morgen fährt der Kleinbus am Dorfplatz los. Ich kenne alle, die einsteigen. Am Abend "
     "brennt im alten Gasthof wieder Licht, und wir reden, bis es spät ist."),
    ("Was aus der Schule wurde",
     "In den Klassenräumen arbeiten jetzt sechs Menschen, die früher gependelt sind. Mittags kocht "
     "jemand für alle. Nur im Winter merkt man, dass es an Händen fehlt."),
    ("Die letzte Linie",
     "Seit dem Frühjahr hält hier nichts mehr. Wer ein Auto hat, nimmt andere mit. Wer keines hat, "
     "bleibt öfter zu Hause, als gut ist."),
)


def crossimpact(seat: Seat, rng: random.Random) -> None:
    """The next pair of this person's share; now and then nobody knows."""
    plan = assignment.units(matrix.layout_of(seat.process), seat.activity.pk)
    wanted = int(seat.activity.options.get("pairs", assignment.PAIRS_A_PERSON))
    size = assignment.size(plan, wanted)
    own = turns.planned(seat.activity, seat.participant, plan, size) or plan[:size]
    judged = own_judgements(seat.participant, CROSSIMPACT.slug)
    left = [pair for unit in own for pair in unit if assignment.key_of(pair) not in judged]
    if left:
        source, target = left[0]
        value = rehearsing.answer(rng, CROSSIMPACT, source.item, target.item)
        cell = actions.Cell(source, target, value if rng.random() < KNOWS else None)
        actions.judge_crossimpacts(seat.activity, seat.speaker, [cell])


def story(seat: Seat, rng: random.Random) -> None:
    """Some tell one story of a chosen scenario."""
    chosen = queries.scenarios(seat.process)
    is_teller = random.Random(seat.participant.pk).random() < TELLS
    if chosen and is_teller and not own_cards(seat.participant, activity=seat.activity):
        title, text = rng.choice(STORIES)
        actions.tell_story(
            rng.choice(chosen), rng.choice(StoryForm.values), title, text,
            activity=seat.activity, speaker=seat.speaker,
        )


def rate(seat: Seat, rng: random.Random) -> None:
    """The next scenario this person has not rated."""
    done = own_values(seat.participant, PLAUSIBILITY.slug, activity=seat.activity)
    left = [one for one in queries.scenarios(seat.process) if one.item_id not in done]
    if left:
        one = actions.ScenarioRating(
            left[0], rehearsing.answer(rng, DESIRABILITY, left[0].item),
            rehearsing.answer(rng, PLAUSIBILITY, left[0].item),
        )
        actions.rate_scenarios(seat.activity, [one], seat.speaker)
