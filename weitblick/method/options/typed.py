"""Step 4 on paper: how its cards are typed in, and for what hands and dots are counted."""

from django.utils.translation import gettext_lazy as _

from weitblick.faces.declaration import PaperCard, Typing
from weitblick.method.options import actions
from weitblick.method.options.queries import options
from weitblick.trace.models import Item
from weitblick.voices.actions import Speaker
from weitblick.workshop.models import Activity


def _keep(activity: Activity, speaker: Speaker, card: PaperCard) -> object:
    return actions.hand_in_option(activity, card.text, card.detail, speaker, key=card.key)


def counted(activity: Activity) -> list[Item]:
    """The options that count now."""
    return [option.item for option in options(activity.meeting.process)]


CARDS = Typing(_keep, label=_("Was soll geschehen?"), detail=_("Wer macht was?"))
