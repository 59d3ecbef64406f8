"""The room of the workshop day: wishes, tables for three rounds, the pause at noon."""

from weitblick.example.stage import Stage
from weitblick.workshop import actions as workshop
from weitblick.workshop import seating
from weitblick.workshop.frame import slug_of
from weitblick.workshop.models import MEETING_STEP, PAUSE, Meeting

ROUNDS, PLACES, NOON_MINUTES = 3, 7, 45


def take_seats(stage: Stage) -> None:
    """Everybody wishes for topics; three rounds are computed, and the first one is shown."""
    day = _day(stage)
    attendances = {one.participant_id: one for one in day.attendances.select_related("meeting")}
    for one in stage.content.participants:
        first, second = map(slug_of, one["topics"])
        seating.wish(attendances[stage.people[one["id"]].pk], first, second)
    seating.arrange(day, [(row.topic, PLACES) for _number, row in sorted(stage.tables.items())])
    seating.compute(day, ROUNDS)
    change_tables(stage, 1)


def change_tables(stage: Stage, number: int) -> None:
    """The next round is shown: everybody finds the table on phone and board."""
    day = _day(stage)
    seating.show_round(day, number)
    for sitting in seating.sittings(day.seating_rounds.get(number=number)):
        rows = day.attendances.filter(pk__in=[place.attendance_id for place in sitting.places])
        rows.update(table=sitting.table)


def go_to_lunch(stage: Stage) -> None:
    """The pause stands in the agenda like everything else."""
    pause = workshop.plan_activity(
        _day(stage), step=MEETING_STEP, kind=PAUSE, title="Mittagspause", minutes=NOON_MINUTES
    )
    workshop.open_activity(pause)


def come_back(stage: Stage) -> None:
    """The pause is over, and people sit with others than before."""
    workshop.close_activity(_day(stage).activities.get(step=MEETING_STEP, kind=PAUSE))
    change_tables(stage, ROUNDS)


def _day(stage: Stage) -> Meeting:
    """The workshop day as it is kept now; acts at other hours hold older rows."""
    return stage.process.meetings.get(pk=stage.meetings["werkstatttag"].pk)
