"""Cards: written on phones, typed from paper, imported, and laid into groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.method.factors.actions.changes import keep
from weitblick.method.factors.models import ChangeKind, Group, GroupedCard
from weitblick.trace.models import Item, Kind, State
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Card, Channel
from weitblick.voices.sorting import Laying, lay
from weitblick.workshop import clock
from weitblick.workshop.models import Activity, Participant, Process, Table


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
    return gather_cards(process, title, cards, by=by)[0]


@transaction.atomic
def gather_cards(
    process: Process, title: str, cards: Sequence[Item], *, by: object = None,
    seen: Mapping[int, int] | None = None,
) -> tuple[Group, Laying]:
    """A new group with these cards and what was overtaken; without any card it does not stay."""
    last = process.card_groups.order_by("-position").first()
    group = Group.objects.create(
        process=process, title=_title(title), position=last.position + 1 if last else 0
    )
    found = _lay(process, cards, group, by, made=True, seen=seen)
    if not found.before:
        Group.objects.filter(pk=group.pk).update(dissolved_at=clock.now())
    return group, found


@transaction.atomic
def move_cards(
    process: Process, cards: Sequence[Item], group: Group | None, *, by: object = None,
    seen: Mapping[int, int] | None = None,
) -> Laying:
    """Lay cards into a group, or (None) back to the loose ones.

    ``seen``: the versions the mover saw, by item pk; who was overtaken is in the answer.
    """
    if group is not None and (group.process_id != process.pk or group.dissolved_at):
        raise ValidationError(_("Diese Gruppe gibt es nicht mehr. Bitte laden Sie die Seite neu."))
    return _lay(process, cards, group, by, made=False, seen=seen)


def _lay(
    process: Process, cards: Sequence[Item], group: Group | None, by: object, *, made: bool,
    seen: Mapping[int, int] | None = None,
) -> Laying:
    if not cards:
        raise ValidationError(_("Bitte wählen Sie mindestens eine Karte aus."))
    for card in cards:
        if card.process_id != process.pk or card.kind != Kind.CARD or card.state != State.LIVE:
            raise ValidationError(_("„%s“ ist keine gültige Karte dieses Prozesses.") % card)
    found = lay(GroupedCard, cards, group, by=by, seen=seen)
    if found.before:
        keep(
            process, ChangeKind.GROUPED, group.title if group else _("ohne Gruppe"),
            {"lay": {str(pk): old for pk, old in found.before.items()},
             "group": group and group.pk, "made": made}, by=by,
        )
    return found


@transaction.atomic
def rename_group(group: Group, title: str, *, by: object = None) -> Group:
    """A new title for a group; the same title changes nothing."""
    new = _title(title)
    if new != group.title:
        before = {"group": group.pk, "title": group.title}
        group.title = new
        group.save(update_fields=["title"])
        keep(group.process, ChangeKind.RENAMED, new, before, by=by)
    return group


@transaction.atomic
def dissolve_group(group: Group, *, by: object = None) -> None:
    """Set a group's cards free. The group keeps what lay in it, so that it can come back."""
    if group.dissolved_at is not None:
        return
    group.dissolved_at = clock.now()
    group.save(update_fields=["dissolved_at"])
    keep(group.process, ChangeKind.DISSOLVED, group.title, {"group": group.pk}, by=by)


def _title(title: str) -> str:
    cleaned = " ".join(title.replace("\x00", "").split())
    if not cleaned:
        raise ValidationError(_("Bitte geben Sie der Gruppe einen Namen."))
    if len(cleaned) > 200:
        raise ValidationError(_("Der Name einer Gruppe hat höchstens 200 Zeichen."))
    return cleaned


def _must_be_topic(process: Process, topic: str) -> None:
    if topic and topic not in {known.slug for known in process.frame.topics}:
        raise ValidationError(_("„%s“ ist kein Themenfeld dieses Prozesses.") % topic)
