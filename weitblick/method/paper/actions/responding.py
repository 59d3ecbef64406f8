"""What people say about recommendations: whether they carry them, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from weitblick.method.paper.criteria import AGREE, DISAGREE, RESPONSE, UNSURE
from weitblick.method.paper.models import Recommendation
from weitblick.trace.models import Kind
from weitblick.voices import actions as voices
from weitblick.voices.actions import Given, Speaker
from weitblick.voices.models import Card
from weitblick.voices.paper import count_hands
from weitblick.workshop.models import Activity, Table


@dataclass(frozen=True)
class Response:
    """An answer to a recommendation: 1 agree, 0 unsure, -1 disagree. ``key``: counts once."""

    recommendation: Recommendation
    value: int
    key: str | None = None


def respond(activity: Activity, speaker: Speaker, responses: Iterable[Response]) -> int:
    """Respond to recommendations; a later answer replaces the speaker's earlier one. How many."""
    given = [Given(one.recommendation.item, RESPONSE, one.value, key=one.key) for one in responses]
    return voices.rate(activity, given, speaker)


def comment(
    activity: Activity, speaker: Speaker, recommendation: Recommendation, text: str, *,
    side: str = "", key: str | None = None, public_id: str | None = None,
) -> Card:
    """Comment on a recommendation; ``side``: "agree", "unsure" or "disagree"."""
    return voices.hand_in(
        activity, text, speaker, kind=Kind.ARGUMENT, about=recommendation.item, side=side,
        key=key, public_id=public_id,
    )


def respond_by_hands(
    activity: Activity, recommendation: Recommendation, *, agree: int, disagree: int,
    unsure: int = 0, table: Table | None = None, by: Any = None,
) -> int:
    """Raised hands, counted by a scribe; a new count of the same table replaces the earlier one."""
    hands = {AGREE: agree, DISAGREE: disagree, UNSURE: unsure}
    return count_hands(activity, RESPONSE, {recommendation.item: hands}, table=table, by=by)
