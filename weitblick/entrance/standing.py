"""How it stands in the room: who is here and who has answered, by sector and by table."""

from collections import Counter
from dataclasses import dataclass

from weitblick.engines.agreement import Hidden, by_group
from weitblick.voices.presence import Contributed, contributed
from weitblick.workshop.models import Activity, Attendance, Meeting, Table
from weitblick.workshop.queries import is_for, present, tables_of


@dataclass(frozen=True)
class Share:
    """How many of those asked have answered."""

    title: str
    asked: int
    answered: int

    @property
    def is_complete(self) -> bool:
        """Whether nobody is missing."""
        return self.answered >= self.asked


@dataclass(frozen=True)
class Standing:
    """Who an open activity waits for. ``others``: people of sectors too small to be shown."""

    asked: int
    answered: int
    sectors: tuple[Share, ...]
    tables: tuple[Share, ...]
    others: int

    @property
    def missing(self) -> int:
        """How many have not answered yet."""
        return self.asked - self.answered


def standing(meeting: Meeting, activity: Activity) -> Standing:
    """How an activity stands: of everybody it is for, as they sit now."""
    here = present(meeting)
    sits = tables_of(here)
    asked = [one for one in here if is_for(activity, sits[one.pk])]
    given = contributed(activity)
    answered = {one.pk for one in asked if _has(given, one, sits[one.pk])}
    by_sector = _by_sector(meeting, asked, answered)
    return Standing(
        asked=len(asked), answered=len(answered), sectors=by_sector,
        tables=_by_table(meeting, activity, asked, answered, sits),
        others=len(asked) - sum(share.asked for share in by_sector),
    )


def sectors_here(meeting: Meeting, here: list[Attendance]) -> list[tuple[str, int]]:
    """People by sector (title), without those sectors that would give single people away."""
    counted = Counter(one.participant.sector for one in here)
    return [(sector.title, counted[sector.slug]) for sector in meeting.process.frame.sectors
            if sector.slug in _large_enough(meeting, here)]


def _by_sector(
    meeting: Meeting, asked: list[Attendance], answered: set[int]
) -> tuple[Share, ...]:
    n = Counter(one.participant.sector for one in asked)
    done = Counter(one.participant.sector for one in asked if one.pk in answered)
    shown = _large_enough(meeting, asked)
    return tuple(Share(sector.title, n[sector.slug], done[sector.slug])
                 for sector in meeting.process.frame.sectors if sector.slug in shown)


def _by_table(
    meeting: Meeting, activity: Activity, asked: list[Attendance], answered: set[int],
    sits: dict[int, Table | None],
) -> tuple[Share, ...]:
    places = {one.pk: getattr(sits[one.pk], "pk", None) for one in asked}
    n = Counter(places.values())
    done = Counter(table for pk, table in places.items() if pk in answered)
    return tuple(Share(str(table.number), n[table.pk], done[table.pk])
                 for table in meeting.tables.all() if is_for(activity, table) and n[table.pk])


def _has(given: Contributed, one: Attendance, table: Table | None) -> bool:
    return given.includes(one, table.pk if table else None)


def _large_enough(meeting: Meeting, people: list[Attendance]) -> set[str]:
    sectors = [one.participant.sector for one in people]
    found = by_group([1] * len(sectors), sectors, 0, 1, meeting.process.min_cell)
    return {sector for sector, value in found.items() if not isinstance(value, Hidden)}
