"""Every write of what people say. Append-only; a repeated key counts once.

A key makes the repeated delivery of the same words by the same speaker count once, no more: what
is kept is a digest of key, activity, speaker and content. So nobody's key swallows what somebody
else says, and a page that is sent again with changed words is a new contribution.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind, LinkKind, State
from weitblick.voices.models import Card, Channel, Judgement, Rating
from weitblick.voices.scales import Criterion
from weitblick.workshop import channels
from weitblick.workshop.models import Activity, Participant, Table
from weitblick.workshop.seats import forget

MAX_CARD = 2000


@dataclass(frozen=True)
class Speaker:
    """Who speaks: a participant, or a table through its scribe; by which channel."""

    participant: Participant | None = None
    table: Table | None = None
    typed_by: Any = None
    channel: str = Channel.PHONE

    @property
    def columns(self) -> dict[str, Any]:
        """As columns of a voice."""
        return {
            "participant": self.participant, "table": self.table, "typed_by": self.typed_by,
            "channel": self.channel,
        }


@dataclass(frozen=True)
class Given:
    """One value given for an item under a criterion."""

    item: Item
    criterion: Criterion
    value: float
    count: int = 1
    key: str | None = field(default=None)


@dataclass(frozen=True)
class Judged:
    """One judgement of how ``source`` acts on ``target``; None means "don't know"."""

    source: Item
    target: Item
    value: int | None
    reason: str = ""
    key: str | None = field(default=None)


@transaction.atomic
def hand_in(
    activity: Activity, text: str, speaker: Speaker, *, kind: str = Kind.CARD, topic: str = "",
    about: Item | None = None, side: str = "", detail: str = "", key: str | None = None,
    dimensions: Iterable[str] = (), public_id: str | None = None,
) -> Card:
    """Hand in a card. The same key again gives the card that is there already."""
    once = _once(key, activity, speaker, kind, text.strip(), detail.strip(), topic, _pk(about))
    if once and (known := Card.objects.filter(key=once).first()):
        return known
    _must_be_open(activity)
    if len(text) > MAX_CARD:
        raise ValidationError(
            _("Dieser Text hat %(n)d Zeichen, möglich sind %(max)d.")
            % {"n": len(text), "max": MAX_CARD}
        )
    process = activity.meeting.process
    item = trace.create(
        process, kind, text, detail=detail, by=speaker.participant or speaker.typed_by,
        derived_from=[about] if about else (),
        link=LinkKind.SUPPORTS if kind == Kind.ARGUMENT else LinkKind.DERIVED_FROM,
        dimensions=dimensions, public_id=public_id,
    )
    card = Card.objects.create(
        activity=activity, item=item, about=about, topic=topic, side=side, key=once,
        **speaker.columns,
    )
    channels.announce_contribution(activity.meeting)
    return card


@transaction.atomic
def rate(activity: Activity, given: Iterable[Given], speaker: Speaker) -> int:
    """Give values; a later one replaces the speaker's earlier one, which is kept. How many."""
    _must_be_open(activity)
    rows = [
        Rating(
            activity=activity, item=one.item, criterion=one.criterion.slug,
            value=one.criterion.scale.check(one.value), count=one.count,
            key=_once(one.key, activity, speaker, one.criterion.slug, one.item.pk,
                      float(one.value), one.count),
            **speaker.columns,
        )
        for one in given
    ]
    Rating.objects.bulk_create(rows, ignore_conflicts=True)
    channels.announce_contribution(activity.meeting)
    return len(rows)


@transaction.atomic
def judge(
    activity: Activity, criterion: Criterion, judged: Iterable[Judged], speaker: Speaker
) -> int:
    """Give judgements of pairs; a later one replaces the speaker's earlier one. How many."""
    _must_be_open(activity)
    rows = [
        Judgement(
            activity=activity, criterion=criterion.slug, source=one.source, target=one.target,
            value=None if one.value is None else int(criterion.scale.check(one.value)),
            reason=one.reason.strip(),
            key=_once(one.key, activity, speaker, criterion.slug, one.source.pk, one.target.pk,
                      one.value, one.reason.strip()),
            **speaker.columns,
        )
        for one in judged
    ]
    Judgement.objects.bulk_create(rows, ignore_conflicts=True)
    channels.announce_contribution(activity.meeting)
    return len(rows)


@transaction.atomic
def take_back(card: Card, participant: Participant) -> None:
    """An author takes a card back while nothing rests on it; its words stay in the thread."""
    if card.participant_id != participant.pk:
        raise ValidationError(_("Das ist nicht Ihre Karte."))
    if card.item.up_links.exists():
        raise ValidationError(_("Mit dieser Karte wurde schon weitergearbeitet."))
    trace.supersede([card.item])
    channels.announce_contribution(card.activity.meeting)


@transaction.atomic
def erase(participant: Participant) -> int:
    """Erase a person on request: words and person are blanked, the chain keeps its shape.

    Ratings and judgements stay as numbers of nobody; their reasons are blanked. How many items.
    """
    items = list(Item.objects.filter(by_participant=participant).exclude(state=State.BLANKED))
    trace.blank(items)
    Judgement.objects.filter(participant=participant).update(reason="")
    forget(participant)
    for attendance in participant.attendances.select_related("meeting__process"):
        channels.announce_contribution(attendance.meeting)  # no board keeps showing the words
    return len(items)


def _once(key: str | None, activity: Activity, speaker: Speaker, *content: object) -> str | None:
    """What is kept of a key: a digest with whose it is and what it came with; None without one."""
    if not key:
        return None
    who = [_pk(speaker.participant), _pk(speaker.table), _pk(speaker.typed_by), speaker.channel]
    told = json.dumps([key, activity.pk, who, content], default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _pk(row: Any) -> int | None:
    return None if row is None else row.pk


def _must_be_open(activity: Activity) -> None:
    state = Activity.objects.values_list("state", flat=True).get(pk=activity.pk)
    if state != "open":
        raise ValidationError(
            _("„%s“ ist gerade nicht offen. Ihr Text bleibt auf diesem Gerät.") % activity.title
        )
