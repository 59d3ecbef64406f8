"""The places of rounds that stand: moved by hand, shown, read, measured."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.engines.seating import Quality, measure
from weitblick.workshop import channels
from weitblick.workshop.models import Attendance, Meeting, Participant, Place, SeatingRound, Table
from weitblick.workshop.seating.tables import wishes_of


@dataclass(frozen=True)
class Sitting:
    """A table in a round, and the places there in the order of people's numbers."""

    table: Table
    places: tuple[Place, ...]


@transaction.atomic
def move(one: SeatingRound, attendances: Sequence[Attendance], table: Table) -> None:
    """Seat people at a table by hand; these places are kept when the rest is computed again."""
    if table.meeting_id != one.meeting_id or table.room == 0:
        raise ValidationError(_("Diesen Tisch gibt es hier nicht."))
    for attendance in attendances:
        Place.objects.update_or_create(
            round=one, attendance=attendance, defaults={"table": table, "is_fixed": True}
        )
    channels.announce_state(one.meeting)


@transaction.atomic
def release(one: SeatingRound, attendances: Sequence[Attendance]) -> None:
    """Places need not be kept any longer."""
    one.places.filter(attendance__in=attendances).update(is_fixed=False)
    channels.announce_desk(one.meeting.process)


def show_round(meeting: Meeting, number: int) -> None:
    """Show a round on board and phones; 0 shows none (before the first, or for good)."""
    if number and not meeting.seating_rounds.filter(number=number).exists():
        raise ValidationError(_("Diese Runde ist noch nicht berechnet."))
    meeting.shown_round = number
    meeting.save(update_fields=["shown_round"])
    channels.announce_state(meeting)


def numbers_of(meeting: Meeting) -> dict[int, int]:
    """Everybody's number in the meeting, by key of the attendance: the order of joining."""
    keys = meeting.attendances.order_by("pk").values_list("pk", flat=True)
    return {pk: number for number, pk in enumerate(keys, start=1)}


def sittings(one: SeatingRound) -> list[Sitting]:
    """The tables of a round with the places there; empty tables that are in use too."""
    places = one.places.filter(attendance__participant__erased_at=None)
    by_table: dict[int, list[Place]] = {}
    for place in places.select_related("attendance__participant").order_by("attendance_id"):
        by_table.setdefault(place.table_id, []).append(place)
    tables = [t for t in one.meeting.tables.all() if t.room != 0 or t.pk in by_table]
    return [Sitting(table, tuple(by_table.get(table.pk, ()))) for table in tables]


def quality(meeting: Meeting) -> Quality:
    """How good the rounds are that stand, whoever made them."""
    rounds: dict[int, dict[int, list[int]]] = {}
    rows = Place.objects.filter(round__meeting=meeting).values_list(
        "round__number", "table_id", "attendance_id")
    for number, table, who in rows:
        rounds.setdefault(number, {}).setdefault(table, []).append(who)
    people = meeting.attendances.select_related("participant")
    return measure(
        list(rounds.values()), {one.pk: one.participant.sector for one in people},
        {one.pk: wishes_of(one) for one in people},
        dict(meeting.tables.values_list("pk", "topic")),
    )


def met_before(meeting: Meeting, upto: int | None = None) -> Counter[frozenset[int]]:
    """How often two sit together, in the rounds up to this one (None: in all)."""
    rows = Place.objects.filter(round__meeting=meeting)
    if upto is not None:
        rows = rows.filter(round__number__lte=upto)
    together: dict[tuple[int, int], list[int]] = {}
    for number, table, who in rows.values_list("round_id", "table_id", "attendance_id"):
        together.setdefault((number, table), []).append(who)
    return Counter(frozenset(pair) for at in together.values() for pair in combinations(at, 2))


@dataclass(frozen=True)
class Seated:
    """Where somebody sits in the round that is shown; ``topic`` as people read it."""

    round: int
    table: int
    topic: str


def seated(meeting: Meeting, participant: Participant) -> Seated | None:
    """What a phone says about its place; None while no round is shown or there is no place."""
    if not meeting.shown_round:
        return None
    rows = Place.objects.filter(
        round__meeting=meeting, round__number=meeting.shown_round,
        attendance__participant=participant,
    )
    place = rows.select_related("table").first()
    if place is None:
        return None
    topic = place.table.topic
    title = meeting.process.frame.title_of(topic) if topic else ""
    return Seated(meeting.shown_round, place.table.number, title)
