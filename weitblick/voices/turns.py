"""Who is asked what: a planned share for everybody who is there, the least covered for the late.

Questions (pairs, or bundles of pairs) are shuffled once for an activity and dealt out in turn, so
that after any number of finished shares they differ by one voice at most. Who comes after the
activity was opened takes what the fewest have answered; so does whoever goes on after their share.
"""

import random
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from weitblick.workshop.models import Activity, Attendance, Participant

Question = TypeVar("Question", bound=Hashable)
# Each question is to be answered by so many; shares are planned for one more, as some stay away.
GOAL, SPARE = 3, 1
LEAST, MOST = 12, 30


def dealt(questions: Sequence[Question], seed: int) -> list[Question]:
    """The questions in the order in which they are dealt out; the same seed, the same order."""
    found = list(questions)
    random.Random(seed).shuffle(found)
    return found


def fair_share(questions: int, people: int) -> int:
    """How many questions each of so many people is asked, so that all are covered: 12 to 30."""
    wanted = -(-questions * (GOAL + SPARE) // max(1, people))
    return min(questions, max(LEAST, min(MOST, wanted)))


def share(plan: Sequence[Question], place: int, size: int) -> list[Question]:
    """The questions of the n-th person (from 0)."""
    if not plan:
        return []
    start = place * size % len(plan)
    return [plan[(start + n) % len(plan)] for n in range(min(size, len(plan)))]


def present(activity: Activity) -> list[int]:
    """Who was there when the activity was opened: pks of participants, in order of coming."""
    rows = Attendance.objects.filter(meeting=activity.meeting_id)
    if activity.opened_at is not None:
        rows = rows.filter(joined_at__lte=activity.opened_at)
    return list(rows.order_by("pk").values_list("participant_id", flat=True))


def planned(
    activity: Activity, participant: Participant, plan: Sequence[Question], size: int
) -> list[Question] | None:
    """The share of somebody who was there in time; None for the late."""
    there = present(activity)
    if participant.pk not in there:
        return None
    return share(plan, there.index(participant.pk), size)


def least_covered(
    plan: Sequence[Question], count: Callable[[Question], float], participant: Participant
) -> list[Question]:
    """The questions with the fewest answers first; equal ones in each person's own order."""
    own = dealt(plan, participant.pk)
    return sorted(own, key=count)
