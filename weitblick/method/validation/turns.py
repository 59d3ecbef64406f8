"""Which statement a person is asked about next: the least voted first, fair to the late ones."""

import hashlib
from collections import Counter

from weitblick.method.validation.criteria import VOTE
from weitblick.method.validation.models import Statement
from weitblick.method.validation.queries import open_statements
from weitblick.voices.models import Rating
from weitblick.workshop.models import Activity, Participant


def due(activity: Activity, participant: Participant, voted: set[int]) -> list[Statement]:
    """The open statements this person has not voted on (item pks), the least voted first.

    Statements voted on equally often come in an order of each person's own, so that nobody's
    statement always comes last.
    """
    counted = Counter(
        Rating.objects.filter(activity=activity, criterion=VOTE.slug)
        .exclude(participant=participant).values_list("item_id", flat=True)
    )
    rows = [one for one in open_statements(activity.meeting.process) if one.item_id not in voted]
    return sorted(rows, key=lambda one: (counted[one.item_id], _shuffled(participant, one)))


def _shuffled(participant: Participant, statement: Statement) -> str:
    return hashlib.sha256(f"{participant.pk}-{statement.pk}".encode()).hexdigest()
