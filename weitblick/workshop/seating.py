"""Who sits where, round by round: computed, mended by hand, shown, kept for latecomers.

A round that has been shown is past: who sat together did meet. Only later rounds are computed
again, and places chosen by hand stay.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from weitblick.engines.errors import InputError
from weitblick.engines.seating import Conditions, Quality, best_table, measure, seat
from weitblick.workshop import channels, clock
from weitblick.workshop.models import (
    Attendance,
    Meeting,
    Participant,
    Place,
    SeatingRound,
    Table,
)
from weitblick.workshop.queries import present

MOST_TABLES, MOST_ROUNDS = 60, 8
FEWEST_AT_A_TABLE = 2


@dataclass(frozen=True)
class Sitting:
    """A table in a round, and the places there in the order of people's numbers."""

    table: Table
    places: tuple[Place, ...]


@transaction.atomic
def arrange(meeting: Meeting, tables: Sequence[tuple[str, int | None]]) -> list[Table]:
    """Tables 1..n, each with a topic (slug) and room for so many (None: any number).

    Tables beyond stay, because what was said there stays; nobody is seated there any more.
    """
    if not 1 <= len(tables) <= MOST_TABLES:
        raise ValidationError(_("Möglich sind 1 bis %d Tische.") % MOST_TABLES)
    known = {topic.slug for topic in meeting.process.frame.topics}
    for topic, room in tables:
        if topic and topic not in known:
            raise ValidationError(_("„%s“ ist kein Themenfeld dieses Prozesses.") % topic)
        if room is not None and room < 1:
            raise ValidationError(_("Ein Tisch braucht mindestens einen Platz."))
    made = [
        Table.objects.update_or_create(
            meeting=meeting, number=n, defaults={"topic": topic, "room": room})[0]
        for n, (topic, room) in enumerate(tables, start=1)
    ]
    meeting.tables.filter(number__gt=len(tables)).update(room=0)
    channels.announce_state(meeting)
    return made


def tables_in_use(meeting: Meeting) -> list[Table]:
    """The tables at which people are seated."""
    return list(meeting.tables.exclude(room=0))


def topics_by_wish(meeting: Meeting, tables: int) -> list[str]:
    """Topics for so many tables: each topic one, the others by first wishes (highest averages,
    Sainte-Laguë), in the order of the frame."""
    topics = [topic.slug for topic in meeting.process.frame.topics]
    wished = Counter(one.first_wish for one in present(meeting) if one.first_wish)
    given = Counter(topics[:tables])
    for _round in range(tables - given.total()):
        given[max(topics, key=lambda one: ((wished[one] + 0.01) / (2 * given[one] + 1)))] += 1
    return [topic for topic in topics for _one in range(given[topic])]


@transaction.atomic
def wish(attendance: Attendance, first: str, second: str) -> None:
    """Wish for topics (slugs, "" for none), until the first round is shown."""
    if attendance.meeting.shown_round:
        raise ValidationError(_("Die erste Runde läuft schon. Ihre Wünsche bleiben, wie sie sind."))
    known = {"", *(topic.slug for topic in attendance.meeting.process.frame.topics)}
    if {first, second} - known:
        raise ValidationError(_("Dieses Themenfeld gibt es hier nicht."))
    if not first:
        first, second = second, ""
    attendance.first_wish, attendance.second_wish = first, "" if second == first else second
    attendance.save(update_fields=["first_wish", "second_wish"])
    channels.announce(channels.desk(attendance.meeting.process))


def compute(meeting: Meeting, rounds: int) -> list[SeatingRound]:
    """Seat everybody who is here for rounds 1 to ``rounds``; rounds already shown stay.

    The search runs before the database is touched, so that nobody has to wait for it.
    """
    first = meeting.shown_round + 1
    if not first <= rounds <= MOST_ROUNDS:
        raise ValidationError(
            _("Neu berechnen lassen sich die Runden %(first)d bis %(last)d.")
            % {"first": first, "last": MOST_ROUNDS}
        )
    people = present(meeting)
    if len(people) < FEWEST_AT_A_TABLE:
        raise ValidationError(_("Für eine Sitzordnung müssen mindestens zwei Personen da sein."))
    tables = _usable(meeting, len(people))
    found = _searched(meeting, people, tables, range(first, rounds + 1))
    with transaction.atomic():
        made = _written(meeting, people, tables, found, first)
    channels.announce_state(meeting)
    return made


def _usable(meeting: Meeting, people: int) -> list[Table]:
    """No table for one person alone: few people take the first tables, or where one is fixed."""
    tables = tables_in_use(meeting)
    if not tables:
        raise ValidationError(_("Bitte legen Sie zuerst fest, wie viele Tische es gibt."))
    fixed = set(_fixed(meeting).values_list("table_id", flat=True))
    few = max(1, people // FEWEST_AT_A_TABLE)
    return [table for n, table in enumerate(tables) if n < few or table.pk in fixed]


def _fixed(meeting: Meeting) -> QuerySet[Place]:
    rows = Place.objects.filter(round__meeting=meeting, is_fixed=True)
    return rows.filter(round__number__gt=meeting.shown_round)


def _searched(
    meeting: Meeting, people: list[Attendance], tables: list[Table], numbers: range
) -> list[list[tuple[int, int, bool]]]:
    """For each round: attendance key, table key, whether the place is fixed."""
    at = {table.pk: n for n, table in enumerate(tables)}
    person = {one.pk: n for n, one in enumerate(people)}
    fixed: dict[int, dict[int, int]] = {number: {} for number in numbers}
    for place in _fixed(meeting).values_list("round__number", "attendance_id", "table_id"):
        number, who, where = place
        if number in fixed and who in person and where in at:
            fixed[number][person[who]] = at[where]
    conditions = Conditions(
        sizes=[table.room for table in tables], topics=[table.topic for table in tables],
        wishes=[wishes_of(one) for one in people], fixed=list(fixed.values()),
    )
    met = [(person[a], person[b]) for a, b in map(sorted, _met(meeting, upto=meeting.shown_round))
           if a in person and b in person]
    try:
        found = seat([one.participant.sector for one in people], len(tables), len(numbers),
                     met=met, conditions=conditions)
    except InputError as problem:
        raise ValidationError(
            _("Für %(people)d Personen gibt es nur %(places)d Plätze. Geben Sie den Tischen mehr "
              "Plätze oder stellen Sie einen dazu.") % problem.params
        ) from problem
    return [
        [(people[p].pk, tables[t].pk, p in fixed[number])
         for t, seated in enumerate(one) for p in seated]
        for number, one in zip(numbers, found.rounds, strict=True)
    ]


def _written(
    meeting: Meeting, people: list[Attendance], tables: list[Table],
    found: list[list[tuple[int, int, bool]]], first: int,
) -> list[SeatingRound]:
    meeting.seating_rounds.filter(number__gte=first).delete()
    made = []
    for number, places in enumerate(found, start=first):
        one = SeatingRound.objects.create(meeting=meeting, number=number, created_at=clock.now())
        Place.objects.bulk_create(
            Place(round=one, attendance_id=who, table_id=where, is_fixed=kept)
            for who, where, kept in places
        )
        made.append(one)
    seated = {one.pk for one in people}
    for late in present(meeting):  # whoever came while the search ran
        if late.pk not in seated:
            take_in(late)
    return made


def wishes_of(attendance: Attendance) -> list[str]:
    """The topics somebody wishes, the first one first."""
    return [one for one in (attendance.first_wish, attendance.second_wish) if one]


@transaction.atomic
def take_in(attendance: Attendance) -> None:
    """Give somebody who comes late the best free place in the round shown and the later ones.

    Nobody else is moved. Where no table has room, the smallest one takes one more.
    """
    meeting = attendance.meeting
    numbers = {table.pk: table for table in tables_in_use(meeting)}
    for one in meeting.seating_rounds.filter(number__gte=max(1, meeting.shown_round)):
        if one.places.filter(attendance=attendance).exists():
            continue
        at: dict[int, list[int]] = {pk: [] for pk in numbers}
        sectors = {attendance.pk: attendance.participant.sector}
        for place in one.places.select_related("attendance__participant"):
            sectors[place.attendance_id] = place.attendance.participant.sector
            if place.table_id in at:
                at[place.table_id].append(place.attendance_id)
        taken = {pk: there for pk, there in at.items() if there} or at
        room: dict[int, int | None] = {pk: table.room for pk, table in numbers.items()}
        best = partial(
            best_table, person=attendance.pk, sector_of=sectors, met=_met(meeting),
            topic_of={pk: table.topic for pk, table in numbers.items()},
            wishes=wishes_of(attendance),
        )
        table = best(taken, places=room) or best(at, places=room) or best(at, places={})
        if table:
            Place.objects.create(round=one, attendance=attendance, table_id=table)
    channels.announce_contribution(meeting)


@transaction.atomic
def take_out(attendance: Attendance) -> None:
    """Somebody leaves: the places of the round shown and the later ones become free."""
    attendance.left_at = attendance.left_at or clock.now()
    attendance.save(update_fields=["left_at"])
    from_now = max(1, attendance.meeting.shown_round)
    attendance.places.filter(round__number__gte=from_now).delete()
    channels.announce_contribution(attendance.meeting)


@transaction.atomic
def bring_back(attendance: Attendance) -> None:
    """Somebody who left is here again and gets the best free place."""
    attendance.left_at = None
    attendance.save(update_fields=["left_at"])
    take_in(attendance)


def forget(participant: Participant) -> None:
    """An erased person has neither wishes nor places, not even past ones."""
    Place.objects.filter(attendance__participant=participant).delete()
    participant.attendances.update(first_wish="", second_wish="")


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
    channels.announce(channels.desk(one.meeting.process))


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


def _met(meeting: Meeting, upto: int | None = None) -> Counter[frozenset[int]]:
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
