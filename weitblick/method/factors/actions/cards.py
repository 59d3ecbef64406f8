"""Cards: written on phones, typed from paper, imported, and laid into groups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.method.factors.models import Change, Group, GroupedCard
from weitblick.trace.models import Item, Kind, State
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Card, Channel
from weitblick.voices.pinboard import Pinboard
from weitblick.workshop.models import Activity, Participant, Process, Table

BOARD = Pinboard(Group, GroupedCard, Change)
"""The pinboard of this step: gather, move, rename, dissolve."""


@dataclass(frozen=True)
class CardRow:
    """One card to import: its text and, where known, whose it is and where it was written.

    ``key`` makes a repeated import count once; ``topic`` is a slug of the frame.
    """

    text: str
    topic: str = ""
    participant: Participant | None = None
    table: Table | None = None
    typed_by: Any = None
    channel: str = Channel.IMPORT
    detail: str = ""
    key: str | None = None
    public_id: str | None = None


def write_card(
    activity: Activity, speaker: Speaker, text: str, *, topic: str = "", key: str | None = None
) -> Card:
    """Hand in a card; the same key again gives the card that is there already."""
    _must_be_topic(activity.meeting.process, topic)
    return voices.hand_in(activity, text, speaker, kind=Kind.CARD, topic=topic, key=key)


@transaction.atomic
def take_back(activity: Activity, participant: Participant, public_id: str) -> None:
    """An author takes an own card back while the activity is open and nothing rests on it."""
    if not activity.is_open:
        raise ValidationError(_("„%s“ ist gerade nicht offen.") % activity.title)
    card = Card.objects.filter(
        activity=activity, participant=participant, item__public_id=public_id,
        item__state=State.LIVE,
    ).first()
    if card is None:
        raise ValidationError(_("Diese Karte liegt nicht mehr hier."))
    voices.take_back(card, participant)


@transaction.atomic
def import_cards(activity: Activity, rows: Iterable[CardRow]) -> list[Card]:
    """Hand in many cards of an open activity at once; nothing is kept if one is refused."""
    made = []
    for number, row in enumerate(rows, start=1):
        speaker = Speaker(row.participant, row.table, row.typed_by, row.channel)
        try:
            _must_be_topic(activity.meeting.process, row.topic)
            made.append(voices.hand_in(
                activity, row.text, speaker, kind=Kind.CARD, topic=row.topic, detail=row.detail,
                key=row.key, public_id=row.public_id,
            ))
        except ValidationError as problem:
            raise ValidationError(
                _("Zeile %(number)d: %(reason)s")
                % {"number": number, "reason": " ".join(problem.messages)}
            ) from problem
    return made


def group_cards(
    process: Process, title: str, cards: Sequence[Item], *, by: object = None
) -> Group:
    """A new group with these cards (items); cards leave the group they lay in."""
    group: Group = BOARD.gather(process, title, cards, by=by)[0]
    return group


def _must_be_topic(process: Process, topic: str) -> None:
    if topic and topic not in {known.slug for known in process.frame.topics}:
        raise ValidationError(_("„%s“ ist kein Themenfeld dieses Prozesses.") % topic)
