"""Who has contributed to an activity: people, and tables through their scribes."""

from dataclasses import dataclass

from weitblick.voices.models import Card, Judgement, Rating
from weitblick.workshop import actions
from weitblick.workshop.models import Activity, Attendance
from weitblick.workshop.queries import is_for, present, tables_of


@dataclass(frozen=True)
class Contributed:
    """Keys of the participants and of the tables that have contributed."""

    people: frozenset[int]
    tables: frozenset[int]

    def includes(self, attendance: Attendance, table_pk: int | None) -> bool:
        """Whether somebody has answered, on the phone or as one of a table on paper."""
        return attendance.participant_id in self.people or table_pk in self.tables


def contributed(activity: Activity) -> Contributed:
    """Who has contributed to an activity so far."""
    people: set[int] = set()
    tables: set[int] = set()
    for model in (Card, Rating, Judgement):
        rows = model._default_manager.filter(activity=activity).order_by()
        for person, table in rows.values_list("participant_id", "table_id").distinct():
            if person is not None:
                people.add(person)
            elif table is not None:
                tables.add(table)
    return Contributed(frozenset(people), frozenset(tables))


def show_when_all_answered(activity: Activity) -> bool:
    """Show the results of an activity that waits for all, once all present have answered."""
    if not (activity.waits_for_all and activity.is_open) or activity.shows_results:
        return False
    here = present(activity.meeting)
    sits = tables_of(here)
    asked = [one for one in here if is_for(activity, sits[one.pk])]
    given = contributed(activity)
    if not asked or not all(given.includes(one, _pk(sits[one.pk])) for one in asked):
        return False
    actions.show_results(activity, True)
    return True


def _pk(table: object) -> int | None:
    return getattr(table, "pk", None)
