"""A small first step as people would have made it: cards, factors, ratings, judgements."""

from itertools import permutations

from weitblick.method.factors import actions
from weitblick.method.factors.models import Factor
from weitblick.trace.models import Item
from weitblick.voices.actions import Speaker
from weitblick.workshop.models import Activity, Participant, Process

# Who drives whom, 0 to 3, of three factors: the second drives the others, the third is driven.
MATRIX = ((None, 1, 2), (3, None, 3), (0, 1, None))


def hand_in(activity: Activity, person: Participant, *texts: str) -> list[Item]:
    """Cards of one person."""
    speaker = Speaker(participant=person)
    return [actions.write_card(activity, speaker, text).item for text in texts]


def make_factors(process: Process, *titles: str) -> list[Factor]:
    """Factors without cards."""
    return [actions.create_factor(process, title) for title in titles]


def judge_all(activity: Activity, person: Participant, factors: list[Factor]) -> None:
    """One person judges every pair of three factors as MATRIX says."""
    values = [
        (factors[row], factors[column], MATRIX[row][column])
        for row, column in permutations(range(3), 2)
    ]
    actions.judge_influences(activity, Speaker(participant=person), values)
