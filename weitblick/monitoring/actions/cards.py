"""Cards about a figure: what surprised people."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.evidence import queries as evidence
from weitblick.evidence.errors import EvidenceError
from weitblick.trace.models import State
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Card
from weitblick.workshop.models import Activity, Participant


@transaction.atomic
def write_card(
    activity: Activity, speaker: Speaker, text: str, *, topic: str = "", key: str | None = None
) -> Card:
    """A card, filed under the dimension of the indicator that is shown."""
    known = {one.slug for one in activity.meeting.process.frame.dimensions}
    dimension = _dimension(activity)
    return voices.hand_in(activity, text, speaker, topic=topic, key=key,
                          dimensions=[dimension] if dimension in known else [])


def _dimension(activity: Activity) -> str:
    try:
        return evidence.indicator(str(activity.options.get("indicator", ""))).dimension
    except EvidenceError:
        return ""


@transaction.atomic
def take_back(activity: Activity, participant: Participant, public_id: str) -> None:
    """An author takes an own card back while the activity is open and nothing rests on it."""
    if not activity.is_open:
        raise ValidationError(_("„%s“ ist gerade nicht offen.") % activity.title)
    card = Card.objects.filter(activity=activity, participant=participant,
                               item__public_id=public_id, item__state=State.LIVE).first()
    if card is None:
        raise ValidationError(_("Diese Karte liegt nicht mehr hier."))
    voices.take_back(card, participant)
