"""Who comes late, leaves, comes back or is forgotten: nobody else has to move."""

from functools import partial

from django.db import transaction

from weitblick.engines.seating import best_table
from weitblick.workshop import channels, clock
from weitblick.workshop.models import Attendance, Participant, Place
from weitblick.workshop.seating.places import met_before
from weitblick.workshop.seating.tables import tables_in_use, wishes_of


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
            best_table, person=attendance.pk, sector_of=sectors, met=met_before(meeting),
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
