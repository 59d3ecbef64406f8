"""Seating everybody who is here: the engine gets what is known, what it finds is written down."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from weitblick.engines.errors import InputError
from weitblick.engines.seating import Conditions, seat
from weitblick.workshop import channels, clock
from weitblick.workshop.models import Attendance, Meeting, Place, SeatingRound, Table
from weitblick.workshop.queries import present
from weitblick.workshop.seating.comings import take_in
from weitblick.workshop.seating.places import met_before
from weitblick.workshop.seating.tables import tables_in_use, wishes_of

MOST_ROUNDS = 8
FEWEST_AT_A_TABLE = 2


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
    earlier = map(sorted, met_before(meeting, upto=meeting.shown_round))
    met = [(person[a], person[b]) for a, b in earlier if a in person and b in person]
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
