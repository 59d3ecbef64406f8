"""Every write of what people say. Append-only; a repeated key counts once.

A key makes the repeated delivery of the same words by the same speaker count once, no more: what
is kept is a digest of key, activity, speaker and content. So nobody's key swallows what somebody
else says, and a page that is sent again with changed words is a new contribution. Who goes back to
a page and says 3, then 5, then 3 again has said 3: a repeat is swallowed unless the same page said
something else in between.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind, LinkKind, State
from weitblick.voices import attachments
from weitblick.voices.models import Card, Channel, Judgement, Rating, Voice
from weitblick.voices.presence import show_when_all_answered
from weitblick.voices.scales import Criterion
from weitblick.workshop import channels
from weitblick.workshop.models import Activity, ActivityState, Participant, Table
from weitblick.workshop.prepared import Prepared
from weitblick.workshop.seats import forget

MAX_CARD = 2000
OPEN = Prepared(
    lambda pk: Activity.objects.filter(pk=pk, state=ActivityState.OPEN).order_by().values_list(
        "pk"), -1,
)
Said = TypeVar("Said", bound=Voice)


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


def answers(
    item: Item, given: Iterable[tuple[Criterion, float | None]], *, count: int = 1,
    key: str | None = None,
) -> list[Given]:
    """What is said of an item under several criteria; None leaves one unanswered.

    The same ``key`` again counts once for each of them.
    """
    return [
        Given(item, criterion, value, count,
              f"{key}-{item.pk}-{criterion.slug[0]}" if key else None)
        for criterion, value in given if value is not None
    ]


@dataclass(frozen=True)
class Judged:
    """One judgement of how ``source`` acts on ``target``; None means "don't know"."""

    source: Item
    target: Item
    value: int | None
    reason: str = ""
    key: str | None = field(default=None)


def hand_in(
    activity: Activity, text: str, speaker: Speaker, *, kind: str = Kind.CARD, topic: str = "",
    about: Item | None = None, side: str = "", detail: str = "", key: str | None = None,
    dimensions: Iterable[str] = (), public_id: str | None = None,
) -> Card:
    """Hand in a card. The same key again gives the card that is there already."""
    once = _once(key, activity.pk, speaker, kind, text.strip(), detail.strip(), topic, _pk(about))
    columns = {"about": about, "topic": topic, "side": side, "key": once, **speaker.columns}
    link = LinkKind.SUPPORTS if kind == Kind.ARGUMENT else LinkKind.DERIVED_FROM
    try:
        with transaction.atomic():
            _must_be_open(activity)
            _must_fit(text)
            item = trace.create(
                activity.meeting.process, kind, text, detail=detail,
                by=speaker.participant or speaker.typed_by, derived_from=[about] if about else (),
                link=link, dimensions=dimensions, public_id=public_id,
            )
            card = Card.objects.create(activity=activity, item=item, **columns)
            _arrived(activity)
            return card
    except (IntegrityError, ValidationError):
        # Delivered before, by another tab or while the activity was open: that one counts. It is
        # looked for only now, because nearly every delivery is the first.
        if once and (known := Card.objects.filter(key=once).first()):
            return known
        raise


@transaction.atomic
def rate(activity: Activity, given: Iterable[Given], speaker: Speaker) -> int:
    """Give values; a later one replaces the speaker's earlier one, which is kept. How many."""
    _must_be_open(activity)
    rows = [
        Rating(
            activity=activity, item=one.item, criterion=one.criterion.slug,
            value=one.criterion.scale.check(one.value), count=one.count, key=one.key,
            **speaker.columns,
        )
        for one in given
    ]
    _keep(Rating, rows, _rating_words, _rating_subject)
    _arrived(activity)
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
            reason=one.reason.strip(), key=one.key, **speaker.columns,
        )
        for one in judged
    ]
    _keep(Judgement, rows, _judgement_words, _judgement_subject)
    _arrived(activity)
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
    attachments.erase_of(participant)
    Judgement.objects.filter(participant=participant).update(reason="")
    forget(participant)
    for attendance in participant.attendances.select_related("meeting__process"):
        channels.announce_contribution(attendance.meeting)  # no board keeps showing the words
    return len(items)


def _arrived(activity: Activity) -> None:
    """Something was said: boards and desk hear of it, and who waits for all may be the last."""
    show_when_all_answered(activity)
    channels.announce_contribution(activity.meeting)


def _keep(
    model: type[Said], rows: Sequence[Said], words: Callable[[Said], tuple[object, ...]],
    subject: Callable[[Said], dict[str, Any]],
) -> None:
    """Write voices; the delivery of one that is there already is swallowed.

    ``words``: what a voice said, of what; ``subject``: the columns that say of what alone.
    """
    keys = [row.key for row in rows]
    for row in rows:
        row.key = _digest(row, words(row), row.key)
    known = {row.key for row in rows if row.key}
    known &= set(model._default_manager.filter(key__in=known).values_list("key", flat=True))
    for row, key in zip(rows, keys, strict=True):
        if row.key in known:
            row.key = _changed_since(model, row, key, words, subject) or row.key
    model._default_manager.bulk_create(rows, ignore_conflicts=True)


def _changed_since(
    model: type[Said], row: Said, key: str | None, words: Callable[[Said], tuple[object, ...]],
    subject: Callable[[Said], dict[str, Any]],
) -> str | None:
    """A key of its own for words whose page said something else after saying them first."""
    said = model._default_manager.filter(
        activity=row.activity_id, participant=row.participant_id, table=row.table_id,
        typed_by=row.typed_by_id, channel=row.channel, **subject(row),
    ).order_by("-pk")[:2]
    latest = said[0] if said else None
    if latest is None or words(latest) == words(row):
        return None
    before = said[1].pk if len(said) > 1 else None
    if latest.key not in {_digest(latest, words(latest), key, after) for after in (None, before)}:
        return None
    return _digest(row, words(row), key, latest.pk)


def _rating_words(row: Rating) -> tuple[object, ...]:
    return row.criterion, row.item_id, float(row.value), row.count


def _rating_subject(row: Rating) -> dict[str, Any]:
    """A person has one word on an item; raised hands have one for each value."""
    of = {"item": row.item_id, "criterion": row.criterion}
    return of | {"value": row.value} if row.channel == Channel.PAPER else of


def _judgement_words(row: Judgement) -> tuple[object, ...]:
    return row.criterion, row.source_id, row.target_id, row.value, row.reason


def _judgement_subject(row: Judgement) -> dict[str, Any]:
    return {"criterion": row.criterion, "source": row.source_id, "target": row.target_id}


def _digest(
    row: Voice, words: tuple[object, ...], key: str | None, after: int | None = None
) -> str | None:
    told = words if after is None else (*words, after)
    speaker = Speaker(row.participant, row.table, row.typed_by, row.channel)
    return _once(key, row.activity_id, speaker, *told)


def _once(key: str | None, activity: int, speaker: Speaker, *content: object) -> str | None:
    """What is kept of a key: a digest with whose it is and what it came with; None without one."""
    if not key:
        return None
    who = [_pk(speaker.participant), _pk(speaker.table), _pk(speaker.typed_by), speaker.channel]
    told = json.dumps([key, activity, who, content], default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _pk(row: Any) -> int | None:
    return None if row is None else row.pk


def _must_fit(text: str) -> None:
    if len(text) > MAX_CARD:
        raise ValidationError(
            _("Dieser Text hat %(n)d Zeichen, möglich sind %(max)d.")
            % {"n": len(text), "max": MAX_CARD}
        )


def _must_be_open(activity: Activity) -> None:
    if not OPEN.tuples(activity.pk):
        raise ValidationError(
            _("„%s“ ist gerade nicht offen. Ihr Text bleibt auf diesem Gerät.") % activity.title
        )
