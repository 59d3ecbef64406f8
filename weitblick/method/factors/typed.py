"""Step 1 on paper: how its cards are typed in, and for what hands and dots are counted."""

from weitblick.faces.declaration import PaperCard, Typing
from weitblick.method.factors import actions, queries
from weitblick.trace.models import Item
from weitblick.voices.actions import Speaker
from weitblick.workshop.models import Activity


def _keep(activity: Activity, speaker: Speaker, card: PaperCard) -> object:
    return actions.write_card(activity, speaker, card.text, topic=card.topic, key=card.key)


def counted(activity: Activity) -> list[Item]:
    """The factors that count now."""
    return [factor.item for factor in queries.factors(activity.meeting.process)]


CARDS = Typing(_keep)
