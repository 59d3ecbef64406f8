"""On which days services run: calendar and exceptions, and a week that stands for the others."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .errors import InputError
from .gtfs_files import Feed

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_DAYS = 2000
"""A calendar that runs to 2099 is looked at from its begin for so many days."""


@dataclass(frozen=True)
class Calendar:
    """``services``: their place among the rows of ``runs`` (services x days from ``first``)."""

    services: dict[str, int]
    first: dt.date
    runs: NDArray[np.bool_]

    def week(self, monday: dt.date) -> NDArray[np.bool_]:
        """Services x 7 days from that Monday; days outside the calendar have no service."""
        found = np.zeros((len(self.services), 7), bool)
        start = (monday - self.first).days
        for day in range(7):
            if 0 <= start + day < self.runs.shape[1]:
                found[:, day] = self.runs[:, start + day]
        return found

    def usual_week(self, trips: NDArray[np.int64]) -> dt.date:
        """The Monday of the first week that has the most usual number of trips.

        Weeks with holidays or with school holidays are rarer than usual ones. Of two numbers that
        are as frequent the greater one counts. Only whole weeks, if the calendar has any.
        """
        daily = trips @ self.runs
        shift = -self.first.weekday() % 7
        weeks = [(int(daily[at : at + 7].sum()), at) for at in range(shift, len(daily) - 6, 7)]
        if not any(total for total, _at in weeks):
            busiest = int(daily.argmax())
            day = self.first + dt.timedelta(days=busiest)
            return day - dt.timedelta(days=day.weekday())
        counts = Counter(total for total, _at in weeks if total)
        usual = max(counts, key=lambda total: (counts[total], total))
        at = next(at for total, at in weeks if total == usual)
        return self.first + dt.timedelta(days=at)


def read_calendar(feed: Feed) -> Calendar:
    """Both files joined."""
    regular = [
        (line, service, [flag == "1" for flag in flags], *_span(start, end, line))
        for line, (service, start, end, *flags) in feed.rows(
            "calendar.txt", ("service_id", "start_date", "end_date", *WEEKDAYS)
        )
    ]
    extra = [
        (service, _date(day, "calendar_dates.txt", line), kind)
        for line, (service, day, kind) in feed.rows(
            "calendar_dates.txt", ("service_id", "date", "exception_type")
        )
    ]
    days = [day for _l, _s, _f, *ends in regular for day in ends] + [day for _s, day, _k in extra]
    if not days:
        raise InputError("gtfs_no_days", "The calendar of the feed has no days.", line=0)
    first = min(days)
    long = min((max(days) - first).days + 1, MOST_DAYS)
    names = dict.fromkeys([s for _l, s, *_rest in regular] + [s for s, *_rest in extra])
    services = {name: place for place, name in enumerate(names)}
    runs = np.zeros((len(services), long), bool)
    weekday = (first.weekday() + np.arange(long)) % 7
    for _line, service, flags, start, end in regular:
        on = np.array(flags)[weekday]
        span = (np.arange(long) >= (start - first).days) & (np.arange(long) <= (end - first).days)
        runs[services[service]] |= on & span
    for service, day, kind in extra:
        if (day - first).days < long:
            runs[services[service], (day - first).days] = kind == "1"
    return Calendar(services, first, runs)


def _span(start: str, end: str, line: int) -> tuple[dt.date, dt.date]:
    return _date(start, "calendar.txt", line), _date(end, "calendar.txt", line)


def _date(text: str, file: str, line: int) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y%m%d").date()
    except ValueError as problem:
        raise InputError(
            "gtfs_bad_date", f"{file}, line {line}: {text!r} is no date such as 20261124.",
            file=file, line=line, value=text,
        ) from problem  # fmt: skip
